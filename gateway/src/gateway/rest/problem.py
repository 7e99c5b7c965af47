"""Errors as the REST interface answers them (AIP-193).

A service's error arrives as a rich gRPC status and leaves as JSON; the gateway's own refusals
take the same form. What a service did not word for people is replaced by a sentence of ours, so
that no address, path or exception text leaves the house.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

import grpc
import structlog
from chassis.values import Language, LocalizedText
from google.protobuf import json_format
from google.protobuf.any_pb2 import Any
from google.protobuf.message import DecodeError, Message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from gateway.rest.sentences import SENTENCES, UNEXPECTED

log = structlog.get_logger(__name__)

DOMAIN = "gateway.matrikel"
RICH_STATUS = "grpc-status-details-bin"
CHALLENGE = 'Bearer realm="matrikel"'

HTTP_STATUS = {
    grpc.StatusCode.CANCELLED: 499,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.FAILED_PRECONDITION: 400,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.OUT_OF_RANGE: 400,
    grpc.StatusCode.UNIMPLEMENTED: 501,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.UNAUTHENTICATED: 401,
}
"""HTTP status by gRPC status, after google/rpc/code.proto; every other one is a 500."""


@dataclass(frozen=True)
class FieldViolation:
    """What is wrong with one field, by its name in the contract."""

    field: str
    reason: str
    message: LocalizedText


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - the answer to a caller, not a fault in the program
    """A request that the gateway refuses by itself."""

    http_status: int
    status: str
    """The name of the google.rpc.Code."""
    reason: str
    message: LocalizedText
    violations: tuple[FieldViolation, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An error ready to be sent: status, headers and the JSON body."""

    http_status: int
    headers: Mapping[str, str]
    error: Mapping[str, object]

    @property
    def body(self) -> bytes:
        """The body as JSON."""
        return json.dumps({"error": self.error}, ensure_ascii=False).encode()


def answer_to(problem: Exception, language: Language) -> Answer:
    """Turns whatever went wrong into the answer for the caller."""
    if isinstance(problem, Problem):
        return answer_to_own_problem(problem, language)
    if isinstance(problem, grpc.aio.AioRpcError):
        return answer_to_service_error(problem, language)
    return unexpected(language, problem)


def answer_to_own_problem(problem: Problem, language: Language) -> Answer:
    """Words a refusal of the gateway."""
    details: list[Message] = [
        error_details_pb2.ErrorInfo(reason=problem.reason, domain=DOMAIN),
        *localized(problem.message),
    ]
    if problem.violations:
        details.append(
            error_details_pb2.BadRequest(
                field_violations=[
                    error_details_pb2.BadRequest.FieldViolation(
                        field=violation.field,
                        reason=violation.reason,
                        description=violation.message.in_language(language),
                    )
                    for violation in problem.violations
                ]
            )
        )
    headers = dict(problem.headers)
    if problem.http_status == 401:
        headers["www-authenticate"] = CHALLENGE
    return Answer(
        problem.http_status,
        headers,
        error_object(
            problem.http_status,
            problem.status,
            problem.message.in_language(language),
            [detail_as_json(packed(detail)) for detail in details],
        ),
    )


def answer_to_service_error(error: grpc.aio.AioRpcError, language: Language) -> Answer:
    """Passes on what a service said, as far as it said it for people."""
    code = error.code()
    http_status = HTTP_STATUS.get(code, 500)
    details = rich_details(error)
    if http_status == 500:
        return unexpected(language, error, error_id_in(details))
    worded = message_in(details, language)
    if not any(detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR) for detail in details):
        log.warning("upstream_error", code=code.name, details=error.details())
        reason, sentence = SENTENCES.get(code, (code.name, UNEXPECTED))
        worded = sentence.in_language(language)
        details = [
            packed(error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN)),
            *(packed(text) for text in localized(sentence)),
        ]
    headers = {}
    if http_status == 401:
        headers["www-authenticate"] = CHALLENGE
    if http_status in (429, 503) and (seconds := seconds_to_wait(details)) is not None:
        headers["retry-after"] = str(seconds)
    shown = [shown for detail in details if (shown := detail_as_json(detail))]
    return Answer(
        http_status,
        headers,
        error_object(http_status, code.name, worded or error.details() or code.name, shown),
    )


def unexpected(language: Language, cause: Exception, error_id: str = "") -> Answer:
    """A fault inside: the caller gets an id, the log gets the cause under that id."""
    if not error_id:
        error_id = secrets.token_hex(8)
    log.error("unexpected_error", error_id=error_id, exc_info=cause)
    message = UNEXPECTED.in_language(language).format(error_id=error_id)
    info = error_details_pb2.ErrorInfo(
        reason="INTERNAL", domain=DOMAIN, metadata={"error_id": error_id}
    )
    return Answer(500, {}, error_object(500, "INTERNAL", message, [detail_as_json(packed(info))]))


def error_object(
    http_status: int, status: str, message: str, details: list[dict[str, object]]
) -> dict[str, object]:
    """The error as AIP-193 writes it."""
    return {"code": http_status, "status": status, "message": message, "details": details}


def rich_details(error: grpc.aio.AioRpcError) -> list[Any]:
    """The details that travel in the trailing metadata of a rich status."""
    encoded = dict(cast("Iterable[tuple[str, str | bytes]]", error.trailing_metadata())).get(
        RICH_STATUS
    )
    if not isinstance(encoded, bytes):
        return []
    try:
        status = status_pb2.Status.FromString(encoded)
    except DecodeError:
        return []
    if status.code != code_pb2.Code.Value(error.code().name):
        return []
    return list(status.details)


def message_in(details: list[Any], language: Language) -> str:
    """The sentence for people in the wanted language, else in the first that there is."""
    texts = {}
    for detail in details:
        text = error_details_pb2.LocalizedMessage()
        if detail.Is(text.DESCRIPTOR) and detail.Unpack(text):
            texts[text.locale.partition("-")[0]] = text.message
    return texts.get(language.value) or next(iter(texts.values()), "")


def error_id_in(details: list[Any]) -> str:
    """The error id that a service gave to a fault inside it."""
    for detail in details:
        info = error_details_pb2.ErrorInfo()
        if detail.Is(info.DESCRIPTOR) and detail.Unpack(info):
            return str(info.metadata.get("error_id", ""))
    return ""


def seconds_to_wait(details: list[Any]) -> int | None:
    """How long the caller should wait, in whole seconds rounded up."""
    for detail in details:
        retry = error_details_pb2.RetryInfo()
        if detail.Is(retry.DESCRIPTOR) and detail.Unpack(retry):
            return int(retry.retry_delay.seconds) + (1 if retry.retry_delay.nanos else 0)
    return None


def localized(text: LocalizedText) -> list[Message]:
    """A sentence in both languages, as services send it."""
    return [
        error_details_pb2.LocalizedMessage(locale="de", message=text.de),
        error_details_pb2.LocalizedMessage(locale="en", message=text.en),
    ]


def packed(detail: Message) -> Any:
    """A detail in its envelope."""
    envelope = Any()
    envelope.Pack(detail)
    return envelope


def detail_as_json(detail: Any) -> dict[str, object]:
    """A detail as JSON; nothing where the gateway does not know its type or it is broken."""
    try:
        shown: dict[str, object] = json_format.MessageToDict(detail)
    except (TypeError, DecodeError, json_format.Error):
        return {}
    return shown
