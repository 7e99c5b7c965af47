"""Service passwords: one for each device or program, shown once."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.directory_pb2 import (
    IT_SERVICE_STATE_ACTIVE,
    SERVICE_PASSWORD_USE_ALLOWED,
    SERVICE_PASSWORD_USE_REQUIRED,
    MyItService,
)
from matrikel.identity.v1.service_password_pb2 import (
    CreateServicePasswordRequest,
    ListServicePasswordsRequest,
    RevokeServicePasswordRequest,
    ServicePassword,
)
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages.it_services.directory import my_services
from portal.visit import Visit

PATH = "account/service-passwords"
_USES = (SERVICE_PASSWORD_USE_ALLOWED, SERVICE_PASSWORD_USE_REQUIRED)


async def show(visit: Visit) -> Response:
    """The passwords that there are, and the form for another one."""
    return await _page(visit, Problems(), 200, {"service": visit.asked("service"), "name": ""})


async def create(visit: Visit) -> Response:
    """Makes a password and shows it, this once."""
    form = await visit.form()
    typed = {"service": text_of(form, "service"), "name": text_of(form, "name")[:60]}
    missing = {
        name: (visit.t(f"service_passwords.{name}_missing"),)
        for name, said in typed.items()
        if not said
    }
    if missing:
        return await _page(visit, Problems(fields=missing), Kind.INVALID.value, typed)
    try:
        made = await visit.services.service_passwords.CreateServicePassword(
            CreateServicePasswordRequest(
                person_id=visit.person_id, it_service_code=typed["service"], name=typed["name"]
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(fault, "name", home="service")
        return await _page(visit, problems, fault.kind.value, typed)
    services = {each.it_service.it_service_code: each for each in await my_services(visit)}
    code = made.service_password.it_service_code
    return visit.render(
        "it_services/password_made.html", made=made, service=services[code].it_service
    )


async def ask_to_revoke(visit: Visit) -> Response:
    """Asks once more before a password ends."""
    password = await _password(visit)
    services = {each.it_service.it_service_code: each for each in await my_services(visit)}
    known = services.get(password.it_service_code)
    return visit.render(
        "it_services/revoke_password.html",
        password=password,
        service=known.it_service if known else None,
    )


async def revoke(visit: Visit) -> Response:
    """Ends a password."""
    form = await visit.form()
    await visit.services.service_passwords.RevokeServicePassword(
        RevokeServicePasswordRequest(
            service_password_id=_password_id(visit), request_id=id_of(form, "request_id")
        )
    )
    return visit.go(PATH, done="revoked")


async def _page(visit: Visit, problems: Problems, status: int, typed: dict[str, str]) -> Response:
    services = [each for each in await my_services(visit) if _has_passwords(each)]
    passwords = await _passwords(visit)
    return visit.render(
        "it_services/passwords.html",
        status=status,
        problems=problems,
        typed=typed,
        services=services,
        usable=[each for each in services if each.state == IT_SERVICE_STATE_ACTIVE],
        names={each.it_service.it_service_code: each.it_service.name for each in services},
        passwords=passwords,
        done=visit.asked("done") == "revoked",
    )


def _has_passwords(mine: MyItService) -> bool:
    return mine.it_service.service_password_use in _USES


async def _passwords(visit: Visit) -> list[ServicePassword]:
    answer = await visit.services.service_passwords.ListServicePasswords(
        ListServicePasswordsRequest(person_id=visit.person_id)
    )
    return list(answer.service_passwords)


async def _password(visit: Visit) -> ServicePassword:
    wanted = _password_id(visit)
    for each in await _passwords(visit):
        if each.service_password_id == wanted:
            return each
    raise HTTPException(404)


def _password_id(visit: Visit) -> str:
    return str(visit.request.path_params["service_password_id"])
