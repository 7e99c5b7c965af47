"""Re-registration and fees: what is missing, what is owed and why, how to pay."""

import asyncio
from base64 import b64encode

from matrikel.records.v1.ledger_pb2 import (
    BookingKind,
    GetAccountStatementRequest,
    GetPaymentInstructionsRequest,
    ListCashReceiptsRequest,
)
from matrikel.records.v1.refund_pb2 import ListRefundsRequest, RefundState
from matrikel.records.v1.reregistration_pb2 import (
    GetReregistrationRequest,
    ReregistrationReason,
    ReregistrationState,
)
from starlette.responses import Response

from portal.contract_names import value_name
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """How re-registration stands, what is open, and how to transfer it."""
    reregistration, statement, payment, refunds = await asyncio.gather(
        visit.services.reregistrations.GetReregistration(
            GetReregistrationRequest(person_id=visit.person_id)
        ),
        visit.services.ledger.GetAccountStatement(
            GetAccountStatementRequest(person_id=visit.person_id)
        ),
        visit.services.ledger.GetPaymentInstructions(
            GetPaymentInstructionsRequest(person_id=visit.person_id)
        ),
        visit.services.refunds.ListRefunds(ListRefundsRequest(person_id=visit.person_id)),
    )
    instructions = payment.instructions
    picture = b64encode(instructions.qr_png).decode("ascii")
    return visit.render(
        "studies/fees.html",
        reregistration=reregistration.reregistration,
        state=value_name(ReregistrationState, reregistration.reregistration.state),
        reason=value_name(ReregistrationReason, reregistration.reregistration.reason),
        statement=statement.statement,
        open_charges=[one for one in statement.statement.charges if one.open_cents > 0],
        payment=instructions,
        qr_code=f"data:image/png;base64,{picture}" if picture else "",
        refunds_to_name=[
            one
            for one in refunds.refunds
            if one.state == RefundState.REFUND_STATE_WAITS_FOR_ACCOUNT
        ],
    )


async def statement(visit: Visit) -> Response:
    """Every charge with what became of it, the money that came in, and the account in order."""
    answer = await visit.services.ledger.GetAccountStatement(
        GetAccountStatementRequest(person_id=visit.person_id)
    )
    return visit.render(
        "studies/statement.html",
        statement=answer.statement,
        booking_name=lambda kind: value_name(BookingKind, kind),
    )


async def receipts(visit: Visit) -> Response:
    """The receipts for cash paid at the desk."""
    answer = await visit.services.ledger.ListCashReceipts(
        ListCashReceiptsRequest(person_id=visit.person_id, page_token=visit.asked("page"))
    )
    return visit.render(
        "studies/receipts.html", receipts=answer.receipts, next_page=answer.next_page_token
    )
