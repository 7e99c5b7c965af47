"""Deciding what happens to each new payment of a file; nothing is written here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.bank_matching import match_payments
from records.app.bank_outgoing import OrderPaid, Outgoing, OutgoingPlan, RefundPaid, TakenBack
from records.app.person_accounts import accounts_of
from records.domain.bank_entries import BankPayment
from records.domain.bank_imports import BankEntry, Effect, Outcome
from records.domain.matching import ClearingReason, Match, Matched
from records.domain.payment_looks import AccountToLookAt
from records.store import ledger
from records.store.payers import load_payers

# So many payments are looked at together.
CHUNK = 500

T = TypeVar("T")


@dataclass(slots=True)
class PaymentAtWork:
    """One payment of a file on its way."""

    payment: BankPayment
    entry: BankEntry
    effect: Effect
    # What it belongs to where it left the account, or came back.
    outgoing: Outgoing | None = None

    @property
    def person_id(self) -> UUID | None:
        """Whose account it is booked on; None for everything else."""
        booked = self.effect.outcome is Outcome.BOOKED
        return self.effect.payers[0].person_id if booked else None


def decide(tx: Transaction, new: Sequence[PaymentAtWork], *, lock: bool) -> None:
    """Sets the effect of each new payment. With `lock` the ledgers they change are locked."""
    incoming = [each for each in new if each.payment.cents > 0 and not each.payment.returned]
    today = local_date(tx.now)
    matches: list[Match] = []
    for chunk in chunks(incoming):
        matches += match_payments(tx, [each.payment for each in chunk], today)
    if lock:
        ledger.lock_accounts(
            tx, {each.payer.person_id for each in matches if isinstance(each, Matched)}
        )
    looks: dict[UUID, AccountToLookAt] = {}
    for some in chunks(list(zip(incoming, matches, strict=True))):
        _decide_incoming(tx, some, looks)
    plan = OutgoingPlan(tx, [(each.entry, each.person_id) for each in incoming])
    others = [each for each in new if each.payment.cents < 0 or each.payment.returned]
    # What went out comes first: a refund comes back only after that.
    for each in sorted(others, key=lambda one: one.payment.returned):
        _decide_outgoing(tx, each, plan)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some


def _decide_incoming(
    tx: Transaction,
    some: Sequence[tuple[PaymentAtWork, Match]],
    looks: dict[UUID, AccountToLookAt],
) -> None:
    matched = {found.payer.person_id for _, found in some if isinstance(found, Matched)}
    for person_id, account in accounts_of(tx, matched - looks.keys()).items():
        looks[person_id] = AccountToLookAt(account)
    for each, found in some:
        if isinstance(found, Matched):
            reason = looks[found.payer.person_id].look(each.payment.cents)
            each.effect = replace(
                each.effect, outcome=Outcome.BOOKED, payers=(found.payer,), reason=reason
            )
        else:
            each.effect = replace(
                each.effect,
                outcome=Outcome.TO_CLEAR,
                payers=found.candidates,
                reason=found.reason,
            )


def _decide_outgoing(tx: Transaction, each: PaymentAtWork, plan: OutgoingPlan) -> None:
    found = None if each.payment.is_foreign else plan.find(each.payment)
    each.outgoing = found
    if found is None:
        reason = ClearingReason.UNKNOWN_DEBIT
        if each.payment.is_foreign:
            reason = ClearingReason.FOREIGN_CURRENCY
        elif each.payment.returned:
            reason = ClearingReason.RETURNED
        each.effect = replace(each.effect, outcome=Outcome.TO_CLEAR, reason=reason)
        return
    if isinstance(found, RefundPaid | OrderPaid):
        each.effect = replace(each.effect, outcome=Outcome.REFUND_PAID)
    else:
        each.effect = replace(
            each.effect, outcome=Outcome.TAKEN_BACK, reason=ClearingReason.RETURNED
        )
    people: tuple[UUID, ...] = ()
    if isinstance(found, TakenBack):
        people = found.person_ids
    elif not isinstance(found, OrderPaid) and found.person_id is not None:
        people = (found.person_id,)
    loaded = load_payers(tx, people, local_date(tx.now))
    each.effect = replace(each.effect, payers=tuple(loaded.values()))
