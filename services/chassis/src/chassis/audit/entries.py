"""Entries of what was done by a command on the server, where nobody was signed in."""

import getpass

from chassis.database import insert_many
from chassis.database.tables import audit_entries
from chassis.database.transaction import Transaction


def enter_command(tx: Transaction, command: str, subject: str, outcome: str = "OK") -> None:
    """Adds the entry of a command: "identity bootstrap-admin", and whom or what it was about.

    The actor is the server's user that ran it.
    """
    insert_many(
        tx,
        audit_entries,
        [
            {
                "entry_time": tx.now,
                "method": command,
                "caller": "command",
                "actor": _user()[:100],
                "session_id": "",
                "subject": subject[:200],
                "outcome": outcome,
            }
        ],
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that no name belongs to.
        return ""
