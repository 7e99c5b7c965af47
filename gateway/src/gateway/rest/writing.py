"""From the answer of a method to the body of the HTTP response."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from google.api.httpbody_pb2 import HttpBody
from google.protobuf import json_format
from google.protobuf.message import Message

from gateway.contract.methods import HttpBinding, Method, is_http_body

JSON = "application/json"
NDJSON = "application/x-ndjson"
CONTENT_TYPE = re.compile(r"^[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z]+=[A-Za-z0-9._-]+)*$")
ANY_CONTENT = "application/octet-stream"
FILE_NAME_FIELD = "file_name"
CACHE_CONTROL_FIELD = "cache_control"
CACHE_CONTROL = re.compile(r"^[a-z0-9=, -]+$")


@dataclass(frozen=True)
class Content:
    """Raw content of an answer with the headers that describe it."""

    headers: Mapping[str, str]
    data: bytes


def answers_with_content(method: Method, binding: HttpBinding) -> bool:
    """Whether a method's answer is raw content (HttpBody), not JSON."""
    message = method.answered
    if binding.response_body:
        return is_http_body(message.fields_by_name[binding.response_body].message_type)
    return is_http_body(message)


def json_of(answer: Message, binding: HttpBinding) -> bytes:
    """The answer, or the one field of it that the route returns, as JSON.

    Fields without a value are written too, so that a reader sees every field there is; absent
    messages are left out.
    """
    shown = json_format.MessageToDict(answer, always_print_fields_with_no_presence=True)
    if binding.response_body:
        field = answer.DESCRIPTOR.fields_by_name[binding.response_body]
        shown = shown.get(field.camelcase_name, {})
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def content_of(answer: Message, binding: HttpBinding) -> Content:
    """The raw content of an answer, or of one piece of it.

    A text field `file_name` beside the content becomes the name under which it is saved; an
    empty one leaves the name to the browser. A text field `cache_control` says how long it may be
    kept; without one it is not kept at all.
    """
    body = getattr(answer, binding.response_body) if binding.response_body else answer
    assert isinstance(body, HttpBody)
    content_type = body.content_type if CONTENT_TYPE.match(body.content_type) else ANY_CONTENT
    headers = {"content-type": content_type}
    if FILE_NAME_FIELD in answer.DESCRIPTOR.fields_by_name:
        # A file is saved, never shown: what somebody uploaded is no page of this site.
        file_name = str(getattr(answer, FILE_NAME_FIELD))
        headers["content-disposition"] = saved_as(file_name) if file_name else "attachment"
    if CACHE_CONTROL_FIELD in answer.DESCRIPTOR.fields_by_name:
        cache_control = str(getattr(answer, CACHE_CONTROL_FIELD))
        if CACHE_CONTROL.match(cache_control):
            headers["cache-control"] = cache_control
    return Content(headers, body.data)


def saved_as(file_name: str) -> str:
    """A Content-Disposition that saves under a file name (RFC 6266), without any path in it."""
    name = "".join(
        character for character in re.split(r"[/\\]", file_name)[-1] if character.isprintable()
    )
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    disposition = f'attachment; filename="{plain}"'
    if plain != name:
        disposition += f"; filename*=UTF-8''{quote(name, safe='')}"
    return disposition
