"""What the examinations office sends in."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.values import UNIVERSITY_ZONE, Semester
from exams.app.cancelling import CancelledSitting, cancel_sitting
from exams.app.sittings import ChangedSitting, create_sitting, get_sitting, update_sitting
from exams.domain.examinations import Seating, Sitting
from exams.domain.sitting_plans import SittingDraft

OFFICE = uuid4()


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A time at the university."""
    return datetime(year, month, day, hour, minute, tzinfo=UNIVERSITY_ZONE)


def draft(**changes: Any) -> SittingDraft:
    """A dated sitting of exam 1001 in the first period, with 30 seats and a waiting list."""
    usual = SittingDraft(
        exam_number="1001",
        semester=Semester.parse("2026W"),
        period=1,
        start_time=local(2027, 2, 3, 14),
        room="HS 3",
        examiner_user_name="ameier",
        capacity=30,
        has_waiting_list=True,
        seating=Seating.FIRST_COME,
    )
    return replace(usual, **changes)


class Office:
    """The examinations office at the small university."""

    def __init__(self, campus: Any) -> None:
        self.campus = campus
        for user_name in ("ameier", "bschulz"):
            campus.account(uuid4(), user_name, f"{user_name}@leuphana.example")

    def create(self, **changes: Any) -> Sitting:
        """Offers an exam."""
        sitting: Sitting = self.campus.run(create_sitting, draft(**changes), OFFICE)
        return sitting

    def sitting(self, sitting_id: UUID) -> Sitting:
        """A sitting as it is now."""
        sitting: Sitting = self.campus.run(get_sitting, sitting_id)
        return sitting

    def update(
        self, sitting_id: UUID, *, etag: str | None = None, reason: str = "", **changes: Any
    ) -> ChangedSitting:
        """Changes the fields that are given."""
        changed: ChangedSitting = self.campus.run(
            update_sitting,
            self.campus.signer,
            sitting_id,
            draft(**changes),
            mask=list(changes),
            etag=etag if etag is not None else str(self.sitting(sitting_id).version),
            reason=reason,
            changed_by=OFFICE,
        )
        return changed

    def cancel(
        self, sitting_id: UUID, *, dry_run: bool = False, etag: str | None = None
    ) -> CancelledSitting:
        """Cancels a sitting."""
        cancelled: CancelledSitting = self.campus.run(
            cancel_sitting,
            self.campus.signer,
            sitting_id,
            etag=etag if etag is not None else str(self.sitting(sitting_id).version),
            reason="Der Raum ist gesperrt.",
            cancelled_by=OFFICE,
            dry_run=dry_run,
        )
        return cancelled
