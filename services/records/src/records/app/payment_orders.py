"""Ordering refunds at the bank: one file, each refund in exactly one."""

from dataclasses import dataclass

from chassis.database import Transaction
from chassis.documents import Document, load_document, store_document
from chassis.values import local_date

from records.app.public_facts import university
from records.banking.payment_order import (
    CONTENT_TYPE,
    CreditTransfer,
    Debtor,
    payment_order_file,
)
from records.domain.refunds import PaymentOrder, Refund, message_id_of
from records.domain.sepa_letters import in_sepa_letters
from records.store import account_holders
from records.store import refunds as store
from records.store.number_counters import take_numbers
from records.texts import refunds as texts

_LONGEST_NAME = 70
_LONGEST_REMITTANCE = 140
# The file is a stored document of at most 10 MiB; a transfer takes less than 1 KiB of it.
MOST_IN_ONE_ORDER = 5000


@dataclass(frozen=True, slots=True)
class ReadyToOrder:
    """What an order would have: how many refunds, and their sum in cents."""

    refunds: int
    total: int


def ready_to_order(tx: Transaction) -> ReadyToOrder:
    """What is ready. Raises NO_REFUND_READY."""
    ready = store.load_ready_refunds(tx)[:MOST_IN_ONE_ORDER]
    if not ready:
        raise texts.no_refund_ready()
    return ReadyToOrder(len(ready), sum(each.cents for each in ready))


def order_refunds(tx: Transaction, *, by: str) -> PaymentOrder:
    """Puts all refunds that are ready into one file. Raises NO_REFUND_READY.

    Two clerks who order at once get two files at most, and no refund is in both.
    """
    year = local_date(tx.now).year
    # The counter is taken first: who orders at the same time waits here, and finds what is left.
    [count] = take_numbers(tx, f"payment-order-{year}", 1)
    locked = {each.refund_id for each in store.load_ready_refunds(tx)}
    store.lock_refunds(tx, locked)
    # What was cancelled meanwhile falls out, and what became ready meanwhile is not locked.
    still_ready = store.load_ready_refunds(tx)
    ready = tuple(each for each in still_ready if each.refund_id in locked)[:MOST_IN_ONE_ORDER]
    if not ready:
        raise texts.no_refund_ready()
    number = f"{year}-{count:04d}"
    content = _file(tx, number, ready)
    order = PaymentOrder(
        payment_order_number=number,
        order_time=tx.now,
        ordered_by=by,
        refunds=len(ready),
        total=sum(each.cents for each in ready),
        document_id=store_document(tx, content, CONTENT_TYPE, f"pain001-{number}.xml"),
    )
    store.insert_payment_order(tx, order)
    store.update_refunds(tx, [each.ordered(number) for each in ready])
    return order


def payment_orders(
    tx: Transaction, before: str, size: int
) -> tuple[tuple[PaymentOrder, ...], bool]:
    """Payment orders, the newest first, those before the number given; and whether more follow."""
    found = store.find_payment_orders(tx, before, size + 1)
    return found[:size], len(found) > size


def payment_order_exists(tx: Transaction, number: str) -> bool:
    """Whether there is a payment order with the number."""
    return store.load_payment_order(tx, number) is not None


def file_of_order(tx: Transaction, number: str) -> Document:
    """The file as it was made, however often it is asked for. Raises PAYMENT_ORDER_UNKNOWN."""
    order = store.load_payment_order(tx, number)
    if order is None:
        raise texts.payment_order_unknown(number)
    return load_document(tx, order.document_id)


def _file(tx: Transaction, number: str, refunds: tuple[Refund, ...]) -> bytes:
    own = university(tx).bank_account
    holders = account_holders.load_holders(tx, [one.person_id for one in refunds if one.person_id])
    transfers = []
    for each in refunds:
        assert each.account is not None, "what is ready has an account"
        remittance = texts.TRANSFER_REFERENCE_OF_STRANGER
        if each.person_id is not None:
            holder = holders[each.person_id]
            remittance = texts.TRANSFER_REFERENCE.format(
                number=holder.number, name=holder.name.listed
            )
        transfers.append(
            CreditTransfer(
                end_to_end_id=each.end_to_end_id,
                cents=each.cents,
                creditor=in_sepa_letters(each.account.holder, _LONGEST_NAME),
                iban=each.account.iban,
                remittance=in_sepa_letters(remittance, _LONGEST_REMITTANCE),
            )
        )
    debtor = Debtor(in_sepa_letters(own.recipient, _LONGEST_NAME), own.iban, own.bic)
    return payment_order_file(
        message_id_of(number),
        debtor,
        transfers,
        create_time=tx.now,
        execution_date=local_date(tx.now),
    )
