"""What several reads of registrations join and count alike."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from exams.domain.statuses import Status
from exams.store.tables import module_exams, modules, registrations


def waiting_place() -> ColumnElement[int]:
    """The place in the waiting list, counted in the order of the receipts' numbers.

    1 is next; 0 for a registration that does not wait. The statement reads `registrations`.
    """
    ahead = registrations.alias("ahead")
    count = (
        select(func.count())
        .where(
            ahead.c.sitting_id == registrations.c.sitting_id,
            ahead.c.status == Status.WAITING.value,
            ahead.c.seq <= registrations.c.seq,
        )
        .correlate(registrations)
        .scalar_subquery()
    )
    return case((registrations.c.status == Status.WAITING.value, count), else_=0).label(
        "waiting_place"
    )


def join_modules(statement: Select[Any]) -> Select[Any]:
    """Joins the module of each registration, in the regulations version that it was made by."""
    return statement.join(
        module_exams,
        and_(
            module_exams.c.regulations_version_code == registrations.c.regulations_version_code,
            module_exams.c.exam_number == registrations.c.exam_number,
        ),
    ).join(
        modules,
        and_(
            modules.c.regulations_version_code == module_exams.c.regulations_version_code,
            modules.c.module_code == module_exams.c.module_code,
        ),
    )
