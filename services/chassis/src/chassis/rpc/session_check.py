"""Asks identity whether a session still holds, for methods whose contract wants it at each call."""

from collections.abc import Awaitable, Callable

import grpc
import structlog
from matrikel.identity.v1 import token_pb2, token_pb2_grpc

from chassis.errors import Code, Failure
from chassis.rpc.tokens import invalid_token
from chassis.values import LocalizedText

log = structlog.get_logger()

# Raises UNAUTHENTICATED where the session with that id has ended, UNAVAILABLE where nobody knows.
SessionCheck = Callable[[str], Awaitable[None]]

SECONDS = 2.0

NOT_CHECKED = LocalizedText(
    de="Ihre Anmeldung lässt sich gerade nicht prüfen, und ohne das wird hier nichts geändert."
    " Bitte versuchen Sie es in einigen Minuten noch einmal.",
    en="Your sign-in cannot be checked at the moment, and without that nothing is changed here."
    " Please try again in a few minutes.",
)


def session_check_at(identity: grpc.aio.Channel) -> SessionCheck:
    """The check by asking identity; what identity cannot answer is refused."""
    tokens = token_pb2_grpc.TokenServiceStub(identity)

    async def check(session_id: str) -> None:
        try:
            request = token_pb2.CheckSessionRequest(session_id=session_id)
            await tokens.CheckSession(request, timeout=SECONDS)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAUTHENTICATED:
                raise invalid_token() from error
            log.warning("session_not_checked", problem=error.code().name)
            raise Failure(Code.UNAVAILABLE, "SESSION_NOT_CHECKED", NOT_CHECKED) from error

    return check
