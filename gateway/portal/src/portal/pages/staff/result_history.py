"""One result with every version that it had, and proposing its correction."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import (
    ListResultVersionsRequest,
    ListSittingResultsRequest,
    ProposeCorrectionRequest,
    SittingResult,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.forms import Problems
from portal.pages import failure
from portal.pages.staff.answers import notice, said_in_form, sitting_id, sitting_of
from portal.pages.staff.entries import Entries
from portal.pages.staff.results import ENTERABLE, ROWS_PER_PAGE, UNSPECIFIED
from portal.visit import Visit

_FIELDS = ("grade", "status", "reason")


async def show(visit: Visit) -> Response:
    """The versions, and the form for a correction once the result is released."""
    return await _show(visit, dict.fromkeys(_FIELDS, ""))


async def propose(visit: Visit) -> Response:
    """Proposes a correction; it takes effect when another person agrees."""
    entries = Entries(visit, await visit.form())
    typed = entries.typed(_FIELDS)
    request = ProposeCorrectionRequest(
        registration_id=_registration_id(visit),
        grade=entries.grade("grade"),
        status=ENTERABLE.get(typed["status"], UNSPECIFIED),
        reason=entries.text("reason", "correction.reason_missing"),
        version=entries.number("version"),
        request_id=entries.request_id,
    )
    if entries.problems:
        return await _show(visit, typed, entries.problems, 422)
    try:
        await visit.services.results.ProposeCorrection(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _show(visit, typed, problems, status)
    return visit.go(
        f"sittings/{sitting_id(visit)}/results/{_registration_id(visit)}", done="proposed"
    )


async def _show(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    sitting, result, history, statuses = await asyncio.gather(
        sitting_of(visit),
        _result(visit),
        visit.services.results.ListResultVersions(
            ListResultVersionsRequest(registration_id=_registration_id(visit))
        ),
        visit.portal.statuses.current(),
    )
    if result is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "staff/result_history.html",
        status=status,
        problems=problems or Problems(),
        sitting=sitting,
        result=result,
        versions=list(reversed(history.versions)),
        typed=typed,
        statuses=statuses,
        enterable=ENTERABLE,
        form_name=form_name,
        done=notice(visit, "result_history"),
    )


async def _result(visit: Visit) -> SittingResult | None:
    """The participant's result; the contract lists results of a sitting page by page."""
    wanted, token = _registration_id(visit), ""
    while True:
        page = await visit.services.results.ListSittingResults(
            ListSittingResultsRequest(
                sitting_id=sitting_id(visit), page_size=ROWS_PER_PAGE, page_token=token
            )
        )
        for one in page.results:
            if one.registration_id == wanted:
                return one
        token = page.next_page_token
        if not token:
            return None


def _registration_id(visit: Visit) -> str:
    return str(visit.request.path_params["registration_id"])
