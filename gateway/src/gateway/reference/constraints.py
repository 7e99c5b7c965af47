"""The rules of buf.validate as JSON Schema says them."""

from buf.validate import validate_pb2
from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

Constraints = dict[str, object]

STRING_FORMATS = {
    "uuid": "uuid",
    "email": "email",
    "uri": "uri",
    "uri_ref": "uri-reference",
    "hostname": "hostname",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
}
NUMBER_RULES = ("int32", "uint32", "sint32", "fixed32", "sfixed32", "float", "double")


def constraints_of(field: FieldDescriptor, rules: validate_pb2.FieldRules) -> Constraints:
    """The rules of a field that JSON Schema knows; none for long numbers, which are texts there."""
    kind = rules.WhichOneof("type")
    if kind == "string":
        return string_constraints(rules)
    if kind in NUMBER_RULES:
        return number_constraints(rules, kind)
    if kind == "repeated":
        return repeated_constraints(rules)
    if kind == "map":
        return present({"minProperties": rules.map.min_pairs, "maxProperties": rules.map.max_pairs})
    if kind == "enum" and field.enum_type is not None:
        return enum_constraints(field.enum_type, rules)
    return {}


def string_constraints(rules: validate_pb2.FieldRules) -> Constraints:
    """Length, pattern, format, allowed values. Lengths count characters, as JSON Schema does."""
    text = rules.string
    # A rule that an empty value escapes cannot be said beside a minimal length.
    shortest = 0 if rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE else text.min_len
    found = present(
        {
            "minLength": text.len or shortest,
            "maxLength": text.len or text.max_len,
            "enum": list(getattr(text, "in")),
        }
    )
    if text.HasField("pattern"):
        found["pattern"] = text.pattern
    well_known = text.WhichOneof("well_known")
    if well_known in STRING_FORMATS:
        found["format"] = STRING_FORMATS[well_known]
    return found


def number_constraints(rules: validate_pb2.FieldRules, kind: str) -> Constraints:
    """The least and the greatest number."""
    number = getattr(rules, kind)
    names = {
        "gte": "minimum",
        "gt": "exclusiveMinimum",
        "lte": "maximum",
        "lt": "exclusiveMaximum",
    }
    return {name: getattr(number, rule) for rule, name in names.items() if number.HasField(rule)}


def repeated_constraints(rules: validate_pb2.FieldRules) -> Constraints:
    """How many items, and whether they differ."""
    repeated = rules.repeated
    return present(
        {
            "minItems": repeated.min_items,
            "maxItems": repeated.max_items,
            "uniqueItems": repeated.unique,
        }
    )


def enum_constraints(enum: EnumDescriptor, rules: validate_pb2.FieldRules) -> Constraints:
    """The values that remain where some are ruled out."""
    ruled_out = set(rules.enum.not_in)
    only = set(getattr(rules.enum, "in"))
    if not ruled_out and not only:
        return {}
    return {
        "enum": [
            value.name
            for value in enum.values
            if value.number not in ruled_out and (not only or value.number in only)
        ]
    }


def present(found: Constraints) -> Constraints:
    """The constraints that say something."""
    return {name: value for name, value in found.items() if value}
