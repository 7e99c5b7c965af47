"""What somebody owes and why, the money that came in, receipts and refunds."""

import asyncio

from matrikel.records.v1.ledger_pb2 import (
    BookingKind,
    CashReceipt,
    GetAccountStatementRequest,
    ListCashReceiptsRequest,
)
from matrikel.records.v1.refund_pb2 import ListRefundsRequest, RefundState
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Fault, Kind
from portal.pages import failure
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import id_in
from portal.visit import Visit

_TAB = "fees"
_MOST_RECEIPTS = 100
REFUND_BADGES = {"paid": "success", "ready": "warning", "waits_for_account": "warning"}


async def show(visit: Visit) -> Response:
    """The account, charge by charge, with what can be done about each."""
    person_id, ledger = persons.person_id(visit), visit.services.ledger
    who, statement, refunds, receipts = await asyncio.gather(
        persons.whose(visit),
        ledger.GetAccountStatement(GetAccountStatementRequest(person_id=person_id)),
        visit.services.refunds.ListRefunds(ListRefundsRequest(person_id=person_id)),
        ledger.ListCashReceipts(
            ListCashReceiptsRequest(person_id=person_id, page_size=_MOST_RECEIPTS)
        ),
    )
    return visit.render(
        "staff/records/fees.html",
        who=who,
        tab=_TAB,
        statement=statement.statement,
        refunds=refunds.refunds,
        receipts=receipts.receipts,
        booking_name=booking_name,
        refund_name=refund_name,
        refund_badges=REFUND_BADGES,
        done=notice(visit, "record"),
    )


async def receipt(visit: Visit) -> Response:
    """A receipt for cash, to be printed and handed over."""
    number = id_in(visit, "receipt_number")
    found = await _receipt(visit, number)
    if found is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "staff/records/receipt.html",
        receipt=found,
        person_id=persons.person_id(visit),
    )


async def _receipt(visit: Visit, number: str) -> CashReceipt | None:
    token = ""
    while True:
        answer = await visit.services.ledger.ListCashReceipts(
            ListCashReceiptsRequest(
                person_id=persons.person_id(visit), page_size=_MOST_RECEIPTS, page_token=token
            )
        )
        found = next((one for one in answer.receipts if one.receipt_number == number), None)
        token = answer.next_page_token
        if found is not None or not token:
            return found


def booking_name(kind: "BookingKind.ValueType") -> str:
    """The booking's name in the texts: "charge", "cash"."""
    return value_name(BookingKind, kind)


def refund_name(state: "RefundState.ValueType") -> str:
    """The state's name in the texts: "ready", "waits_for_account"."""
    return value_name(RefundState, state)
