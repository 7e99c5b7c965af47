"""Reading statements, payments and the clearing list, with the people they are about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.clearing import ItemToSettle, item_with_id
from records.app.person_accounts import accounts_of
from records.domain.bank_imports import BankEntry, ClearingItem, EntryState, KeptStatement
from records.domain.matching import ClearingReason, Payer
from records.store import bank, clearing, payers
from records.texts import bank as texts


@dataclass(frozen=True, slots=True)
class KnownPayer:
    """Somebody whom money can belong to, with what is open, in cents."""

    payer: Payer
    open_cents: int


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A payment, and on whose accounts it is: person and cents."""

    entry: BankEntry
    shares: tuple[tuple[KnownPayer, int], ...]


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item with its payment and the people it may concern."""

    at_stake: ItemToSettle
    entry: ReadEntry
    candidates: tuple[KnownPayer, ...]


def statement_with_id(tx: Transaction, bank_statement_id: UUID) -> KeptStatement:
    """One statement. Raises BANK_STATEMENT_UNKNOWN."""
    statement = bank.load_statement(tx, bank_statement_id)
    if statement is None:
        raise texts.statement_unknown(str(bank_statement_id))
    return statement


def statement_exists(tx: Transaction, bank_statement_id: UUID) -> bool:
    """Whether there is a statement with the id."""
    return bank.load_statement(tx, bank_statement_id) is not None


def entries_of_statement(
    tx: Transaction,
    bank_statement_id: UUID,
    state: EntryState | None,
    after: tuple[int, int] | None,
    page_size: int,
) -> tuple[tuple[ReadEntry, ...], bool]:
    """A page of a statement's payments in its order, and whether more follow."""
    found = bank.find_entries(tx, bank_statement_id, state, after, page_size + 1)
    shown = found[:page_size]
    booked = bank.payments_of_entries(tx, [each.bank_entry_id for each in shown])
    people = _people(tx, {person for parts in booked.values() for _, person, _ in parts})
    read = tuple(_read_entry(each, booked.get(each.bank_entry_id, []), people) for each in shown)
    return read, len(found) > page_size


def read_items(tx: Transaction, items: Sequence[ClearingItem]) -> tuple[ReadItem, ...]:
    """Items with payments and people, with a fixed number of queries for all of them."""
    ids = [each.bank_entry_id for each in items]
    entries = bank.load_entries(tx, ids)
    held = bank.held_of_entries(tx, ids)
    booked = bank.payments_of_entries(tx, ids)
    wanted = {candidate for each in items for candidate in each.candidates}
    wanted |= {person for parts in booked.values() for _, person, _ in parts}
    people = _people(tx, wanted)
    found = []
    for item in items:
        entry = entries[item.bank_entry_id]
        parts = booked.get(item.bank_entry_id, [])
        found.append(
            ReadItem(
                at_stake=ItemToSettle(item, entry, held.get(item.bank_entry_id, 0), tuple(parts)),
                entry=_read_entry(entry, parts, people),
                candidates=tuple(people[each] for each in item.candidates if each in people),
            )
        )
    return tuple(found)


def read_item(tx: Transaction, clearing_item_id: UUID) -> ReadItem:
    """One item. Raises CLEARING_ITEM_UNKNOWN."""
    [read] = read_items(tx, [item_with_id(tx, clearing_item_id)])
    return read


def items_page(
    tx: Transaction,
    reason: ClearingReason | None,
    after: UUID | None,
    page_size: int,
    *,
    settled: bool,
) -> tuple[tuple[ReadItem, ...], bool]:
    """A page of items, the oldest first, and whether more follow."""
    found = clearing.find_items(tx, reason, after, page_size + 1, settled=settled)
    return read_items(tx, found[:page_size]), len(found) > page_size


def open_counts(tx: Transaction) -> dict[ClearingReason, int]:
    """How many items wait, by reason."""
    return clearing.count_open(tx)


def statements_page(
    tx: Transaction, before: UUID | None, page_size: int
) -> tuple[tuple[KeptStatement, ...], bool]:
    """A page of statements, the newest import first, and whether more follow."""
    found = bank.find_statements(tx, before, page_size + 1)
    return tuple(found[:page_size]), len(found) > page_size


def search_payers(
    tx: Transaction, query: str, page_size: int
) -> tuple[tuple[KnownPayer, ...], bool]:
    """Students and applicants by number, user name or the beginning of the name."""
    ids = payers.search_ids(tx, query, page_size + 1)
    people = _people(tx, set(ids))
    found = [people[each] for each in ids if each in people]
    return tuple(found[:page_size]), len(ids) > page_size


def payer_ids_by_number(tx: Transaction, numbers: Collection[str]) -> dict[str, UUID]:
    """Whose matriculation or applicant numbers they are."""
    return payers.ids_by_number(tx, numbers) if numbers else {}


def payers_that_exist(tx: Transaction, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the ids that students or applicants have."""
    return frozenset(payers.load_payers(tx, person_ids, local_date(tx.now)))


def _people(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, KnownPayer]:
    if not person_ids:
        return {}
    loaded = payers.load_payers(tx, person_ids, local_date(tx.now))
    accounts = accounts_of(tx, list(loaded))
    return {each: KnownPayer(payer, accounts[each].open) for each, payer in loaded.items()}


def _read_entry(
    entry: BankEntry,
    parts: Sequence[tuple[UUID, UUID, int]],
    people: Mapping[UUID, KnownPayer],
) -> ReadEntry:
    return ReadEntry(
        entry, tuple((people[person], cents) for _, person, cents in parts if person in people)
    )
