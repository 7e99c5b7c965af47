"""How to transfer what is open."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, euros_in_words

from records.app.charging import names_of_fees
from records.app.person_accounts import account_of
from records.app.public_facts import university
from records.domain.account_holder import AccountHolder
from records.domain.epc import LARGEST_CENTS, LONGEST_REMITTANCE, epc_payload
from records.domain.payment_to_make import reference_of
from records.domain.sepa_letters import in_sepa_letters
from records.domain.settlement import SettledCharge
from records.domain.university import BankAccount
from records.store import account_holders
from records.texts import ledger as texts
from records.texts import ledger_refusals as refusals


@dataclass(frozen=True, slots=True)
class PayableCharge:
    """What can be transferred, and whether the instructions include it."""

    settled: SettledCharge
    name: LocalizedText
    included: bool


@dataclass(frozen=True, slots=True)
class PaymentInstructions:
    """Sum in cents, account, reference, and the content of the code; empty where nothing is due."""

    explanation: LocalizedText
    cents: int
    account: BankAccount
    reference: str
    epc_payload: str
    charges: tuple[PayableCharge, ...]


def payment_instructions(
    tx: Transaction, person_id: UUID, charge_ids: Collection[UUID] = ()
) -> PaymentInstructions:
    """How to transfer what is open, or only the charges named.

    Raises CHARGE_UNKNOWN where a charge is not open, and AMOUNT_TOO_LARGE_FOR_ONE_TRANSFER.
    """
    bank_account = university(tx).bank_account
    account = account_of(tx, person_id)
    still_open = [each for each in account.charges if each.open]
    chosen = set(charge_ids)
    open_ids = {each.charge.charge_id for each in still_open}
    if unknown := chosen - open_ids:
        raise refusals.charge_unknown(str(min(unknown)))
    included = chosen or open_ids
    names = names_of_fees(tx, {each.charge.fee_code for each in still_open})
    charges = tuple(
        PayableCharge(each, names[each.charge.fee_code], each.charge.charge_id in included)
        for each in still_open
    )
    cents = sum(each.settled.open for each in charges if each.included)
    if not chosen:
        cents += account.to_return
    if cents == 0:
        explanation = texts.NOTHING_DUE
        if account.credit:
            credit = euros_in_words(account.credit)
            explanation = texts.CREDIT_LEFT.format(credit=credit)
        return PaymentInstructions(explanation, 0, bank_account, "", "", charges)
    if cents > LARGEST_CENTS:
        raise refusals.amount_too_large_for_one_transfer()
    holder = account_holders.load_holder(tx, person_id)
    assert holder is not None, "who owes something is a student or an applicant"
    reference = transfer_reference(holder)
    return PaymentInstructions(
        texts.TO_TRANSFER.format(amount=euros_in_words(cents), reference=reference),
        cents,
        bank_account,
        reference,
        epc_payload(bank_account, cents, reference),
        charges,
    )


def transfer_reference(holder: AccountHolder) -> str:
    """ "1234567, Smith, John", in the letters that all banks take.

    Source: guide 002, "Transferring the semester contributions": matriculation number, or applicant
    number before enrolment, then surname and first name.
    """
    return in_sepa_letters(reference_of(holder.number, holder.name), LONGEST_REMITTANCE)
