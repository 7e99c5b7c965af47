"""Lists: registrations of a student, sittings of an examiner, participants of a sitting."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.paging import page_token_invalid
from chassis.values import Semester

from exams.domain.examinations import Participant, Registration, Sitting
from exams.domain.positions import RegistrationPosition, SittingPosition
from exams.store import registrations, sittings
from exams.texts import failures

T = TypeVar("T")
P = TypeVar("P")


@dataclass(frozen=True)
class ListPage(Generic[T, P]):
    """A page and where the next one starts; None on the last page."""

    items: tuple[T, ...]
    next_position: P | None


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
    page = found[:size]
    if len(found) <= size:
        return ListPage(page, None)
    return ListPage(page, RegistrationPosition(page[-1].register_time, page[-1].registration_id))


def list_sittings(
    tx: Transaction,
    *,
    examiner_id: UUID | None,
    semester: Semester | None,
    after: SittingPosition | None,
    size: int,
) -> ListPage[Sitting, SittingPosition]:
    """Sittings by time, undated ones last; of one examiner or, with None, of all."""
    found = sittings.list_sittings(
        tx, examiner_id=examiner_id, semester=semester, after=after, limit=size + 1
    )
    page = found[:size]
    if len(found) <= size:
        return ListPage(page, None)
    return ListPage(page, SittingPosition(page[-1].start_time, page[-1].sitting_id))


@dataclass(frozen=True)
class ParticipantPage:
    """The sitting, who is registered for it, and where the next page starts."""

    sitting: Sitting
    participants: tuple[Participant, ...]
    # The registration of the page's last participant; None on the last page.
    next_position: UUID | None


def list_participants(
    tx: Transaction, sitting_id: UUID, after: UUID | None, size: int
) -> ParticipantPage:
    """Who is registered for a sitting, by name, those behind the registration `after`.

    Raises SITTING_UNKNOWN, and PAGE_TOKEN_INVALID where `after` is no registration for it.
    """
    sitting = sittings.find_sitting(tx, sitting_id)
    if sitting is None:
        raise Failure(Code.NOT_FOUND, "SITTING_UNKNOWN", failures.SITTING_UNKNOWN)
    if after is not None and not registrations.is_for_sitting(tx, after, sitting_id):
        raise page_token_invalid()
    found = registrations.list_participants(tx, sitting_id, after, size + 1)
    page = found[:size]
    return ParticipantPage(sitting, page, page[-1].registration_id if len(found) > size else None)
