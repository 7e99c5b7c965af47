"""What Student Services book on somebody's account; each booking is shown before it is made."""

import asyncio
from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message
from matrikel.records.v1.ledger_pb2 import (
    AccountStatement,
    BookCashPaymentRequest,
    CancelChargeRequest,
    Charge,
    ChargeFeeRequest,
    GetAccountStatementRequest,
    ListOccasionalFeesRequest,
    ReverseBookingRequest,
    WaiveChargeRequest,
)
from matrikel.records.v1.refund_pb2 import (
    CancelRefundRequest,
    CreateRefundRequest,
    ListRefundsRequest,
    SetRefundAccountRequest,
)
from starlette.responses import Response

from portal.fields import Field, Shape
from portal.formats import Formats
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Line, Preview, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_TAB = "fees"
_REASON = Field("reason", label="shown_reason", has_hint=True)


def _done(name: str) -> Any:
    """Leads back to the account, with a notice."""

    def after(visit: Visit, _answer: Any) -> Response:
        return visit.go(persons.path_to(visit, _TAB), done=name)

    return after


async def _statement(visit: Visit) -> AccountStatement:
    answer = await visit.services.ledger.GetAccountStatement(
        GetAccountStatementRequest(person_id=persons.person_id(visit))
    )
    return answer.statement


def _standing(visit: Visit, statement: AccountStatement) -> list[Line]:
    formats = Formats(visit.t)
    return [
        (visit.t("statement.open"), formats.money(statement.open_cents)),
        (visit.t("statement.credit"), formats.money(statement.credit_cents)),
    ]


def _afterwards(visit: Visit, answer: Any) -> Preview:
    """How the account would be."""
    statement: AccountStatement = answer.statement
    formats = Formats(visit.t)
    lines = [
        (visit.t("fee_change.open_then"), formats.money(statement.open_cents)),
        (visit.t("fee_change.credit_then"), formats.money(statement.credit_cents)),
    ]
    open_ones = [
        f"{charge_line(visit, one)}: {formats.money(one.open_cents)}"
        for one in statement.charges
        if one.open_cents
    ]
    return Preview(lines, open_ones)


def charge_line(visit: Visit, charge: Charge) -> str:
    """What was charged, and for which semester."""
    formats = Formats(visit.t)
    semester = formats.semester(charge.semester.code) if charge.HasField("semester") else ""
    return formats.listing([formats.text(charge.name), semester])


async def _account(visit: Visit) -> Subject:
    statement = await _statement(visit)
    return await persons.subject(visit, _TAB, _standing(visit, statement))


async def _one_charge(visit: Visit) -> Subject:
    statement = await _statement(visit)
    wanted, formats = id_in(visit, "charge_id"), Formats(visit.t)
    charge = next((one for one in statement.charges if one.charge_id == wanted), Charge())
    facts = [
        (visit.t("fee_change.charge"), charge_line(visit, charge)),
        (visit.t("fees.amount"), formats.money(charge.amount_cents)),
        (visit.t("fees.paid"), formats.money(charge.paid_cents)),
        (visit.t("fees.still_open"), formats.money(charge.open_cents)),
    ]
    return await persons.subject(visit, _TAB, facts)


async def _one_booking(visit: Visit) -> Subject:
    statement = await _statement(visit)
    wanted, formats = id_in(visit, "booking_id"), Formats(visit.t)
    facts: Sequence[Line] = [
        (visit.t("fee_change.booking"), f"{formats.date(one.value_date)}: {formats.text(one.text)}")
        for one in statement.entries
        if one.booking_id == wanted
    ]
    amounts = [
        (visit.t("fees.amount"), formats.money(abs(one.amount_cents)))
        for one in statement.entries
        if one.booking_id == wanted
    ]
    return await persons.subject(visit, _TAB, [*facts, *amounts])


async def _fee_to_charge(visit: Visit) -> Subject:
    fees, statement = await asyncio.gather(
        visit.services.ledger.ListOccasionalFees(ListOccasionalFeesRequest()), _statement(visit)
    )
    formats = Formats(visit.t)
    offered = [
        (one.fee_code, f"{formats.text(one.name)} ({formats.money(one.amount_cents)})")
        for one in fees.fees
    ]
    choices = await persons.choices(visit, {"fee_code": offered})
    return await persons.subject(visit, _TAB, _standing(visit, statement), choices)


async def _cash_desk(visit: Visit) -> Subject:
    statement, formats = await _statement(visit), Formats(visit.t)
    offered = [
        (one.charge_id, f"{charge_line(visit, one)} ({formats.money(one.open_cents)})")
        for one in statement.charges
        if one.open_cents
    ]
    choices = await persons.choices(visit, {"charge_id": offered})
    return await persons.subject(visit, _TAB, _standing(visit, statement), choices)


async def _one_refund(visit: Visit) -> Subject:
    answer = await visit.services.refunds.ListRefunds(
        ListRefundsRequest(person_id=persons.person_id(visit))
    )
    wanted, formats = id_in(visit, "refund_id"), Formats(visit.t)
    found = [one for one in answer.refunds if one.refund_id == wanted]
    facts = [
        line
        for one in found
        for line in (
            (visit.t("fees.amount"), formats.money(one.amount_cents)),
            (visit.t("fee_change.why"), formats.text(one.reason)),
        )
    ]
    usual = {"iban": found[0].iban, "account_holder": found[0].account_holder} if found else {}
    return await persons.subject(visit, _TAB, facts, usual=usual)


def _charge_request(visit: Visit) -> Message:
    return ChargeFeeRequest(person_id=persons.person_id(visit))


def _cancel_request(visit: Visit) -> Message:
    return CancelChargeRequest(
        person_id=persons.person_id(visit), charge_id=id_in(visit, "charge_id")
    )


def _waive_request(visit: Visit) -> Message:
    return WaiveChargeRequest(
        person_id=persons.person_id(visit), charge_id=id_in(visit, "charge_id")
    )


def _reverse_request(visit: Visit) -> Message:
    return ReverseBookingRequest(
        person_id=persons.person_id(visit), booking_id=id_in(visit, "booking_id")
    )


async def _charge(services: Services, request: Any) -> Any:
    return await services.ledger.ChargeFee(request)


async def _cancel(services: Services, request: Any) -> Any:
    return await services.ledger.CancelCharge(request)


async def _waive(services: Services, request: Any) -> Any:
    return await services.ledger.WaiveCharge(request)


async def _reverse(services: Services, request: Any) -> Any:
    return await services.ledger.ReverseBooking(request)


async def _book_cash(services: Services, request: Any) -> Any:
    return await services.ledger.BookCashPayment(request)


async def _create_refund(services: Services, request: Any) -> Any:
    return await services.refunds.CreateRefund(request)


async def _cancel_refund(services: Services, request: Any) -> Any:
    return await services.refunds.CancelRefund(request)


async def _name_account(services: Services, request: Any) -> Any:
    return await services.refunds.SetRefundAccount(request)


def _refund_preview(visit: Visit, answer: Any) -> Preview:
    amount = Formats(visit.t).money(answer.refund.amount_cents)
    return Preview([(visit.t("fee_change.goes_back"), amount)])


def _to_receipt(visit: Visit, answer: Any) -> Response:
    number = answer.receipt.receipt_number
    return visit.go(f"{persons.path_to(visit, _TAB)}/receipts/{number}")


CHARGE = Change(
    "charge_fee",
    (
        Field("fee_code", Shape.OFFERED, label="fee"),
        Field("occasion", has_hint=True, most_characters=120),
        Field("semester", Shape.SEMESTER, required=False),
        Field("due_date", Shape.DATE, required=False, has_hint=True),
    ),
    _charge_request,
    _charge,
    _fee_to_charge,
    _done("charged"),
    _afterwards,
)
CANCEL = Change(
    "cancel_charge",
    (_REASON,),
    _cancel_request,
    _cancel,
    _one_charge,
    _done("cancelled"),
    _afterwards,
)
WAIVE = Change(
    "waive_charge",
    (
        Field("amount_cents", Shape.MONEY, required=False, label="waived_amount", has_hint=True),
        _REASON,
    ),
    _waive_request,
    _waive,
    _one_charge,
    _done("waived"),
    _afterwards,
)
REVERSE = Change(
    "reverse_booking",
    (_REASON,),
    _reverse_request,
    _reverse,
    _one_booking,
    _done("reversed"),
    _afterwards,
)
CASH = Change(
    "book_cash",
    (
        Field("amount_cents", Shape.MONEY, label="cash_amount"),
        Field("charge_id", Shape.OFFERED, required=False, label="cash_for", has_hint=True),
    ),
    lambda visit: BookCashPaymentRequest(person_id=persons.person_id(visit)),
    _book_cash,
    _cash_desk,
    _to_receipt,
    _afterwards,
)
REFUND = Change(
    "create_refund",
    (Field("amount_cents", Shape.MONEY, required=False, label="refund_amount", has_hint=True),),
    lambda visit: CreateRefundRequest(person_id=persons.person_id(visit)),
    _create_refund,
    _account,
    _done("refund_created"),
    _refund_preview,
)
CANCEL_REFUND = Change(
    "cancel_refund",
    (_REASON,),
    lambda visit: CancelRefundRequest(refund_id=id_in(visit, "refund_id")),
    _cancel_refund,
    _one_refund,
    _done("refund_cancelled"),
)
NAME_ACCOUNT = Change(
    "name_refund_account",
    (
        Field("iban", most_characters=42, label="refund_iban"),
        Field("account_holder", most_characters=140),
    ),
    lambda visit: SetRefundAccountRequest(refund_id=id_in(visit, "refund_id")),
    _name_account,
    _one_refund,
    _done("account_named"),
)
