"""Applications that came on paper: filed in the applicant's name, and gone on with."""

from dataclasses import replace
from typing import Any

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.records.v1.application_pb2 import (
    AddDocumentRequest,
    AnswerQuestionRequest,
    Application,
    FileApplicationRequest,
    ListApplicationsRequest,
    ListApplicationsResponse,
    RemoveDocumentRequest,
    SubmitApplicationRequest,
    UpdateApplicationRequest,
    WithdrawApplicationRequest,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment
from starlette.responses import Response

from portal.faults import Fault, Kind
from portal.fields import Field, Shape, typed_of
from portal.formats import Formats
from portal.forms import DOCUMENT_FIELD, Problems, document_of, id_of, text_of
from portal.pages import failure
from portal.pages.applications.choices import Choices, Group, choices_for
from portal.pages.applications.forms import FORMS, GROUPS, kind_name
from portal.pages.applications.one import application_id, read_application
from portal.pages.applications.overview import STATE_BADGES, office_name, state_name
from portal.pages.staff.records import persons
from portal.pages.staff.records.application import page, said_on_page
from portal.pages.staff.records.changes import Change, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_TAB = "applications"
_RECEIVED = Field("receive_date", Shape.DATE, has_hint=True)


async def show(visit: Visit) -> Response:
    """All applications of a person, and which kinds can be filed."""
    who = await persons.whose(visit)
    found = ListApplicationsResponse()
    if who.is_student:
        found = await visit.services.applications.ListApplications(
            ListApplicationsRequest(person_id=who.person_id, page_token=visit.asked("page"))
        )
    return visit.render(
        "staff/records/person_applications.html",
        who=who,
        tab=_TAB,
        applications=found.applications,
        next_page=found.next_page_token,
        state_name=state_name,
        office_name=office_name,
        badges=STATE_BADGES,
        groups=GROUPS,
    )


def _within(kind: str, field: Field) -> Field:
    """A field of the content, as the whole request has it."""
    return replace(field, path=f"content.{kind}.{field.path}", label=field.name)


def _fields(kind: str) -> tuple[Field, ...]:
    of_enrolment = (
        (
            Field(
                "enrolment_id",
                Shape.OFFERED,
                required=False,
                label="filed_enrolment",
                has_hint=True,
            ),
        )
        if FORMS[kind].of_enrolment
        else ()
    )
    return (
        _RECEIVED,
        *of_enrolment,
        *(_within(kind, one) for one in FORMS[kind].fields),
    )


def _begun(kind: str, visit: Visit) -> Message:
    request = FileApplicationRequest(person_id=persons.person_id(visit))
    getattr(request.content, kind).SetInParent()
    return request


async def _subject(kind: str, visit: Visit) -> Subject:
    who = await persons.whose(visit)
    known = await persons.enrolments_of(visit) if who.is_student else ()
    enrolments = [one for one in known if persons.is_current(visit, one)]
    offered = await _choices(visit, kind, enrolments)
    usual = {
        "receive_date": visit.portal.today().isoformat(),
        "enrolment_id": enrolments[0].enrolment_id if len(enrolments) == 1 else "",
    }
    facts = [(visit.t("inbox.kind"), visit.t(f"application_kind.{kind}"))]
    return await persons.subject(visit, _TAB, facts, offered, usual)


async def _choices(visit: Visit, kind: str, enrolments: list[Enrolment]) -> Choices:
    found = await choices_for(visit, kind, enrolments[0] if enrolments else None)
    offered = {f"content.{kind}.{path}": groups for path, groups in found.offered.items()}
    named = tuple((one.enrolment_id, persons.programme_line(visit, one)) for one in enrolments)
    offered["enrolment_id"] = [Group("", named)]
    return replace(found, semesters=await persons.semesters(visit), offered=offered)


async def _file(services: Services, request: Any) -> Any:
    return await services.applications.FileApplication(request)


def _filed(visit: Visit, answer: Any) -> Response:
    return visit.go(f"applications/{answer.application.application_id}", done="filed")


def _filing(kind: str) -> Change:
    return Change(
        "file_application",
        _fields(kind),
        lambda visit: _begun(kind, visit),
        _file,
        lambda visit: _subject(kind, visit),
        _filed,
    )


_FILING = {kind: _filing(kind) for kind in FORMS}


async def ask(visit: Visit) -> Response:
    """The form of a kind, as it came on paper."""
    change = _FILING.get(id_in(visit, "kind"))
    return failure.page(visit, Fault(Kind.NOT_FOUND)) if change is None else await change.ask(visit)


async def file(visit: Visit) -> Response:
    """Keeps it as a draft of the office, to which the documents are added."""
    change = _FILING.get(id_in(visit, "kind"))
    if change is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return await change.send(visit)


def _change_of(application: Application) -> Change:
    kind = kind_name(application.kind)

    def begun(_visit: Visit) -> Message:
        request = UpdateApplicationRequest(
            application_id=application.application_id, etag=application.etag
        )
        getattr(request.content, kind).SetInParent()
        return request

    async def call(services: Services, request: Any) -> Any:
        return await services.applications.UpdateApplication(request)

    async def subject(visit: Visit) -> Subject:
        fields = FORMS[kind].fields
        typed = typed_of(getattr(application.content, kind), fields)
        found = await choices_for(visit, kind, None)
        offered = {f"content.{kind}.{path}": groups for path, groups in found.offered.items()}
        own = f"applications/{application.application_id}"
        formats = Formats(visit.t)
        return Subject(
            "inbox",
            [(visit.t("inbox.title"), "applications"), (formats.name(application.name), own)],
            own,
            [(visit.t("inbox.kind"), formats.text(application.kind_name))],
            replace(found, semesters=await persons.semesters(visit), offered=offered),
            {f"content.{kind}.{path}": said for path, said in typed.items()},
        )

    return Change(
        "change_application",
        tuple(_within(kind, one) for one in FORMS[kind].fields),
        begun,
        call,
        subject,
        lambda visit, _answer: _to_page(visit, "changed"),
    )


async def ask_for_change(visit: Visit) -> Response:
    """The form of a draft that the office filed."""
    return await _change_of(await read_application(visit)).ask(visit)


async def change(visit: Visit) -> Response:
    """Changes the draft."""
    return await _change_of(await read_application(visit)).send(visit)


async def add_document(visit: Visit) -> Response:
    """Adds a document that came with the paper."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    if document.problem:
        wrong = Problems(fields={DOCUMENT_FIELD: (visit.t(document.problem),)})
        return await page(visit, wrong, Kind.INVALID.value)
    request = AddDocumentRequest(
        application_id=application_id(visit),
        proof=text_of(form, "proof"),
        file_name=document.file_name,
        content=document.content,
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.AddDocument(request)
    except AioRpcError as error:
        return await said_on_page(visit, None, error, DOCUMENT_FIELD)
    return _to_page(visit, "added")


async def remove_document(visit: Visit) -> Response:
    """Takes a document off again."""
    form = await visit.form()
    request = RemoveDocumentRequest(
        application_id=application_id(visit),
        document_id=id_in(visit, "document_id"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.RemoveDocument(request)
    except AioRpcError as error:
        return await said_on_page(visit, None, error)
    return _to_page(visit, "removed")


async def submit(visit: Visit) -> Response:
    """Submits what the office filed."""
    form = await visit.form()
    request = SubmitApplicationRequest(
        application_id=application_id(visit),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.SubmitApplication(request)
    except AioRpcError as error:
        return await said_on_page(visit, form, error)
    return _to_page(visit, "submitted")


async def withdraw(visit: Visit) -> Response:
    """Discards the draft that the office filed."""
    form = await visit.form()
    request = WithdrawApplicationRequest(
        application_id=application_id(visit),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.WithdrawApplication(request)
    except AioRpcError as error:
        return await said_on_page(visit, form, error)
    return visit.go("applications", done="discarded")


async def answer(visit: Visit) -> Response:
    """Notes how the applicant answered a question, where the office acts for the applicant."""
    form = await visit.form()
    request = AnswerQuestionRequest(
        application_id=application_id(visit),
        answer=text_of(form, "answer"),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    if not request.answer:
        missing = Problems(fields={"answer": (visit.t("case.answer_missing"),)})
        return await page(visit, missing, Kind.INVALID.value, form)
    try:
        await visit.services.applications.AnswerQuestion(request)
    except AioRpcError as error:
        return await said_on_page(visit, form, error, "answer")
    return _to_page(visit, "answered")


def _to_page(visit: Visit, done: str) -> Response:
    return visit.go(f"applications/{application_id(visit)}", done=done)
