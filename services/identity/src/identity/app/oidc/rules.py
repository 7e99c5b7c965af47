"""What the use cases of the provider are held to, put together once at start."""

from dataclasses import dataclass

from identity.app.tokens.issuers import Issuer
from identity.app.tokens.key_chest import KeyChest
from identity.domain.mailboxes import MailboxDomains
from identity.domain.oidc.grants import Lifetimes
from identity.domain.sessions import SessionRules


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """`issuer` is the public address of the suite, without a slash at its end."""

    issuer: str
    sessions: SessionRules
    lifetimes: Lifetimes
    chest: KeyChest
    mailboxes: MailboxDomains

    @property
    def as_issuer(self) -> Issuer:
        """Who issues tokens for the interfaces."""
        return Issuer(self.issuer, self.sessions, self.chest)

    def address(self, path: str) -> str:
        """The public address of an endpoint."""
        return f"{self.issuer}{path}"

    @property
    def token_endpoint(self) -> str:
        """Where clients get their tokens."""
        return self.address("/oauth2/token")
