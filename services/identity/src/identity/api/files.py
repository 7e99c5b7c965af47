"""Documents as streams of pieces."""

from collections.abc import Iterator
from dataclasses import dataclass

from chassis.documents import Document
from google.api.httpbody_pb2 import HttpBody

PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a file; the first one names type and file name."""

    body: HttpBody
    file_name: str


def pieces_of(document: Document) -> Iterator[Piece]:
    """A document in parts."""
    for start in range(0, max(len(document.content), 1), PIECE_BYTES):
        data = document.content[start : start + PIECE_BYTES]
        if start:
            yield Piece(HttpBody(data=data), "")
        else:
            yield Piece(HttpBody(content_type=document.content_type, data=data), document.file_name)
