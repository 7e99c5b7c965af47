"""How somebody proved who it is, and what that is worth (RFC 8176, REFEDS assurance profiles)."""

from dataclasses import dataclass
from typing import Final

# Methods, as RFC 8176 names them; "recovery" is our own for a recovery code.
PASSWORD: Final = "pwd"
ONE_TIME_CODE: Final = "otp"
RECOVERY_CODE: Final = "recovery"
# A passkey: a key in hardware or in a keychain, unlocked by its owner.
PASSKEY: Final = "hwk"
USER_VERIFIED: Final = "user"

# https://refeds.org/profile/sfa and https://refeds.org/profile/mfa
ACR_ONE_FACTOR: Final = "https://refeds.org/profile/sfa"
ACR_TWO_FACTORS: Final = "https://refeds.org/profile/mfa"

_SECOND_FACTORS = frozenset({ONE_TIME_CODE, RECOVERY_CODE, PASSKEY})


@dataclass(frozen=True, slots=True)
class Proof:
    """The methods that were proven, in the order of proving."""

    amr: tuple[str, ...]

    @property
    def has_two_factors(self) -> bool:
        """Whether two factors were proven: a password and a second one, or a verified passkey."""
        methods = set(self.amr)
        if {PASSKEY, USER_VERIFIED} <= methods:
            return True
        return PASSWORD in methods and not methods.isdisjoint(_SECOND_FACTORS)

    @property
    def acr(self) -> str:
        """The authentication context class: one factor or two."""
        return ACR_TWO_FACTORS if self.has_two_factors else ACR_ONE_FACTOR

    def with_more(self, amr: tuple[str, ...]) -> "Proof":
        """The proof with other methods added, each named once."""
        return Proof(tuple(dict.fromkeys((*self.amr, *amr))))
