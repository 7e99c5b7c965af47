"""The public page that tells a real receipt from a forged one."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.receipt_pb2 import VerifyReceiptRequest
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.receipts import action_name
from portal.visit import Visit

_FIELD = "signed"


async def show(visit: Visit) -> Response:
    """The form for a receipt."""
    return visit.render("receipt_verification.html", signed="")


async def look_up(visit: Visit) -> Response:
    """What a receipt says, answered at once: it stays out of every address."""
    form = await visit.form()
    # Mail programs and editors break long lines; a compact JWS has no blanks of its own.
    signed = "".join(text_of(form, _FIELD).split())
    if not signed:
        problems = Problems(fields={_FIELD: (visit.t("receipt_verification.missing"),)})
        return visit.render("receipt_verification.html", status=422, problems=problems, signed="")
    try:
        answer = await visit.services.receipts.VerifyReceipt(VerifyReceiptRequest(signed=signed))
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        problems = visit.problems(fault, _FIELD, home="" if _FIELD in fault.fields else _FIELD)
        return visit.render(
            "receipt_verification.html",
            status=fault.kind.value,
            problems=problems,
            signed=signed,
        )
    return visit.render("receipt_verified.html", receipt=answer.receipt, action_name=action_name)
