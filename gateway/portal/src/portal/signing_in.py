"""What every way of signing in ends with: cookies, and on to the page that asked for it."""

from datetime import UTC
from typing import Protocol

from google.protobuf.timestamp_pb2 import Timestamp
from grpc.aio import AioRpcError
from matrikel.identity.v1.session_pb2 import SignOutRequest
from starlette.responses import RedirectResponse, Response

from portal.faults import Kind, fault_of
from portal.visit import Visit

LONGEST_USER_AGENT = 512
SET_UP_PAGE = "account/security/set-up"
TERMS_PAGE = "account/terms"


class Started(Protocol):
    """A session that identity has started, in whichever answer it came."""

    @property
    def session_token(self) -> str: ...
    @property
    def expire_time(self) -> Timestamp: ...
    @property
    def device_token(self) -> str: ...
    @property
    def second_factor_needed(self) -> bool: ...
    @property
    def terms_needed(self) -> bool: ...


async def signed_in(visit: Visit, started: Started) -> Response:
    """Gives the browser the session, and leads to the page that asked for the sign-in.

    Who needs a second factor for the work sets it up on the way, and who has not accepted the terms
    of use that hold reads them first. The session that the browser had before ends, as it would go
    on unseen; not where another system only wants to see the person again: with the session, all
    other systems would be signed out.
    """
    if visit.signed_in and not visit.onward:
        await _end_former(visit)
    target = visit.return_address(visit.asked("next"))
    if started.second_factor_needed:
        target = visit.address(SET_UP_PAGE, next=target)
    if started.terms_needed:
        target = visit.address(TERMS_PAGE, next=target)
    response = RedirectResponse(target, 303)
    sessions = visit.portal.sessions
    sessions.start(response, started.session_token, started.expire_time.ToDatetime(tzinfo=UTC))
    if started.device_token:
        sessions.keep_device(response, started.device_token)
    return response


def user_agent_of(visit: Visit) -> str:
    """What the browser calls itself, as far as it is kept."""
    return visit.request.headers.get("user-agent", "")[:LONGEST_USER_AGENT]


async def _end_former(visit: Visit) -> None:
    try:
        await visit.services.sessions.SignOut(SignOutRequest())
    except AioRpcError as error:
        # It may have ended by itself meanwhile.
        if fault_of(error, visit.language).kind is not Kind.SIGN_IN:
            raise
