"""Where a page of a list ended: the sort key of its last item."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class RegistrationPosition:
    """Among registrations, the newest first."""

    register_time: datetime
    registration_id: UUID


@dataclass(frozen=True)
class SittingPosition:
    """Among sittings, by time, undated ones last."""

    start_time: datetime | None
    sitting_id: UUID


@dataclass(frozen=True)
class SickNotePosition:
    """Among sick notes that wait for their decision, the oldest first."""

    file_time: datetime
    sick_note_id: UUID


@dataclass(frozen=True)
class ThesisPosition:
    """Among theses, the newest application first."""

    apply_time: datetime
    thesis_id: UUID


@dataclass(frozen=True)
class AttemptPosition:
    """Among refused attempts, the newest first."""

    attempt_time: datetime
    attempt_id: UUID
