"""Whom a mail goes to."""

from dataclasses import dataclass

from chassis.values import PersonName


@dataclass(frozen=True)
class Addressee:
    """A student as a mail names them; the mailbox is empty until the account exists."""

    name: PersonName
    matriculation_number: str
    mailbox: str
