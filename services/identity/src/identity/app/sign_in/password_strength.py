"""How strong a password looks: a hint that refuses nothing (NIST SP 800-63B-4, section 3.1.1.2)."""

from enum import IntEnum

from zxcvbn import zxcvbn

from identity.domain.passwords import PersonalWords

# The estimate takes longer the longer the text is, and adds nothing behind this many characters.
_LOOKED_AT = 72


class Strength(IntEnum):
    """A hint in four steps."""

    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


def strength_of(password: str, personal: PersonalWords) -> Strength:
    """The hint for a normalised password; takes milliseconds: never on the loop."""
    known = [personal.user_name, *(word for name in personal.names for word in name.split())]
    guesses = float(zxcvbn(password[:_LOOKED_AT], user_inputs=known)["guesses_log10"])
    if guesses < 8:
        return Strength.WEAK
    if guesses < 11:
        return Strength.FAIR
    return Strength.GOOD if guesses < 15 else Strength.STRONG
