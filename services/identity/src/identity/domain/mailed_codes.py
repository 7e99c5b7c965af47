"""Codes that are mailed to a private address: to confirm it, or to choose a new password."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# Forty bits, eight letters and digits: NIST SP 800-63B-4 section 3.1.3.1 asks for six digits at
# least, good for one use and, by e-mail, for 24 hours at the most; attempts are counted besides.
CODE_BYTES = 5
CODE_VALIDITY = timedelta(minutes=15)
RESET_TOKEN_BYTES = 32
RESET_VALIDITY = timedelta(minutes=15)

# Nobody's private mailbox is to be flooded by a stranger who types a user name again and again.
PAUSE = timedelta(minutes=1)
WINDOW = timedelta(hours=1)
MOST_IN_WINDOW = 5

# Whether a mailbox is there shows when the code arrives; this finds slips of typing, and what SMTP
# does not deliver: a dot-string before the @ (RFC 5321 section 4.1.2), labels of letters, digits
# and inner hyphens behind it (section 2.3.5), international ones as A-labels (RFC 5890). Section
# 4.5.3.1 bounds the lengths.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP_LEVEL = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_TOP_LEVEL}")
LONGEST_ADDRESS = 254


class CodePurpose(StrEnum):
    """What a mailed code is for; one for the one is none for the other."""

    ADDRESS = "address"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class MailedCode:
    """A code that was mailed; only its keyed digest is kept."""

    digest: str = field(repr=False)
    address: str = field(repr=False)
    sent_at: datetime
    expires_at: datetime
    used_at: datetime | None
    sent_in_window: int
    window_start: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the code was neither used nor mailed more than 15 minutes ago."""
        return self.used_at is None and now < self.expires_at


def wait_before_next(former: MailedCode | None, now: datetime) -> timedelta:
    """How long the next code has to wait; zero when it may be mailed now."""
    if former is None:
        return timedelta()
    earliest = former.sent_at + PAUSE
    if now < former.window_start + WINDOW and former.sent_in_window >= MOST_IN_WINDOW:
        earliest = max(earliest, former.window_start + WINDOW)
    return max(earliest - now, timedelta())


def next_code(former: MailedCode | None, digest: str, address: str, now: datetime) -> MailedCode:
    """The code that is mailed now, in place of a former one."""
    in_window = former is not None and now < former.window_start + WINDOW
    return MailedCode(
        digest=digest,
        address=address,
        sent_at=now,
        expires_at=now + CODE_VALIDITY,
        used_at=None,
        sent_in_window=former.sent_in_window + 1 if former and in_window else 1,
        window_start=former.window_start if former and in_window else now,
    )


def needs_smtputf8(address: str) -> bool:
    """Whether only servers with SMTPUTF8 (RFC 6531) deliver to it, which not all on the way have.

    A domain alone could be written by its A-labels instead.
    """
    return not address.isascii()


def masked_address(address: str) -> str:
    """The address for whoever only has to recognise it: `m…@example.org`; empty stays empty."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}…{at}{domain}" if at else ""


def is_private_address(address: str, university_domains: Collection[str]) -> bool:
    """Whether it is an e-mail address outside the university's own domains.

    Its mailboxes are out of reach for who has forgotten the password.
    """
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return False
    domain = address.rpartition("@")[2].lower()
    return not any(domain == own or domain.endswith(f".{own}") for own in university_domains)
