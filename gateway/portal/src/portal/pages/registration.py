"""Registering for a sitting, withdrawing, and the page that shows one registration."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from grpc.aio import AioRpcError
from matrikel.exams.v1.exam_tree_pb2 import GetExamTreeRequest
from matrikel.exams.v1.obstacle_pb2 import Obstacle
from matrikel.exams.v1.receipt_pb2 import ListReceiptsRequest
from matrikel.exams.v1.registration_pb2 import (
    CreateRegistrationRequest,
    GetRegistrationRequest,
    OutcomeStatus,
    Registration,
    WithdrawRegistrationRequest,
)
from starlette.responses import Response

from portal.exam_branches import form_name, is_lottery, withdrawal_name
from portal.forms import id_of, text_of
from portal.pages import refusal
from portal.pages.receipts import action_name
from portal.statuses import ASKING, IN_LOTTERY, REGISTERED, WAITING, WITHDRAWN
from portal.visit import Visit

# What a confirmation says, by the state in which the registration must be found for it.
_CONFIRMATIONS = {
    "registered": {
        REGISTERED: "registered",
        WAITING: "waiting",
        IN_LOTTERY: "in_lottery",
    },
    "withdrawn": {WITHDRAWN: "withdrawn"},
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
        return refusal.page(visit, error, "register", back)
    if answer.status != OutcomeStatus.OUTCOME_STATUS_OK:
        raise OutcomeNotConfirmedError(request.sitting_id)
    return visit.go(
        _path(answer.registration), done="registered", warned="yes" if answer.warnings else ""
    )


async def ask_to_withdraw(visit: Visit) -> Response:
    """Shows what is about to be withdrawn and asks once more."""
    registration, statuses = await asyncio.gather(
        read(visit, _registration_id(visit)), visit.portal.statuses.current()
    )
    if registration.status not in ASKING:
        return visit.go(_path(registration))
    return visit.render(
        "withdraw.html", registration=registration, form_name=form_name, statuses=statuses
    )


async def withdraw(visit: Visit) -> Response:
    """Withdraws; the confirmation has an address of its own, a refusal is shown at once."""
    form = await visit.form()
    registration_id = _registration_id(visit)
    request = WithdrawRegistrationRequest(
        registration_id=registration_id, request_id=id_of(form, "request_id")
    )
    try:
        answer = await visit.services.registrations.WithdrawRegistration(request)
    except AioRpcError as error:
        back = visit.address(f"exams/registrations/{registration_id}")
        return refusal.page(visit, error, "withdraw", back)
    if answer.status != OutcomeStatus.OUTCOME_STATUS_OK:
        raise OutcomeNotConfirmedError(registration_id)
    return visit.go(
        _path(answer.registration),
        done="withdrawn",
        repeat=answer.repeat_registration.registration_id,
    )


async def show(visit: Visit) -> Response:
    """One registration with its details and receipts; after a change with the status OK on top.

    The registration is read again, so the OK stands for what is stored, not for an address that
    somebody typed.
    """
    registration_id = _registration_id(visit)
    registration, receipts, statuses = await asyncio.gather(
        read(visit, registration_id),
        visit.services.receipts.ListReceipts(ListReceiptsRequest(registration_id=registration_id)),
        visit.portal.statuses.current(),
    )
    confirmed = _CONFIRMATIONS.get(visit.asked("done"), {}).get(registration.status, "")
    return visit.render(
        "registration.html",
        registration=registration,
        confirmed=confirmed,
        warnings=await _warnings(visit, registration) if confirmed else (),
        repeat=await _repeat(visit) if confirmed == "withdrawn" else None,
        receipts=list(reversed(receipts.receipts)),
        action_name=action_name,
        form_name=form_name,
        withdrawal_name=withdrawal_name,
        is_lottery=is_lottery,
        is_current=registration.status in ASKING,
        statuses=statuses,
    )


async def read(visit: Visit, registration_id: str) -> Registration:
    """The registration, which must be the visitor's own. Raises AioRpcError."""
    answer = await visit.services.registrations.GetRegistration(
        GetRegistrationRequest(registration_id=registration_id)
    )
    return answer.registration


async def _warnings(visit: Visit, registration: Registration) -> Sequence[Obstacle]:
    """What the service warned of when it registered, read again from the tree."""
    if visit.asked("warned") != "yes":
        return ()
    tree = await visit.services.exam_tree.GetExamTree(GetExamTreeRequest(person_id=visit.person_id))
    return next(
        (
            leaf.warnings
            for enrolment in tree.enrolments
            for module in enrolment.modules
            for exam in module.exams
            for leaf in exam.sittings
            if leaf.registration_id == registration.registration_id
        ),
        (),
    )


async def _repeat(visit: Visit) -> Registration | None:
    """The registration for the second period that came with a withdrawal, if there is one."""
    wanted = visit.asked("repeat")
    try:
        UUID(wanted)
    except ValueError:
        return None
    repeat = await read(visit, wanted)
    return repeat if repeat.status in ASKING else None


def _registration_id(visit: Visit) -> str:
    return str(visit.request.path_params["registration_id"])


def _path(registration: Registration) -> str:
    return f"exams/registrations/{registration.registration_id}"
