"""An enrolment ends by itself with the semester of the last examination."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import Semester
from google.protobuf.message import Message
from google.type.date_pb2 import Date
from matrikel.exams.v1.events_pb2 import EnrolmentCompleted
from matrikel.records.v1.events_pb2 import Enrolled
from records.app.enrolling import PersonEnrolled
from records.app.enrolments import enrolment_with_id
from records.domain.enrolment import EndReason, Enrolment
from records.events.incoming import on_enrolment_completed
from records.store.enrolments import update_enrolments

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]


def completed(enrolment_id: UUID, day: date | None, version: int = 1) -> EnrolmentCompleted:
    return EnrolmentCompleted(
        enrolment_id=str(enrolment_id),
        last_exam_date=Date(year=day.year, month=day.month, day=day.day) if day else None,
        complete=day is not None,
        version=version,
    )


def stored(database: Database, one: PersonEnrolled) -> Enrolment:
    return within(database, enrolment_with_id, one.enrolment.enrolment_id)


@pytest.mark.parametrize(
    ("last_exam", "end"),
    [
        (date(2027, 2, 2), date(2027, 3, 31)),
        (date(2027, 3, 31), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2027, 9, 30)),
    ],
)
def test_the_enrolment_ends_with_the_semester_of_the_last_examination(
    loaded: Database, enrol: Enrol, told: Told, last_exam: date, end: date
) -> None:
    """002, "De-registration": "If you have successfully completed your degree programme, you will
    be automatically de-registered by Student Services at the end of the semester in which you have
    completed your LAST examination. In this case, it is not necessary to apply"."""
    one = enrol()
    told()
    within(loaded, on_enrolment_completed, completed(one.enrolment.enrolment_id, last_exam))
    ended = stored(loaded, one)
    assert (ended.end_date, ended.end_reason, ended.version) == (end, EndReason.COMPLETION, 2)
    [event] = told()
    assert isinstance(event, Enrolled)
    assert event.enrolment.end_date == Date(year=end.year, month=end.month, day=end.day)
    assert event.enrolment.version == 2
    assert event.person.matriculation_number == one.person.matriculation_number


def test_a_release_long_after_the_examination_does_not_matter(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    """domain.md "Exams" 17: the date of the last examination, "not of its release"."""
    one = enrol()
    clock.set(clock.now().replace(year=2027, month=5))
    within(loaded, on_enrolment_completed, completed(one.enrolment.enrolment_id, date(2027, 2, 2)))
    assert stored(loaded, one).end_date == date(2027, 3, 31)


def test_heard_again_it_changes_and_tells_nothing(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    one = enrol()
    event = completed(one.enrolment.enrolment_id, date(2027, 2, 2))
    within(loaded, on_enrolment_completed, event)
    told()
    within(loaded, on_enrolment_completed, event)
    assert told() == []
    assert stored(loaded, one).version == 2


def test_a_later_last_examination_moves_the_end(loaded: Database, enrol: Enrol) -> None:
    one = enrol()
    for day in (date(2027, 2, 2), date(2027, 7, 20)):
        within(loaded, on_enrolment_completed, completed(one.enrolment.enrolment_id, day))
    moved = stored(loaded, one)
    assert (moved.end_date, moved.version) == (date(2027, 9, 30), 3)


def test_taken_back_the_enrolment_goes_on(loaded: Database, enrol: Enrol, told: Told) -> None:
    one = enrol()
    enrolment_id = one.enrolment.enrolment_id
    within(loaded, on_enrolment_completed, completed(enrolment_id, date(2027, 2, 2)))
    told()
    within(loaded, on_enrolment_completed, completed(enrolment_id, None, 2))
    back = stored(loaded, one)
    assert (back.end_date, back.end_reason, back.version) == (None, None, 3)
    [event] = told()
    assert isinstance(event, Enrolled)
    assert not event.enrolment.HasField("end_date")


@pytest.mark.parametrize("day", [date(2027, 2, 2), None])
def test_an_end_that_was_set_otherwise_stays(
    loaded: Database, enrol: Enrol, told: Told, day: date | None
) -> None:
    """Such as by an application for de-registration on a day of the current semester."""
    one = enrol()

    def end_on_application(tx: Transaction) -> None:
        end = replace(one.enrolment, end_date=date(2026, 12, 15), version=2)
        update_enrolments(tx, [replace(end, end_reason=EndReason.APPLICATION)])

    within(loaded, end_on_application)
    told()
    within(loaded, on_enrolment_completed, completed(one.enrolment.enrolment_id, day))
    kept = stored(loaded, one)
    assert (kept.end_date, kept.end_reason) == (date(2026, 12, 15), EndReason.APPLICATION)
    # That the studies are complete is worth knowing all the same.
    assert kept.completion_date == day
    assert len(told()) == (0 if day is None else 1)


def test_results_from_before_the_studies_do_not_end_them_before_they_began(
    loaded: Database, enrol: Enrol
) -> None:
    """Everything recognised, the last of it achieved years ago elsewhere."""
    one = enrol()
    within(loaded, on_enrolment_completed, completed(one.enrolment.enrolment_id, date(2020, 1, 9)))
    assert stored(loaded, one).end_date == date(2027, 3, 31)


def test_who_has_begun_the_programme_anew_is_not_enrolled_in_it_twice(
    loaded: Database, enrol: Enrol, clock: DrivenClock
) -> None:
    one = enrol()
    enrolment_id = one.enrolment.enrolment_id
    within(loaded, on_enrolment_completed, completed(enrolment_id, date(2026, 12, 1)))
    clock.set(clock.now().replace(year=2027, month=4, day=5))
    enrol(person=one.person.matriculation_number, first_semester=Semester.parse("2027S"))
    with pytest.raises(Failure) as refused:
        within(loaded, on_enrolment_completed, completed(enrolment_id, None, 2))
    assert refused.value.reason == "ALREADY_ENROLLED"
    assert stored(loaded, one).end_date == date(2027, 3, 31)


def test_an_enrolment_that_records_does_not_have_is_refused(loaded: Database) -> None:
    with pytest.raises(Failure) as refused:
        within(loaded, on_enrolment_completed, completed(uuid4(), date(2027, 2, 2)))
    assert refused.value.reason == "ENROLMENT_UNKNOWN"
