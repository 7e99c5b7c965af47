"""Who issues tokens."""

from dataclasses import dataclass

from identity.app.tokens.key_chest import KeyChest
from identity.domain.sessions import SessionRules


@dataclass(frozen=True, slots=True)
class Issuer:
    """The `iss` claim, the rules that sessions are held to, and where the private keys are."""

    name: str
    rules: SessionRules
    chest: KeyChest
