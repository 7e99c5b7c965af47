"""The mails that the suite sent."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as its reader sees it."""

    subject: str
    text: str


def mails_to(mailbox: str, maildir: Path) -> list[ReceivedMail]:
    """The mails to a mailbox, in the order in which they were sent."""
    addressed = [one for one in _messages(maildir) if str(one["To"]) == mailbox]
    addressed.sort(key=lambda one: str(one["Message-ID"]))
    return [ReceivedMail(str(one["Subject"]), one.get_content()) for one in addressed]


def _messages(maildir: Path) -> Iterator[EmailMessage]:
    for file in maildir.glob("new/*"):
        yield email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
