"""Releasing the results of a sitting, after a look at what that does."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import (
    ListSittingResultsRequest,
    ReleaseResultsRequest,
    ReleaseResultsResponse,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import new_request_id, said_in_form, sitting_id
from portal.pages.staff.entries import Entries
from portal.visit import Visit


async def ask(visit: Visit) -> Response:
    """How many results are released, how many are missing, and who finally fails by it."""
    return await _preview(visit)


async def release(visit: Visit) -> Response:
    """Releases exactly what the page before has shown."""
    entries = Entries(visit, await visit.form())
    request = ReleaseResultsRequest(
        sitting_id=sitting_id(visit), etag=entries.text("etag"), request_id=entries.request_id
    )
    try:
        answer = await visit.services.results.ReleaseResults(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _preview(visit, problems, status)
    path = f"sittings/{sitting_id(visit)}/results"
    return visit.go(path, done="released", count=str(answer.released_count))


async def _preview(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    page = await visit.services.results.ListSittingResults(
        ListSittingResultsRequest(sitting_id=sitting_id(visit), page_size=1)
    )
    preview: ReleaseResultsResponse | None = None
    hindrance = ""
    try:
        preview = await visit.services.results.ReleaseResults(
            ReleaseResultsRequest(
                sitting_id=sitting_id(visit),
                etag=page.etag,
                validate_only=True,
                request_id=new_request_id(),
            )
        )
    except AioRpcError as error:
        found, _ = said_in_form(visit, error)
        hindrance = " ".join(found.general)
    return visit.render(
        "staff/release.html",
        status=status,
        problems=problems or Problems(),
        sitting=page.sitting,
        etag=page.etag,
        preview=preview,
        hindrance=hindrance,
        form_name=form_name,
    )
