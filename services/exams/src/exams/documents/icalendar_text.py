"""Calendars as iCalendar text (RFC 5545), with the university's time zone spelled out."""

from datetime import date, datetime, timedelta

from chassis.values import UNIVERSITY_ZONE, LocalizedText
from icalendar import Alarm, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText
from icalendar import Calendar as IcalendarCalendar

from exams.domain.calendar import Calendar, Entry, EntryKind, EntryState
from exams.texts import calendar as texts
from exams.texts import times

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Matrikel//exams//DE"
# How often a program should ask again.
REFRESH_HOURS = 6
# A reminder of a last day, on the morning of the day before it.
REMINDER = timedelta(hours=-15)

_SUMMARIES = {
    EntryKind.EXAM: texts.EXAM,
    EntryKind.WITHDRAWAL: texts.WITHDRAWAL,
    EntryKind.THESIS: texts.THESIS,
}


def write_calendar(calendar: Calendar, now: datetime) -> bytes:
    """The calendar as a file; lines end with CRLF and are folded at 75 octets."""
    written = IcalendarCalendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    # The library takes these for no text and would not escape them.
    written.add("name", vText(_both(calendar.name)))
    # What Apple, Google and Microsoft read in place of NAME and REFRESH-INTERVAL (RFC 7986).
    written.add("x-wr-calname", vText(_both(calendar.name)))
    written.add("x-wr-timezone", UNIVERSITY_ZONE.key)
    written.add("refresh-interval", timedelta(hours=REFRESH_HOURS), {"VALUE": "DURATION"})
    written.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    written.add_component(_university_zone())
    for entry in calendar.entries:
        written.add_component(_event(entry, now))
    text: bytes = written.to_ical()
    return text


def _university_zone() -> Timezone:
    """The zone by the rule of the European Union, which holds since 1996 (2000/84/EC).

    The library would list every change of a past and a limited future instead.
    """
    zone = Timezone()
    zone.add("tzid", UNIVERSITY_ZONE.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for part, name, month, day, before, after in (
        (TimezoneDaylight(), "CEST", 3, 31, winter, summer),
        (TimezoneStandard(), "CET", 10, 27, summer, winter),
    ):
        part.add("dtstart", datetime(1996, month, day, 2 if part.name == "DAYLIGHT" else 3))  # noqa: DTZ001  # local by definition
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("sequence", entry.sequence)
    event.add("status", entry.state.value)
    event.add("summary", _both(_SUMMARIES[entry.kind].format(name=entry.name)))
    event.add("dtstart", _local(entry.start))
    if entry.end is not None:
        event.add("dtend", _local(entry.end))
    if entry.room:
        event.add("location", entry.room)
    event.add("description", _description(entry))
    category = texts.DEADLINE_CATEGORY if entry.is_deadline else texts.CATEGORY
    event.add("categories", [category.de, category.en])
    # Neither a last day nor a cancelled exam keeps anybody busy.
    busy = not entry.is_deadline and entry.state is not EntryState.CANCELLED
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    if entry.is_deadline:
        event.add_component(_reminder(entry))
    return event


def _reminder(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _both(_SUMMARIES[entry.kind].format(name=entry.name)))
    alarm.add("trigger", REMINDER)
    return alarm


def _description(entry: Entry) -> str:
    lines = [
        text
        for text, given in (
            (texts.CANCELLED, entry.state is EntryState.CANCELLED),
            (texts.TENTATIVE, entry.state is EntryState.TENTATIVE),
            (texts.EXAM_NUMBER.format(number=entry.exam_number), bool(entry.exam_number)),
            (texts.MODULE.format(module=entry.module_name), entry.module_name is not None),
            (texts.EXAMINER.format(examiner=entry.examiner_name), bool(entry.examiner_name)),
        )
        if given
    ]
    if entry.withdrawal_limit is not None:
        limit = times.deadline(entry.withdrawal_limit)
        lines.append(texts.WITHDRAWAL_UNTIL.format(limit=limit))
    return "\n".join(line.de for line in lines) + "\n\n" + "\n".join(line.en for line in lines)


def _local(moment: datetime | date) -> datetime | date:
    if isinstance(moment, datetime):
        return moment.astimezone(UNIVERSITY_ZONE)
    return moment


def _both(text: LocalizedText) -> str:
    both = text.de if text.de == text.en else f"{text.de} / {text.en}"
    return " ".join(both.split())
