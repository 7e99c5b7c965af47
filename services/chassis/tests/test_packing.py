"""The shared value types of the contracts."""

from datetime import UTC, date, datetime

from chassis.packing import (
    pack_date,
    pack_moment,
    pack_name,
    pack_semester,
    pack_text,
    unpack_date,
    unpack_moment,
    unpack_name,
    unpack_semester,
    unpack_text,
)
from chassis.values import LocalizedText, PersonName, Semester


def test_every_value_comes_back_as_it_was_packed() -> None:
    text = LocalizedText(de="Prüfung", en="Exam")
    name = PersonName("Ayşe", "Öztürk", "Demir", "Dr.")
    semester = Semester.parse("2026W")
    day = date(2024, 2, 29)
    moment = datetime(2026, 10, 25, 0, 30, 0, 123456, tzinfo=UTC)
    assert unpack_text(pack_text(text)) == text
    assert unpack_name(pack_name(name)) == name
    assert unpack_semester(pack_semester(semester)) == semester
    assert unpack_date(pack_date(day)) == day
    assert unpack_moment(pack_moment(moment)) == moment


def test_an_absent_day_or_moment_stays_absent() -> None:
    assert pack_date(None) is None
    assert pack_moment(None) is None
