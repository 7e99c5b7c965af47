"""Corrections of released results that wait for a second person."""

import asyncio
import re

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import (
    Correction,
    CorrectionState,
    DecideCorrectionRequest,
    ListCorrectionsRequest,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.forms import Problems
from portal.pages import failure
from portal.pages.staff.answers import notice, said_in_form
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_PAGE_SIZE = 100
_FIELDS = ("decision", "reason")


async def show(visit: Visit) -> Response:
    """Open corrections, or with `?show=all` every one."""
    show_all = visit.asked("show") == "all"
    answer, statuses = await asyncio.gather(
        visit.services.results.ListCorrections(
            ListCorrectionsRequest(open_only=not show_all, page_token=visit.asked("page"))
        ),
        visit.portal.statuses.current(),
    )
    return visit.render(
        "staff/corrections.html",
        corrections=answer.corrections,
        next_page=answer.next_page_token,
        show_all=show_all,
        statuses=statuses,
        state_name=state_name,
        done=notice(visit, "corrections"),
    )


async def one(visit: Visit) -> Response:
    """One correction with the form to decide it, unless one proposed it oneself."""
    return await _show(visit, dict.fromkeys(_FIELDS, ""))


async def decide(visit: Visit) -> Response:
    """Confirms or rejects."""
    entries = Entries(visit, await visit.form())
    typed = entries.typed(_FIELDS)
    if not re.fullmatch("confirm|reject", typed["decision"]):
        problems = Problems(fields={"decision": (visit.t("decision.missing"),)})
        return await _show(visit, typed, problems, 422)
    is_confirmed = typed["decision"] == "confirm"
    request = DecideCorrectionRequest(
        correction_id=_correction_id(visit),
        confirm=is_confirmed,
        reason=typed["reason"],
        request_id=entries.request_id,
    )
    try:
        await visit.services.results.DecideCorrection(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _show(visit, typed, problems, status)
    return visit.go("corrections", done="confirmed" if is_confirmed else "rejected")


def state_name(state: "CorrectionState.ValueType") -> str:
    """The state's name in the texts: "proposed", "confirmed", "rejected"."""
    return CorrectionState.Name(state).removeprefix("CORRECTION_STATE_").lower()


async def _show(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    correction, statuses = await asyncio.gather(_correction(visit), visit.portal.statuses.current())
    if correction is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "staff/correction.html",
        status=status,
        problems=problems or Problems(),
        correction=correction,
        typed=typed,
        statuses=statuses,
        state_name=state_name,
        form_name=form_name,
    )


async def _correction(visit: Visit) -> Correction | None:
    """The correction; the contract lists them page by page, open ones first."""
    wanted, token = _correction_id(visit), ""
    while True:
        page = await visit.services.results.ListCorrections(
            ListCorrectionsRequest(page_size=_PAGE_SIZE, page_token=token)
        )
        for one in page.corrections:
            if one.correction_id == wanted:
                return one
        token = page.next_page_token
        if not token:
            return None


def _correction_id(visit: Visit) -> str:
    return str(visit.request.path_params["correction_id"])
