"""What the letter with an initial code says."""

from dataclasses import dataclass, field
from datetime import date

from identity.domain.account_rules import LetterRules


@dataclass(frozen=True, slots=True)
class InitialCodeLetter:
    """A letter to one person. The code is in it and nowhere else.

    `portal` is the address of the activation page, `valid_until` the last day of the code.
    """

    full_name: str
    user_name: str
    mailbox: str
    code: str = field(repr=False)
    valid_until: date
    issued_on: date
    portal: str
    for_student: bool
    rules: LetterRules
