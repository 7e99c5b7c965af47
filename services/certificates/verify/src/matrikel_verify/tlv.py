"""Fields as tag, length and value, as data seals carry them; and how long texts share the room."""

import unicodedata
from collections.abc import Sequence

# The longest value that a length of two bytes says.
_MOST_BYTES = 255
# The most that stands before a value.
LONGEST_START = 3
_LONG = 0x81
_SHORT_LENGTHS = 128
_ZERO_WIDTH_JOINER = "\u200d"


class MalformedFieldsError(ValueError):
    """The bytes are not a sequence of fields in their one form."""


def write_field(tag: int, value: bytes) -> bytes:
    """A tag of one byte, the length as DER writes it, the value of at most 255 bytes."""
    if len(value) > _MOST_BYTES:
        raise ValueError("a field holds at most 255 bytes")
    size = (len(value),) if len(value) < _SHORT_LENGTHS else (_LONG, len(value))
    return bytes((tag, *size)) + value


def field_length(value: bytes) -> int:
    """How many bytes a field takes in all, however long its value."""
    return len(value) + (2 if len(value) < _SHORT_LENGTHS else LONGEST_START)


def read_fields(content: bytes) -> list[tuple[int, bytes]]:
    """Every field in its order.

    Raises MalformedFieldsError where a field is cut off, its length is not written in the shortest
    way, or tags do not ascend, which also finds every field that stands there twice.
    """
    fields: list[tuple[int, bytes]] = []
    rest = content
    while rest:
        if len(rest) < 2 or (rest[1] == _LONG and len(rest) < 3):
            raise MalformedFieldsError("cut off within a field")
        tag, size, start = rest[0], rest[1], 2
        if size == _LONG:
            size, start = rest[2], 3
            if size < _SHORT_LENGTHS:
                raise MalformedFieldsError("a length that is not written in the shortest way")
        elif size > _LONG or size == _SHORT_LENGTHS:
            raise MalformedFieldsError("a length that no field has")
        value, rest = rest[start : start + size], rest[start + size :]
        if len(value) < size:
            raise MalformedFieldsError("cut off within a field")
        if fields and tag <= fields[-1][0]:
            raise MalformedFieldsError("fields twice or out of order")
        fields.append((tag, value))
    return fields


def fair_share(lengths: Sequence[int], room: int) -> int:
    """The largest length to which all can be cut so that together they fit: short ones stay whole.

    Raises ValueError where there is no room for even one byte each.
    """
    if room < len(lengths):
        raise ValueError("the fields of fixed length leave no room for texts")
    share = min(max(lengths, default=0), _MOST_BYTES)
    while sum(min(length, share) for length in lengths) > room:
        share -= 1
    return share


def cut_text(text: str, most_bytes: int) -> str:
    """The beginning of the text that fits, never ending within a letter and its marks.

    A single letter with more marks than fit is cut all the same, as nothing would be left of it.
    """
    if len(text.encode()) <= most_bytes:
        return text
    most = len(text.encode()[:most_bytes].decode(errors="ignore"))
    end = most
    while end > 0 and _belongs_to_former(text[end]):
        end -= 1
    return text[:end].rstrip() or text[:most]


def _belongs_to_former(character: str) -> bool:
    return character == _ZERO_WIDTH_JOINER or unicodedata.category(character).startswith("M")
