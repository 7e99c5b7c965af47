"""Settling the clearing list as a clerk orders it: payers by id or number, the sender's account."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction

from records.app import clearing
from records.app.bank_reading import payer_ids_by_number, payers_that_exist
from records.app.public_facts import own_iban
from records.banking.iban import IbanFault, read_iban
from records.domain.bank_imports import ClearingItem
from records.domain.refunds import RefundAccount
from records.store import bank
from records.texts import clearing as texts


@dataclass(frozen=True, slots=True)
class NamedPayer:
    """Whose money it is, by id or by number; `path` is the field of the order."""

    path: str
    person_id: UUID | None = None
    number: str = ""


def assign(
    tx: Transaction, clearing_item_id: UUID, payer: NamedPayer, remark: str, *, by: str
) -> ClearingItem:
    """Books all of the money on one account. Raises PAYER_UNKNOWN and what `clearing` raises."""
    [person_id] = _persons(tx, [payer])
    return clearing.assign(tx, clearing_item_id, person_id, remark, by=by)


def split(
    tx: Transaction,
    clearing_item_id: UUID,
    shares: Sequence[tuple[NamedPayer, int]],
    remark: str,
    *,
    by: str,
) -> ClearingItem:
    """Books the money on several accounts, in cents.

    Raises PAYER_UNKNOWN with every payer that nobody is, and what `clearing` raises.
    """
    persons = _persons(tx, [payer for payer, _ in shares])
    given = [
        clearing.Share(person_id, cents)
        for person_id, (_, cents) in zip(persons, shares, strict=True)
    ]
    return clearing.split(tx, clearing_item_id, given, remark, by=by)


def return_to_sender(
    tx: Transaction,
    clearing_item_id: UUID,
    iban: str,
    account_holder: str,
    remark: str,
    *,
    by: str,
) -> ClearingItem:
    """Sends the money to the account named, else to the one that it came from.

    Raises IBAN_WRONG, OWN_ACCOUNT, ACCOUNT_HOLDER_WRONG and what `clearing` raises.
    """
    item = clearing.item_with_id(tx, clearing_item_id)
    entry = bank.load_entries(tx, [item.bank_entry_id])[item.bank_entry_id]
    read = read_iban(iban.strip() or entry.counterparty_iban)
    holder = " ".join((account_holder or entry.counterparty_name).split())[:70]
    if isinstance(read, IbanFault):
        raise texts.sender_account_wrong(iban_wrong=True, holder_missing=not holder)
    if read == own_iban(tx):
        raise texts.own_account()
    if not holder:
        raise texts.sender_account_wrong(iban_wrong=False, holder_missing=True)
    account = RefundAccount(holder, read)
    return clearing.return_to_sender(tx, clearing_item_id, account, remark, by=by)


def _persons(tx: Transaction, payers: Sequence[NamedPayer]) -> list[UUID]:
    by_number = payer_ids_by_number(tx, {each.number for each in payers if each.number})
    there = payers_that_exist(tx, {each.person_id for each in payers if each.person_id})
    unknown = [
        (each.path, each.number or str(each.person_id))
        for each in payers
        if each.person_id not in there and each.number not in by_number
    ]
    if unknown:
        raise texts.payers_unknown(unknown)
    return [each.person_id or by_number[each.number] for each in payers]
