"""The private address for a forgotten password."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.recovery_pb2 import (
    ConfirmRecoveryAddressRequest,
    RemoveRecoveryAddressRequest,
    SetRecoveryAddressRequest,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages.security.account_security import security_of
from portal.visit import Visit

_PATH = "account/security/recovery-address"


async def show(visit: Visit) -> Response:
    """The address, one that waits for its code, and the forms for both."""
    return await _form(visit)


async def set_address(visit: Visit) -> Response:
    """Has a code mailed to an address."""
    form = await visit.form()
    address = text_of(form, "email_address")
    if not address:
        problems = Problems(fields={"email_address": (visit.t("security.address.missing"),)})
        return await _form(visit, problems, address, 422)
    try:
        await visit.services.recovery.SetRecoveryAddress(
            SetRecoveryAddressRequest(
                person_id=visit.person_id,
                email_address=address,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        problems = visit.problems(fault, "email_address", home="email_address")
        return await _form(visit, problems, address, fault.kind.value)
    return visit.go(_PATH, done="sent")


async def confirm(visit: Visit) -> Response:
    """Confirms the address with the mailed code."""
    form = await visit.form()
    code = text_of(form, "code")
    if not code:
        problems = Problems(fields={"code": (visit.t("security.address.code_missing"),)})
        return await _form(visit, problems, status=422)
    try:
        await visit.services.recovery.ConfirmRecoveryAddress(
            ConfirmRecoveryAddressRequest(person_id=visit.person_id, code=code[:32])
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        problems = visit.problems(fault, "code", home="code")
        return await _form(visit, problems, status=fault.kind.value)
    return visit.go("account/security", done="address")


async def remove(visit: Visit) -> Response:
    """Removes the address."""
    form = await visit.form()
    await visit.services.recovery.RemoveRecoveryAddress(
        RemoveRecoveryAddressRequest(
            person_id=visit.person_id, request_id=id_of(form, "request_id")
        )
    )
    return visit.go("account/security", done="address_removed")


async def _form(
    visit: Visit, problems: Problems | None = None, typed: str = "", status: int = 200
) -> Response:
    security = await security_of(visit)
    return visit.render(
        "security/recovery_address.html",
        status=status,
        problems=problems or Problems(),
        security=security,
        typed=typed,
        sent=visit.asked("done") == "sent",
    )
