"""Sick notes of a student: filing one with the doctor's form, and how each was decided."""

import asyncio
from datetime import date

from google.type.date_pb2 import Date
from grpc.aio import AioRpcError
from matrikel.exams.v1.registration_pb2 import ListRegistrationsRequest, Registration
from matrikel.exams.v1.sick_note_pb2 import (
    DownloadSickNoteDocumentRequest,
    FileSickNoteRequest,
    GetSickNoteRequest,
    ListSickNotesRequest,
    SickNote,
    SickNoteState,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.downloads import pass_on
from portal.exam_branches import form_name
from portal.faults import Kind, fault_of
from portal.forms import (
    DOCUMENT_FIELD,
    Document,
    Problems,
    at_document,
    date_of,
    document_of,
    id_of,
    text_of,
)
from portal.pages import refusal
from portal.pages.registration import read as read_registration
from portal.visit import Visit

_PAGE_SIZE = 100
_FIELDS = ("ill_from_date", "ill_until_date", "remark", DOCUMENT_FIELD)


async def show(visit: Visit) -> Response:
    """The sick notes, the newest first, and the registrations that one can be filed for."""
    filed, registrations = await asyncio.gather(
        visit.services.sick_notes.ListSickNotes(ListSickNotesRequest(person_id=visit.person_id)),
        visit.services.registrations.ListRegistrations(
            ListRegistrationsRequest(person_id=visit.person_id, page_size=_PAGE_SIZE)
        ),
    )
    return visit.render(
        "own_sick_notes.html",
        sick_notes=filed.sick_notes,
        possible=[one for one in registrations.registrations if one.can_file_sick_note],
        state_name=state_name,
    )


async def ask(visit: Visit) -> Response:
    """The form for one registration."""
    return await _form(visit, Problems(), 200, {})


async def file(visit: Visit) -> Response:
    """Files the sick note and leads to its page; what is wrong stands at the fields."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    typed = {name: text_of(form, name) for name in ("ill_from_date", "ill_until_date", "remark")}
    first, last = date_of(form, "ill_from_date"), date_of(form, "ill_until_date")
    if first is None or last is None or last < first or document.problem:
        problems = _problems_of_fields(visit, first, last, document)
        return await _form(visit, problems, 422, typed)
    try:
        answer = await visit.services.sick_notes.FileSickNote(
            _request(visit, form, first, last, document)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.INVALID:
            return await _form(visit, visit.problems(at_document(fault), *_FIELDS), 422, typed)
        back = visit.address(f"exams/registrations/{_registration_id(visit)}")
        return refusal.page(visit, error, "sick_note", back)
    return visit.go(f"exams/sick-notes/{answer.sick_note.sick_note_id}", done="filed")


def _problems_of_fields(
    visit: Visit, first: date | None, last: date | None, document: Document
) -> Problems:
    fields = {}
    if first is None:
        fields["ill_from_date"] = (visit.t("own_sick_note.from_missing"),)
    if last is None:
        fields["ill_until_date"] = (visit.t("own_sick_note.until_missing"),)
    elif first is not None and last < first:
        fields["ill_until_date"] = (visit.t("own_sick_note.until_before_from"),)
    if document.problem:
        fields[DOCUMENT_FIELD] = (visit.t(document.problem),)
    return Problems(fields=fields)


def _request(
    visit: Visit, form: FormData, first: date, last: date, document: Document
) -> FileSickNoteRequest:
    return FileSickNoteRequest(
        registration_id=_registration_id(visit),
        ill_from_date=Date(year=first.year, month=first.month, day=first.day),
        ill_until_date=Date(year=last.year, month=last.month, day=last.day),
        remark=text_of(form, "remark"),
        file_name=document.file_name,
        content=document.content,
        request_id=id_of(form, "request_id"),
    )


async def _form(visit: Visit, problems: Problems, status: int, typed: dict[str, str]) -> Response:
    registration: Registration = await read_registration(visit, _registration_id(visit))
    return visit.render(
        "file_sick_note.html",
        status=status,
        problems=problems,
        registration=registration,
        typed=typed,
        form_name=form_name,
    )


async def one(visit: Visit) -> Response:
    """One sick note with its state and the decision."""
    sick_note = await _sick_note(visit)
    return visit.render(
        "own_sick_note.html",
        sick_note=sick_note,
        is_new=visit.asked("done") == "filed",
        state_name=state_name,
        form_name=form_name,
    )


async def document(visit: Visit) -> Response:
    """The doctor's form as it was filed."""
    sick_note = await _sick_note(visit)
    call = visit.services.sick_notes.DownloadSickNoteDocument(
        DownloadSickNoteDocumentRequest(sick_note_id=sick_note.sick_note_id)
    )
    return await pass_on(call, lambda _: sick_note.file_name)


def state_name(state: "SickNoteState.ValueType") -> str:
    """The state's name in the texts: "filed", "approved", "refused"."""
    return SickNoteState.Name(state).removeprefix("SICK_NOTE_STATE_").lower()


async def _sick_note(visit: Visit) -> SickNote:
    answer = await visit.services.sick_notes.GetSickNote(
        GetSickNoteRequest(sick_note_id=str(visit.request.path_params["sick_note_id"]))
    )
    return answer.sick_note


def _registration_id(visit: Visit) -> str:
    return str(visit.request.path_params["registration_id"])
