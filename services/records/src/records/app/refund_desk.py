"""Refunds as students and Student Services meet them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.mail.letters import same

from records.app.person_accounts import account_of
from records.app.public_facts import own_iban
from records.app.refunds import (
    cancel_refund,
    plan_refund,
    refund_credit,
    refund_with_id,
    set_account,
)
from records.app.reregistering import note_account_changed
from records.banking.iban import IbanFault, read_iban
from records.domain.account_holder import AccountHolder
from records.domain.refunds import Refund, RefundAccount, RefundReason, RefundState
from records.domain.sepa_letters import in_sepa_letters
from records.store import account_holders, ledger
from records.store import refunds as store
from records.texts import refunds as texts

_LONGEST_NAME = 70


@dataclass(frozen=True, slots=True)
class StatedRefund:
    """A refund with whose it is; None where it goes to a stranger."""

    refund: Refund
    holder: AccountHolder | None


def refunds_of_person(tx: Transaction, person_id: UUID) -> tuple[StatedRefund, ...]:
    """A person's refunds, the newest first."""
    return _stated(tx, store.load_refunds_of(tx, person_id))


def all_refunds(
    tx: Transaction, state: RefundState | None, after: UUID | None, size: int
) -> tuple[tuple[StatedRefund, ...], bool]:
    """Refunds in a state, or in any, the oldest first; and whether more follow."""
    found = store.find_refunds(tx, state, after, size + 1)
    return _stated(tx, found[:size]), len(found) > size


def owner_of_refund(tx: Transaction, refund_id: UUID) -> tuple[bool, UUID | None]:
    """Whether there is such a refund, and whose it is: nobody's where it goes to a stranger."""
    refund = store.load_refund(tx, refund_id)
    return refund is not None, refund.person_id if refund else None


def name_account(tx: Transaction, refund_id: UUID, iban: str, account_holder: str) -> StatedRefund:
    """Names the account that a refund goes to; it is ready then.

    Raises IBAN_WRONG, IBAN_OUTSIDE_SEPA, OWN_ACCOUNT, ACCOUNT_HOLDER_WRONG and REFUND_NOT_OPEN.
    """
    read = read_iban(iban)
    if read is IbanFault.OUTSIDE_SEPA:
        raise texts.iban_outside_sepa()
    if isinstance(read, IbanFault):
        raise texts.iban_wrong()
    if read == own_iban(tx):
        raise texts.own_account()
    holder = " ".join(account_holder.split())
    if not any(each.isalpha() for each in in_sepa_letters(holder, _LONGEST_NAME)):
        raise texts.account_holder_wrong()
    return _stated(tx, [set_account(tx, refund_id, RefundAccount(holder, read))])[0]


def create_at_desk(
    tx: Transaction, person_id: UUID, cents: int, *, validate_only: bool, by: str
) -> StatedRefund:
    """Gives credit back, all of it where `cents` is 0. Raises REFUND_BEYOND_CREDIT."""
    if validate_only:
        ledger.lock_accounts(tx, [person_id])
        wanted = cents or account_of(tx, person_id).credit
        planned = plan_refund(tx, person_id, wanted, RefundReason.CREDIT, by=by)
        return _stated(tx, [planned])[0]
    return _stated(tx, [refund_with_id(tx, refund_credit(tx, person_id, cents, by=by))])[0]


def cancel_at_desk(tx: Transaction, refund_id: UUID, reason: str, *, by: str) -> StatedRefund:
    """Takes a refund back; the money settles what is open. Raises REFUND_NOT_OPEN."""
    cancelled = cancel_refund(tx, refund_id, same(reason), by=by)
    if cancelled.person_id is not None:
        note_account_changed(tx, [cancelled.person_id])
    return _stated(tx, [cancelled])[0]


def _stated(tx: Transaction, refunds: Sequence[Refund]) -> tuple[StatedRefund, ...]:
    ids = {each.person_id for each in refunds if each.person_id is not None}
    holders = account_holders.load_holders(tx, ids)
    return tuple(
        StatedRefund(each, holders.get(each.person_id) if each.person_id else None)
        for each in refunds
    )
