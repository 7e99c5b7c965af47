"""Where mail goes: an SMTP server, or a maildir for an installation without one."""

import asyncio
import binascii
import mailbox
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from chassis.mail.queue import QueuedMail

# What an address may look like; whoever has another kind has no mailbox at a university.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it travels: the envelope and the message."""

    sender: str
    recipient: str
    content: bytes


Transport = Callable[[Letter], Awaitable[None]]


def compose(mail: QueuedMail, sender: str, now: datetime) -> Letter:
    """The message. Its Message-ID is the same each time the same mail is tried.

    Raises ValueError where the address is none. Written out here, as the messages of Python's
    library take twenty times as long to be put together and to be written (Python 3.11: 3 ms).
    """
    if not _ADDRESS.fullmatch(mail.address):
        raise ValueError("this is no address")
    own_address = parseaddr(sender)[1]
    headers = (
        f"From: {_sender_header(sender)}",
        f"To: {mail.address}",
        f"Subject: {_subject_header(mail.subject)}",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{mail.mail_id}@{own_address.rpartition('@')[2]}>",
        "Auto-Submitted: auto-generated",
        f"X-Matrikel-Kind: {mail.kind}",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "",
    )
    text = mail.text if mail.text.endswith("\n") else f"{mail.text}\n"
    body = binascii.b2a_qp(text.encode(), istext=True)
    return Letter(own_address, mail.address, "\n".join(headers).encode("ascii") + body)


@lru_cache(maxsize=16)
def _sender_header(sender: str) -> str:
    return formataddr(parseaddr(sender))


@lru_cache(maxsize=1024)
def _subject_header(subject: str) -> str:
    """On one line as it is asked for, folded and encoded as RFC 2047 wants it."""
    line = " ".join(subject.split())
    charset = "us-ascii" if line.isascii() else "utf-8"
    return Header(line, charset, header_name="Subject").encode()


def open_transport(target: str) -> Transport:
    """A transport for "smtp://[user:password@]host:port", "smtps://…" or "maildir:path"."""
    scheme, _, rest = target.partition(":")
    if scheme == "maildir" and rest:
        return _Maildir(Path(rest))
    if scheme in ("smtp", "smtps") and urlsplit(target).hostname:
        return _Smtp(target)
    raise ValueError(
        f"mail goes to smtp://host:port, smtps://host:port or maildir:path, not {target!r}"
    )


class _Maildir:
    def __init__(self, path: Path) -> None:
        self._path = path

    async def __call__(self, letter: Letter) -> None:
        await asyncio.to_thread(self._add, letter.content)

    def _add(self, content: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        mailbox.Maildir(self._path).add(content)


class _Smtp:
    def __init__(self, target: str) -> None:
        url = urlsplit(target)
        self._options: dict[str, Any] = {
            "hostname": url.hostname,
            "port": url.port or (465 if url.scheme == "smtps" else 25),
            "use_tls": url.scheme == "smtps",
            "username": unquote(url.username) if url.username else None,
            "password": unquote(url.password) if url.password else None,
            "timeout": 20,
        }

    async def __call__(self, letter: Letter) -> None:
        await aiosmtplib.send(
            letter.content, sender=letter.sender, recipients=[letter.recipient], **self._options
        )
