"""The sittings that theses are registered for."""

from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from chassis.values import Semester
from sqlalchemy import func, select

from exams.domain.examinations import Seating, Sitting
from exams.domain.statuses import ENDED
from exams.store.tables import registrations, sittings


def sitting_of_theses(
    tx: Transaction, exam_number: str, semester: Semester, person_id: UUID
) -> UUID | None:
    """The sitting for a student's thesis of a semester; None where one is missing.

    Who failed in the semester and begins again in it needs another one than before.
    """
    had = select(registrations.c.sitting_id).where(
        registrations.c.person_id == person_id, registrations.c.status.not_in(sorted(ENDED))
    )
    found: UUID | None = tx.execute(
        select(sittings.c.sitting_id)
        .where(
            sittings.c.exam_number == exam_number,
            sittings.c.semester == semester.code,
            sittings.c.seating == Seating.ADMISSION.value,
            sittings.c.cancel_time.is_(None),
            sittings.c.sitting_id.not_in(had),
        )
        .order_by(sittings.c.period, sittings.c.sitting_id)
        .limit(1)
    ).scalar_one_or_none()
    return found


def count_sittings_of_theses(tx: Transaction, exam_number: str, semester: Semester) -> int:
    """How many sittings a semester's theses in an exam have, cancelled ones included."""
    return int(
        tx.execute(
            select(func.count())
            .select_from(sittings)
            .where(
                sittings.c.exam_number == exam_number,
                sittings.c.semester == semester.code,
                sittings.c.seating == Seating.ADMISSION.value,
            )
        ).scalar_one()
    )


def add_sitting_of_theses(tx: Transaction, sitting: Sitting) -> None:
    """Stores the sitting of a semester's theses; nothing happens where it is there."""
    insert_or_ignore(
        tx,
        sittings,
        [
            {
                "sitting_id": sitting.sitting_id,
                "exam_number": sitting.exam_number,
                "semester": sitting.semester.code,
                "period": sitting.period,
                "start_time": None,
                "room": "",
                "examiner_user_name": "",
                "registration_open_time": sitting.registration.open_time,
                "registration_close_time": sitting.registration.close_time,
                "withdrawal_close_time": None,
                "own_window": True,
                "seating": Seating.ADMISSION.value,
                "capacity": 0,
                "has_waiting_list": False,
            }
        ],
    )
