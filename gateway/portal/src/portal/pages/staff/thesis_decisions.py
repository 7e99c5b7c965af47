"""What the examinations office decides about theses: admission, extension, hand-in on paper."""

from collections.abc import Awaitable, Callable

from grpc.aio import AioRpcError
from matrikel.exams.v1.thesis_pb2 import (
    AdmitThesisRequest,
    ExtendThesisRequest,
    HandInThesisRequest,
    RefuseThesisRequest,
)
from matrikel.type.v1.semester_pb2 import Semester
from starlette.responses import Response

from portal.forms import DOCUMENT_FIELD, document_of
from portal.pages.staff.answers import said_in_form
from portal.pages.staff.entries import Entries
from portal.pages.staff.theses import show_thesis, thesis_id
from portal.visit import Visit

_ADMIT_FIELDS = (
    "title",
    "first_examiner_user_name",
    "second_examiner_user_name",
    "start_date",
    "semester",
)


async def admit(visit: Visit) -> Response:
    """Fixes topic, examiners and the first day; the student is registered."""
    entries = Entries(visit, await visit.form())
    request = AdmitThesisRequest(
        thesis_id=thesis_id(visit),
        title=entries.text("title", "own_thesis.title_missing"),
        first_examiner_user_name=entries.text(
            "first_examiner_user_name", "own_thesis.first_examiner_user_name_missing"
        ),
        second_examiner_user_name=entries.text(
            "second_examiner_user_name", "own_thesis.second_examiner_user_name_missing"
        ),
        start_date=entries.day("start_date", "theses.start_missing"),
        semester=Semester(code=entries.text("semester")),
        request_id=entries.request_id,
    )
    call = visit.services.theses.AdmitThesis
    return await _send(visit, entries, _ADMIT_FIELDS, lambda: call(request), "admitted")


async def refuse(visit: Visit) -> Response:
    """Refuses the application; the student is told the reason."""
    entries = Entries(visit, await visit.form())
    request = RefuseThesisRequest(
        thesis_id=thesis_id(visit),
        reason=entries.text("refusal_reason", "theses.reason_missing"),
        request_id=entries.request_id,
    )
    call = visit.services.theses.RefuseThesis
    return await _send(visit, entries, ("refusal_reason",), lambda: call(request), "refused")


async def extend(visit: Visit) -> Response:
    """Extends the working time, once."""
    entries = Entries(visit, await visit.form())
    request = ExtendThesisRequest(
        thesis_id=thesis_id(visit),
        reason=entries.text("extension_reason", "theses.reason_missing"),
        request_id=entries.request_id,
    )
    call = visit.services.theses.ExtendThesis
    return await _send(visit, entries, ("extension_reason",), lambda: call(request), "extended")


async def hand_in(visit: Visit) -> Response:
    """Enters a hand-in on paper with its day, and the file where there is one."""
    form = await visit.form(with_file=True)
    entries = Entries(visit, form)
    document = await document_of(form)
    if document.content and document.problem:
        entries.fields[DOCUMENT_FIELD] = (visit.t(document.problem),)
    request = HandInThesisRequest(
        thesis_id=thesis_id(visit),
        hand_in_date=entries.day("hand_in_date", "theses.day_missing"),
        content=document.content if not document.problem else b"",
        file_name=document.file_name,
        request_id=entries.request_id,
    )
    call = visit.services.theses.HandInThesis
    fields = ("hand_in_date", DOCUMENT_FIELD)
    return await _send(visit, entries, fields, lambda: call(request), "handed_in")


async def _send(
    visit: Visit,
    entries: Entries,
    fields: tuple[str, ...],
    call: Callable[[], Awaitable[object]],
    done: str,
) -> Response:
    """Sends what was decided; what a service says against it stands at the form's fields."""
    typed = entries.typed(fields)
    if entries.problems:
        return await show_thesis(visit, typed, entries.problems, 422)
    try:
        await call()
    except AioRpcError as error:
        # What is said of a field that the form calls otherwise is said of its last one.
        home = fields[-1] if fields != _ADMIT_FIELDS else ""
        problems, status = said_in_form(visit, error, *fields, home=home)
        return await show_thesis(visit, typed, problems, status)
    return visit.go(f"theses/{thesis_id(visit)}", done=done)
