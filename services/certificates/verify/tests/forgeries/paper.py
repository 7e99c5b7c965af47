"""Pages that show or read otherwise than they were issued."""

import re
from collections.abc import Callable

from ..rewriting import objects_of, stream_of, with_objects, with_range, with_stream
from .kinds import insider, outsider


def _is_page_content(content: bytes) -> bool:
    return b" BDC" in content and b"Tj" in content


def _page_contents(file: bytes) -> list[int]:
    contents = [stream_of(body) for body in objects_of(file)]
    return [place for place, one in enumerate(contents) if one and _is_page_content(one)]


def drawn(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Changes what the first page draws."""

    def changed(file: bytes) -> bytes:
        objects = objects_of(file)
        place = _page_contents(file)[0]
        content = stream_of(objects[place])
        assert content is not None
        objects[place] = with_stream(objects[place], change(content))
        return with_objects(file, objects)

    return changed


def _swap_letters(content: bytes) -> bytes:
    """Two lines change their places in the order of drawing."""
    pieces = re.findall(rb"BDC.*?EMC", content, re.DOTALL)
    first, second = [one for one in dict.fromkeys(pieces) if b"Tj" in one][3:5]
    held = content.replace(first, b"\x00", 1).replace(second, first, 1)
    return held.replace(b"\x00", second, 1)


def _again(content: bytes) -> bytes:
    """A line that is there is drawn once more, elsewhere."""
    pieces = [one for one in re.findall(rb"BDC.*?EMC", content, re.DOTALL) if b"Tj" in one]
    return content + b"\nq /P <</MCID 900>> " + pieces[len(pieces) // 2] + b" Q"


def _invisible(content: bytes) -> bytes:
    return content.replace(b"BT ", b"BT 3 Tr ", 1)


def _read_otherwise(content: bytes) -> bytes:
    text = b"FEFF" + "Doktorurkunde".encode("utf-16-be").hex().upper().encode()
    return re.sub(
        rb"<<\s*/MCID 2\s*(/ActualText <[0-9A-Fa-f]*>)?\s*>> BDC",
        rb"<</MCID 2 /ActualText <" + text + rb">>> BDC",
        content,
        count=1,
    )


FORGERIES = (
    outsider(
        "visible text changed under the old seal",
        lambda file: with_range(drawn(_swap_letters)(file)),
        "SEAL_INTACT",
    ),
    insider("a line too many, sealed", drawn(_again), "TEXT_AGREES"),
    insider("lines in another order, sealed", drawn(_swap_letters), "TEXT_AGREES"),
    insider("invisible text, sealed", drawn(_invisible), "TEXT_AGREES"),
    insider("text read otherwise, sealed", drawn(_read_otherwise), "TEXT_AGREES"),
)
