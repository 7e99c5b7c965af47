"""Importing a file of the bank: what is new in it, whose money it is, and booking it.

Source: guide 002, "Transferring the semester contributions".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.bank_decisions import PaymentAtWork, chunks, decide
from records.app.bank_outgoing import RefundBounced, TakenBack, carry_out, settle_by_bank
from records.app.payments import Arrival, book_arrivals, release_held
from records.app.public_facts import own_iban
from records.app.refunds import cancel_refunds_without_money
from records.app.reregistering import note_account_changed
from records.domain.bank_entries import (
    LEDGER_CURRENCY,
    BankFile,
    BankPayment,
    booking_key,
    fingerprints,
    with_plausible_days,
)
from records.domain.bank_imports import (
    BankEntry,
    ClearingItem,
    Effect,
    EntryState,
    KeptProblem,
    KeptStatement,
    Outcome,
    counted,
    sift,
)
from records.store import bank, clearing
from records.texts import bank as texts

# Files are imported one after the other: the same payment can be in several of them.
_ONE_AFTER_THE_OTHER = "bank-import"


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file as somebody sent it."""

    name: str
    # SHA-256 of its content, in hexadecimal digits.
    digest: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file would do, or did."""

    message_kind: str
    statements: tuple[KeptStatement, ...]
    # How many entries of each statement are announced only.
    pending: tuple[int, ...]
    # Every payment that could be read, in the order of the file.
    effects: tuple[Effect, ...]
    # Whether a file with the same content was imported before.
    known_file: bool
    booked: bool
    # The statements that can be found by their ids.
    kept_ids: frozenset[UUID]

    @property
    def problems(self) -> int:
        """How many problems there are; some stand beside an entry that was taken."""
        return sum(len(each.problems) for each in self.statements)


def import_statements(
    tx: Transaction, file: BankFile, sent: FileSent, *, by: str, book_it: bool
) -> ImportReport:
    """Says payment by payment what the file does, and books it where `book_it`.

    Raises BANK_ACCOUNT_FOREIGN, with nothing booked, where a statement is of another account.
    """
    iban = _own_account(tx, file)
    file = with_plausible_days(file, local_date(tx.now))
    if book_it:
        tx.hold([_ONE_AFTER_THE_OTHER])
    known_file = bank.file_is_known(tx, sent.digest)
    ids = [tx.new_id() for _ in file.statements]
    works = _works(tx, file, iban, ids)
    marks = [each.entry.fingerprint for each in works]
    keys = [each.entry.booking_key for each in works]
    sifted = sift(
        [each.payment for each in works],
        marks,
        keys,
        bank.known_fingerprints(tx, marks),
        bank.groups_of(tx, {key for key in keys if key}),
    )
    new = [each for each, known in zip(works, sifted.is_known, strict=True) if not known]
    decide(tx, new, lock=book_it)
    effects = tuple(each.effect for each in works)
    statements = tuple(
        _kept(tx, file, number, ids[number], sent, effects, by)
        for number in range(len(file.statements))
    )
    brought_news = {each.entry.bank_statement_id for each in new}
    # The same file once more leaves no trace, unless there is something new in it.
    kept = [each for each in statements if not known_file or each.bank_statement_id in brought_news]
    if book_it:
        for each in kept:
            bank.insert_statement(tx, each)
        _book(tx, new, sifted.replaced_sums)
    return ImportReport(
        message_kind=file.message_kind,
        statements=statements,
        pending=tuple(each.pending for each in file.statements),
        effects=effects,
        known_file=known_file,
        booked=book_it,
        kept_ids=frozenset(each.bank_statement_id for each in kept if book_it),
    )


def _own_account(tx: Transaction, file: BankFile) -> str:
    own = own_iban(tx)
    foreign = [each for each in file.statements if each.iban != own]
    if foreign:
        raise texts.bank_account_foreign(own, [(each.reference, each.iban) for each in foreign])
    return own


def _works(tx: Transaction, file: BankFile, iban: str, ids: Sequence[UUID]) -> list[PaymentAtWork]:
    placed = [
        (number, payment)
        for number, statement in enumerate(file.statements)
        for payment in statement.payments
    ]
    marks = fingerprints(iban, [payment for _, payment in placed])
    return [
        PaymentAtWork(
            payment,
            _entry_of(tx, payment, ids[number], mark, booking_key(iban, payment)),
            Effect(number, payment, Outcome.KNOWN),
        )
        for (number, payment), mark in zip(placed, marks, strict=True)
    ]


def _entry_of(
    tx: Transaction, payment: BankPayment, statement_id: UUID, mark: str, key: str
) -> BankEntry:
    return BankEntry(
        bank_entry_id=tx.new_id(),
        bank_statement_id=statement_id,
        fingerprint=mark,
        booking_key=key,
        entry=payment.place.entry,
        detail=payment.place.detail,
        cents=payment.cents,
        currency=payment.currency,
        booking_date=payment.booking_date,
        value_date=payment.value_date,
        counterparty_name=payment.counterparty_name,
        counterparty_iban=payment.counterparty_iban,
        remittance=payment.remittance,
        bank_reference=payment.bank_reference,
        end_to_end_id=payment.end_to_end_id,
        state=EntryState.BOOKED,
    )


def _kept(
    tx: Transaction,
    file: BankFile,
    number: int,
    statement_id: UUID,
    sent: FileSent,
    effects: Sequence[Effect],
    by: str,
) -> KeptStatement:
    statement = file.statements[number]
    count = counted(effects, number)
    return KeptStatement(
        bank_statement_id=statement_id,
        file_name=sent.name,
        file_hash=sent.digest,
        reference=statement.reference,
        iban=statement.iban,
        import_time=tx.now,
        imported_by=by,
        entries=len(statement.payments) + statement.broken,
        booked=count[Outcome.BOOKED] + count[Outcome.TAKEN_BACK] + count[Outcome.REFUND_PAID],
        known=count[Outcome.KNOWN],
        to_clear=count[Outcome.TO_CLEAR],
        broken=statement.broken,
        problems=tuple(
            KeptProblem(
                each.place.entry,
                each.place.detail,
                each.bank_reference,
                each.fault.value,
                each.found,
            )
            for each in statement.problems
        ),
    )


def _book(tx: Transaction, new: Sequence[PaymentAtWork], replaced_sums: Sequence[UUID]) -> None:
    bank.insert_entries(tx, [_with_state(each) for each in new])
    # Money in another currency has no place in a ledger in euro.
    arrivals = [
        each for each in new if each.outgoing is None and each.payment.currency == LEDGER_CURRENCY
    ]
    book_arrivals(
        tx,
        [
            Arrival(
                each.entry.bank_entry_id, each.person_id, each.payment.cents,
                each.payment.value_date,
            )
            for each in arrivals
        ],
    )  # fmt: skip
    clearing.insert_items(tx, [_item(tx, each) for each in new if each.effect.reason])
    _replace_sums(tx, replaced_sums)
    went_back: set[UUID] = set()
    lost: set[UUID] = set()
    for each in sorted(new, key=lambda one: one.payment.returned):
        if each.outgoing is None:
            continue
        carry_out(tx, each.outgoing, each.payment, each.entry.bank_entry_id)
        if isinstance(each.outgoing, TakenBack):
            lost |= set(each.outgoing.person_ids)
        elif isinstance(each.outgoing, RefundBounced) and each.outgoing.person_id:
            went_back.add(each.outgoing.person_id)
    cancel_refunds_without_money(tx, lost)
    went_back |= lost
    came_in = {each.person_id for each in new if each.person_id} - went_back
    for some in chunks(sorted(came_in)):
        note_account_changed(tx, some)
    if went_back:
        note_account_changed(tx, went_back, money_went_back=True)


def _with_state(each: PaymentAtWork) -> BankEntry:
    to_clear = each.effect.outcome is Outcome.TO_CLEAR
    return replace(each.entry, state=EntryState.CLEARING if to_clear else EntryState.BOOKED)


def _item(tx: Transaction, each: PaymentAtWork) -> ClearingItem:
    assert each.effect.reason is not None, "without a reason nobody looks"
    return ClearingItem(
        clearing_item_id=tx.new_id(),
        bank_entry_id=each.entry.bank_entry_id,
        reason=each.effect.reason,
        candidates=tuple(payer.person_id for payer in each.effect.payers),
        create_time=tx.now,
    )


def _replace_sums(tx: Transaction, entry_ids: Sequence[UUID]) -> None:
    """Sums whose payments are named one by one now: their money is booked with those."""
    entries = bank.load_entries(tx, entry_ids)
    held = bank.held_of_entries(tx, entry_ids)
    for entry_id in entry_ids:
        if held.get(entry_id):
            release_held(
                tx,
                held[entry_id],
                entries[entry_id].value_date,
                bank_entry_id=entry_id,
                text=texts.SUM_REPLACED,
            )
    if entry_ids:
        settle_by_bank(tx, entry_ids)
