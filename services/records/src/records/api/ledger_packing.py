"""Accounts of students as the contract shows them."""

from collections.abc import Iterable

from chassis.packing import pack_date, pack_moment, pack_name, pack_semester, pack_text
from chassis.values import LocalizedText, Semester
from matrikel.records.v1 import ledger_pb2 as messages
from matrikel.type.v1 import semester_pb2

from records.app.owing import AccountInCredit, LedgerBalance, OwingAccount
from records.app.payment_instructions import PayableCharge, PaymentInstructions
from records.app.statements import (
    FeeReceipt,
    StatedChange,
    StatedCharge,
    StatedEntry,
    StatedMoney,
    Statement,
)
from records.documents.payment_code import PaymentCode
from records.domain.account_holder import AccountHolder
from records.domain.cash import CashReceipt
from records.domain.contribution import PartDue
from records.domain.ledger import BookingKind
from records.domain.settlement import MoneyUse

_KINDS = {
    BookingKind.CHARGE: messages.BOOKING_KIND_CHARGE,
    BookingKind.REDUCTION: messages.BOOKING_KIND_REDUCTION,
    BookingKind.WAIVER: messages.BOOKING_KIND_WAIVER,
    BookingKind.PAYMENT: messages.BOOKING_KIND_PAYMENT,
    BookingKind.RETURN: messages.BOOKING_KIND_RETURN,
    BookingKind.REFUND: messages.BOOKING_KIND_REFUND,
    BookingKind.CASH: messages.BOOKING_KIND_CASH,
    BookingKind.TRANSFER: messages.BOOKING_KIND_TRANSFER,
    BookingKind.REVERSAL: messages.BOOKING_KIND_REVERSAL,
}


def pack_holder(holder: AccountHolder) -> messages.AccountHolder:
    """Whose account it is."""
    return messages.AccountHolder(
        person_id=str(holder.person_id),
        name=pack_name(holder.name),
        matriculation_number=holder.matriculation_number,
        applicant_number=holder.applicant_number,
    )


def pack_statement(statement: Statement, *, for_office: bool) -> messages.AccountStatement:
    """A statement; user names of clerks are for the office only."""
    account = statement.account
    return messages.AccountStatement(
        holder=pack_holder(statement.holder),
        balance_cents=account.balance,
        open_cents=account.open,
        overdue_cents=account.overdue(statement.today),
        credit_cents=account.credit,
        charges=[pack_charge(each) for each in statement.charges],
        money=[_pack_money(each, statement) for each in statement.money],
        entries=[_pack_entry(each, for_office=for_office) for each in statement.entries],
    )


def pack_charge(stated: StatedCharge) -> messages.Charge:
    """A charge with what became of it."""
    settled = stated.settled
    charge = settled.charge
    return messages.Charge(
        charge_id=str(charge.charge_id),
        fee_code=charge.fee_code,
        name=pack_text(stated.name),
        semester=_pack_semester(charge.semester),
        due_date=pack_date(charge.due_date),
        amount_cents=settled.amount,
        reduced_cents=settled.reduced,
        waived_cents=settled.waived,
        paid_cents=settled.paid,
        open_cents=settled.open,
        settled_date=pack_date(settled.settled_on),
        overdue=stated.overdue,
        cancelled=settled.is_cancelled,
        parts=_pack_parts(stated),
        changes=[_pack_change(each) for each in stated.changes],
        payments=[
            messages.ChargePayment(
                booking_id=str(each.booking_id),
                amount_cents=each.cents,
                value_date=pack_date(each.value_date),
            )
            for each in settled.uses
        ],
        needed_for_reregistration=stated.needed_for_reregistration,
        occasion=charge.occasion,
    )


def pack_instructions(
    instructions: PaymentInstructions, code: PaymentCode | None
) -> messages.PaymentInstructions:
    """How to transfer what is open; without a code where nothing is due."""
    return messages.PaymentInstructions(
        nothing_due=instructions.cents == 0,
        explanation=pack_text(instructions.explanation),
        amount_cents=instructions.cents,
        recipient=instructions.account.recipient,
        iban=instructions.account.iban,
        bic=instructions.account.bic,
        bank_name=instructions.account.bank_name,
        reference=instructions.reference,
        epc_payload=instructions.epc_payload,
        qr_png=code.png if code else b"",
        qr_svg=code.svg if code else b"",
        charges=[_pack_payable(each) for each in instructions.charges],
    )


def pack_receipt(receipt: CashReceipt, statement: Statement) -> messages.CashReceipt:
    """A receipt for cash, with what it paid for."""
    money = [
        each.received for each in statement.money if each.received.booking_id == receipt.booking_id
    ]
    return messages.CashReceipt(
        receipt_number=receipt.receipt_number,
        booking_id=str(receipt.booking_id),
        holder=pack_holder(statement.holder),
        amount_cents=receipt.cents,
        receive_time=pack_moment(receipt.receive_time),
        received_by=receipt.received_by,
        uses=[use for each in money for use in _pack_uses(each.uses, statement)],
        taken_back=any(each.taken_back for each in money),
    )


def pack_fee_receipt(receipt: FeeReceipt) -> messages.FeeReceipt:
    """What was charged and paid for a semester."""
    return messages.FeeReceipt(
        holder=pack_holder(receipt.statement.holder),
        semester=pack_semester(receipt.semester),
        charges=[pack_charge(each) for each in receipt.charges],
        due_cents=receipt.due,
        paid_cents=receipt.paid,
        open_cents=receipt.due - receipt.paid,
        paid_date=pack_date(receipt.paid_on),
    )


def pack_owing(owing: OwingAccount) -> messages.OwingAccount:
    """Who owes how much."""
    return messages.OwingAccount(
        holder=pack_holder(owing.holder),
        balance_cents=owing.account.balance,
        oldest_due_date=pack_date(owing.oldest_due_date),
        overdue_cents=owing.account.overdue(owing.today),
    )


def pack_in_credit(one: AccountInCredit) -> messages.AccountInCredit:
    """Whose money lies unused."""
    return messages.AccountInCredit(
        holder=pack_holder(one.holder),
        credit_cents=one.credit,
        since_date=pack_date(one.since),
    )


def pack_balance(balance: LedgerBalance) -> messages.LedgerBalance:
    """The trial balance."""
    return messages.LedgerBalance(
        accounts=[
            messages.AccountSum(
                account=each.account, name=pack_text(each.name), amount_cents=each.cents
            )
            for each in balance.accounts
        ],
        total_cents=balance.total,
        bookings=balance.bookings,
    )


def _pack_parts(stated: StatedCharge) -> list[messages.ChargePart]:
    if stated.parts:
        return [_pack_part(each) for each in stated.parts]
    settled = stated.settled
    cents = settled.amount - settled.reduced
    if not cents:
        return []
    return [
        messages.ChargePart(
            part_code=settled.charge.fee_code, name=pack_text(stated.name), amount_cents=cents
        )
    ]


def _pack_part(due: PartDue) -> messages.ChargePart:
    return messages.ChargePart(
        part_code=due.part.code,
        name=pack_text(due.part.name),
        amount_cents=due.cents,
        parts=[_pack_part(each) for each in due.parts],
    )


def _pack_change(change: StatedChange) -> messages.ChargeChange:
    return messages.ChargeChange(
        booking_id=str(change.booking_id),
        kind=_KINDS[change.kind],
        amount_cents=change.cents,
        value_date=pack_date(change.value_date),
        text=pack_text(change.text),
        reversible=change.reversible,
    )


def _pack_money(stated: StatedMoney, statement: Statement) -> messages.MoneyReceived:
    received = stated.received
    return messages.MoneyReceived(
        booking_id=str(received.booking_id),
        kind=_KINDS[received.kind],
        value_date=pack_date(received.value_date),
        amount_cents=received.cents,
        text=pack_text(stated.text),
        uses=_pack_uses(received.uses, statement),
        refunded_cents=received.refunded,
        left_cents=received.left,
        taken_back=received.taken_back,
        receipt_number=stated.receipt_number,
        reversible=stated.reversible,
    )


def _pack_uses(uses: Iterable[MoneyUse], statement: Statement) -> list[messages.MoneyUse]:
    packed = []
    for each in uses:
        name, semester = statement.name_of(each.charge_id)
        packed.append(_pack_use(each, name, semester))
    return packed


def _pack_use(use: MoneyUse, name: LocalizedText, semester: Semester | None) -> messages.MoneyUse:
    return messages.MoneyUse(
        charge_id=str(use.charge_id),
        name=pack_text(name),
        semester=_pack_semester(semester),
        amount_cents=use.cents,
    )


def _pack_entry(entry: StatedEntry, *, for_office: bool) -> messages.AccountEntry:
    return messages.AccountEntry(
        booking_id=str(entry.booking_id),
        kind=_KINDS[entry.kind],
        book_time=pack_moment(entry.book_time),
        value_date=pack_date(entry.value_date),
        text=pack_text(entry.text),
        amount_cents=entry.cents,
        balance_cents=entry.balance,
        booked_by=entry.booked_by if for_office else "",
    )


def _pack_payable(payable: PayableCharge) -> messages.PayableCharge:
    charge = payable.settled.charge
    return messages.PayableCharge(
        charge_id=str(charge.charge_id),
        name=pack_text(payable.name),
        semester=_pack_semester(charge.semester),
        due_date=pack_date(charge.due_date),
        open_cents=payable.settled.open,
        included=payable.included,
    )


def _pack_semester(semester: Semester | None) -> semester_pb2.Semester | None:
    return None if semester is None else pack_semester(semester)
