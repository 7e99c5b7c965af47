"""One application: what it asks for, its documents, how it stands, and what happened to it."""

from matrikel.records.v1.application_pb2 import (
    Application,
    ApplicationEventKind,
    GetApplicationRequest,
    StepState,
)
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Fault
from portal.fields import Field, Shape, typed_of
from portal.formats import Formats
from portal.forms import Problems
from portal.pages.applications.choices import countries
from portal.pages.applications.forms import FORMS, kind_name
from portal.pages.applications.overview import STATE_BADGES, office_name, state_name
from portal.visit import Visit

# What the university adds to the documents on approval, such as for a semester abroad.
_NOTIFICATION = "notification"
_DONE = (
    "created",
    "changed",
    "added",
    "removed",
    "submitted",
    "withdrawn",
    "answered",
)


async def show(visit: Visit) -> Response:
    """The application as it stands now."""
    return page(visit, await read_application(visit), Problems(), 200)


def page(
    visit: Visit, application: Application, problems: Problems, status: int, answer: str = ""
) -> Response:
    """The page of an application; `answer` is what was typed to an open question."""
    done = visit.asked("done")
    return visit.render(
        "applications/one.html",
        status=status,
        problems=problems,
        application=application,
        kind=kind_name(application.kind),
        state=state_name(application.state),
        badges=STATE_BADGES,
        lines=lines_of(visit, application),
        notifications=[one for one in application.documents if one.proof == _NOTIFICATION],
        documents=[one for one in application.documents if one.proof != _NOTIFICATION],
        proof_names={one.proof: one.name for one in application.proofs},
        state_name=state_name,
        office_name=office_name,
        step_name=lambda step: value_name(StepState, step),
        event_name=lambda event: value_name(ApplicationEventKind, event),
        typed_answer=answer,
        done=done if done in _DONE and not problems else "",
    )


def lines_of(visit: Visit, application: Application) -> list[tuple[str, str]]:
    """What is asked for, as label and words; fields left empty are left out."""
    kind = kind_name(application.kind)
    fields = FORMS[kind].fields
    typed = typed_of(getattr(application.content, kind), fields)
    named = dict(countries(visit))
    return [
        (visit.t(f"field_label.{field.name}"), _said(visit, field, typed[field.path], named))
        for field in fields
        if typed[field.path]
    ]


def _said(visit: Visit, field: Field, typed: str, country_names: dict[str, str]) -> str:
    formats = Formats(visit.t)
    match field.shape:
        case Shape.SEMESTER | Shape.SEMESTERS:
            return formats.listing(formats.semester(code) for code in typed.split())
        case Shape.DATE:
            return formats.iso_date(typed)
        case Shape.CHECK:
            return visit.t("field.yes")
        case Shape.EITHER:
            return visit.t(f"{field.name}.{typed}")
        case Shape.CHOICE:
            return visit.t(f"{field.text_group}.{typed}")
        case Shape.COUNTRY:
            return country_names.get(typed, typed)
        case Shape.MONEY:
            return f"{typed}\u00a0€"
        case _:
            return typed


async def read_application(visit: Visit) -> Application:
    """The application in the address, which must be the visitor's own."""
    answer = await visit.services.applications.GetApplication(
        GetApplicationRequest(application_id=application_id(visit))
    )
    return answer.application


def application_id(visit: Visit) -> str:
    """The id in the address."""
    return str(visit.request.path_params["application_id"])


def path_of(application: Application) -> str:
    """Where the application's page is."""
    return f"studies/applications/{application.application_id}"


async def with_problem(visit: Visit, fault: Fault, field: str = "", answer: str = "") -> Response:
    """The application as it is now, with what stands in the way; `field` is where it belongs."""
    application = await read_application(visit)
    said = visit.sentence(fault)
    problems = Problems(fields={field: (said,)}) if field else Problems(general=(said,))
    return page(visit, application, problems, fault.kind.value, answer)
