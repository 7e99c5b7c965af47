"""Starting a support access from a student's record."""

from datetime import UTC

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import GetAccountRequest
from matrikel.identity.v1.support_pb2 import ListSupportAccessesRequest, StartSupportAccessRequest
from starlette.responses import Response

from portal.forms import Problems, text_of
from portal.pages.staff.answers import said_in_form
from portal.visit import Visit

_SHORTEST_REASON = 10


async def ask(visit: Visit) -> Response:
    """Why the student's pages are to be seen, and who has seen them before."""
    return await _form(visit)


async def start(visit: Visit) -> Response:
    """Starts the access: the browser sees the student's pages from now on."""
    form = await visit.form()
    reason = text_of(form, "reason")
    if len(reason) < _SHORTEST_REASON:
        missing = Problems(fields={"reason": (visit.t("support.reason_missing"),)})
        return await _form(visit, reason, missing, 422)
    try:
        answer = await visit.services.support.StartSupportAccess(
            StartSupportAccessRequest(person_id=_person_id(visit), reason=reason)
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "reason")
        return await _form(visit, reason, problems, status)
    response = visit.go()
    expire_time = answer.expire_time.ToDatetime(tzinfo=UTC)
    visit.portal.sessions.start(response, answer.session_token, expire_time)
    return response


async def _form(
    visit: Visit, reason: str = "", problems: Problems | None = None, status: int = 200
) -> Response:
    person_id = _person_id(visit)
    account = await visit.services.accounts.GetAccount(GetAccountRequest(person_id=person_id))
    accesses = await visit.services.support.ListSupportAccesses(
        ListSupportAccessesRequest(person_id=person_id, page_token=visit.asked("page"))
    )
    return visit.render(
        "roles/start_support.html",
        status=status,
        problems=problems or Problems(),
        account=account.account,
        reason=reason,
        accesses=accesses.support_accesses,
        next_page=accesses.next_page_token,
    )


def _person_id(visit: Visit) -> str:
    return str(visit.request.path_params["person_id"])
