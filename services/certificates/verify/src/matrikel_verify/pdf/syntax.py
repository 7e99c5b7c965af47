"""The objects of a PDF file (ISO 32000-2, 7.3), read strictly and with their places in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from matrikel_verify.pdf import limits


class MalformedPdfError(ValueError):
    """The bytes are not what the writer of sealed files writes."""


class Name(str):
    """A name without its slash: "Type"."""

    __slots__ = ()


class Operator(str):
    """A word that is no object: an operator of a content stream, or "endobj"."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Points to an indirect object; the generation is always 0."""

    number: int


@dataclass(frozen=True, slots=True)
class HexString:
    """A string written in hexadecimal digits, with its place: from "<" to behind ">"."""

    start: int
    end: int
    value: bytes


Object = (
    None | bool | int | float | bytes | Name | Operator | Reference | HexString | list["Object"]
) | dict[str, "Object"]

# Possessive (++, *+) where something must follow: a stranger's file of ten million digits is
# refused at once, not tried at every length.
_BLANK = b"\x00\t\n\x0c\r "
_TOKEN = re.compile(
    rb"[\x00\t\n\x0c\r ]*+(?:"
    rb"(?P<reference>[0-9]{1,9} 0 R(?![^\x00\t\n\x0c\r \[\]<>/(]))"
    rb"|(?P<number>[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?![^\x00\t\n\x0c\r \[\]<>/()]))"
    rb"|/(?P<name>[^\x00\t\n\x0c\r \[\]<>/(){}%]*+)"
    rb"|(?P<open><<|\[)"
    rb"|(?P<close>>>|\])"
    rb"|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*+)>"
    rb"|(?P<string>\()"
    rb"|(?P<word>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb")"
)
# "#2f" for "/", and so on for what separates objects.
_ESCAPED = re.compile(rb"#(2[3589fF]|3[cCeE]|5[bBdD]|7[bBdD]|20)")
_WORDS: dict[bytes, bool | None] = {b"true": True, b"false": False, b"null": None}
_ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"(": b"(",
    b")": b")",
    b"\\": b"\\",
}
_STRING_PART = re.compile(rb"[^()\\\r]+|\\([0-7]{1,3})|\\(\r\n|[^0-7])|\r\n?|[()]", re.DOTALL)


class Reader:
    """Reads objects one behind the other. Raises MalformedPdfError."""

    def __init__(self, content: bytes, position: int = 0, end: int | None = None) -> None:
        self.content = content
        self.position = position
        self._end = len(content) if end is None else end
        self.tokens = 0
        # Brackets, line ends and escaped characters in strings, with what lies between them.
        self._string_parts = 0

    def read(self) -> Object:
        """The object at the position, which moves behind it."""
        return self._object(0)

    def objects(self) -> Iterator[Object]:
        """Every object up to the end."""
        while not self.at_end():
            yield self._object(0)

    def at_end(self) -> bool:
        """Whether nothing but blanks follows."""
        while self.position < self._end and self.content[self.position] in _BLANK:
            self.position += 1
        return self.position >= self._end

    def expect(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        """What the pattern matches at the position, which moves behind it."""
        found = pattern.match(self.content, self.position, self._end)
        if found is None:
            self._refuse("something else was expected")
        self.position = found.end()
        return found

    def _object(self, depth: int) -> Object:
        kind, value = self._token()
        if kind == "close":
            self._refuse("a bracket closes what is not open")
        if kind == "open":
            if depth >= limits.NESTING:
                self._refuse("objects are nested too deeply")
            return self._dictionary(depth) if value == b"<<" else self._array(depth)
        return value

    def _array(self, depth: int) -> list[Object]:
        items: list[Object] = []
        while not self._closes(b"]"):
            items.append(self._object(depth + 1))
        return items

    def _dictionary(self, depth: int) -> dict[str, Object]:
        entries: dict[str, Object] = {}
        while not self._closes(b">>"):
            key = self._object(depth + 1)
            if not isinstance(key, Name) or key in entries:
                self._refuse("a dictionary has a key twice, or none")
            entries[str(key)] = self._object(depth + 1)
        return entries

    def _closes(self, bracket: bytes) -> bool:
        self.at_end()
        if self.content.startswith(bracket, self.position, self._end):
            self.position += len(bracket)
            return True
        return False

    def _token(self) -> tuple[str, Object]:
        self.tokens += 1
        if self.tokens > limits.TOKENS:
            self._refuse("too many objects")
        found = _TOKEN.match(self.content, self.position, self._end)
        if found is None or found.lastgroup is None:
            self._refuse("not an object")
        kind = found.lastgroup
        self.position = found.end()
        text = found[kind]
        match kind:
            case "reference":
                return kind, Reference(int(text.split(b" ", 1)[0]))
            case "number":
                return kind, self._number(text)
            case "name":
                return kind, self._name(text)
            case "hex":
                return kind, self._hex(text, found.start(kind) - 1)
            case "string":
                return kind, self._string()
            case "word":
                return kind, _WORDS[text] if text in _WORDS else Operator(text.decode("ascii"))
        return kind, text

    def _number(self, text: bytes) -> int | float:
        if len(text) > 40:
            self._refuse("a number is too long")
        return float(text) if b"." in text else int(text)

    def _name(self, text: bytes) -> Name:
        if len(text) > limits.NAME_BYTES:
            self._refuse("a name is too long")
        # Only what cannot stand in a name is escaped: "ByteR#61nge" would hide a word from whoever
        # searches for it.
        if b"#" in _ESCAPED.sub(b"", text):
            self._refuse("a name is written in a roundabout way")
        plain = _ESCAPED.sub(lambda one: bytes.fromhex(one[1].decode()), text)
        return Name(plain.decode("latin-1"))

    def _hex(self, text: bytes, start: int) -> HexString:
        digits = text.translate(None, _BLANK)
        return HexString(
            start, self.position, bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        )

    def _string(self) -> bytes:
        parts: list[bytes] = []
        depth = 1
        while depth:
            found = _STRING_PART.match(self.content, self.position, self._end)
            if found is None:
                self._refuse("a string does not end")
            self.position = found.end()
            self._string_parts += 1
            if self._string_parts > limits.TOKENS:
                self._refuse("strings of too many parts")
            part = found[0]
            if part == b"(":
                depth += 1
            elif part == b")":
                depth -= 1
            if not depth:
                break
            parts.append(_plain(found))
        return b"".join(parts)

    def _refuse(self, reason: str) -> NoReturn:
        raise MalformedPdfError(f"{reason}, at byte {self.position}")


def _plain(found: re.Match[bytes]) -> bytes:
    octal, escaped = found[1], found[2]
    if octal is not None:
        return bytes([int(octal, 8) & 0xFF])
    if escaped is not None:
        return _ESCAPES.get(escaped, b"" if escaped[:1] in b"\r\n" else escaped)
    return b"\n" if found[0][:1] == b"\r" else found[0]
