"""What an account has besides its password, and what it may not go without."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

RECOVERY_CODE_COUNT = 10
# From this number on the person is asked to make new ones.
FEW_RECOVERY_CODES = 3
MOST_PASSKEYS = 20


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one account. Recovery codes replace one of them and are none alone."""

    totp: bool = False
    passkeys: int = 0
    recovery_codes_left: int = 0

    @property
    def any(self) -> bool:
        """Whether signing in can ask for a second factor."""
        return self.totp or self.passkeys > 0

    @property
    def count(self) -> int:
        """How many there are, recovery codes aside."""
        return int(self.totp) + self.passkeys


class AgainstRemoval(StrEnum):
    """Why the last second factor cannot be removed."""

    FACTOR_REQUIRED = "SECOND_FACTOR_REQUIRED"
    PASSWORD_TOO_SHORT = "PASSWORD_TOO_SHORT_ALONE"


class Advice(StrEnum):
    """What somebody should do next."""

    SET_UP_SECOND_FACTOR = "set_up_second_factor"
    CREATE_RECOVERY_CODES = "create_recovery_codes"
    RENEW_RECOVERY_CODES = "renew_recovery_codes"
    CONFIRM_RECOVERY_ADDRESS = "confirm_recovery_address"


def against_removal_of_one(
    factors: Factors, *, required: bool, password_needs_factor: bool
) -> AgainstRemoval | None:
    """Why one factor cannot go; None when it can. One of several always can.

    `required` for those whose roles ask for a second factor, `password_needs_factor` for a
    password below the length that counts alone (NIST SP 800-63B-4 section 3.1.1.2).
    """
    if factors.count > 1:
        return None
    if required:
        return AgainstRemoval.FACTOR_REQUIRED
    if password_needs_factor:
        return AgainstRemoval.PASSWORD_TOO_SHORT
    return None


def advice_for(factors: Factors, *, has_recovery_address: bool) -> tuple[Advice, ...]:
    """What is missing, the most important first."""
    return tuple(_missing(factors, has_recovery_address))


def _missing(factors: Factors, has_recovery_address: bool) -> Iterable[Advice]:
    if not factors.any:
        yield Advice.SET_UP_SECOND_FACTOR
    elif factors.recovery_codes_left == 0:
        yield Advice.CREATE_RECOVERY_CODES
    elif factors.recovery_codes_left <= FEW_RECOVERY_CODES:
        yield Advice.RENEW_RECOVERY_CODES
    if not has_recovery_address:
        yield Advice.CONFIRM_RECOVERY_ADDRESS
