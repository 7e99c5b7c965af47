"""From an HTTP request to the request message of a method.

Path, query and body fill one tree of fields, each field from one source only; the tree then
becomes the message. What protobuf's JSON reader (7.36) lets pass is checked before: a top-level
array, a field under two spellings, broken Base64, digits with underscores.
"""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from gateway.contract.methods import WHOLE_MESSAGE, HttpBinding, Method, field_at, field_named
from gateway.rest.refusals import (
    bad_field,
    body_malformed,
    body_not_json,
    body_unexpected,
    header_malformed,
    query_malformed,
)
from gateway.rest.sentences import IDEMPOTENCY_KEY_FORM

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Tree = dict[str, Json]

MOST_QUERY_PARAMETERS = 100
WHOLE_NUMBER = re.compile(r"^-?(0|[1-9][0-9]{0,19})$")
BASE64 = re.compile(r"^([A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$")
IDEMPOTENCY_KEY = re.compile(r'^"?([A-Za-z0-9_-]{1,64})"?$')
FIELD_IN_PARSE_ERROR = re.compile(r"^Failed to parse (\S+) field")
WRITTEN_AS_TEXT = frozenset(
    {
        "google.protobuf.Timestamp",
        "google.protobuf.Duration",
        "google.protobuf.FieldMask",
        "google.protobuf.StringValue",
        "google.protobuf.BytesValue",
        "google.protobuf.Int64Value",
        "google.protobuf.UInt64Value",
    }
)
"""Messages whose JSON form is one text, so that a query parameter can hold it."""

WHOLE_NUMBER_TYPES = frozenset(
    {FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64}
    | {FieldDescriptor.CPPTYPE_UINT32, FieldDescriptor.CPPTYPE_UINT64}
)


def read_request(
    method: Method,
    binding: HttpBinding,
    variables: Mapping[str, str],
    query: bytes,
    body: bytes,
    headers: Mapping[str, str],
) -> Message:
    """Reads the request message of a method. Raises `Problem` (400, 415) where it cannot."""
    message = method.asked
    tree = read_body(message, binding, body, headers.get("content-type", ""))
    for name, value in variables.items():
        put_text(tree, message, name, value)
    read_query(tree, message, binding, query)
    if method.takes_request_id and (key := headers.get("idempotency-key")) is not None:
        put_idempotency_key(tree, key)
    try:
        return json_format.ParseDict(tree, method.request())
    except json_format.ParseError as problem:
        named = FIELD_IN_PARSE_ERROR.match(str(problem))
        raise bad_field(named[1] if named else "", "FIELD_MALFORMED") from problem
    except (ValueError, TypeError, OverflowError, RecursionError) as problem:
        raise body_malformed() from problem


def read_body(message: Descriptor, binding: HttpBinding, body: bytes, content_type: str) -> Tree:
    """The fields that the body fills, under their proto names."""
    if not body:
        return {}
    if not binding.body:
        raise body_unexpected()
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise body_not_json()
    value = parse_json(body)
    if binding.body == WHOLE_MESSAGE:
        if not isinstance(value, dict):
            raise body_malformed()
        return checked_fields(value, message, "")
    field = message.fields_by_name[binding.body]
    if field.message_type is not None and not field.is_repeated and not isinstance(value, dict):
        raise body_malformed()
    return {field.name: checked_value(value, field, field.name)}


def parse_json(body: bytes) -> Json:
    """Parses strict JSON: UTF-8, no name twice in one object, no NaN."""
    try:
        value: Json = json.loads(
            body.decode("utf-8"), object_pairs_hook=object_once, parse_constant=refuse_constant
        )
    except (ValueError, RecursionError) as problem:
        raise body_malformed() from problem
    return value


def object_once(pairs: list[tuple[str, Json]]) -> Tree:
    """A JSON object whose names are different."""
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a name occurs twice")
    return tree


def refuse_constant(name: str) -> Json:
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no JSON")


def checked_fields(fields: Tree, message: Descriptor, path: str) -> Tree:
    """The fields of a message under their proto names; null counts as absent."""
    tree: Tree = {}
    seen: set[str] = set()
    for name, value in fields.items():
        field = field_named(message, name)
        if field is None:
            raise bad_field(path + name, "FIELD_UNKNOWN")
        if field.name in seen:
            raise bad_field(path + field.name, "FIELD_FROM_TWO_SOURCES")
        seen.add(field.name)
        if value is not None:
            tree[field.name] = checked_value(value, field, path + field.name)
    return tree


def checked_value(value: Json, field: FieldDescriptor, path: str) -> Json:
    """The value of a field, its messages' fields under their proto names."""
    if is_map(field):
        if not isinstance(value, dict):
            raise bad_field(path, "FIELD_MALFORMED")
        held = map_value(field)
        return {key: checked_single(item, held, f"{path}.{key}") for key, item in value.items()}
    if field.is_repeated:
        if not isinstance(value, list):
            raise bad_field(path, "FIELD_MALFORMED")
        return [checked_single(item, field, f"{path}[{at}]") for at, item in enumerate(value)]
    return checked_single(value, field, path)


def checked_single(value: Json, field: FieldDescriptor, path: str) -> Json:
    """One value of a field's type, as far as protobuf's reader would not notice."""
    message = field.message_type
    if message is not None:
        if message.file.package == "google.protobuf":
            return value
        if not isinstance(value, dict):
            raise bad_field(path, "FIELD_MALFORMED")
        return checked_fields(value, message, f"{path}.")
    if isinstance(value, str):
        check_text(value, field, path)
    return value


def check_text(text: str, field: FieldDescriptor, path: str) -> None:
    """Refuses a text that protobuf's reader would bend into a value of the field's type."""
    if field.type == FieldDescriptor.TYPE_BYTES:
        if not BASE64.match(text) or len(text.rstrip("=")) % 4 == 1:
            raise bad_field(path, "BASE64_MALFORMED")
        return
    no_number = field.cpp_type in WHOLE_NUMBER_TYPES and not WHOLE_NUMBER.match(text)
    if no_number or any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_field(path, "FIELD_MALFORMED")


def read_query(tree: Tree, message: Descriptor, binding: HttpBinding, query: bytes) -> None:
    """Adds the fields that the query fills: "semester.code=2026W", repeated ones repeatedly."""
    try:
        parameters = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=MOST_QUERY_PARAMETERS,
        )
    except ValueError as problem:
        raise query_malformed() from problem
    seen: set[str] = set()
    for name, text in parameters:
        field = field_at(message, name.split("."))
        if field is None:
            raise bad_field(name, "FIELD_UNKNOWN")
        path = proto_path(message, name)
        if binding.body in (WHOLE_MESSAGE, path.partition(".")[0]):
            raise bad_field(path, "FIELD_FROM_TWO_SOURCES")
        if path in seen and not field.is_repeated:
            raise bad_field(path, "FIELD_NOT_REPEATED")
        seen.add(path)
        put_text(tree, message, path, text)


def proto_path(message: Descriptor, name: str) -> str:
    """A dotted path under proto names, whichever spelling it came in."""
    names: list[str] = []
    for part in name.split("."):
        field = field_at(message, [*names, part])
        names.append(field.name if field is not None else part)
    return ".".join(names)


def put_text(tree: Tree, message: Descriptor, path: str, text: str) -> None:
    """Puts a text from path or query at its field; raises `Problem` where something is there."""
    names = path.split(".")
    field = field_at(message, names)
    if field is None:
        raise bad_field(path, "FIELD_UNKNOWN")
    place = tree
    for name in names[:-1]:
        inside = place.setdefault(name, {})
        if not isinstance(inside, dict):
            raise bad_field(path, "FIELD_FROM_TWO_SOURCES")
        place = inside
    value = value_of_text(text, field, path)
    if field.is_repeated:
        values = place.setdefault(names[-1], [])
        assert isinstance(values, list)
        values.append(value)
    elif names[-1] in place:
        raise bad_field(path, "FIELD_FROM_TWO_SOURCES")
    else:
        place[names[-1]] = value


def value_of_text(text: str, field: FieldDescriptor, path: str) -> Json:
    """The JSON value that a text from path or query stands for."""
    if field.message_type is not None:
        if field.message_type.full_name not in WRITTEN_AS_TEXT:
            raise bad_field(path, "FIELD_MALFORMED")
        return text
    if field.type == FieldDescriptor.TYPE_BOOL:
        if text not in ("true", "false"):
            raise bad_field(path, "FIELD_MALFORMED")
        return text == "true"
    if field.type == FieldDescriptor.TYPE_ENUM and WHOLE_NUMBER.match(text):
        return int(text)
    check_text(text, field, path)
    return text


def put_idempotency_key(tree: Tree, header: str) -> None:
    """Takes the Idempotency-Key header as request_id, which may say the same but nothing else."""
    key = IDEMPOTENCY_KEY.match(header.strip())
    if key is None:
        raise header_malformed("Idempotency-Key", IDEMPOTENCY_KEY_FORM)
    if tree.setdefault("request_id", key[1]) != key[1]:
        raise bad_field("request_id", "IDEMPOTENCY_KEY_DIFFERS")


def map_value(field: FieldDescriptor) -> FieldDescriptor:
    """The values of a map, as a field."""
    assert field.message_type is not None
    return field.message_type.fields_by_name["value"]


def is_map(field: FieldDescriptor) -> bool:
    """Whether the field is a protobuf map."""
    return field.message_type is not None and field.message_type.GetOptions().map_entry
