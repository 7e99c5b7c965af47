"""Registering a student by the examinations office, and ending a registration."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.exams.v1.registration_pb2 import (
    DeregisterStudentRequest,
    GetRegistrationRequest,
    RegisterStudentRequest,
)
from matrikel.exams.v1.student_pb2 import GetStudentRequest
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import (
    new_request_id,
    said_in_form,
    sitting_id,
    sitting_of,
    to_sitting,
)
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_FIELDS = ("matriculation_number", "reason")


async def ask_to_register(visit: Visit) -> Response:
    """The form with number and reason."""
    typed = {"matriculation_number": visit.asked("matriculation_number"), "reason": ""}
    return await _register_form(visit, typed)


async def register(visit: Visit) -> Response:
    """Shows which rules would be set aside; registers once that was confirmed."""
    entries = Entries(visit, await visit.form())
    number = "".join(
        entries.text("matriculation_number", "office_registration.number_missing").split()
    )
    reason = entries.text("reason", "office_registration.reason_missing")
    typed = {"matriculation_number": number, "reason": reason}
    if entries.problems:
        return await _register_form(visit, typed, entries.problems, 422)
    is_confirmed = entries.ticked("confirmed")
    request = RegisterStudentRequest(
        sitting_id=sitting_id(visit),
        matriculation_number=number,
        reason=reason,
        validate_only=not is_confirmed,
        request_id=entries.request_id if is_confirmed else new_request_id(),
    )
    try:
        answer = await visit.services.registrations.RegisterStudent(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _register_form(visit, typed, problems, status)
    if is_confirmed:
        return to_sitting(visit, "registered")
    return visit.render(
        "staff/confirm_registration.html",
        sitting=await sitting_of(visit),
        typed=typed,
        overridden=answer.overridden,
        form_name=form_name,
    )


async def ask_to_deregister(visit: Visit) -> Response:
    """The registration that would be ended, and the form with the reason."""
    return await _deregister_form(visit, "")


async def deregister(visit: Visit) -> Response:
    """Ends the registration; the student is told the reason."""
    entries = Entries(visit, await visit.form())
    reason = entries.text("reason", "office_registration.reason_missing")
    if entries.problems:
        return await _deregister_form(visit, reason, entries.problems, 422)
    request = DeregisterStudentRequest(
        registration_id=_registration_id(visit), reason=reason, request_id=entries.request_id
    )
    try:
        answer = await visit.services.registrations.DeregisterStudent(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "reason")
        return await _deregister_form(visit, reason, problems, status)
    return visit.go(f"sittings/{answer.registration.sitting.sitting_id}", done="deregistered")


async def _register_form(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "staff/register_student.html",
        status=status,
        problems=problems or Problems(),
        sitting=await sitting_of(visit),
        typed=typed,
        form_name=form_name,
    )


async def _deregister_form(
    visit: Visit, reason: str, problems: Problems | None = None, status: int = 200
) -> Response:
    found, statuses = await asyncio.gather(
        visit.services.registrations.GetRegistration(
            GetRegistrationRequest(registration_id=_registration_id(visit))
        ),
        visit.portal.statuses.current(),
    )
    registration = found.registration
    student = await visit.services.students.GetStudent(
        GetStudentRequest(person_id=registration.person_id)
    )
    return visit.render(
        "staff/deregister_student.html",
        status=status,
        problems=problems or Problems(),
        registration=registration,
        student=student.student,
        sitting=registration.sitting,
        reason=reason,
        statuses=statuses,
        form_name=form_name,
    )


def _registration_id(visit: Visit) -> str:
    return str(visit.request.path_params["registration_id"])
