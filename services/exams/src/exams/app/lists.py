"""Lists: registrations of a student, sittings of an examiner."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester

from exams.domain.examinations import Registration, Sitting
from exams.domain.positions import RegistrationPosition, SittingPosition
from exams.store import registrations, sittings

T = TypeVar("T")
P = TypeVar("P")


@dataclass(frozen=True)
class ListPage(Generic[T, P]):
    """A page and where the next one starts; None on the last page."""

    items: tuple[T, ...]
    next_position: P | None


def page_of(found: Sequence[T], size: int, position: Callable[[T], P]) -> ListPage[T, P]:
    """The page that was read with one item more than fits, to know whether another one follows."""
    items = tuple(found[:size])
    return ListPage(items, position(items[-1]) if len(found) > size else None)


def list_registrations(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID | None,
    semester: Semester | None,
    after: RegistrationPosition | None,
    size: int,
) -> ListPage[Registration, RegistrationPosition]:
    """A student's registrations, the newest first, withdrawn ones included."""
    found = registrations.list_registrations(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        semester=semester,
        after=after,
        limit=size + 1,
    )
    return page_of(
        found, size, lambda last: RegistrationPosition(last.register_time, last.registration_id)
    )


def list_sittings(
    tx: Transaction,
    *,
    examiner_id: UUID | None,
    semester: Semester | None,
    after: SittingPosition | None,
    size: int,
    period: int = 0,
    query: str = "",
) -> ListPage[Sitting, SittingPosition]:
    """Sittings by time, undated ones last; of one examiner or, with None, of all.

    `period` 0 stands for both; `query` is a part of the exam's number or name, or of the room,
    whatever its case and marks.
    """
    found = sittings.list_sittings(
        tx,
        examiner_id=examiner_id,
        semester=semester,
        after=after,
        limit=size + 1,
        period=period,
        query=query,
    )
    return page_of(found, size, lambda last: SittingPosition(last.start_time, last.sitting_id))
