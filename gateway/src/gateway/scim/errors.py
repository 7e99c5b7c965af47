"""What went wrong, as SCIM says it (RFC 7644, section 3.12)."""

import json
from collections.abc import Mapping

import grpc
from chassis.values import Language
from google.rpc import error_details_pb2

from gateway.rest.problem import Answer, answer_to, rich_details

SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error"
MEDIA_TYPE = "application/scim+json"

# Errors are read by those who run the other system, in its log.
LANGUAGE = Language.EN

# The attributes of SCIM by the fields of the contract.
_ATTRIBUTES = {
    "facts.external_id": "externalId",
    "facts.user_name": "userName",
    "facts.given_names": "name.givenName",
    "facts.family_name": "name.familyName",
    "facts.title": "name.honorificPrefix",
    "facts.mailbox": "emails.value",
}

# What the reason of a refusal is in SCIM: its status and its scimType.
_KINDS: Mapping[str, tuple[int, str]] = {
    "USER_KEPT_BY_RECORDS": (400, "mutability"),
    "USER_NAME_FIXED": (400, "mutability"),
    "CLOSED_BY_ADMINISTRATOR": (400, "mutability"),
    "ADMINISTRATORS_TOO_FEW": (400, "mutability"),
    "LAST_ADMINISTRATOR": (400, "mutability"),
    "USER_NAME_TAKEN": (409, "uniqueness"),
    "EXTERNAL_ID_TAKEN": (409, "uniqueness"),
    "MAILBOX_TAKEN": (409, "uniqueness"),
    "VERSION_OUTDATED": (412, ""),
    "FILTER_UNSUITABLE": (400, "invalidFilter"),
}


def scim_answer(problem: Exception) -> Answer:
    """The answer to a problem, its body in SCIM's form."""
    answer = answer_to(problem, LANGUAGE)
    status, kind = _kind_of(problem, answer)
    detail = " ".join(_sentences_on_fields(problem)) or str(answer.error["message"])
    return Answer(
        status,
        {**answer.headers, "content-type": MEDIA_TYPE},
        {
            "schemas": [SCHEMA],
            "status": str(status),
            **({"scimType": kind} if kind else {}),
            "detail": detail,
        },
    )


def scim_body(answer: Answer) -> bytes:
    """The body of an answer of `scim_answer`."""
    return json.dumps(answer.error, ensure_ascii=False).encode()


def _kind_of(problem: Exception, answer: Answer) -> tuple[int, str]:
    if isinstance(problem, grpc.aio.AioRpcError):
        for detail in rich_details(problem):
            info = error_details_pb2.ErrorInfo()
            if detail.Unpack(info) and info.reason in _KINDS:
                return _KINDS[info.reason]
    return answer.http_status, "invalidValue" if answer.http_status == 400 else ""


def _sentences_on_fields(problem: Exception) -> list[str]:
    """What a service says of single fields: SCIM's errors have no place of their own for it."""
    bad = error_details_pb2.BadRequest()
    if isinstance(problem, grpc.aio.AioRpcError):
        for detail in rich_details(problem):
            detail.Unpack(bad)
    return [
        f"{_ATTRIBUTES.get(one.field, one.field)}: {one.description}"
        for one in bad.field_violations
    ]
