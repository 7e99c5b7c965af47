"""Where mail goes: an SMTP server, or a maildir for an installation without one."""

import asyncio
import mailbox
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from chassis.mail.queue import QueuedMail

Transport = Callable[[EmailMessage], Awaitable[None]]


def compose(mail: QueuedMail, sender: str, now: datetime) -> EmailMessage:
    """The message. Its Message-ID is the same each time the same mail is tried."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.address
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mail.mail_id}@{sender.rpartition('@')[2].strip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Matrikel-Kind"] = mail.kind
    message.set_content(mail.text)
    return message


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

    async def __call__(self, message: EmailMessage) -> None:
        await asyncio.to_thread(self._add, message)

    def _add(self, message: EmailMessage) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        mailbox.Maildir(self._path).add(message)


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

    async def __call__(self, message: EmailMessage) -> None:
        await aiosmtplib.send(message, **self._options)
