"""Bank accounts that money can be transferred to."""

from enum import Enum

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException


class IbanFault(Enum):
    """Why an IBAN cannot be used."""

    WRONG = "IBAN_WRONG"
    # Outside the area that SEPA credit transfers reach.
    OUTSIDE_SEPA = "IBAN_OUTSIDE_SEPA"


def read_iban(text: str) -> str | IbanFault:
    """The IBAN without blanks, in capitals; or what is wrong: length, characters, check digits.

    Blanks are those of every kind: copied from a web page or a PDF, they are often protected ones.
    """
    typed = "".join(text.split())
    if not typed.isascii():
        return IbanFault.WRONG
    try:
        iban = IBAN(typed)
    except SchwiftyException:
        return IbanFault.WRONG
    return str(iban.compact) if iban.in_sepa_zone else IbanFault.OUTSIDE_SEPA
