"""Storing and finding the bank's statements and payments."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import Row, and_, or_, select, update

from records.domain.bank_imports import (
    BankEntry,
    EntryState,
    KeptProblem,
    KeptStatement,
    StoredGroup,
)
from records.domain.ledger import CLEARING, RECEIVABLE, BookingKind
from records.domain.matching import ClearingReason
from records.store import tables

_entries = tables.bank_entries
_statements = tables.bank_statements
_bookings = tables.bookings
_lines = tables.booking_lines
_items = tables.clearing_items


def insert_statement(tx: Transaction, statement: KeptStatement) -> None:
    """Stores a statement; its counts are known by then."""
    row = {
        "bank_statement_id": statement.bank_statement_id,
        "file_name": statement.file_name,
        "file_hash": statement.file_hash,
        "statement_reference": statement.reference,
        "iban": statement.iban,
        "import_time": statement.import_time,
        "imported_by": statement.imported_by,
        "entries": statement.entries,
        "booked": statement.booked,
        "known": statement.known,
        "to_clear": statement.to_clear,
        "broken": statement.broken,
        "problems": [asdict(each) for each in statement.problems],
    }
    insert_many(tx, _statements, [row])


def insert_entries(tx: Transaction, entries: Sequence[BankEntry]) -> None:
    """Stores payments."""
    insert_many(
        tx,
        _entries,
        [
            {
                "bank_entry_id": each.bank_entry_id,
                "bank_statement_id": each.bank_statement_id,
                "fingerprint": each.fingerprint,
                "booking_key": each.booking_key,
                "entry": each.entry,
                "detail": each.detail,
                "amount_cents": each.cents,
                "currency": each.currency,
                "booking_date": each.booking_date,
                "value_date": each.value_date,
                "counterparty_name": each.counterparty_name,
                "counterparty_iban": each.counterparty_iban,
                "remittance": each.remittance,
                "bank_reference": each.bank_reference,
                "end_to_end_id": each.end_to_end_id,
                "state": each.state.value,
            }
            for each in entries
        ],
    )


def set_state(tx: Transaction, bank_entry_ids: Collection[UUID], state: EntryState) -> None:
    """Notes where payments stand."""
    tx.execute(
        update(_entries)
        .where(is_one_of(tx, _entries.c.bank_entry_id, bank_entry_ids))
        .values(state=state.value)
    )


def file_is_known(tx: Transaction, file_hash: str) -> bool:
    """Whether a file with the same content was imported."""
    statement = select(_statements.c.bank_statement_id).where(_statements.c.file_hash == file_hash)
    return tx.execute(statement.limit(1)).first() is not None


def known_fingerprints(tx: Transaction, fingerprints: Collection[str]) -> frozenset[str]:
    """Those of the fingerprints that payments have."""
    column = _entries.c.fingerprint
    return frozenset(
        tx.execute(select(column).where(is_one_of(tx, column, fingerprints))).scalars()
    )


def groups_of(tx: Transaction, booking_keys: Collection[str]) -> dict[str, StoredGroup]:
    """What is kept of the bank's bookings, by their keys."""
    open_sum = and_(
        _items.c.bank_entry_id == _entries.c.bank_entry_id,
        _items.c.reason == ClearingReason.BATCH_WITHOUT_DETAILS.value,
        _items.c.settlement == "",
    )
    rows = tx.execute(
        select(
            _entries.c.booking_key,
            _entries.c.bank_entry_id,
            _entries.c.amount_cents,
            _items.c.clearing_item_id,
        )
        .select_from(_entries.outerjoin(_items, open_sum))
        .where(is_one_of(tx, _entries.c.booking_key, booking_keys))
    )
    by_key: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_key[row.booking_key].append(row)
    return {
        key: StoredGroup(
            sum(row.amount_cents for row in found),
            next((row.bank_entry_id for row in found if row.clearing_item_id), None),
        )
        for key, found in by_key.items()
    }


def load_statement(tx: Transaction, bank_statement_id: UUID) -> KeptStatement | None:
    """One statement."""
    statement = select(_statements).where(_statements.c.bank_statement_id == bank_statement_id)
    row = tx.execute(statement).one_or_none()
    return None if row is None else _statement(row)


def find_statements(tx: Transaction, before: UUID | None, limit: int) -> list[KeptStatement]:
    """At most `limit` statements, the newest import first, those behind the one given."""
    key = _statements.c.bank_statement_id
    statement = select(_statements).order_by(key.desc()).limit(limit)
    if before is not None:
        statement = statement.where(key < before)
    return [_statement(row) for row in tx.execute(statement)]


def load_entries(tx: Transaction, bank_entry_ids: Collection[UUID]) -> dict[UUID, BankEntry]:
    """Payments by their ids."""
    statement = select(_entries).where(is_one_of(tx, _entries.c.bank_entry_id, bank_entry_ids))
    return {row.bank_entry_id: _entry(row) for row in tx.execute(statement)}


def find_entries(
    tx: Transaction,
    bank_statement_id: UUID,
    state: EntryState | None,
    after: tuple[int, int] | None,
    limit: int,
) -> list[BankEntry]:
    """At most `limit` payments of a statement in its order, those behind a place."""
    table = _entries.c
    statement = select(_entries).where(table.bank_statement_id == bank_statement_id)
    if state is not None:
        statement = statement.where(table.state == state.value)
    if after is not None:
        entry, detail = after
        statement = statement.where(
            or_(table.entry > entry, and_(table.entry == entry, table.detail > detail))
        )
    ordered = statement.order_by(table.entry, table.detail).limit(limit)
    return [_entry(row) for row in tx.execute(ordered)]


def find_entries_of_amount(
    tx: Transaction, cents: int, currency: str, earliest: date, latest: date
) -> list[BankEntry]:
    """Payments of an amount with value dates in the range, the latest first."""
    table = _entries.c
    statement = (
        select(_entries)
        .where(
            table.value_date >= earliest,
            table.value_date <= latest,
            table.amount_cents == cents,
            table.currency == currency,
        )
        .order_by(table.value_date.desc(), table.bank_entry_id)
    )
    return [_entry(row) for row in tx.execute(statement)]


def payments_of_entries(
    tx: Transaction, bank_entry_ids: Collection[UUID]
) -> dict[UUID, list[tuple[UUID, UUID, int]]]:
    """What of payments is on accounts now: booking, person and cents, by the entry."""
    reversing = _bookings.alias("reversing")
    statement = (
        select(
            _bookings.c.bank_entry_id,
            _bookings.c.booking_id,
            _lines.c.person_id,
            _lines.c.amount_cents,
        )
        .select_from(
            _bookings.join(_lines, _lines.c.booking_id == _bookings.c.booking_id).outerjoin(
                reversing, reversing.c.reverses_booking_id == _bookings.c.booking_id
            )
        )
        .where(
            is_one_of(tx, _bookings.c.bank_entry_id, bank_entry_ids),
            _bookings.c.kind == BookingKind.PAYMENT.value,
            _lines.c.account == RECEIVABLE,
            reversing.c.booking_id.is_(None),
        )
        .order_by(_bookings.c.booking_id, _lines.c.line)
    )
    found: dict[UUID, list[tuple[UUID, UUID, int]]] = defaultdict(list)
    for row in tx.execute(statement):
        found[row.bank_entry_id].append((row.booking_id, row.person_id, -row.amount_cents))
    return found


def held_of_entries(tx: Transaction, bank_entry_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many cents of payments lie in clearing, by the entry; less than nothing for debits."""
    reversed_ = _bookings.alias("reversed")
    # A refund that is cancelled takes its booking back without naming the entry.
    by_both = (
        (_bookings.c.bank_entry_id, _bookings),
        (
            reversed_.c.bank_entry_id,
            _bookings.join(
                reversed_,
                and_(
                    reversed_.c.booking_id == _bookings.c.reverses_booking_id,
                    _bookings.c.bank_entry_id.is_(None),
                ),
            ),
        ),
    )
    held: dict[UUID, int] = defaultdict(int)
    for named, joined in by_both:
        statement = (
            select(named.label("entry_id"), _lines.c.amount_cents)
            .select_from(joined.join(_lines, _lines.c.booking_id == _bookings.c.booking_id))
            .where(is_one_of(tx, named, bank_entry_ids), _lines.c.account == CLEARING)
        )
        for row in tx.execute(statement):
            held[row.entry_id] -= row.amount_cents
    return held


def problems_kept(problems: Iterable[dict[str, Any]]) -> tuple[KeptProblem, ...]:
    """Problems as they were stored."""
    return tuple(KeptProblem(**each) for each in problems)


def _statement(row: Row[Any]) -> KeptStatement:
    return KeptStatement(
        bank_statement_id=row.bank_statement_id,
        file_name=row.file_name,
        file_hash=row.file_hash,
        reference=row.statement_reference,
        iban=row.iban,
        import_time=row.import_time,
        imported_by=row.imported_by,
        entries=row.entries,
        booked=row.booked,
        known=row.known,
        to_clear=row.to_clear,
        broken=row.broken,
        problems=problems_kept(row.problems),
    )


def _entry(row: Row[Any]) -> BankEntry:
    return BankEntry(
        bank_entry_id=row.bank_entry_id,
        bank_statement_id=row.bank_statement_id,
        fingerprint=row.fingerprint,
        booking_key=row.booking_key,
        entry=row.entry,
        detail=row.detail,
        cents=row.amount_cents,
        currency=row.currency,
        booking_date=row.booking_date,
        value_date=row.value_date,
        counterparty_name=row.counterparty_name,
        counterparty_iban=row.counterparty_iban,
        remittance=row.remittance,
        bank_reference=row.bank_reference,
        end_to_end_id=row.end_to_end_id,
        state=EntryState(row.state),
    )
