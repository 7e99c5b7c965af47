"""The directory of IT services: for everybody, and with how each stands for the visitor."""

import logging
from collections.abc import Mapping

from grpc.aio import AioRpcError
from matrikel.identity.v1.directory_pb2 import (
    AccountKind,
    ActivateItServiceRequest,
    DeactivateItServiceRequest,
    ItService,
    ItServiceState,
    ListItServicesRequest,
    ListMyItServicesRequest,
    MyItService,
    ServicePasswordUse,
)
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of
from portal.pages.staff.answers import new_request_id
from portal.visit import Visit

_logger = logging.getLogger(__name__)

# Search engines may list the page as everybody sees it.
_LISTED = {"X-Robots-Tag": "all"}
_PATH = "it-services"
# What the badge of a state looks like.
BADGES = {
    "available": "success",
    "active": "success",
    "to_be_activated": "info",
    "not_entitled": "warning",
}


async def show(visit: Visit) -> Response:
    """What for, with which account, where to get help; signed in, how each stands."""
    return await _page(visit, Problems(), 200)


async def activate(visit: Visit) -> Response:
    """Activates a service."""
    form = await visit.form()
    code = _code(visit)
    try:
        await visit.services.directory.ActivateItService(
            ActivateItServiceRequest(
                person_id=visit.person_id,
                it_service_code=code,
                request_id=id_of(form, "request_id"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await _page(visit, visit.problems(fault), fault.kind.value)
    return visit.go(_PATH, fragment=code, done="activated")


async def ask_to_deactivate(visit: Visit) -> Response:
    """Says what ends with the service before it is deactivated."""
    answer = await visit.services.directory.DeactivateItService(
        DeactivateItServiceRequest(
            person_id=visit.person_id,
            it_service_code=_code(visit),
            validate_only=True,
            request_id=new_request_id(),
        )
    )
    return visit.render(
        "it_services/deactivate.html",
        service=answer.it_service.it_service,
        passwords=answer.ended_service_passwords,
    )


async def deactivate(visit: Visit) -> Response:
    """Deactivates a service with its passwords."""
    form = await visit.form()
    code = _code(visit)
    await visit.services.directory.DeactivateItService(
        DeactivateItServiceRequest(
            person_id=visit.person_id, it_service_code=code, request_id=id_of(form, "request_id")
        )
    )
    return visit.go(_PATH, fragment=code, done="deactivated")


async def my_services(visit: Visit) -> list[MyItService]:
    """Every service as it stands for the visitor."""
    answer = await visit.services.directory.ListMyItServices(
        ListMyItServicesRequest(person_id=visit.person_id)
    )
    return list(answer.it_services)


async def _page(visit: Visit, problems: Problems, status: int) -> Response:
    mine = await _mine(visit)
    if mine:
        services = [each.it_service for each in mine.values()]
    else:
        answer = await visit.services.directory.ListItServices(ListItServicesRequest())
        services = list(answer.it_services)
    schools = {
        school.school_code: school
        for school in (visit.university.schools if visit.university else ())
    }
    return visit.render(
        "it_services.html",
        status=status,
        headers=None if mine else _LISTED,
        problems=problems,
        it_services=services,
        mine=mine,
        badges=BADGES,
        state_name=lambda state: value_name(ItServiceState, state),
        password_use=lambda use: value_name(ServicePasswordUse, use),
        account_kind=lambda kind: value_name(AccountKind, kind),
        schools_of=lambda service: [
            schools[code] for code in service.school_codes if code in schools
        ],
        support_link=_support_link,
        done=visit.asked("done"),
    )


async def _mine(visit: Visit) -> Mapping[str, MyItService]:
    """The services by code; empty for visitors, and where nobody can tell just now."""
    if visit.signed_in is None:
        return {}
    try:
        found = await my_services(visit)
    except AioRpcError as error:
        # The page is public: it is shown without the states if need be.
        _logger.warning("The directory is shown without states: %s", error.code().name)
        return {}
    return {each.it_service.it_service_code: each for each in found}


def _support_link(service: ItService) -> str:
    """The support as a link target: an address of a page as it is, a mailbox as mailto."""
    support = service.support
    return support if "://" in support or not support else f"mailto:{support}"


def _code(visit: Visit) -> str:
    code = str(visit.request.path_params["code"])
    if len(code) > 40:
        raise HTTPException(404)
    return code
