"""Calendars to subscribe to: a student's own behind a secret address, and those of regulations."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import Semester

from exams.domain.calendar import Calendar, regulations_calendar, student_calendar
from exams.store import calendar_feeds, registrations, students, theses
from exams.texts import calendar as texts

# 256 bits: nobody guesses an address.
SECRET_BYTES = 32
# More registrations than any student has; the newest are shown.
MOST_REGISTRATIONS = 2_000


@dataclass(frozen=True)
class NewFeed:
    """An address that was just made; its secret is told this once."""

    secret: str
    create_time: datetime


def create_calendar_feed(tx: Transaction, person_id: UUID) -> NewFeed:
    """Makes a student's secret address; a former one stops working."""
    students.lock_student(tx, person_id)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    calendar_feeds.keep_feed(tx, person_id, _digest(secret))
    return NewFeed(secret, tx.now)


def calendar_feed_time(tx: Transaction, person_id: UUID) -> datetime | None:
    """When the student's address was made; None where there is none."""
    return calendar_feeds.feed_time(tx, person_id)


def delete_calendar_feed(tx: Transaction, person_id: UUID) -> None:
    """Ends a student's address."""
    calendar_feeds.forget_feed(tx, person_id)


def calendar_at(tx: Transaction, secret: str) -> Calendar:
    """The calendar behind a secret address. Raises CALENDAR_UNKNOWN."""
    person_id = calendar_feeds.person_with_feed(tx, _digest(secret))
    if person_id is None:
        raise Failure(Code.NOT_FOUND, "CALENDAR_UNKNOWN", texts.CALENDAR_UNKNOWN)
    own = registrations.list_registrations(
        tx,
        person_id=person_id,
        enrolment_id=None,
        semester=None,
        after=None,
        limit=MOST_REGISTRATIONS,
    )
    return student_calendar(own, theses.theses_of(tx, person_id), tx.now)


def calendar_of_regulations(tx: Transaction, version_code: str, semester: Semester) -> Calendar:
    """The calendar of a published version in a semester. Raises REGULATIONS_UNKNOWN."""
    name = calendar_feeds.published_version_name(tx, version_code)
    if name is None:
        raise Failure(Code.NOT_FOUND, "REGULATIONS_UNKNOWN", texts.REGULATIONS_UNKNOWN)
    return regulations_calendar(
        texts.REGULATIONS_CALENDAR.format(version=name, semester=semester.name),
        calendar_feeds.dated_sittings_of_version(tx, version_code, semester),
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
