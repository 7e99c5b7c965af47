"""The authenticator app: set up, renamed, removed."""

import base64
from uuid import uuid4

from grpc.aio import AioRpcError
from matrikel.identity.v1.second_factor_pb2 import (
    ConfirmTotpRequest,
    RemoveTotpRequest,
    RenameTotpRequest,
    StartTotpRequest,
    StartTotpResponse,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages.security.account_security import go_on, security_of, wanted_by
from portal.visit import Visit

_PATH = "account/security/totp"


async def show(visit: Visit) -> Response:
    """The app that is set up, and the form to set up one."""
    return await _form(visit)


async def start(visit: Visit) -> Response:
    """Shows the QR code and the key once; the app counts when its first code was entered."""
    form = await visit.form()
    started = await visit.services.second_factors.StartTotp(
        StartTotpRequest(person_id=visit.person_id, name=text_of(form, "name")[:60])
    )
    return _to_scan(visit, started)


async def confirm(visit: Visit) -> Response:
    """Sets up the app with the code that it shows.

    The key is not shown again after a wrong code: the app has it already.
    """
    form = await visit.form()
    code = text_of(form, "code")
    if not code:
        problems = Problems(fields={"code": (visit.t("security.totp.code_missing"),)})
        return _to_scan(visit, None, problems, 422)
    try:
        await visit.services.second_factors.ConfirmTotp(
            ConfirmTotpRequest(person_id=visit.person_id, code=code[:16])
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.REFUSED:
            return await _form(visit, visit.problems(fault), fault.kind.value)
        if fault.kind is not Kind.INVALID:
            raise
        return _to_scan(visit, None, visit.problems(fault, "code", home="code"), 422)
    security = await security_of(visit)
    if security.recovery_codes_left:
        return go_on(visit, "account/security", done="totp")
    return visit.go("account/security/recovery-codes", done="totp", next=wanted_by(visit))


async def rename(visit: Visit) -> Response:
    """Gives the app another name."""
    form = await visit.form()
    name = text_of(form, "name")[:60]
    if not name:
        problems = Problems(fields={"name": (visit.t("security.name_missing"),)})
        return await _form(visit, problems, 422)
    await visit.services.second_factors.RenameTotp(
        RenameTotpRequest(
            person_id=visit.person_id, name=name, request_id=id_of(form, "request_id")
        )
    )
    return visit.go(_PATH, done="renamed")


async def ask_to_remove(visit: Visit) -> Response:
    """Asks once more, or says why the app has to stay."""
    await visit.services.second_factors.RemoveTotp(
        RemoveTotpRequest(person_id=visit.person_id, request_id=str(uuid4()), validate_only=True)
    )
    security = await security_of(visit)
    return visit.render(
        "security/remove.html",
        what="totp",
        name=security.totp.name,
        path=f"{_PATH}/remove",
        back=_PATH,
        is_last=security.passkey_count == 0,
    )


async def remove(visit: Visit) -> Response:
    """Removes the app."""
    form = await visit.form()
    await visit.services.second_factors.RemoveTotp(
        RemoveTotpRequest(person_id=visit.person_id, request_id=id_of(form, "request_id"))
    )
    return visit.go("account/security", done="totp_removed")


async def _form(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    security = await security_of(visit)
    return visit.render(
        "security/totp.html",
        status=status,
        problems=problems or Problems(),
        totp=security.totp if security.HasField("totp") else None,
        done=visit.asked("done"),
        wanted=wanted_by(visit),
    )


def _to_scan(
    visit: Visit,
    started: StartTotpResponse | None,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return visit.render(
        "security/totp_code.html",
        status=status,
        problems=problems or Problems(),
        started=started,
        picture=_picture(started.qr_svg) if started else "",
        wanted=wanted_by(visit),
    )


def _picture(svg: str) -> str:
    """A drawing as address: pages take images from here and from themselves."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
