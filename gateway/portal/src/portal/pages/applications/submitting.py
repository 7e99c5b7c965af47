"""Checking an application, submitting it, answering a question, withdrawing it."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.records.v1.application_pb2 import (
    AnswerQuestionRequest,
    ApplicationState,
    CheckApplicationRequest,
    SubmitApplicationRequest,
    WithdrawApplicationRequest,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.fields import Typed
from portal.forms import Problems, id_of, text_of
from portal.pages.applications.forms import FORMS, kind_name
from portal.pages.applications.one import (
    application_id,
    lines_of,
    page,
    path_of,
    read_application,
    with_problem,
)
from portal.visit import Visit


async def check(visit: Visit) -> Response:
    """Everything that stands against the draft, or what follows once it is submitted."""
    return await _checked(visit, Problems(), 200)


async def submit(visit: Visit) -> Response:
    """Submits; where something stands against it, all of that is shown."""
    form = await visit.form()
    request = SubmitApplicationRequest(
        application_id=application_id(visit),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.applications.SubmitApplication(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await _checked(visit, Problems(general=(visit.sentence(fault),)), 409)
    return visit.go(path_of(answer.application), done="submitted")


async def _checked(visit: Visit, problems: Problems, status: int) -> Response:
    application, found = await asyncio.gather(
        read_application(visit),
        visit.services.applications.CheckApplication(
            CheckApplicationRequest(application_id=application_id(visit))
        ),
    )
    if not application.actions.submit and not problems:
        return visit.go(path_of(application))
    kind = kind_name(application.kind)
    return visit.render(
        "applications/check.html",
        status=status,
        problems=Problems() if found.obstacles else problems,
        application=application,
        kind=kind,
        obstacles=found.obstacles,
        notices=found.notices,
        lines=lines_of(visit, application),
        fields=_by_field(kind),
    )


def _by_field(kind: str) -> Typed:
    """Where the form has the field that an obstacle is about."""
    return {one.path.partition(".")[0]: one.path for one in reversed(FORMS[kind].fields)}


async def answer(visit: Visit) -> Response:
    """Answers the question that an office asked."""
    form = await visit.form()
    said = text_of(form, "answer")
    if not said:
        missing = Problems(fields={"answer": (visit.t("application.answer_missing"),)})
        return page(visit, await read_application(visit), missing, Kind.INVALID.value)
    request = AnswerQuestionRequest(
        application_id=application_id(visit),
        answer=said,
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        answered = await visit.services.applications.AnswerQuestion(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        field = "answer" if fault.kind is Kind.INVALID else ""
        return await with_problem(visit, fault, field, said)
    return visit.go(path_of(answered.application), done="answered")


async def ask_to_withdraw(visit: Visit) -> Response:
    """Says what withdrawing, or discarding a draft, does, and asks once more."""
    application = await read_application(visit)
    if not application.actions.withdraw:
        return visit.go(path_of(application))
    return visit.render(
        "applications/withdraw.html",
        application=application,
        is_draft=application.state == ApplicationState.APPLICATION_STATE_DRAFT,
        lines=lines_of(visit, application),
    )


async def withdraw(visit: Visit) -> Response:
    """Withdraws the application."""
    form = await visit.form()
    request = WithdrawApplicationRequest(
        application_id=application_id(visit),
        etag=text_of(form, "etag"),
        request_id=id_of(form, "request_id"),
    )
    try:
        withdrawn = await visit.services.applications.WithdrawApplication(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await with_problem(visit, fault)
    return visit.go(path_of(withdrawn.application), done="withdrawn")
