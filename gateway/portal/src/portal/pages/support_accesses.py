"""Who of the staff has looked at the visitor's pages."""

from matrikel.identity.v1.support_pb2 import ListSupportAccessesRequest
from starlette.responses import Response

from portal.visit import Visit

PATH = "account/support-accesses"


async def show(visit: Visit) -> Response:
    """Every support access, the newest first."""
    answer = await visit.services.support.ListSupportAccesses(
        ListSupportAccessesRequest(person_id=visit.person_id, page_token=visit.asked("page"))
    )
    return visit.render(
        "roles/support_accesses.html",
        accesses=answer.support_accesses,
        next_page=answer.next_page_token,
    )
