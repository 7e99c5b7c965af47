"""Taking over a university's profile."""

from dataclasses import dataclass

from chassis.database import Transaction

from certificates.app.rules import take_over_rules
from certificates.domain.branding import Branding
from certificates.domain.rules import CertificatesRules
from certificates.store.profile import keep_branding, load_branding


@dataclass(frozen=True, slots=True)
class ProfileLoaded:
    """Whether loading changed anything; None for what the profile says nothing about."""

    branding_changed: bool | None
    rules_changed: bool | None


def load_profile(
    tx: Transaction, branding: Branding | None, rules: CertificatesRules | None
) -> ProfileLoaded:
    """Takes over what the profile says; the same again changes nothing.

    What was issued before keeps its looks: its file is not drawn again.
    """
    return ProfileLoaded(
        branding_changed=None if branding is None else _take_over_branding(tx, branding),
        rules_changed=None if rules is None else take_over_rules(tx, rules),
    )


def _take_over_branding(tx: Transaction, branding: Branding) -> bool:
    if load_branding(tx) == branding:
        return False
    keep_branding(tx, branding)
    return True
