"""Days in requests."""

from datetime import date

from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import unpack_date
from chassis.values import LocalizedText
from google.type import date_pb2

DATE_WRONG = LocalizedText(
    de="Diesen Tag gibt es im Kalender nicht. Bitte geben Sie Tag, Monat und Jahr an.",
    en="No calendar has this day. Please enter day, month and year.",
)


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
