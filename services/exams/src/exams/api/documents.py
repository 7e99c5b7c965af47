"""Files in answers, and days in requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chassis.documents import Document
from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import unpack_date
from chassis.values import LocalizedText
from google.api.httpbody_pb2 import HttpBody
from google.type import date_pb2

from exams.api.downloads import pieces

DATE_WRONG = LocalizedText(
    de="Diesen Tag gibt es im Kalender nicht. Geben Sie Tag, Monat und Jahr an.",
    en="No calendar has this day. Enter day, month and year.",
)


@dataclass(frozen=True)
class Piece:
    """One part of a file; the first one names type and file name."""

    body: HttpBody
    file_name: str


def pieces_of(document: Document) -> Iterator[Piece]:
    """A file in parts."""
    for place, body in enumerate(pieces(document.content, document.content_type)):
        yield Piece(body, "" if place else document.file_name)


def day_in(day: date_pb2.Date, field: str) -> date:
    """The day in a request. Raises DATE_WRONG, naming the field, where no calendar has it."""
    try:
        return unpack_date(day)
    except (ValueError, OverflowError) as error:
        raise Failure(
            Code.INVALID_ARGUMENT,
            "DATE_WRONG",
            DATE_WRONG,
            fields=(FieldProblem(field, "DATE_WRONG", DATE_WRONG),),
        ) from error
