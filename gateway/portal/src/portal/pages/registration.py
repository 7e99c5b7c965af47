"""Registering for a sitting, withdrawing, and the page that shows one registration."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.registration_pb2 import (
    CreateRegistrationRequest,
    GetRegistrationRequest,
    OutcomeStatus,
    Registration,
    RegistrationStatus,
    WithdrawRegistrationRequest,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import Kind, fault_of
from portal.forms import id_of, text_of
from portal.visit import Visit

# What a confirmation says, and the state in which the registration must be found for it.
_CONFIRMATIONS = {
    "registered": RegistrationStatus.REGISTRATION_STATUS_REGISTERED,
    "withdrawn": RegistrationStatus.REGISTRATION_STATUS_WITHDRAWN,
}


class OutcomeNotConfirmedError(Exception):
    """A service answered without the status OK: the visitor must not be told that it worked."""


async def register(visit: Visit) -> Response:
    """Registers; the confirmation has an address of its own, a refusal is shown at once."""
    form = await visit.form()
    enrolment_id, module_code = id_of(form, "enrolment_id"), text_of(form, "module_code")
    request = CreateRegistrationRequest(
        person_id=visit.person_id,
        sitting_id=id_of(form, "sitting_id"),
        enrolment_id=enrolment_id,
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.registrations.CreateRegistration(request)
    except AioRpcError as error:
        back = visit.address(
            "exams/tree", f"module-{module_code}", enrolment=enrolment_id, module=module_code
        )
        return _refused(visit, error, "register", back)
    if answer.status != OutcomeStatus.OUTCOME_STATUS_OK:
        raise OutcomeNotConfirmedError(request.sitting_id)
    return _confirmed(visit, answer.registration, "registered")


async def ask_to_withdraw(visit: Visit) -> Response:
    """Shows what is about to be withdrawn and asks once more."""
    registration = await _registration(visit)
    if registration.status != RegistrationStatus.REGISTRATION_STATUS_REGISTERED:
        return visit.go(f"exams/registrations/{registration.registration_id}")
    return visit.render("withdraw.html", registration=registration, form_name=form_name)


async def withdraw(visit: Visit) -> Response:
    """Withdraws; the confirmation has an address of its own, a refusal is shown at once."""
    form = await visit.form()
    registration_id = str(visit.request.path_params["registration_id"])
    request = WithdrawRegistrationRequest(
        registration_id=registration_id, request_id=id_of(form, "request_id")
    )
    try:
        answer = await visit.services.registrations.WithdrawRegistration(request)
    except AioRpcError as error:
        back = visit.address(f"exams/registrations/{registration_id}")
        return _refused(visit, error, "withdraw", back)
    if answer.status != OutcomeStatus.OUTCOME_STATUS_OK:
        raise OutcomeNotConfirmedError(registration_id)
    return _confirmed(visit, answer.registration, "withdrawn")


async def show(visit: Visit) -> Response:
    """One registration with its details; after a change with the status OK on top.

    The registration is read again, so the OK stands for what is stored, not for an address that
    somebody typed.
    """
    registration = await _registration(visit)
    wanted = visit.asked("done")
    is_confirmed = _CONFIRMATIONS.get(wanted) == registration.status
    return visit.render(
        "registration.html",
        registration=registration,
        confirmed=wanted if is_confirmed else "",
        form_name=form_name,
        is_registered=registration.status == RegistrationStatus.REGISTRATION_STATUS_REGISTERED,
    )


async def _registration(visit: Visit) -> Registration:
    registration_id = str(visit.request.path_params["registration_id"])
    answer = await visit.services.registrations.GetRegistration(
        GetRegistrationRequest(registration_id=registration_id)
    )
    return answer.registration


def _confirmed(visit: Visit, registration: Registration, done: str) -> Response:
    return visit.go(f"exams/registrations/{registration.registration_id}", done=done)


def _refused(visit: Visit, error: AioRpcError, action: str, back: str) -> Response:
    """Every obstacle with its remedy and section; other faults go their usual way."""
    fault = fault_of(error, visit.language)
    if fault.kind is not Kind.REFUSED:
        raise error
    return visit.render(
        "refusal.html",
        status=fault.kind.value,
        action=action,
        sentence=visit.sentence(fault),
        obstacles=fault.refusal.obstacles if fault.refusal else (),
        attempt_id=fault.refusal.attempt_id if fault.refusal else "",
        back=back,
    )
