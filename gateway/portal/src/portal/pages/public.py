"""Pages that everybody may read: start, contact points, IT services."""

import logging

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import GetAccountRequest
from matrikel.identity.v1.directory_pb2 import AccountKind, ItService, ListItServicesRequest
from starlette.responses import Response

from portal.visit import Visit

_logger = logging.getLogger(__name__)

# The only pages that search engines may list.
_LISTED = {"X-Robots-Tag": "all"}


async def start(visit: Visit) -> Response:
    """What the portal is for; signed in, the menu of functions."""
    name = await _own_name(visit) if visit.signed_in else ""
    return visit.render("start.html", headers=_LISTED, name=name)


async def _own_name(visit: Visit) -> str:
    """The visitor's name for the greeting; the menu is shown without it if need be."""
    try:
        answer = await visit.services.accounts.GetAccount(
            GetAccountRequest(person_id=visit.person_id)
        )
    except AioRpcError as error:
        _logger.warning("The start page greets without a name: %s", error.code().name)
        return ""
    name = answer.account.name
    return f"{name.given_names} {name.family_name}"


async def contact(visit: Visit) -> Response:
    """Every contact point of the university."""
    points = visit.university.contact_points if visit.university else ()
    return visit.render("contact.html", headers=_LISTED, points=points)


async def it_services(visit: Visit) -> Response:
    """The directory of IT services: what for, with which account, where to get help."""
    answer = await visit.services.directory.ListItServices(ListItServicesRequest())
    schools = {
        school.school_code: school
        for school in (visit.university.schools if visit.university else ())
    }
    return visit.render(
        "it_services.html",
        headers=_LISTED,
        it_services=answer.it_services,
        account_kind=_account_kind,
        schools_of=lambda service: [
            schools[code] for code in service.school_codes if code in schools
        ],
        support_link=_support_link,
    )


def _account_kind(kind: "AccountKind.ValueType") -> str:
    return AccountKind.Name(kind).removeprefix("ACCOUNT_KIND_").lower()


def _support_link(service: ItService) -> str:
    """The support as a link target: an address of a page as it is, a mailbox as mailto."""
    support = service.support
    return support if "://" in support or not support else f"mailto:{support}"
