"""What a failed call tells the visitor.

Services answer failures with google.rpc details: one ErrorInfo, sentences in both languages, the
fields at fault, and every obstacle of a refused registration. Here they become one value in the
language of the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import cast

from chassis.values import Language
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage, RetryInfo
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from grpc.aio import AioRpcError
from matrikel.exams.v1.obstacle_pb2 import Refusal
from matrikel.records.v1.obstacle_pb2 import Obstacle as RecordsObstacle
from matrikel.records.v1.obstacle_pb2 import Refusal as RecordsRefusal

_DETAILS_KEY = "grpc-status-details-bin"


class Kind(Enum):
    """How a page answers a fault; the value is the HTTP status."""

    INVALID = 422
    SIGN_IN = 401
    FORBIDDEN = 403
    NOT_FOUND = 404
    REFUSED = 409
    TOO_MANY = 429
    UNEXPECTED = 500
    UNAVAILABLE = 503


_KINDS = {
    StatusCode.INVALID_ARGUMENT: Kind.INVALID,
    StatusCode.OUT_OF_RANGE: Kind.INVALID,
    StatusCode.UNAUTHENTICATED: Kind.SIGN_IN,
    StatusCode.PERMISSION_DENIED: Kind.FORBIDDEN,
    StatusCode.NOT_FOUND: Kind.NOT_FOUND,
    StatusCode.FAILED_PRECONDITION: Kind.REFUSED,
    StatusCode.ALREADY_EXISTS: Kind.REFUSED,
    StatusCode.ABORTED: Kind.REFUSED,
    StatusCode.RESOURCE_EXHAUSTED: Kind.TOO_MANY,
    StatusCode.UNAVAILABLE: Kind.UNAVAILABLE,
    StatusCode.DEADLINE_EXCEEDED: Kind.UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One failed call.

    `sentence` is empty where the service sent none in the page's language; `fields` maps the
    request's field paths to sentences; `error_id` names the entry in the service's log.
    `obstacles` are those of a refusal by records, `refusal` is one by exams.
    """

    kind: Kind
    reason: str = ""
    sentence: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refusal: Refusal | None = None
    retry_seconds: int = 0
    error_id: str = ""
    obstacles: tuple[RecordsObstacle, ...] = ()


def fault_of(error: AioRpcError, language: Language) -> Fault:
    """Reads the failure of a call for a page of the language."""
    details = _details(error)
    info, refusal, retry = ErrorInfo(), Refusal(), RetryInfo()
    of_records = RecordsRefusal()
    sentence = ""
    fields: dict[str, tuple[str, ...]] = {}
    refused = False
    for detail in details:
        message = LocalizedMessage()
        request = BadRequest()
        if detail.Unpack(message):
            if message.locale.split("-")[0] == language:
                sentence = message.message
        elif detail.Unpack(request):
            fields = _fields(request, language)
        elif detail.Unpack(refusal):
            refused = True
        elif detail.Unpack(of_records):
            continue
        elif not detail.Unpack(info):
            detail.Unpack(retry)
    return Fault(
        kind=_KINDS.get(error.code(), Kind.UNEXPECTED),
        reason=info.reason,
        sentence=sentence,
        fields=fields,
        refusal=refusal if refused else None,
        retry_seconds=retry.retry_delay.seconds,
        error_id=info.metadata.get("error_id", ""),
        obstacles=tuple(of_records.obstacles),
    )


def _details(error: AioRpcError) -> list[AnyMessage]:
    # grpc.aio's metadata are pairs; the stubs describe the synchronous kind (grpc-stubs 1.53).
    pairs = cast("Iterable[tuple[str, str | bytes]]", error.trailing_metadata() or ())
    for key, value in pairs:
        if key == _DETAILS_KEY and isinstance(value, bytes):
            return list(Status.FromString(value).details)
    return []


def _fields(request: BadRequest, language: Language) -> dict[str, tuple[str, ...]]:
    """Sentences by field: a violation's own sentence if it is in the language, else its
    description, which services write in English."""
    fields: dict[str, tuple[str, ...]] = {}
    for violation in request.field_violations:
        said = violation.localized_message
        is_wanted = said.locale.split("-")[0] == language
        sentence = said.message if is_wanted else violation.description or said.message
        known = fields.get(violation.field, ())
        if sentence and sentence not in known:
            fields[violation.field] = (*known, sentence)
    return fields
