"""JSON Schemas of protobuf messages, as the REST interface reads and writes them."""

from collections.abc import Iterable

from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from gateway.contract.comments import comment_on
from gateway.contract.methods import is_http_body
from gateway.reference.constraints import constraints_of
from gateway.rest.reading import is_map, map_value

Schema = dict[str, object]

DIGITS = r"^-?[0-9]+$"
PLAIN: dict[int, Schema] = {
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_STRING: {"type": "string"},
    FieldDescriptor.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    FieldDescriptor.TYPE_DOUBLE: {"type": "number", "format": "double"},
    FieldDescriptor.TYPE_FLOAT: {"type": "number", "format": "float"},
}
SHORT_NUMBERS = frozenset({FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_UINT32})
WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": {"type": "string", "format": "date-time"},
    "google.protobuf.Duration": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?s$"},
    "google.protobuf.FieldMask": {"type": "string"},
    "google.protobuf.Struct": {"type": "object"},
    "google.protobuf.Value": {},
    "google.protobuf.ListValue": {"type": "array"},
    "google.protobuf.Any": {"type": "object", "properties": {"@type": {"type": "string"}}},
    "google.protobuf.Empty": {"type": "object"},
    "google.protobuf.BoolValue": {"type": "boolean"},
    "google.protobuf.StringValue": {"type": "string"},
    "google.protobuf.BytesValue": {"type": "string", "contentEncoding": "base64"},
    "google.protobuf.DoubleValue": {"type": "number"},
    "google.protobuf.FloatValue": {"type": "number"},
    "google.protobuf.Int32Value": {"type": "integer", "format": "int32"},
    "google.protobuf.UInt32Value": {"type": "integer", "format": "int32"},
    "google.protobuf.Int64Value": {"type": "string", "pattern": DIGITS},
    "google.protobuf.UInt64Value": {"type": "string", "pattern": DIGITS},
}


class Schemas:
    """The schemas of every message and enumeration that was referred to."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}

    def reference_to(self, message: Descriptor) -> Schema:
        """A reference to a message's schema, which is made when it is first referred to."""
        if message.full_name in WELL_KNOWN:
            return dict(WELL_KNOWN[message.full_name])
        if is_http_body(message):
            return {"type": "string", "contentMediaType": "application/octet-stream"}
        if message.full_name not in self.components:
            # Entered before it is filled, as messages may contain themselves.
            self.components[message.full_name] = {}
            self.components[message.full_name] = self.of_message(message, message.fields)
        return {"$ref": f"#/components/schemas/{message.full_name}"}

    def of_message(
        self,
        message: Descriptor,
        fields: Iterable[FieldDescriptor],
        optional: frozenset[str] = frozenset(),
    ) -> Schema:
        """The schema of a message with some of its fields, the optional ones never required."""
        fields = list(fields)
        schema: Schema = {
            "type": "object",
            "properties": {field.camelcase_name: self.of_field(field) for field in fields},
        }
        required = [
            field.camelcase_name
            for field in fields
            if is_required(field) and field.name not in optional
        ]
        if required:
            schema["required"] = required
        return described(schema, comment_on(message.full_name))

    def of_field(self, field: FieldDescriptor) -> Schema:
        """The schema of a field with its constraints and its comment."""
        rules = field.GetOptions().Extensions[validate_pb2.field]
        if is_map(field):
            held = self.of_single(map_value(field))
            schema: Schema = {"type": "object", "additionalProperties": held}
        elif field.is_repeated:
            items = self.of_single(field) | constraints_of(field, rules.repeated.items)
            schema = {"type": "array", "items": items}
        else:
            schema = self.of_single(field)
        schema |= constraints_of(field, rules)
        return described(schema, comment_on(field.full_name))

    def of_single(self, field: FieldDescriptor) -> Schema:
        """The schema of one value of a field."""
        if field.message_type is not None:
            return self.reference_to(field.message_type)
        if field.enum_type is not None:
            return self.reference_to_enum(field.enum_type)
        if field.type in PLAIN:
            return dict(PLAIN[field.type])
        if field.cpp_type in SHORT_NUMBERS:
            return {"type": "integer", "format": "int32"}
        return {"type": "string", "pattern": DIGITS}

    def reference_to_enum(self, enum: EnumDescriptor) -> Schema:
        """A reference to the schema of an enumeration, whose values are written by name."""
        if enum.full_name not in self.components:
            comments = [
                f"{value.name}: {comment}"
                for value in enum.values
                if (comment := comment_on(f"{enum.full_name}.{value.name}"))
            ]
            text = "\n\n".join(filter(None, [comment_on(enum.full_name), *comments]))
            names = [value.name for value in enum.values]
            self.components[enum.full_name] = described({"type": "string", "enum": names}, text)
        return {"$ref": f"#/components/schemas/{enum.full_name}"}


def described(schema: Schema, comment: str) -> Schema:
    """The schema with a description, where there is one."""
    return schema | {"description": comment} if comment else schema


def is_required(field: FieldDescriptor) -> bool:
    """Whether an empty value of the field would be refused, so that a caller must give it."""
    rules = field.GetOptions().Extensions[validate_pb2.field]
    if rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE:
        return False
    if rules.required or rules.repeated.min_items > 0 or 0 in rules.enum.not_in:
        return True
    text = rules.string
    return bool(text.min_len > 0 or text.len > 0 or text.uuid or (text.HasField("pattern")))
