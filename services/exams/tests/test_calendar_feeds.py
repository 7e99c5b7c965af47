"""Calendars to subscribe to, behind addresses that nobody guesses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from chassis.errors import Code, Failure
from chassis.values import LocalizedText, Semester
from exams.app.calendar_feeds import (
    calendar_at,
    calendar_feed_time,
    calendar_of_regulations,
    create_calendar_feed,
    delete_calendar_feed,
)
from exams.app.office_registration import deregister_student
from exams.documents.icalendar_text import write_calendar
from exams.domain.calendar import Calendar, Entry, EntryKind, EntryState
from exams.store import tables
from icalendar import Calendar as Read
from icalendar import Timezone

from services.exams.tests.cases_factories import OFFICE, admitted, with_thesis
from services.exams.tests.rules_factories import change_sitting, set_published, studying

KUWI = "KUWI-BA-2024"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def feed_of(campus: Any, student: Any) -> str:
    """The secret of a new address."""
    secret: str = campus.run(create_calendar_feed, student.person_id).secret
    return secret


def read(campus: Any, secret: str) -> Any:
    """The calendar behind an address, as a calendar program reads it."""
    calendar = campus.run(calendar_at, secret)
    return Read.from_ical(write_calendar(calendar, campus.run(lambda tx: tx.now)))


def events(calendar: Any) -> dict[str, Any]:
    """Events by identifier."""
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def unknown(campus: Any, secret: str) -> bool:
    """Whether there is no calendar at an address."""
    with pytest.raises(Failure) as error:
        campus.run(calendar_at, secret)
    return (error.value.code, error.value.reason) == (Code.NOT_FOUND, "CALENDAR_UNKNOWN")


def test_a_registered_exam_is_in_the_calendar_with_place_time_and_zone(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    calendar = read(campus, feed_of(campus, student))
    found = events(calendar)
    exam = found[f"exam-{registration.registration_id}@matrikel"]
    berlin = ZoneInfo("Europe/Berlin")
    assert exam["dtstart"].dt == datetime(2027, 2, 2, 10, tzinfo=berlin)
    assert exam["dtend"].dt == datetime(2027, 2, 2, 11, 30, tzinfo=berlin)
    assert exam["dtstart"].params["TZID"] == "Europe/Berlin"
    assert exam["location"] == "HS 2"
    assert exam["summary"] == "Prüfung: Statistik / exam: Statistics"
    assert exam["status"] == "CONFIRMED"
    assert "Prüfungsnummer: 1001" in exam["description"]
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Berlin"


def test_the_last_day_to_withdraw_is_a_day_that_blocks_nothing_and_rings(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "… die Rücktrittsmöglichkeit, die
    Rücktrittsfristen …"; five working days before 2 February 2027 is 26 January."""
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    secret = feed_of(campus, student)
    uid = f"withdrawal-{registration.registration_id}@matrikel"
    deadline = events(read(campus, secret))[uid]
    assert deadline["dtstart"].dt == date(2027, 1, 26)
    assert deadline["transp"] == "TRANSPARENT"
    [alarm] = deadline.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-15)
    campus.at(2027, 1, 27, 0, 0)
    assert uid not in events(read(campus, secret))


def test_what_was_withdrawn_leaves_the_calendar_and_comes_back_as_another_entry(
    campus: Any,
) -> None:
    student = campus.student()
    secret = feed_of(campus, student)
    first = campus.register(student, campus.sitting("1001"))
    campus.withdraw(first)
    assert events(read(campus, secret)) == {}
    second = campus.register(student, campus.sitting("1001"))
    assert f"exam-{second.registration_id}@matrikel" in events(read(campus, secret))


def test_a_changed_sitting_raises_the_sequence_under_the_same_identifier(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    secret, uid = feed_of(campus, student), f"exam-{registration.registration_id}@matrikel"
    before = events(read(campus, secret))[uid]
    change_sitting(campus, campus.sitting("1001"), room="HS 4", version=2)
    after = events(read(campus, secret))[uid]
    assert int(after["sequence"]) == int(before["sequence"]) + 1
    assert after["location"] == "HS 4"


def test_a_cancelled_sitting_stays_in_the_calendar_as_cancelled(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    secret = feed_of(campus, student)
    campus.run(
        deregister_student,
        campus.signer,
        registration_id=registration.registration_id,
        reason="Prüfer erkrankt",
        by=OFFICE,
    )
    change_sitting(campus, campus.sitting("1001"), cancel_time=NOW, version=2)
    [event] = events(read(campus, secret)).values()
    assert event["status"] == "CANCELLED"
    assert event["transp"] == "TRANSPARENT"
    assert "fällt aus" in event["description"]


def test_a_place_in_the_waiting_list_is_tentative(campus: Any) -> None:
    change_sitting(campus, campus.sitting("1001"), capacity=1, has_waiting_list=True)
    campus.register(campus.student(), campus.sitting("1001"))
    student = campus.student()
    campus.register(student, campus.sitting("1001"))
    statuses = {
        str(event["status"])
        for uid, event in events(read(campus, feed_of(campus, student))).items()
        if uid.startswith("exam-")
    }
    assert statuses == {"TENTATIVE"}


def test_the_last_day_of_a_thesis_is_in_the_calendar(campus: Any) -> None:
    with_thesis(campus)
    student = studying(campus)
    thesis = admitted(campus, student)
    [event] = events(read(campus, feed_of(campus, student))).values()
    assert event["uid"] == f"thesis-{thesis.thesis_id}@matrikel"
    assert event["dtstart"].dt == thesis.due_date


def test_only_a_digest_of_the_secret_is_stored(campus: Any) -> None:
    student = campus.student()
    secret = feed_of(campus, student)
    [row] = campus.rows(tables.calendar_feeds)
    assert secret not in repr(row)
    assert len(secret) >= 43


def test_a_new_address_ends_the_former_one_and_deleting_ends_both(campus: Any) -> None:
    student = campus.student()
    former, current = feed_of(campus, student), feed_of(campus, student)
    assert former != current
    assert unknown(campus, former)
    assert campus.run(calendar_feed_time, student.person_id) is not None
    read(campus, current)
    campus.run(delete_calendar_feed, student.person_id)
    assert unknown(campus, current)
    assert campus.run(calendar_feed_time, student.person_id) is None


def test_a_calendar_holds_nothing_of_anybody_else(campus: Any) -> None:
    campus.register(campus.student(), campus.sitting("1001"))
    assert events(read(campus, feed_of(campus, campus.student()))) == {}


def test_the_calendar_of_regulations_has_all_dated_sittings_of_the_semester(campus: Any) -> None:
    change_sitting(campus, campus.sitting("1003"), cancel_time=NOW)
    calendar = campus.run(calendar_of_regulations, KUWI, Semester.parse("2026W"))
    found = events(Read.from_ical(write_calendar(calendar, NOW)))
    # 1001 twice, 1003, and two groups of 1004; the essay has no date.
    assert len(found) == 5
    statuses = {uid: str(event["status"]) for uid, event in found.items()}
    assert statuses[f"exam-{campus.sitting('1003')}@matrikel"] == "CANCELLED"
    assert campus.run(calendar_of_regulations, KUWI, Semester.parse("2031W")).entries == ()


def test_a_draft_and_an_unknown_version_have_no_calendar(campus: Any) -> None:
    set_published(campus, "BWL-BSC-2023", published=False)
    for code in ("BWL-BSC-2023", "NOTHING"):
        with pytest.raises(Failure) as error:
            campus.run(calendar_of_regulations, code, Semester.parse("2026W"))
        assert error.value.reason == "REGULATIONS_UNKNOWN"


def test_the_zone_says_when_clocks_change() -> None:
    """An exam in July is two hours ahead of UTC, one in February one hour.

    domain.md "Exams" 15: "an iCalendar feed (with VTIMEZONE)"."""
    text = LocalizedText(de="Statistik", en="Statistics")
    entries = tuple(
        Entry(
            EntryKind.EXAM,
            OFFICE,
            0,
            EntryState.CONFIRMED,
            text,
            datetime(2027, month, 20, 8, tzinfo=UTC),
            None,
        )
        for month in (2, 7)
    )
    written = write_calendar(Calendar(text, entries), NOW)
    assert b"DTSTART;TZID=Europe/Berlin:20270220T090000\r\n" in written
    assert b"DTSTART;TZID=Europe/Berlin:20270720T100000\r\n" in written
    [component] = Read.from_ical(written).walk("VTIMEZONE")
    assert isinstance(component, Timezone)
    zone = component.to_tz()
    for month, hours in ((2, 1), (7, 2)):
        assert datetime(2027, month, 20, 10, tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_what_people_entered_cannot_break_out_of_its_line() -> None:
    name = LocalizedText(de="Statistik\r\nEND:VEVENT\nBEGIN:VEVENT; a,b", en="Statistics")
    entry = Entry(
        EntryKind.EXAM,
        OFFICE,
        0,
        EntryState.CONFIRMED,
        name,
        datetime(2027, 2, 2, 9, tzinfo=UTC),
        None,
        room="HS\r\nX-EVIL:1",
    )
    written = write_calendar(Calendar(name, (entry,)), NOW)
    assert written.count(b"BEGIN:VEVENT\r\n") == 1
    assert b"\r\nX-EVIL" not in written
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
