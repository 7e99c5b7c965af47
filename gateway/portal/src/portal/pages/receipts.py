"""Receipts as files: of what happened to a registration, and of refused attempts."""

from matrikel.exams.v1.receipt_pb2 import ListReceiptsRequest, ReceiptAction
from starlette.responses import Response

from portal.downloads import as_download
from portal.faults import Fault, Kind
from portal.pages import failure
from portal.pages.refused_attempts import find_attempt
from portal.visit import Visit


async def of_registration(visit: Visit) -> Response:
    """One receipt of a registration, by its number in the sitting's order."""
    params = visit.request.path_params
    answer = await visit.services.receipts.ListReceipts(
        ListReceiptsRequest(registration_id=str(params["registration_id"]))
    )
    for receipt in answer.receipts:
        if receipt.seq == params["seq"]:
            return _file(visit, receipt.signed, f"{receipt.exam_number}-{receipt.seq}")
    return failure.page(visit, Fault(Kind.NOT_FOUND))


async def of_attempt(visit: Visit) -> Response:
    """The receipt of a refused attempt."""
    attempt_id = str(visit.request.path_params["attempt_id"])
    attempt = await find_attempt(visit, attempt_id)
    if attempt is None or not attempt.receipt:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return _file(visit, attempt.receipt, f"{attempt.sitting.exam_number}-{attempt_id}")


def action_name(action: "ReceiptAction.ValueType") -> str:
    """The action's name in the texts: "registered", "promoted"."""
    return ReceiptAction.Name(action).removeprefix("RECEIPT_ACTION_").lower()


def _file(visit: Visit, signed: str, number: str) -> Response:
    """A compact JWS as a file; its media type is that of RFC 7515."""
    word = visit.t("receipt.file_name")
    headers = as_download(f"{word}-{number}.jws")
    return Response(signed, media_type="application/jose", headers=headers)
