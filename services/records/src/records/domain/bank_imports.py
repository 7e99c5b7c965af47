"""What an import keeps: statements, payments, and items for the clearing list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from records.domain.bank_entries import BankPayment
from records.domain.matching import ClearingReason, Payer


class EntryState(StrEnum):
    """Where a payment stands."""

    BOOKED = "booked"
    CLEARING = "clearing"
    SETTLED = "settled"


class Settlement(StrEnum):
    """What became of an item of the clearing list."""

    ASSIGNED = "assigned"
    SPLIT = "split"
    RETURNED = "returned"
    KEPT = "kept"
    DISMISSED = "dismissed"
    # A later file settled it.
    BY_BANK = "by_bank"


class Outcome(StrEnum):
    """What an import does with a payment."""

    BOOKED = "booked"
    TO_CLEAR = "to_clear"
    KNOWN = "known"
    TAKEN_BACK = "taken_back"
    REFUND_PAID = "refund_paid"


@dataclass(frozen=True, slots=True)
class BankEntry:
    """A payment as it is kept."""

    bank_entry_id: UUID
    bank_statement_id: UUID
    fingerprint: str
    booking_key: str
    # Its place in the statement and in a batch, from 1; 0 for no batch.
    entry: int
    detail: int
    # In hundredths of the currency; money that came in is positive.
    cents: int
    currency: str
    booking_date: date
    value_date: date
    counterparty_name: str
    counterparty_iban: str
    remittance: str
    bank_reference: str
    end_to_end_id: str
    state: EntryState


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """A problem as it is kept with its statement; `found` is what the file has there."""

    entry: int
    detail: int
    bank_reference: str
    fault: str
    found: str


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement whose import is done."""

    bank_statement_id: UUID
    file_name: str
    file_hash: str
    reference: str
    iban: str
    import_time: datetime
    imported_by: str
    entries: int
    booked: int
    known: int
    to_clear: int
    broken: int
    problems: tuple[KeptProblem, ...]


@dataclass(frozen=True, slots=True)
class ClearingItem:
    """Something that a clerk has to look at."""

    clearing_item_id: UUID
    bank_entry_id: UUID
    reason: ClearingReason
    # Persons or applicants, by the id under which the ledger is kept.
    candidates: tuple[UUID, ...]
    create_time: datetime
    remark: str = ""
    # None while it is open.
    settlement: Settlement | None = None
    settle_time: datetime | None = None
    settled_by: str = ""
    refund_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.settlement is None

    def settled(self, settlement: Settlement, by: str, now: datetime) -> "ClearingItem":
        """The item once somebody has settled it; the refund stays."""
        return replace(self, settlement=settlement, settled_by=by, settle_time=now)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an import does with one payment."""

    statement: int
    payment: BankPayment
    outcome: Outcome
    # Whose account it is booked on, or the candidates for the clearing list.
    payers: tuple[Payer, ...] = ()
    # Why a clerk looks at it, though it may be booked.
    reason: ClearingReason | None = None


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """The payments that are kept of one booking of the bank."""

    cents: int
    # The entry, where it is a sum without details that nobody has settled yet.
    open_sum: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """The payments of a file: which are new, and which sums their details replace."""

    is_known: tuple[bool, ...]
    # Sums without details that wait in the clearing list and are named one by one now.
    replaced_sums: tuple[UUID, ...]


def sift(
    payments: Sequence[BankPayment],
    fingerprints: Sequence[str],
    keys: Sequence[str],
    known_fingerprints: frozenset[str],
    stored: Mapping[str, StoredGroup],
) -> Sifted:
    """Tells new payments from known ones.

    A booking of the bank is known, too, when it came with its details and comes as a sum now, or
    the other way round after a clerk has settled the sum. Where the sum still waits, the details
    replace it.
    """
    totals: dict[str, int] = defaultdict(int)
    as_sum: set[str] = set()
    for payment, key in zip(payments, keys, strict=True):
        totals[key] += payment.cents
        if payment.without_details:
            as_sum.add(key)
    replaced: dict[UUID, None] = {}
    known = []
    for fingerprint, key in zip(fingerprints, keys, strict=True):
        group = stored.get(key) if key else None
        same = group is not None and group.cents == totals[key]
        if group is not None and same and group.open_sum and key not in as_sum:
            replaced[group.open_sum] = None
            known.append(False)
        else:
            known.append(same or fingerprint in known_fingerprints)
    return Sifted(tuple(known), tuple(replaced))


def counted(effects: Iterable[Effect], statement: int) -> dict[Outcome, int]:
    """How many payments of a statement have each outcome."""
    found = dict.fromkeys(Outcome, 0)
    for each in effects:
        if each.statement == statement:
            found[each.outcome] += 1
    return found
