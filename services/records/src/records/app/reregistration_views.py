"""How re-registrations stand, for students and for Student Services."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, day_in_words, local_date

from records.app.person_accounts import accounts_of
from records.app.persons import person_with_id
from records.app.published_semesters import dates_of
from records.app.reregistering import settled
from records.app.transfers import Transfers
from records.domain.calendar import SemesterDates
from records.domain.payment_to_make import PaymentToMake
from records.domain.person import Person
from records.domain.reregistration import (
    WAITING,
    Reregistration,
    ReregistrationReason,
    ReregistrationState,
)
from records.store import persons
from records.store import reregistrations as store
from records.store.rules import load_rules
from records.texts import reregistration_mails as texts


@dataclass(frozen=True, slots=True)
class ReregistrationShown:
    """A person's re-registration for a semester with what else is to be shown."""

    person: Person
    dates: SemesterDates
    # None where the person was not called yet.
    row: Reregistration | None
    payment: PaymentToMake
    next_step: LocalizedText


@dataclass(frozen=True, slots=True)
class ReregistrationPage:
    """A page by matriculation number; the first one tells how many stand in each state."""

    shown: tuple[ReregistrationShown, ...]
    has_next: bool
    counts: Mapping[ReregistrationState, int]


def reregistration_of(
    tx: Transaction, person_id: UUID, semester: Semester | None
) -> ReregistrationShown:
    """How a person's re-registration stands: for the semester given, or for the one of now.

    That is a semester that has begun and is still waited for, else the next one. Raises
    PERSON_UNKNOWN and SEMESTER_UNKNOWN.
    """
    person = person_with_id(tx, person_id)
    today = local_date(tx.now)
    rows = {each.semester: each for each in store.load_reregistrations_of(tx, [person_id])}
    current = Semester.of(today)
    waits = current in rows and rows[current].state in WAITING
    asked = semester or (current if waits else current.next())
    dates = dates_of(tx, asked)
    row = rows.get(asked)
    if row is None:
        payment = Transfers.of(tx).of_student(person, 0, dates.reregistration.last)
        return ReregistrationShown(person, dates, None, payment, _not_called(dates))
    return _shown(tx, dates, [row])[0]


def list_reregistrations(
    tx: Transaction,
    semester: Semester,
    states: Collection[ReregistrationState],
    after_number: str,
    page_size: int,
) -> ReregistrationPage:
    """Those for a semester in the states, in all where none is named. Raises SEMESTER_UNKNOWN."""
    dates = dates_of(tx, semester)
    # One more than asked for shows whether another page follows.
    rows = store.list_reregistrations(tx, semester, states, after_number, page_size + 1)
    shown = _shown(tx, dates, rows[:page_size])
    counts = {} if after_number else store.count_by_state(tx, semester)
    return ReregistrationPage(shown, has_next=len(rows) > page_size, counts=counts)


def _shown(
    tx: Transaction, dates: SemesterDates, rows: Collection[Reregistration]
) -> tuple[ReregistrationShown, ...]:
    ids = [each.person_id for each in rows]
    people, accounts = persons.load_persons(tx, ids), accounts_of(tx, ids)
    rules, transfers = load_rules(tx), Transfers.of(tx)
    shown = []
    for row in rows:
        open_cents = 0
        if row.state in WAITING:
            open_cents = settled(row, accounts[row.person_id], rules).open_cents
        person = people[row.person_id]
        payment = transfers.of_student(person, open_cents, row.deadline_date)
        follows = _next_step(row, overdue=row.deadline_date < local_date(tx.now))
        shown.append(ReregistrationShown(person, dates, row, payment, follows))
    return tuple(shown)


def _not_called(dates: SemesterDates) -> LocalizedText:
    return texts.NOT_CALLED_FOLLOWS.format(first=day_in_words(dates.reregistration.first))


def _next_step(row: Reregistration, *, overdue: bool) -> LocalizedText:
    deadline = day_in_words(row.deadline_date)
    if row.state in WAITING and overdue:
        return texts.OVERDUE_FOLLOWS.format(deadline=deadline)
    match row.state:
        case ReregistrationState.CALLED:
            return texts.CALLED_FOLLOWS.format(deadline=deadline)
        case ReregistrationState.REMINDED:
            return texts.REMINDED_FOLLOWS.format(deadline=deadline)
        case ReregistrationState.DONE:
            return texts.DONE_FOLLOWS
        case ReregistrationState.CLOSED:
            end = day_in_words(row.semester.previous().last_date)
            return texts.CLOSED_FOLLOWS.format(end=end)
        case ReregistrationState.EXEMPT:
            if row.reason is ReregistrationReason.PENDING:
                return texts.PENDING_FOLLOWS
            return texts.EXEMPT_FOLLOWS
