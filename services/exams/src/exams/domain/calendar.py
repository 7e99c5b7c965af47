"""What stands in a calendar of exams: entries with identifiers that never change.

An entry's sequence grows with each change of what it stands for (RFC 5545, section 3.8.7.4), so
that calendar programs take the newer one. A registration that was withdrawn leaves the calendar; a
sitting that the office cancelled stays in it, marked as cancelled, so that nobody travels in vain.

The last day to withdraw is an entry of its own, a whole day that does not block time, with an
alarm. A task (VTODO) would say the same, but the programs that people subscribe with do not show
tasks of foreign calendars.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, local_date

from exams.domain.examinations import Registration, Sitting
from exams.domain.statuses import ASKING, ENDED, Status
from exams.domain.theses import Thesis, ThesisState
from exams.domain.withdrawing import can_withdraw, withdrawal_limit


class EntryState(StrEnum):
    """How sure an entry is; the values of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    # Waits for a seat.
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class EntryKind(StrEnum):
    """What an entry is about; part of its identifier."""

    EXAM = "exam"
    WITHDRAWAL = "withdrawal"
    THESIS = "thesis"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: a span of time, or a whole day."""

    kind: EntryKind
    # The registration, sitting or thesis that it stands for.
    about: UUID
    sequence: int
    state: EntryState
    name: LocalizedText
    # Moments in UTC; the day where it is a whole one.
    start: datetime | date
    # None for a whole day, and where nothing is known of a duration.
    end: datetime | None
    room: str = ""
    exam_number: str = ""
    examiner_name: str = ""
    module_name: LocalizedText | None = None
    # The first moment at which withdrawing is too late; None where it is told elsewhere.
    withdrawal_limit: datetime | None = None

    @property
    def uid(self) -> str:
        """Its identifier, the same for as long as there is what it stands for."""
        return f"{self.kind.value}-{self.about}@matrikel"

    @property
    def is_deadline(self) -> bool:
        """Whether it is a last day, which blocks no time."""
        return self.kind is not EntryKind.EXAM


@dataclass(frozen=True)
class Calendar:
    """A calendar with its entries in the order of their time."""

    name: LocalizedText
    entries: tuple[Entry, ...]


STUDENT_CALENDAR = LocalizedText(de="Meine Prüfungen", en="My exams")


def student_calendar(
    registrations: Iterable[Registration], theses: Iterable[Thesis], now: datetime
) -> Calendar:
    """The calendar of a student: exams, last days to withdraw, and the hand-in of a thesis."""
    entries: list[Entry] = []
    for registration in registrations:
        entries += _of_registration(registration, now)
    for thesis in theses:
        if thesis.due_date is not None and thesis.state is ThesisState.ADMITTED:
            entries.append(_hand_in(thesis, thesis.due_date))
    return Calendar(STUDENT_CALENDAR, _in_order(entries))


def regulations_calendar(name: LocalizedText, sittings: Iterable[Sitting]) -> Calendar:
    """The calendar of a regulations version in a semester: all sittings that have a date."""
    entries = [
        _exam(
            sitting,
            about=sitting.sitting_id,
            sequence=sitting.version - 1,
            state=EntryState.CONFIRMED if sitting.cancel_time is None else EntryState.CANCELLED,
            start=sitting.start_time,
        )
        for sitting in sittings
        if sitting.start_time is not None
    ]
    return Calendar(name, _in_order(entries))


def _of_registration(registration: Registration, now: datetime) -> Iterable[Entry]:
    sitting = registration.sitting
    sequence = sitting.version + registration.version - 2
    state = _state(registration)
    if state is None:
        return
    if sitting.start_time is not None:
        yield _exam(
            sitting,
            about=registration.registration_id,
            sequence=sequence,
            state=state,
            start=sitting.start_time,
            module_name=registration.module_name,
        )
    limit = withdrawal_limit(sitting)
    if state is EntryState.CONFIRMED and can_withdraw(registration, now):
        yield Entry(
            kind=EntryKind.WITHDRAWAL,
            about=registration.registration_id,
            sequence=sequence,
            state=EntryState.CONFIRMED,
            name=sitting.exam_name,
            # A deadline at midnight belongs to the day that ends with it.
            start=local_date(limit - timedelta(microseconds=1)),
            end=None,
            exam_number=sitting.exam_number,
            withdrawal_limit=limit,
        )


def _state(registration: Registration) -> EntryState | None:
    """How the entry stands; None where the registration leaves the calendar."""
    if registration.sitting.cancel_time is not None:
        ended_with_it = registration.status is Status.DEREGISTERED
        return EntryState.CANCELLED if ended_with_it else None
    if registration.status in ENDED:
        return None
    return EntryState.TENTATIVE if registration.status in ASKING else EntryState.CONFIRMED


def _exam(
    sitting: Sitting,
    *,
    about: UUID,
    sequence: int,
    state: EntryState,
    start: datetime,
    module_name: LocalizedText | None = None,
) -> Entry:
    minutes = sitting.duration_minutes
    return Entry(
        kind=EntryKind.EXAM,
        about=about,
        sequence=sequence,
        state=state,
        name=sitting.exam_name,
        start=start,
        end=start + timedelta(minutes=minutes) if minutes else None,
        room=sitting.room,
        exam_number=sitting.exam_number,
        examiner_name=sitting.examiner_name,
        module_name=module_name,
        withdrawal_limit=withdrawal_limit(sitting),
    )


def _hand_in(thesis: Thesis, due_date: date) -> Entry:
    return Entry(
        kind=EntryKind.THESIS,
        about=thesis.thesis_id,
        sequence=thesis.version - 1,
        state=EntryState.CONFIRMED,
        name=thesis.exam_name,
        start=due_date,
        end=None,
        exam_number=thesis.exam_number,
    )


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    def key(entry: Entry) -> tuple[date, str, str]:
        start = entry.start
        day = local_date(start) if isinstance(start, datetime) else start
        return (day, start.isoformat(), entry.uid)

    return tuple(sorted(entries, key=key))
