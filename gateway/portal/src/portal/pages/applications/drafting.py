"""Beginning an application, and changing the draft."""

from collections.abc import Sequence

from grpc.aio import AioRpcError
from matrikel.records.v1.application_content_pb2 import ApplicationContent
from matrikel.records.v1.application_pb2 import (
    Application,
    CreateApplicationRequest,
    UpdateApplicationRequest,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment
from matrikel.records.v1.person_pb2 import GetPersonRequest
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.fields import Typed, fill, problems_in, read, typed_of
from portal.forms import Problems, id_of, text_of
from portal.pages import failure
from portal.pages.applications.choices import choices_for
from portal.pages.applications.forms import FORMS, ApplicationForm, kind_name
from portal.pages.applications.one import path_of, read_application
from portal.pages.studies.enrolments import current_enrolments
from portal.visit import Visit

_MOST_FIELDS = 40
_HOME_COUNTRY = "DE"


async def ask(visit: Visit) -> Response:
    """The form of a kind; where the student has several enrolments, the choice of one first."""
    kind = _kind(visit)
    if kind not in FORMS:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    enrolments = await current_enrolments(visit)
    wanted = visit.asked("enrolment")
    if FORMS[kind].of_enrolment and wanted not in {one.enrolment_id for one in enrolments}:
        if len(enrolments) != 1:
            return visit.render(
                "applications/choose_enrolment.html", kind=kind, enrolments=enrolments
            )
        wanted = enrolments[0].enrolment_id
    typed = await _usual(visit, kind)
    asked = {name: visit.asked(name) for name in visit.request.query_params if name in typed}
    return await _form(visit, kind, enrolments, wanted, Problems(), 200, {**typed, **asked})


async def create(visit: Visit) -> Response:
    """Keeps a draft and leads to it; what is wrong stands at the fields."""
    kind = _kind(visit)
    if kind not in FORMS:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    form = await visit.form(most_fields=_MOST_FIELDS)
    enrolment_id = id_of(form, "enrolment_id") if FORMS[kind].of_enrolment else ""
    typed = read(form, FORMS[kind].fields)
    problems = _problems(visit, kind, form)
    status = Kind.INVALID.value
    if not problems:
        request = CreateApplicationRequest(
            person_id=visit.person_id,
            enrolment_id=enrolment_id,
            content=_content(kind, form),
            request_id=id_of(form, "request_id"),
        )
        try:
            answer = await visit.services.applications.CreateApplication(request)
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in (Kind.INVALID, Kind.REFUSED):
                raise
            problems = _problems_of(visit, kind, fault)
            status = fault.kind.value
        else:
            return visit.go(path_of(answer.application), done="created")
    enrolments = await current_enrolments(visit)
    return await _form(visit, kind, enrolments, enrolment_id, problems, status, typed)


async def ask_for_change(visit: Visit) -> Response:
    """The form of a draft, as it was left."""
    application = await read_application(visit)
    if not application.actions.change:
        return visit.go(path_of(application))
    kind = kind_name(application.kind)
    typed = typed_of(getattr(application.content, kind), FORMS[kind].fields)
    return await _form_of_draft(visit, application, application.etag, Problems(), 200, typed)


async def change(visit: Visit) -> Response:
    """Changes the draft and leads to it; what is wrong stands at the fields."""
    application = await read_application(visit)
    kind = kind_name(application.kind)
    form = await visit.form(most_fields=_MOST_FIELDS)
    typed, etag = read(form, FORMS[kind].fields), text_of(form, "etag")
    problems = _problems(visit, kind, form)
    status = Kind.INVALID.value
    if not problems:
        request = UpdateApplicationRequest(
            application_id=application.application_id,
            content=_content(kind, form),
            etag=etag,
            request_id=id_of(form, "request_id"),
        )
        try:
            await visit.services.applications.UpdateApplication(request)
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in (Kind.INVALID, Kind.REFUSED):
                raise
            problems = _problems_of(visit, kind, fault)
            status = fault.kind.value
        else:
            return visit.go(path_of(application), done="changed")
    # Whoever sends the form once more has seen what stands above it.
    return await _form_of_draft(visit, application, application.etag, problems, status, typed)


def _content(kind: str, form: FormData) -> ApplicationContent:
    content = ApplicationContent()
    part = getattr(content, kind)
    part.SetInParent()
    fill(part, form, FORMS[kind].fields)
    return content


def _problems(visit: Visit, kind: str, form: FormData) -> Problems:
    labels = {one.path: label_of(visit, kind, one.path) for one in FORMS[kind].fields}
    return Problems(
        fields={
            path: (visit.t(text, label=labels[path]),)
            for path, text in problems_in(form, FORMS[kind].fields).items()
        }
    )


def label_of(visit: Visit, kind: str, path: str) -> str:
    """What stands above a field of the form."""
    field = next(one for one in FORMS[kind].fields if one.path == path)
    return visit.t(f"field_label.{field.name}")


def _problems_of(visit: Visit, kind: str, fault: Fault) -> Problems:
    """What the service found, at the form's fields: it names them within the whole request."""
    prefix = f"content.{kind}."
    paths = {one.path: one for one in FORMS[kind].fields}
    fields: dict[str, tuple[str, ...]] = {}
    stray: list[str] = []
    for named, said in fault.fields.items():
        path = named.removeprefix(prefix)
        within = next((one for one in paths if path == one or path.startswith(f"{one}.")), "")
        within = within or next((one for one in paths if path.startswith(f"{one}[")), "")
        if within:
            fields[within] = fields.get(within, ()) + said
        else:
            stray += said
    general = tuple(stray) if fields or stray else (visit.sentence(fault),)
    return Problems(general=general, fields=fields)


async def _usual(visit: Visit, kind: str) -> dict[str, str]:
    """What stands in an empty form: Germany, the present name."""
    typed = {field.path: "" for field in FORMS[kind].fields}
    if kind == "address_change":
        typed["address.country"] = _HOME_COUNTRY
    if kind == "name_change":
        answer = await visit.services.persons.GetPerson(GetPersonRequest(person_id=visit.person_id))
        name = answer.person.name
        typed |= {
            "name.title": name.title,
            "name.given_names": name.given_names,
            "name.family_name": name.family_name,
            "name.birth_name": name.birth_name,
        }
    return typed


async def _form(
    visit: Visit,
    kind: str,
    enrolments: Sequence[Enrolment],
    enrolment_id: str,
    problems: Problems,
    status: int,
    typed: Typed,
) -> Response:
    enrolment = next((one for one in enrolments if one.enrolment_id == enrolment_id), None)
    return visit.render(
        "applications/form.html",
        status=status,
        problems=problems,
        kind=kind,
        form=_form_of(kind),
        enrolment=enrolment,
        choices=await choices_for(visit, kind, enrolment),
        typed=typed,
        application=None,
        etag="",
    )


async def _form_of_draft(
    visit: Visit,
    application: Application,
    etag: str,
    problems: Problems,
    status: int,
    typed: Typed,
) -> Response:
    kind = kind_name(application.kind)
    enrolments = await current_enrolments(visit)
    enrolment = next(
        (one for one in enrolments if one.enrolment_id == application.enrolment_id), None
    )
    return visit.render(
        "applications/form.html",
        status=status,
        problems=problems,
        kind=kind,
        form=_form_of(kind),
        enrolment=enrolment,
        choices=await choices_for(visit, kind, enrolment),
        typed=typed,
        application=application,
        etag=etag,
    )


def _form_of(kind: str) -> ApplicationForm:
    return FORMS[kind]


def _kind(visit: Visit) -> str:
    return str(visit.request.path_params["kind"])
