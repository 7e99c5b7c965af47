"""One application as those see it who decide: what it asks for, what stands against it."""

from grpc.aio import AioRpcError
from matrikel.records.v1.application_pb2 import (
    Application,
    ApplicationEventKind,
    ApplicationState,
    AskQuestionRequest,
    CheckApplicationRequest,
    CheckApplicationResponse,
    DecideApplicationRequest,
    StepState,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal import record_functions as functions
from portal.contract_names import value_name
from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages.applications.forms import kind_name
from portal.pages.applications.one import application_id, lines_of, read_application
from portal.pages.applications.overview import STATE_BADGES, office_name, state_name
from portal.pages.staff.answers import notice
from portal.visit import Visit

_SAID_IN_FORMS = (Kind.INVALID, Kind.REFUSED)
_OPEN = (
    ApplicationState.APPLICATION_STATE_DRAFT,
    ApplicationState.APPLICATION_STATE_SUBMITTED,
    ApplicationState.APPLICATION_STATE_QUESTION,
)
_FIELDS = ("decision", "reason", "question", "answer")


async def show(visit: Visit) -> Response:
    """The application as it stands now."""
    return await page(visit, Problems(), 200)


async def decide(visit: Visit) -> Response:
    """Approves or rejects the step that waits."""
    form = await visit.form()
    decision = text_of(form, "decision")
    if decision not in ("approve", "reject"):
        missing = Problems(fields={"decision": (visit.t("decision.missing"),)})
        return await page(visit, missing, Kind.INVALID.value, form)
    step = text_of(form, "step")
    request = DecideApplicationRequest(
        application_id=application_id(visit),
        step=int(step) if step.isdecimal() and len(step) < 3 else 0,
        approve=decision == "approve",
        reason=text_of(form, "reason"),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.DecideApplication(request)
    except AioRpcError as error:
        return await said_on_page(visit, form, error, "reason")
    return visit.go("applications", done="approved" if request.approve else "rejected")


async def ask(visit: Visit) -> Response:
    """Asks the applicant a question."""
    form = await visit.form()
    question = text_of(form, "question")
    if not question:
        missing = Problems(fields={"question": (visit.t("case.question_missing"),)})
        return await page(visit, missing, Kind.INVALID.value, form)
    request = AskQuestionRequest(
        application_id=application_id(visit),
        question=question,
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.applications.AskQuestion(request)
    except AioRpcError as error:
        return await said_on_page(visit, form, error, "question")
    return visit.go("applications", done="asked")


async def said_on_page(
    visit: Visit, form: FormData | None, error: AioRpcError, home: str = ""
) -> Response:
    """The application as it is now, with what stands in the way; `home` takes what is invalid."""
    fault = fault_of(error, visit.language)
    if fault.kind not in _SAID_IN_FORMS:
        raise error
    at = home if fault.kind is Kind.INVALID else ""
    return await page(visit, _problems(visit, fault, at), fault.kind.value, form)


def _problems(visit: Visit, fault: Fault, home: str) -> Problems:
    return visit.problems(fault, *_FIELDS, home=home)


async def page(
    visit: Visit, problems: Problems, status: int, form: FormData | None = None
) -> Response:
    """The page of an application, with what was typed into its forms."""
    application, found = await _with_check(visit)
    state = state_name(application.state)
    return visit.render(
        "staff/records/application.html",
        status=status,
        problems=problems,
        application=application,
        kind=kind_name(application.kind),
        state=state,
        badges=STATE_BADGES,
        lines=lines_of(visit, application),
        obstacles=found.obstacles,
        notices=found.notices,
        is_open=application.state in _OPEN,
        proof_names={one.proof: one.name for one in application.proofs},
        typed={name: text_of(form, name) if form is not None else "" for name in _FIELDS},
        office_name=office_name,
        step_name=lambda step: value_name(StepState, step),
        event_name=lambda event: value_name(ApplicationEventKind, event),
        sees_person=visit.may(functions.LIST_PERSONS) and bool(application.matriculation_number),
        may_record_abroad=_is_abroad(application) and visit.may(functions.RECORD_ABROAD),
        done=notice(visit, "case"),
    )


async def _with_check(visit: Visit) -> tuple[Application, CheckApplicationResponse]:
    application = await read_application(visit)
    if application.state not in _OPEN:
        return application, CheckApplicationResponse()
    check = await visit.services.applications.CheckApplication(
        CheckApplicationRequest(application_id=application.application_id)
    )
    return application, check


def _is_abroad(application: Application) -> bool:
    return (
        application.state == ApplicationState.APPLICATION_STATE_APPROVED
        and application.content.WhichOneof("content") == "semester_abroad"
    )
