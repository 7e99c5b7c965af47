"""What else ends with a session: parts of the service note it here."""

from collections.abc import Callable, Sequence
from uuid import UUID

from chassis.database import Transaction

# Called in the transaction that ends the sessions, with their ids.
SessionEnd = Callable[[Transaction, Sequence[UUID]], None]

_ends: list[SessionEnd] = []


def when_sessions_end(end: SessionEnd) -> SessionEnd:
    """Lets `end` be called whenever sessions end before their time; usable as a decorator."""
    if end not in _ends:
        _ends.append(end)
    return end


def note_session_ended(tx: Transaction, session_ids: Sequence[UUID]) -> None:
    """Lets every part end what hangs on these sessions."""
    for end in _ends:
        end(tx, session_ids)
