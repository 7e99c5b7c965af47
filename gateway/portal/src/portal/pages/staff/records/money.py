"""Money of all persons: who owes, whose money lies unused, trial balance, refunds, orders."""

import re
from uuid import uuid4

from grpc.aio import AioRpcError
from matrikel.records.v1.ledger_pb2 import (
    GetLedgerBalanceRequest,
    ListAccountsInCreditRequest,
    ListAccountsOwingRequest,
)
from matrikel.records.v1.refund_pb2 import (
    DownloadPaymentOrderRequest,
    ListAllRefundsRequest,
    ListPaymentOrdersRequest,
    OrderRefundsRequest,
    PaymentOrder,
    RefundState,
)
from starlette.responses import Response

from portal.contract_names import value_names, value_of
from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records.changes import id_in
from portal.pages.staff.records.fees import REFUND_BADGES, refund_name
from portal.visit import Visit

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


async def owing(visit: Visit) -> Response:
    """Students and applicants who owe money, by name."""
    overdue = visit.asked("show") == "overdue"
    answer = await visit.services.ledger.ListAccountsOwing(
        ListAccountsOwingRequest(overdue_only=overdue, page_token=visit.asked("page"))
    )
    return visit.render(
        "staff/records/owing.html",
        accounts=answer.accounts,
        next_page=answer.next_page_token,
        overdue=overdue,
    )


async def in_credit(visit: Visit) -> Response:
    """Students and applicants whose money lies unused, by name."""
    gone = visit.asked("show") == "gone"
    answer = await visit.services.ledger.ListAccountsInCredit(
        ListAccountsInCreditRequest(gone_only=gone, page_token=visit.asked("page"))
    )
    return visit.render(
        "staff/records/in_credit.html",
        accounts=answer.accounts,
        next_page=answer.next_page_token,
        gone=gone,
    )


async def balance(visit: Visit) -> Response:
    """The sum of each account of the ledger."""
    request = GetLedgerBalanceRequest()
    until = visit.asked("until")
    if _DAY.fullmatch(until):
        request.until_date.year, request.until_date.month, request.until_date.day = (
            int(part) for part in until.split("-")
        )
    problems, status = Problems(), 200
    try:
        answer = await visit.services.ledger.GetLedgerBalance(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.INVALID:
            raise
        problems = Problems(fields={"until": (visit.t("money.no_such_day"),)})
        status = fault.kind.value
        answer = await visit.services.ledger.GetLedgerBalance(GetLedgerBalanceRequest())
    return visit.render(
        "staff/records/balance.html",
        status=status,
        problems=problems,
        balance=answer.balance,
        until=until,
    )


async def refunds(visit: Visit) -> Response:
    """Refunds in one state, the oldest first, and the payment orders."""
    state = visit.asked("state")
    chosen = state if state in value_names(RefundState) else ""
    answer = await visit.services.refunds.ListAllRefunds(
        ListAllRefundsRequest(
            state=value_of(RefundState, chosen) or 0,  # type: ignore[arg-type]  # 0 for all
            page_token=visit.asked("page"),
        )
    )
    orders = await visit.services.refunds.ListPaymentOrders(ListPaymentOrdersRequest())
    return visit.render(
        "staff/records/refunds.html",
        refunds=answer.refunds,
        next_page=answer.next_page_token,
        orders=orders.payment_orders,
        states=value_names(RefundState),
        chosen=chosen,
        refund_name=refund_name,
        badges=REFUND_BADGES,
        done=notice(visit, "money"),
    )


async def ask_to_order(visit: Visit) -> Response:
    """What a payment order would hold."""
    return await _order_page(visit, Problems(), 200)


async def order(visit: Visit) -> Response:
    """Puts every refund that is ready into one file for the bank."""
    form = await visit.form()
    try:
        answer = await visit.services.refunds.OrderRefunds(
            OrderRefundsRequest(request_id=id_of(form, "request_id"))
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await _order_page(visit, Problems(general=(visit.sentence(fault),)), 409)
    return visit.go("money/refunds", answer.payment_order.payment_order_number, done="ordered")


async def download(visit: Visit) -> Response:
    """The file of a payment order."""
    call = visit.services.refunds.DownloadPaymentOrder(
        DownloadPaymentOrderRequest(payment_order_number=id_in(visit, "payment_order_number"))
    )
    return await pass_on(call, lambda first: first.file_name)


async def _order_page(visit: Visit, problems: Problems, status: int) -> Response:
    found: PaymentOrder | None = None
    refusal = ""
    try:
        answer = await visit.services.refunds.OrderRefunds(
            OrderRefundsRequest(validate_only=True, request_id=str(uuid4()))
        )
        found = answer.payment_order
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        refusal = visit.sentence(fault)
    return visit.render(
        "staff/records/order_refunds.html",
        status=status,
        problems=problems,
        order=found,
        refusal=refusal,
    )
