"""Turns failures into gRPC statuses: always one ErrorInfo, sentences in both languages."""

from uuid import uuid4

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from chassis.errors import Code, Failure
from chassis.values import Language, LocalizedText

INTERNAL_TEXT = LocalizedText(
    de="Es ist ein unerwarteter Fehler aufgetreten. Bitte nennen Sie der technischen Unterstützung"
    " die Fehlernummer {error_id}.",
    en="An unexpected error occurred. Please give technical support the error number {error_id}.",
)


# A status travels in the trailing metadata, of which gRPC's clients accept 8 KiB by default.
# Field problems beyond this many bytes are left out.
MOST_DETAIL_BYTES = 4_000


def unexpected() -> Failure:
    """A failure for a fault inside: it carries an error id and nothing else."""
    error_id = uuid4().hex[:12]
    return Failure(
        Code.INTERNAL,
        "INTERNAL",
        INTERNAL_TEXT.format(error_id=error_id),
        metadata={"error_id": error_id},
    )


def to_status(failure: Failure, service: str, language: Language) -> status_pb2.Status:
    """The status of a failure; `message` is English, LocalizedMessage starts with `language`."""
    status = status_pb2.Status(
        code=grpc_code(failure.code).value[0], message=failure.message.en[:1000]
    )
    details: list[Message] = [
        error_details_pb2.ErrorInfo(
            reason=failure.reason, domain=f"{service}.matrikel", metadata=dict(failure.metadata)
        )
    ]
    for spoken in sorted(Language, key=lambda one: one is not language):
        details.append(
            error_details_pb2.LocalizedMessage(
                locale=spoken.value, message=failure.message.in_language(spoken)
            )
        )
    if failure.fields:
        details.append(_bad_request(failure))
    if failure.retry_after is not None:
        delay = Duration()
        delay.FromTimedelta(failure.retry_after)
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    for detail in (*details, *failure.details):
        status.details.add().Pack(detail)
    return status


def _bad_request(failure: Failure) -> error_details_pb2.BadRequest:
    """Field problems: `description` is English, `localized_message` German, so both are there."""
    detail = error_details_pb2.BadRequest()
    for problem in failure.fields:
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=problem.path,
            reason=problem.reason,
            description=problem.message.en,
            localized_message=error_details_pb2.LocalizedMessage(
                locale=Language.DE.value, message=problem.message.de
            ),
        )
        if detail.ByteSize() + violation.ByteSize() > MOST_DETAIL_BYTES:
            break
        detail.field_violations.append(violation)
    return detail


def grpc_code(code: Code) -> grpc.StatusCode:
    """The gRPC status code of the same name."""
    return grpc.StatusCode[code.value]
