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
