"""The file as a whole: one revision, in which every byte belongs to exactly one listed object.

The writer of sealed files writes a header, objects one behind the other, one table of them, one
trailer. Nothing lies between, twice, or unlisted: no place for hidden or shadowed content.
"""

import re
import zlib
from dataclasses import dataclass, field

from matrikel_verify.pdf import limits
from matrikel_verify.pdf.syntax import HexString, MalformedPdfError, Name, Object, Reader, Reference

_HEADER = re.compile(rb"%PDF-1\.7\r?\n(?:%[\x80-\xff]{4,8}\r?\n)?")
_OBJECT = re.compile(rb"([1-9][0-9]{0,8}) 0 obj(?=[\r\n ])")
_STREAM = re.compile(rb"[\r\n ]*stream\r?\n")
_END_OF_STREAM = re.compile(rb"(?:\r?\n)?endstream(?=[\r\n ])")
_END_OF_OBJECT = re.compile(rb"[\r\n ]*endobj(?:\r?\n)+")
_TABLE = re.compile(rb"xref\r?\n0 ([0-9]{1,9})\r?\n")
_ENTRY = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
_TRAILER = re.compile(rb"trailer(?=[\r\n <])")
_END = re.compile(rb"[\r\n ]*startxref\r?\n([0-9]{1,10})\r?\n%%EOF(?:\r?\n)?")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary and its bytes as they stand in the file."""

    entries: dict[str, Object]
    content: bytes


@dataclass(slots=True)
class PdfFile:
    """The objects of a file that has passed."""

    objects: dict[int, Object | Stream]
    trailer: dict[str, Object]
    # How much its streams may still unfold to.
    _room: int = limits.ALL_STREAM_BYTES
    _unfolded: dict[int, bytes] = field(default_factory=dict)

    def resolve(self, value: "Object | Stream") -> "Object | Stream":
        """What a reference points to, or the value itself."""
        return self.objects[value.number] if isinstance(value, Reference) else value

    def dictionary(self, value: "Object | Stream") -> dict[str, Object]:
        """The dictionary behind a value; raises MalformedPdfError for anything else."""
        found = self.resolve(value)
        if isinstance(found, Stream):
            return found.entries
        if not isinstance(found, dict):
            raise MalformedPdfError("a dictionary is missing")
        return found

    def array(self, value: "Object | Stream") -> list[Object]:
        """The array behind a value; raises MalformedPdfError for anything else."""
        found = self.resolve(value)
        if not isinstance(found, list):
            raise MalformedPdfError("an array is missing")
        return found

    def unfold(self, value: "Object | Stream") -> bytes:
        """The content of a stream, decompressed within bounds."""
        stream = self.resolve(value)
        if not isinstance(stream, Stream):
            raise MalformedPdfError("a stream is missing")
        if id(stream) not in self._unfolded:
            content = _unfold(stream, min(self._room, limits.STREAM_BYTES))
            self._room -= len(content)
            self._unfolded[id(stream)] = content
        return self._unfolded[id(stream)]

    @property
    def catalog(self) -> dict[str, Object]:
        """The root of the document."""
        return self.dictionary(self.trailer["Root"])


def read_file(content: bytes) -> PdfFile:
    """Reads a whole file; raises MalformedPdfError for all that sealed files are not."""
    reader = Reader(content)
    reader.expect(_HEADER)
    objects: dict[int, Object | Stream] = {}
    places: dict[int, int] = {}
    while not content.startswith(b"xref", reader.position):
        start = reader.position
        number = int(reader.expect(_OBJECT)[1])
        if number in objects or len(objects) >= limits.OBJECTS:
            raise MalformedPdfError("an object stands in the file twice, or there are too many")
        objects[number], places[number] = _indirect_object(reader), start
    table = reader.position
    _check_table(reader, places)
    reader.expect(_TRAILER)
    trailer = reader.read()
    end = reader.expect(_END)
    if int(end[1]) != table or reader.position != len(content):
        raise MalformedPdfError("the table is not where the file says, or bytes follow the end")
    if not isinstance(trailer, dict) or not trailer.keys() <= {"Info", "Root", "Size", "ID"}:
        raise MalformedPdfError("the trailer holds something else")
    file = PdfFile(objects, trailer)
    _check_reach(file)
    return file


def _indirect_object(reader: Reader) -> Object | Stream:
    value = reader.read()
    if isinstance(value, dict) and (stream := _STREAM.match(reader.content, reader.position)):
        length = value.get("Length")
        if type(length) is not int or length < 0 or "F" in value or "FFilter" in value:
            raise MalformedPdfError("the length of a stream is not said, or it lies elsewhere")
        if value.get("Type") in ("ObjStm", "XRef"):
            raise MalformedPdfError("objects are packed into a stream")
        reader.position = stream.end() + length
        body = reader.content[stream.end() : reader.position]
        reader.expect(_END_OF_STREAM)
        reader.expect(_END_OF_OBJECT)
        return Stream(value, body)
    reader.expect(_END_OF_OBJECT)
    return value


def _check_table(reader: Reader, places: dict[int, int]) -> None:
    size = int(reader.expect(_TABLE)[1])
    if size != len(places) + 1:
        raise MalformedPdfError("the table lists other objects than there are")
    for number in range(size):
        entry = reader.expect(_ENTRY)
        expected = (0, b"65535", b"f") if number == 0 else (places.get(number), b"00000", b"n")
        if (int(entry[1]), entry[2], entry[3]) != expected:
            raise MalformedPdfError("the table lists an object at another place")


def _check_reach(file: PdfFile) -> None:
    """Every object can be reached from the trailer; every reference leads to an object."""
    seen: set[int] = set()
    waiting: list[Object | Stream] = [file.trailer]
    while waiting:
        value = waiting.pop()
        match value:
            case Reference(number):
                if number not in file.objects:
                    raise MalformedPdfError("a reference leads nowhere")
                if number not in seen:
                    seen.add(number)
                    waiting.append(file.objects[number])
            case Stream(entries):
                waiting.extend(entries.values())
            case dict():
                waiting.extend(value.values())
            case list():
                waiting.extend(value)
    if len(seen) != len(file.objects):
        raise MalformedPdfError("the file holds objects that nothing refers to")


def _unfold(stream: Stream, room: int) -> bytes:
    match stream.entries.get("Filter"):
        case None:
            content = stream.content
        case Name("FlateDecode") | [Name("FlateDecode")]:
            if stream.entries.get("DecodeParms") is not None:
                raise MalformedPdfError("a stream is packed in another way")
            content = _inflate(stream.content, room)
        case _:
            raise MalformedPdfError("a stream is packed in another way")
    if len(content) > room:
        raise MalformedPdfError("a stream unfolds to too much")
    return content


def _inflate(content: bytes, room: int) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(content, room + 1)
    except zlib.error as error:
        raise MalformedPdfError("a stream cannot be unpacked") from error
    if not unpacking.eof or unpacking.unused_data.strip(b"\r\n"):
        raise MalformedPdfError("a stream unfolds to too much, or bytes follow its end")
    return unpacked


def text_of(value: Object) -> str:
    """A text string (ISO 32000-2, 7.9.2): UTF-16 with its mark, UTF-8 with its mark, or ASCII."""
    raw = value.value if isinstance(value, HexString) else value
    if not isinstance(raw, bytes):
        raise MalformedPdfError("a text is missing")
    try:
        if raw.startswith(b"\xfe\xff"):
            return raw[2:].decode("utf-16-be")
        if raw.startswith(b"\xef\xbb\xbf"):
            return raw[3:].decode()
        return raw.decode("latin-1")
    except UnicodeDecodeError as error:
        raise MalformedPdfError("a text cannot be read") from error
