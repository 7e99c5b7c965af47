"""Takes sealed files apart and puts them together again, as forgers do."""

import re
import zlib
from collections.abc import Callable, Sequence

_OBJECT = re.compile(rb"(?:^|(?<=\n))([1-9][0-9]*) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
_TRAILER = re.compile(rb"trailer (<<.*>>)\r?\nstartxref", re.DOTALL)
_RANGE = re.compile(rb"/ByteRange (\[[0-9 ]*\] *)")
_HOLE = re.compile(rb"<([0-9a-f]{2000,})>")

# Signs bytes: gives a CMS.
Sign = Callable[[bytes], bytes]


def objects_of(file: bytes) -> list[bytes]:
    """The bodies of all objects, the first has the number 1."""
    found = [(int(one[1]), one[2]) for one in _OBJECT.finditer(file)]
    assert [number for number, _ in found] == list(range(1, len(found) + 1))
    return [body for _, body in found]


def with_objects(file: bytes, objects: Sequence[bytes]) -> bytes:
    """The file made of other objects, with a table that fits; its seal does not any more."""
    header = file[: re.search(rb"1 0 obj\n", file).start()]  # type: ignore[union-attr]
    trailer = re.sub(rb"/Size [0-9]+", b"/Size %d" % (len(objects) + 1), trailer_of(file))
    out, places = header, []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer %s\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        trailer,
        len(out),
    )


def trailer_of(file: bytes) -> bytes:
    """The dictionary of the trailer."""
    found = _TRAILER.search(file)
    assert found is not None
    return found[1]


def hole_of(file: bytes) -> tuple[int, int]:
    """From "<" to behind ">"."""
    found = _HOLE.search(file)
    assert found is not None
    return found.span()


def covered(file: bytes) -> bytes:
    """What the seal is over."""
    start, end = hole_of(file)
    return file[:start] + file[end:]


def with_range(file: bytes) -> bytes:
    """The file with the byte range that its hole has now."""
    old = _RANGE.search(file)
    assert old is not None
    for _ in range(3):
        start, end = hole_of(file)
        new = b"[0 %d %d %d]" % (start, end, len(file) - end)
        # The range has a fixed width, so that writing it moves nothing.
        assert len(new) <= len(old[1])
        file = file[: old.start(1)] + new.ljust(len(old[1])) + file[old.end(1) :]
    return file


def with_seal(file: bytes, sign: Sign) -> bytes:
    """The file sealed by somebody, whatever it holds now."""
    ranged = with_range(file)
    start, end = hole_of(ranged)
    filled = sign(covered(ranged)).hex().encode().ljust(end - start - 2, b"0")
    return ranged[: start + 1] + filled + ranged[end - 1 :]


def stream_of(body: bytes) -> bytes | None:
    """What a stream unfolds to; None for other objects."""
    found = re.search(rb"stream\n(.*)\nendstream$", body, re.DOTALL)
    if found is None:
        return None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def with_stream(body: bytes, content: bytes) -> bytes:
    """The stream with other content."""
    head = body[: body.index(b"stream\n")]
    packed = zlib.compress(content) if b"/FlateDecode" in head else content
    head = re.sub(rb"/Length [0-9]+", b"/Length %d" % len(packed), head)
    return head + b"stream\n" + packed + b"\nendstream"


def changed_streams(file: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with changed streams; exactly one has to change."""
    objects = objects_of(file)
    changes = 0
    for place, body in enumerate(objects):
        content = stream_of(body)
        if content is not None and (new := change(content)) != content:
            objects[place] = with_stream(body, new)
            changes += 1
    assert changes == 1, changes
    return with_objects(file, objects)


def increment(file: bytes, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """The file with an incremental update that replaces or adds objects by their numbers."""
    former = file.rindex(b"xref\n0 ")
    out, table = file, b"xref\n"
    for number, body in objects:
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    trailer = trailer_of(file).removesuffix(b">>").rstrip() + b" /Prev %d >>" % former
    return out + table + b"trailer %s\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(out))
