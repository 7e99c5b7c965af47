"""Catches all mail of a local installation: an SMTP server that delivers into one maildir.

Usage: python mail_catcher.py PORT MAILDIR
"""

import asyncio
import signal
import sys
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP


async def catch(port: int, maildir: Path) -> None:
    """Serves on 127.0.0.1 until told to stop."""
    maildir.parent.mkdir(parents=True, exist_ok=True)
    handler = Mailbox(maildir)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, enable_SMTPUTF8=True, ident="matrikel mail catcher"),
        "127.0.0.1",
        port,
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(catch(int(sys.argv[1]), Path(sys.argv[2])))
