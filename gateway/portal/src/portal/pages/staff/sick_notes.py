"""Sick notes that wait for the decision of the examinations office."""

import asyncio
import re

from grpc.aio import AioRpcError
from matrikel.exams.v1.sick_note_pb2 import (
    DecideSickNoteRequest,
    DownloadSickNoteDocumentRequest,
    GetSickNoteRequest,
    ListOpenSickNotesRequest,
    SickNoteState,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.own_sick_notes import state_name
from portal.pages.staff.answers import notice, said_in_form
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_FIELDS = ("decision", "reason")


async def show(visit: Visit) -> Response:
    """The open sick notes, the oldest first."""
    answer = await visit.services.sick_notes.ListOpenSickNotes(
        ListOpenSickNotesRequest(page_token=visit.asked("page"))
    )
    return visit.render(
        "staff/sick_notes.html",
        sick_notes=answer.sick_notes,
        next_page=answer.next_page_token,
        done=notice(visit, "sick_notes"),
    )


async def one(visit: Visit) -> Response:
    """One sick note with the doctor's form to download, and the decision."""
    return await _show(visit, dict.fromkeys(_FIELDS, ""))


async def document(visit: Visit) -> Response:
    """The doctor's form as it was filed."""
    call = visit.services.sick_notes.DownloadSickNoteDocument(
        DownloadSickNoteDocumentRequest(sick_note_id=_sick_note_id(visit))
    )
    return await pass_on(call, lambda first: first.file_name or visit.t("sick_notes.document"))


async def decide(visit: Visit) -> Response:
    """Approves or refuses."""
    entries = Entries(visit, await visit.form())
    typed = entries.typed(_FIELDS)
    if not re.fullmatch("approve|refuse", typed["decision"]):
        problems = Problems(fields={"decision": (visit.t("decision.missing"),)})
        return await _show(visit, typed, problems, 422)
    is_approved = typed["decision"] == "approve"
    request = DecideSickNoteRequest(
        sick_note_id=_sick_note_id(visit),
        approve=is_approved,
        reason=typed["reason"],
        request_id=entries.request_id,
    )
    try:
        answer = await visit.services.sick_notes.DecideSickNote(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _show(visit, typed, problems, status)
    done = "approved" if is_approved else "refused"
    if answer.HasField("repeat_registration"):
        done = "approved_and_repeated"
    return visit.go("sick-notes", done=done)


async def _show(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    found, statuses = await asyncio.gather(
        visit.services.sick_notes.GetSickNote(
            GetSickNoteRequest(sick_note_id=_sick_note_id(visit))
        ),
        visit.portal.statuses.current(),
    )
    sick_note = found.sick_note
    return visit.render(
        "staff/sick_note.html",
        status=status,
        problems=problems or Problems(),
        sick_note=sick_note,
        is_open=sick_note.state == SickNoteState.SICK_NOTE_STATE_FILED,
        typed=typed,
        statuses=statuses,
        state_name=state_name,
        form_name=form_name,
    )


def _sick_note_id(visit: Visit) -> str:
    return str(visit.request.path_params["sick_note_id"])
