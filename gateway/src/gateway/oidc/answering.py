"""What programs are answered: identity's answer as it is, and JSON where identity has none."""

import json
from collections.abc import Mapping

import grpc
import structlog
from chassis.values import Language
from matrikel.identity.v1.oidc_pb2 import OidcAnswer
from starlette.responses import Response

from gateway.rest.problem import rich_details, seconds_to_wait, unexpected

log = structlog.get_logger(__name__)

NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}
JSON = "application/json"
RETRY_SECONDS = 5


def answer_of(answer: OidcAnswer) -> Response:
    """The answer with exactly the status, the headers and the body that identity gave."""
    response = Response(answer.body or None, answer.status)
    for header in answer.headers:
        response.headers[header.name] = header.value
    response.headers.setdefault("cache-control", "no-store")
    return response


def error_answer(
    status: int, error: str, description: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An error in the form of RFC 6749, section 5.2; `description` is ASCII for whoever set up the
    client."""
    body = error_body(error, description)
    return Response(body, status, {**NO_STORE, **(headers or {})}, media_type=JSON)


def error_body(error: str, description: str) -> bytes:
    """The body of such an error."""
    return json.dumps({"error": error, "error_description": description}).encode()


def unreadable(description: str) -> Response:
    """The request has no readable parameters."""
    return error_answer(400, "invalid_request", description)


def fault_answer(error: grpc.aio.AioRpcError) -> Response:
    """Identity could not be asked, or refused to be: never what it said, as programs read it."""
    match error.code():
        case grpc.StatusCode.UNAVAILABLE | grpc.StatusCode.DEADLINE_EXCEEDED:
            log.warning("provider_unavailable", code=error.code().name)
            return error_answer(
                503,
                "temporarily_unavailable",
                "the provider does not answer at the moment",
                {"retry-after": str(RETRY_SECONDS)},
            )
        case grpc.StatusCode.RESOURCE_EXHAUSTED:
            seconds = seconds_to_wait(rich_details(error)) or RETRY_SECONDS
            return error_answer(
                429, "temporarily_unavailable", "too many attempts", {"retry-after": str(seconds)}
            )
        case grpc.StatusCode.INVALID_ARGUMENT:
            return error_answer(400, "invalid_request", "a parameter is too long")
        case _:
            answer = unexpected(Language.EN, error)
            return error_answer(500, "server_error", str(answer.error["message"]))
