"""The one typed error that crosses the parts of a service and the wire.

Domains return refusals as values; use cases raise them as a Failure; the server turns a Failure
into a gRPC status, and only the gateway turns that into HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from google.protobuf.message import Message

from chassis.values import LocalizedText


class Code(Enum):
    """What kind of failure it is; the names are gRPC's."""

    INVALID_ARGUMENT = "INVALID_ARGUMENT"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    FAILED_PRECONDITION = "FAILED_PRECONDITION"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    PERMISSION_DENIED = "PERMISSION_DENIED"
    RESOURCE_EXHAUSTED = "RESOURCE_EXHAUSTED"
    ABORTED = "ABORTED"
    UNAVAILABLE = "UNAVAILABLE"
    DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of the request, and how to mend it.

    `path` is the field as the contract names it: "password", "new_person.birth_date".
    """

    path: str
    reason: str
    message: LocalizedText


@dataclass(eq=False)
class Failure(Exception):  # noqa: N818  # the field's word; Error is what the wire calls it
    """A failure with a reason code and a sentence for people in both languages.

    `keeps_changes` commits what the transaction wrote before it failed, such as the evidence of
    a refused attempt. `details` are further messages for the caller, packed as they are.
    """

    code: Code
    reason: str
    message: LocalizedText
    metadata: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[FieldProblem, ...] = ()
    details: tuple[Message, ...] = ()
    retry_after: timedelta | None = None
    keeps_changes: bool = False

    def __str__(self) -> str:
        return f"{self.reason}: {self.message.en}"
