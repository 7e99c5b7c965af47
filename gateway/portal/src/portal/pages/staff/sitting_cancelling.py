"""Cancelling a sitting: the reason first, then how many are told, then it happens."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import CancelSittingRequest
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import (
    new_request_id,
    said_in_form,
    sitting_id,
    sitting_of,
    to_sitting,
)
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_FIELDS = ("reason",)


async def ask(visit: Visit) -> Response:
    """The form with the reason."""
    return await _form(visit, "")


async def cancel(visit: Visit) -> Response:
    """Shows how many students lose their registration; cancels once that was confirmed."""
    entries = Entries(visit, await visit.form())
    reason = entries.text("reason", "cancel_sitting.reason_missing")
    if entries.problems:
        return await _form(visit, reason, entries.problems, 422)
    is_confirmed = entries.ticked("confirmed")
    request = CancelSittingRequest(
        sitting_id=sitting_id(visit),
        etag=entries.text("etag"),
        reason=reason,
        validate_only=not is_confirmed,
        request_id=entries.request_id if is_confirmed else new_request_id(),
    )
    try:
        answer = await visit.services.sittings.CancelSitting(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _form(visit, reason, problems, status)
    if is_confirmed:
        return to_sitting(visit, "cancelled", told=answer.deregistered_count)
    return visit.render(
        "staff/confirm_cancelling.html",
        sitting=await sitting_of(visit),
        etag=request.etag,
        reason=reason,
        told_count=answer.deregistered_count,
        form_name=form_name,
    )


async def _form(
    visit: Visit, reason: str, problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "staff/cancel_sitting.html",
        status=status,
        problems=problems or Problems(),
        sitting=await sitting_of(visit),
        reason=reason,
        form_name=form_name,
    )
