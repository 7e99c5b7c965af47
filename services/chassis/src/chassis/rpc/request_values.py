"""What the rules of a contract cannot say about a request: times, days, texts of blanks.

Everything that a request carries is looked at once, so that no service has to.
"""

import re
from collections.abc import Iterator
from datetime import date

from buf.validate import validate_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from chassis.errors import FieldProblem
from chassis.rpc.rule_texts import rule_text

# Nothing that a university keeps lies outside of these years. Sums of days and turning moments
# into local time stay far from the ends of the calendar, which are the years 1 and 9999.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_FIRST_SECOND, _END_SECOND = -2_208_988_800, 7_289_654_400  # 1900-01-01 and 2201-01-01, UTC
_NANOS = 1_000_000_000

# White space, and what has no width at all.
_BLANKS = r"[\s\u00ad\u200b-\u200d\u2060\ufeff]"
_AROUND = re.compile(f"^{_BLANKS}+|{_BLANKS}+$")
# Controls beside tabs and line breaks, and what turns the order of the letters around it (UAX #9,
# 2.1 to 2.3): a page, a mail or a PDF would show something else than what is kept. NUL has a rule
# of its own.
_NOT_PRINTABLE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Names of files come as machines made them, and are made plain where they are kept.
_MADE_PLAIN = frozenset({"file_name"})
# What people read and write: here a blank is no answer. Secrets may have blanks anywhere.
_UNTOUCHED = frozenset({"password", "initial_code", "secret"})

# The least lengths by the full name of a field; contracts do not change while a process runs.
_least_lengths: dict[str, int] = {}


def problems_of_values(message: Message, prefix: str = "") -> Iterator[FieldProblem]:
    """Each moment and day out of reach; each text with controls, or too short without blanks.

    A day that no calendar has is left to the use case, which knows what the day is for.
    """
    for field, value in message.ListFields():
        for place, item in enumerate(value if field.is_repeated else (value,)):
            path = f"{prefix}{field.name}[{place}]" if field.is_repeated else prefix + field.name
            if isinstance(item, str):
                yield from _problems_of_text(field, item, path)
            elif isinstance(item, Timestamp):
                yield from _problems_of_moment(item, path)
            elif isinstance(item, Date):
                yield from _problems_of_day(item, path)
            elif isinstance(item, Message):
                yield from problems_of_values(item, f"{path}.")


def _problems_of_moment(moment: Timestamp, path: str) -> Iterator[FieldProblem]:
    if _FIRST_SECOND <= moment.seconds < _END_SECOND and 0 <= moment.nanos < _NANOS:
        return
    yield FieldProblem(path, "TIME_OUT_OF_RANGE", rule_text("time.range", _years()))


def _problems_of_day(day: Date, path: str) -> Iterator[FieldProblem]:
    try:
        date(day.year, day.month, day.day)
    except (ValueError, OverflowError):
        return
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield FieldProblem(path, "DATE_OUT_OF_RANGE", rule_text("date.range", _years()))


def _years() -> str:
    return f"{FIRST_YEAR}–{LAST_YEAR}"


def _problems_of_text(field: FieldDescriptor, text: str, path: str) -> Iterator[FieldProblem]:
    if field.name not in _UNTOUCHED | _MADE_PLAIN and (found := _NOT_PRINTABLE.search(text)):
        shown = f"U+{ord(found.group()):04X}"
        yield FieldProblem(path, "TEXT_NOT_PRINTABLE", rule_text("string.printable", shown))
    least = _least_length(field)
    # A text that is too short with its blanks has been found by the rule itself.
    if least and len(text) >= least > len(_AROUND.sub("", text)):
        yield FieldProblem(path, "STRING_BLANK", rule_text("string.blank", least))


def _least_length(field: FieldDescriptor) -> int:
    found = _least_lengths.get(field.full_name)
    if found is None:
        rules = field.GetOptions().Extensions[validate_pb2.field].string
        found = 0 if field.name in _UNTOUCHED else rules.min_len
        _least_lengths[field.full_name] = found
    return found
