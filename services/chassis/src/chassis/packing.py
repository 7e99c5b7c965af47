"""The value types that all contracts share, as the values that domains work with, and back."""

from datetime import UTC, date, datetime
from typing import overload

from google.protobuf.timestamp_pb2 import Timestamp
from google.type import date_pb2
from matrikel.type.v1 import localized_text_pb2, person_name_pb2, semester_pb2

from chassis.values import LocalizedText, PersonName, Semester


def pack_text(text: LocalizedText) -> localized_text_pb2.LocalizedText:
    """A text in both languages."""
    return localized_text_pb2.LocalizedText(de=text.de, en=text.en)


def unpack_text(text: localized_text_pb2.LocalizedText) -> LocalizedText:
    """A text in both languages."""
    return LocalizedText(de=text.de, en=text.en)


def pack_name(name: PersonName) -> person_name_pb2.PersonName:
    """A person's name."""
    return person_name_pb2.PersonName(
        given_names=name.given_names,
        family_name=name.family_name,
        birth_name=name.birth_name,
        title=name.title,
    )


def unpack_name(name: person_name_pb2.PersonName) -> PersonName:
    """A person's name."""
    return PersonName(name.given_names, name.family_name, name.birth_name, name.title)


def pack_semester(semester: Semester) -> semester_pb2.Semester:
    """A semester."""
    return semester_pb2.Semester(code=semester.code)


def unpack_semester(semester: semester_pb2.Semester) -> Semester:
    """A semester. Raises ValueError where the message holds none."""
    return Semester.parse(semester.code)


@overload
def pack_date(day: date) -> date_pb2.Date: ...
@overload
def pack_date(day: None) -> None: ...
def pack_date(day: date | None) -> date_pb2.Date | None:
    """A day; None stays absent."""
    return None if day is None else date_pb2.Date(year=day.year, month=day.month, day=day.day)


def unpack_date(day: date_pb2.Date) -> date:
    """A day. Raises ValueError or OverflowError where no calendar has it."""
    return date(day.year, day.month, day.day)


@overload
def pack_moment(moment: datetime) -> Timestamp: ...
@overload
def pack_moment(moment: None) -> None: ...
def pack_moment(moment: datetime | None) -> Timestamp | None:
    """A moment; None stays absent."""
    if moment is None:
        return None
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp


def unpack_moment(timestamp: Timestamp) -> datetime:
    """A moment, in UTC."""
    return timestamp.ToDatetime(UTC)
