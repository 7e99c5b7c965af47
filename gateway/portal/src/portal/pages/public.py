"""Pages that everybody may read: start, contact points."""

import logging

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import GetAccountRequest
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
