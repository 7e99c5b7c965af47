"""Accounts and refunds as callers meet them: over gRPC, with roles, own and foreign accounts."""

from collections.abc import AsyncIterator, Callable
from io import BytesIO
from uuid import UUID, uuid4

import grpc
import pytest
import zxingcpp
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running, within
from matrikel.access.v1.access_pb2 import ROLE_EXAMINER, ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.records.v1 import ledger_pb2 as ledger
from matrikel.records.v1 import refund_pb2 as refund
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceStub
from matrikel.records.v1.refund_pb2_grpc import RefundServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from PIL import Image
from records.app.contributions import bring_contributions_up_to_date
from records.app.enrolling import PersonEnrolled
from records.main import service

from services.records.tests.ledger_factories import S, paid

Enrol = Callable[..., PersonEnrolled]
FULL = 24315


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


@pytest.fixture
def person_id(loaded: Database, enrol: Enrol) -> str:
    """John Smith, with the contribution of the summer of 2027."""
    enrolled = enrol(given_names="John", family_name="Smith")
    own = enrolled.person.person_id
    within(loaded, bring_contributions_up_to_date, S("2027S"), [own])
    return str(own)


def desk_of(records: ServiceUnderTest) -> object:
    return records.signed_in(roles=[ROLE_STUDENT_SERVICES])


def student_of(records: ServiceUnderTest, person_id: str) -> object:
    return records.signed_in(UUID(person_id), roles=[ROLE_STUDENT])


async def test_a_student_reads_what_is_owed_and_scans_how_to_pay_it(
    records: ServiceUnderTest, person_id: str
) -> None:
    accounts = LedgerServiceStub(records.channel)
    student = student_of(records, person_id)
    answer = await accounts.GetAccountStatement(
        ledger.GetAccountStatementRequest(person_id=person_id), metadata=student
    )
    statement = answer.statement
    assert (statement.balance_cents, statement.open_cents) == (FULL, FULL)
    [charge] = statement.charges
    assert (charge.name.en, charge.semester.code) == ("Semester contribution", "2027S")
    assert [each.part_code for each in charge.parts] == ["studentenwerk", "students"]
    assert [each.amount_cents for each in charge.parts[1].parts] == [11325, 1790]
    assert (charge.due_date.month, charge.due_date.day) == (2, 15)
    assert [each.booked_by for each in statement.entries] == [""]
    answer = await accounts.GetPaymentInstructions(
        ledger.GetPaymentInstructionsRequest(person_id=person_id), metadata=student
    )
    instructions = answer.instructions
    assert instructions.reference == "3100001, Smith, John"
    assert (instructions.nothing_due, instructions.amount_cents) == (False, FULL)
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(instructions.qr_png)))
    assert code.text == instructions.epc_payload
    assert "EUR243.15" in code.text
    assert instructions.qr_svg.startswith(b"<svg")


async def test_the_desk_charges_takes_cash_and_takes_it_back(
    records: ServiceUnderTest, person_id: str
) -> None:
    accounts = LedgerServiceStub(records.channel)
    desk = desk_of(records)
    charged = await accounts.ChargeFee(
        ledger.ChargeFeeRequest(
            person_id=person_id, fee_code="card", occasion="1", request_id=str(uuid4())
        ),
        metadata=desk,
    )
    request = ledger.BookCashPaymentRequest(
        person_id=person_id,
        amount_cents=500,
        charge_id=charged.charge_id,
        request_id=str(uuid4()),
    )
    booked = await accounts.BookCashPayment(request, metadata=desk)
    again = await accounts.BookCashPayment(request, metadata=desk)
    assert booked == again
    assert booked.receipt.receipt_number == "2026-000001"
    assert [each.name.en for each in booked.receipt.uses] == ["Replacement card"]
    assert booked.statement.open_cents == FULL
    receipts = await accounts.ListCashReceipts(
        ledger.ListCashReceiptsRequest(person_id=person_id),
        metadata=student_of(records, person_id),
    )
    assert [each.amount_cents for each in receipts.receipts] == [500]
    back = await accounts.ReverseBooking(
        ledger.ReverseBookingRequest(
            person_id=person_id,
            booking_id=booked.receipt.booking_id,
            reason="Falschgeld",
            request_id=str(uuid4()),
        ),
        metadata=desk,
    )
    assert back.statement.open_cents == FULL + 500
    cancelled = await accounts.CancelCharge(
        ledger.CancelChargeRequest(
            person_id=person_id,
            charge_id=charged.charge_id,
            reason="Zurückgezogen",
            request_id=str(uuid4()),
        ),
        metadata=desk,
    )
    assert cancelled.statement.charges[-1].cancelled
    waived = await accounts.WaiveCharge(
        ledger.WaiveChargeRequest(
            person_id=person_id,
            charge_id=cancelled.statement.charges[0].charge_id,
            amount_cents=315,
            reason="Kulanz",
            request_id=str(uuid4()),
        ),
        metadata=desk,
    )
    assert waived.statement.open_cents == FULL - 315
    assert all(each.booked_by for each in waived.statement.entries)
    listed = await accounts.ListAccountsOwing(ledger.ListAccountsOwingRequest(), metadata=desk)
    assert [(each.holder.name.family_name, each.balance_cents) for each in listed.accounts] == [
        ("Smith", FULL - 315)
    ]
    balance = await accounts.GetLedgerBalance(ledger.GetLedgerBalanceRequest(), metadata=desk)
    assert balance.balance.total_cents == 0
    fees = await accounts.ListOccasionalFees(ledger.ListOccasionalFeesRequest(), metadata=desk)
    assert [each.fee_code for each in fees.fees] == ["card", "reminder", "long-term", "deposit"]


async def test_a_fee_receipt_shows_the_semester(
    records: ServiceUnderTest, person_id: str, loaded: Database
) -> None:
    paid(loaded, UUID(person_id), FULL)
    answer = await LedgerServiceStub(records.channel).GetFeeReceipt(
        ledger.GetFeeReceiptRequest(person_id=person_id, semester=Semester(code="2027S")),
        metadata=student_of(records, person_id),
    )
    receipt = answer.receipt
    assert (receipt.due_cents, receipt.paid_cents, receipt.open_cents) == (FULL, FULL, 0)
    assert receipt.paid_date.day == 2


async def test_a_refund_is_named_ordered_and_downloaded(
    records: ServiceUnderTest, person_id: str, loaded: Database
) -> None:
    refunds = RefundServiceStub(records.channel)
    desk, student = desk_of(records), student_of(records, person_id)
    paid(loaded, UUID(person_id), FULL + 1000)
    created = await refunds.CreateRefund(
        refund.CreateRefundRequest(person_id=person_id, request_id=str(uuid4())), metadata=desk
    )
    assert created.refund.state == refund.REFUND_STATE_WAITS_FOR_ACCOUNT
    named = await refunds.SetRefundAccount(
        refund.SetRefundAccountRequest(
            refund_id=created.refund.refund_id,
            iban="DE89 3704 0044 0532 0130 00",
            account_holder="John Smith",
            request_id=str(uuid4()),
        ),
        metadata=student,
    )
    assert (named.refund.state, named.refund.amount_cents) == (refund.REFUND_STATE_READY, 1000)
    ready = await refunds.ListAllRefunds(
        refund.ListAllRefundsRequest(state=refund.REFUND_STATE_READY), metadata=desk
    )
    assert [each.holder.matriculation_number for each in ready.refunds] == ["3100001"]
    trial = await refunds.OrderRefunds(
        refund.OrderRefundsRequest(validate_only=True, request_id=str(uuid4())), metadata=desk
    )
    assert trial.payment_order == refund.PaymentOrder(refunds=1, total_cents=1000)
    await refunds.OrderRefunds(refund.OrderRefundsRequest(request_id=str(uuid4())), metadata=desk)
    orders = await refunds.ListPaymentOrders(refund.ListPaymentOrdersRequest(), metadata=desk)
    [order] = orders.payment_orders
    call = refunds.DownloadPaymentOrder(
        refund.DownloadPaymentOrderRequest(payment_order_number=order.payment_order_number),
        metadata=desk,
    )
    pieces = [piece async for piece in call]
    assert pieces[0].body.content_type == "application/xml"
    assert b"pain.001.001.09" in b"".join(piece.body.data for piece in pieces)
    own = await refunds.ListRefunds(
        refund.ListRefundsRequest(person_id=person_id), metadata=student
    )
    assert [each.payment_order_number for each in own.refunds] == ["2026-0001"]
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await refunds.CancelRefund(
            refund.CancelRefundRequest(
                refund_id=created.refund.refund_id, reason="x", request_id=str(uuid4())
            ),
            metadata=desk,
        )
    assert error.value.code() is grpc.StatusCode.FAILED_PRECONDITION


async def test_foreign_accounts_and_refunds_are_not_found_and_other_roles_are_refused(
    records: ServiceUnderTest, person_id: str, loaded: Database, enrol: Enrol
) -> None:
    other = enrol().person.person_id
    paid(loaded, UUID(person_id), FULL + 1000)
    created = await RefundServiceStub(records.channel).CreateRefund(
        refund.CreateRefundRequest(person_id=person_id, request_id=str(uuid4())),
        metadata=desk_of(records),
    )
    stranger = records.signed_in(other, roles=[ROLE_STUDENT])
    examiner = records.signed_in(roles=[ROLE_EXAMINER])
    read = LedgerServiceStub(records.channel).GetAccountStatement
    name = RefundServiceStub(records.channel).SetRefundAccount
    account = refund.SetRefundAccountRequest(
        refund_id=created.refund.refund_id,
        iban="DE89370400440532013000",
        account_holder="Somebody Else",
        request_id=str(uuid4()),
    )
    request = ledger.GetAccountStatementRequest(person_id=person_id)
    for call, message, caller, code in (
        (read, request, stranger, grpc.StatusCode.NOT_FOUND),
        (read, request, examiner, grpc.StatusCode.PERMISSION_DENIED),
        (name, account, stranger, grpc.StatusCode.NOT_FOUND),
        (name, account, examiner, grpc.StatusCode.PERMISSION_DENIED),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await call(message, metadata=caller)
        assert error.value.code() is code
