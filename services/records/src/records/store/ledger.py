"""Booking, and reading what was booked. Nothing here changes or deletes what stands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from chassis.values import Semester
from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
    union_all,
)

from records.domain.applicants import ApplicantState
from records.domain.ledger import (
    RECEIVABLE,
    BookedLine,
    Booking,
    BookingKind,
    Charge,
    require_balance,
)
from records.store import tables

_lines = tables.booking_lines
_bookings = tables.bookings
_charges = tables.charges


def lock_accounts(tx: Transaction, person_ids: Iterable[UUID]) -> None:
    """Lets no other transaction change the ledgers of the persons until this one ends.

    A student has a row as a person, an applicant as an applicant, and at enrolment one becomes
    the other: both are locked, persons first. Lock before you read what you decide on.
    """
    wanted = set(person_ids)
    tx.lock(tables.persons.c.person_id, wanted)
    tx.lock(tables.applicants.c.person_id, wanted)


def book(tx: Transaction, bookings: Sequence[Booking]) -> None:
    """Writes bookings. Raises UnbalancedBookingError where one does not add up to nothing.

    They stand behind whatever was booked for the persons before, also by a transaction that began
    later: this one may have waited for it, and has seen what it did.
    """
    for each in bookings:
        require_balance(each.lines)
    book_time, position = _last_place(tx, bookings)
    insert_many(
        tx,
        _bookings,
        [
            {
                "booking_id": each.booking_id,
                "kind": each.kind.value,
                "value_date": each.value_date,
                "book_time": book_time,
                "position": position + place,
                "booked_by": each.booked_by,
                "text": each.text,
                "bank_entry_id": each.bank_entry_id,
                "reverses_booking_id": each.reverses_booking_id,
            }
            for place, each in enumerate(bookings, start=1)
        ],
    )
    insert_many(
        tx,
        _lines,
        [
            {
                "booking_id": each.booking_id,
                "line": number,
                "account": line.account,
                "person_id": line.person_id,
                "charge_id": line.charge_id,
                "amount_cents": line.cents,
            }
            for each in bookings
            for number, line in enumerate(each.lines, start=1)
        ],
    )


def add_charges(tx: Transaction, charges: Sequence[Charge]) -> None:
    """Writes what bookings charge for; the bookings are written before."""
    insert_many(
        tx,
        _charges,
        [
            {
                "charge_id": each.charge_id,
                "booking_id": each.booking_id,
                "person_id": each.person_id,
                "fee_code": each.fee_code,
                "semester_code": each.semester.code if each.semester else "",
                "due_date": each.due_date,
                "occasion": each.occasion,
            }
            for each in charges
        ],
    )


def load_charges(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, list[Charge]]:
    """The charges of persons, by person."""
    found: dict[UUID, list[Charge]] = defaultdict(list)
    statement = select(_charges).where(is_one_of(tx, _charges.c.person_id, person_ids))
    for row in tx.execute(statement):
        found[row.person_id].append(_charge(row))
    return found


def load_charge(tx: Transaction, charge_id: UUID) -> Charge | None:
    """One charge."""
    row = tx.execute(select(_charges).where(_charges.c.charge_id == charge_id)).one_or_none()
    return None if row is None else _charge(row)


def load_receivables(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, list[BookedLine]]:
    """The receivable lines of persons, by person, in the order of booking."""
    found: dict[UUID, list[BookedLine]] = defaultdict(list)
    statement = _joined().where(
        _lines.c.account == RECEIVABLE, is_one_of(tx, _lines.c.person_id, person_ids)
    )
    for row in tx.execute(_in_order(statement)):
        found[row.person_id].append(_booked(row))
    return found


def load_lines_of_charges(
    tx: Transaction, charge_ids: Collection[UUID]
) -> dict[UUID, list[BookedLine]]:
    """All lines that belong to charges, by charge, in the order of booking."""
    found: dict[UUID, list[BookedLine]] = defaultdict(list)
    statement = _joined().where(is_one_of(tx, _lines.c.charge_id, charge_ids))
    for row in tx.execute(_in_order(statement)):
        found[row.charge_id].append(_booked(row))
    return found


def load_booking(tx: Transaction, booking_id: UUID) -> list[BookedLine]:
    """The lines of one booking; none where there is no such booking."""
    statement = _joined().where(_lines.c.booking_id == booking_id)
    return [_booked(row) for row in tx.execute(statement.order_by(_lines.c.line))]


def bank_entry_of(tx: Transaction, booking_id: UUID) -> UUID | None:
    """The bank's entry behind a booking."""
    statement = select(_bookings.c.bank_entry_id).where(_bookings.c.booking_id == booking_id)
    entry_id: UUID | None = tx.execute(statement).scalar_one_or_none()
    return entry_id


def reversed_among(tx: Transaction, booking_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the bookings that another one takes back."""
    column = _bookings.c.reverses_booking_id
    found = tx.execute(select(column).where(is_one_of(tx, column, booking_ids))).scalars()
    return frozenset(found)


def sums_by_account(tx: Transaction, until: date | None) -> list[tuple[str, int]]:
    """The sum of each account in cents, of bookings with a value date up to the day."""
    total = func.sum(_lines.c.amount_cents).label("total")
    statement = select(_lines.c.account, total).group_by(_lines.c.account)
    if until is not None:
        statement = statement.join(_bookings).where(_bookings.c.value_date <= until)
    rows = tx.execute(statement.order_by(_lines.c.account))
    return [(row.account, int(row.total)) for row in rows]


def count_bookings(tx: Transaction, until: date | None) -> int:
    """How many bookings there are with a value date up to the day."""
    statement = select(func.count()).select_from(_bookings)
    if until is not None:
        statement = statement.where(_bookings.c.value_date <= until)
    return int(tx.execute(statement).scalar_one())


def find_owing(
    tx: Transaction, after: UUID | None, limit: int, due_before: date | None
) -> list[UUID]:
    """At most `limit` persons and applicants who owe something, by folded name and id.

    `after` is the last one of the page before. With `due_before` only those with a charge that
    fell due before that day: whether it is still open is not decided here.
    """
    balances = _balances(func.sum(_lines.c.amount_cents) > 0)
    if due_before is None:
        return _by_name(tx, balances, after, limit)
    due = select(_charges.c.person_id).where(_charges.c.due_date < due_before)
    return _by_name(tx, balances, after, limit, balances.c.person_id.in_(due))


def find_in_credit(
    tx: Transaction, after: UUID | None, limit: int, *, gone_only: bool
) -> list[UUID]:
    """At most `limit` persons and applicants whose money lies unused, by folded name and id.

    `after` is the last one of the page before. With `gone_only` only those of whom every enrolment
    has its end and who are not accepted for another one.
    """
    balances = _balances(func.sum(_lines.c.amount_cents) < 0)
    if not gone_only:
        return _by_name(tx, balances, after, limit)
    enrolments, applicants = tables.enrolments, tables.applicants
    charged = union_all(
        select(enrolments.c.person_id).where(enrolments.c.end_date.is_(None)),
        select(applicants.c.person_id).where(applicants.c.state == ApplicantState.ACCEPTED.value),
    )
    return _by_name(tx, balances, after, limit, balances.c.person_id.not_in(charged))


def _balances(condition: ColumnElement[bool]) -> Subquery:
    """The persons and applicants for whose balance the condition holds."""
    return (
        select(_lines.c.person_id.label("person_id"))
        .where(_lines.c.account == RECEIVABLE)
        .group_by(_lines.c.person_id)
        .having(condition)
        .subquery()
    )


def _by_name(
    tx: Transaction,
    balances: Subquery,
    after: UUID | None,
    limit: int,
    *conditions: ColumnElement[bool],
) -> list[UUID]:
    # An applicant may apply for several programmes with one ledger.
    applicants = (
        select(
            tables.applicants.c.person_id,
            func.max(tables.applicants.c.search_key).label("search_key"),
        )
        .group_by(tables.applicants.c.person_id)
        .subquery()
    )
    key = func.coalesce(tables.persons.c.search_key, applicants.c.search_key, "")
    person_id = balances.c.person_id
    joined = balances.outerjoin(tables.persons, tables.persons.c.person_id == person_id).outerjoin(
        applicants, applicants.c.person_id == person_id
    )
    statement = select(person_id).select_from(joined).where(*conditions)
    if after is not None:
        last = select(key).select_from(joined).where(person_id == after).scalar_subquery()
        statement = statement.where(or_(key > last, and_(key == last, person_id > after)))
    return list(tx.execute(statement.order_by(key, person_id).limit(limit)).scalars())


def _last_place(tx: Transaction, bookings: Sequence[Booking]) -> tuple[datetime, int]:
    """The time to book at, and the last position taken at it; the accounts are locked."""
    person_ids = frozenset[UUID]().union(*(each.person_ids for each in bookings))
    if not person_ids:
        return tx.now, 0
    statement = (
        select(_bookings.c.book_time, func.max(_bookings.c.position).label("position"))
        .join(_lines, _lines.c.booking_id == _bookings.c.booking_id)
        .where(
            _bookings.c.book_time >= tx.now,
            _lines.c.account == RECEIVABLE,
            is_one_of(tx, _lines.c.person_id, person_ids),
        )
        .group_by(_bookings.c.book_time)
        .order_by(_bookings.c.book_time.desc())
        .limit(1)
    )
    last = tx.execute(statement).one_or_none()
    return (tx.now, 0) if last is None else (last.book_time, int(last.position))


def _joined() -> Select[Any]:
    reversed_ = _bookings.alias("reversed")
    return select(
        _lines,
        _bookings.c.kind,
        reversed_.c.kind.label("reversed_kind"),
        _bookings.c.value_date,
        _bookings.c.book_time,
        _bookings.c.position,
        _bookings.c.booked_by,
        _bookings.c.text,
        _bookings.c.reverses_booking_id,
    ).select_from(
        _lines.join(_bookings, _bookings.c.booking_id == _lines.c.booking_id).outerjoin(
            reversed_, reversed_.c.booking_id == _bookings.c.reverses_booking_id
        )
    )


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(
        _bookings.c.book_time, _bookings.c.position, _lines.c.booking_id, _lines.c.line
    )


def _booked(row: Row[Any]) -> BookedLine:
    return BookedLine(
        booking_id=row.booking_id,
        line=row.line,
        kind=BookingKind(row.kind),
        reversed_kind=BookingKind(row.reversed_kind) if row.reversed_kind else None,
        value_date=row.value_date,
        book_time=row.book_time,
        position=row.position,
        booked_by=row.booked_by,
        text=row.text,
        reverses_booking_id=row.reverses_booking_id,
        account=row.account,
        person_id=row.person_id,
        charge_id=row.charge_id,
        cents=row.amount_cents,
    )


def _charge(row: Row[Any]) -> Charge:
    return Charge(
        charge_id=row.charge_id,
        booking_id=row.booking_id,
        person_id=row.person_id,
        fee_code=row.fee_code,
        semester=Semester.parse(row.semester_code) if row.semester_code else None,
        due_date=row.due_date,
        occasion=row.occasion,
    )
