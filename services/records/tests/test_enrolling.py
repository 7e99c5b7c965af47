"""Enrolling new and known persons."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock, within
from chassis.values import PersonName, Semester
from google.protobuf.message import Message
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged
from records.app.enrolling import PersonEnrolled
from records.app.enrolments import enrolments_of_person
from records.domain.enrolment import Enrolment
from records.store import persons, tables
from sqlalchemy import func, select, update

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]

FIRST_NUMBER = 3_100_001
S = Semester.parse


def numbers(enrolment: Enrolment) -> list[tuple[str, int, int]]:
    return [
        (each.recorded.semester.code, each.programme_semester, each.university_semester)
        for each in enrolment.semesters
    ]


def refused(enrol: Enrol, **order: object) -> Failure:
    with pytest.raises(Failure) as refusal:
        enrol(**order)
    failure = refusal.value
    assert failure.message.de
    assert failure.message.de != failure.message.en
    return failure


def test_a_new_person_gets_the_next_matriculation_number(enrol: Enrol) -> None:
    given = [enrol().person.matriculation_number for _ in range(3)]
    assert given == ["3100001", "3100002", "3100003"]


def test_a_raised_first_number_continues_from_there(loaded: Database, enrol: Enrol) -> None:
    enrol()

    def take(tx: Transaction, first: int) -> str | None:
        return persons.take_matriculation_number(tx, first)

    assert within(loaded, take, 4_000_000) == "4000000"
    assert within(loaded, take, FIRST_NUMBER) == "4000001"


def test_after_the_last_number_nobody_new_is_enrolled(loaded: Database, enrol: Enrol) -> None:
    enrol()
    last = update(tables.matriculation_counter).values(last_number=9_999_999)
    within(loaded, lambda tx: tx.execute(last))
    failure = refused(enrol)
    assert (failure.code, failure.reason) == (
        Code.RESOURCE_EXHAUSTED,
        "MATRICULATION_NUMBERS_USED_UP",
    )


def test_an_enrolment_is_told_with_its_person(enrol: Enrol, told: Told) -> None:
    told()
    done = enrol(first_semester=S("2026S"), major="Antike", minor="Philosophie")
    entered, enrolled = told()
    assert isinstance(entered, PersonChanged)
    assert isinstance(enrolled, Enrolled)
    assert entered.person == enrolled.person
    assert enrolled.person.name.family_name == "Öztürk"
    assert (enrolled.person.version, enrolled.enrolment.version) == (1, 1)
    assert enrolled.enrolment.enrolment_id == str(done.enrolment.enrolment_id)
    assert enrolled.enrolment.kind == enrolment_pb2.ENROLMENT_KIND_STUDENT
    assert (enrolled.enrolment.major, enrolled.enrolment.minor) == ("Antike", "Philosophie")
    versions = enrolled.enrolment.programme.regulations_versions
    assert [each.regulations_version_code for each in versions] == ["HIST-BA-2024"]
    assert not enrolled.enrolment.HasField("end_date")
    assert [each.status for each in enrolled.enrolment.semesters] == [
        enrolment_pb2.SEMESTER_STATUS_ENROLLED,
        enrolment_pb2.SEMESTER_STATUS_REREGISTERED,
    ]


def test_a_chosen_regulations_version_is_kept(enrol: Enrol) -> None:
    done = enrol(regulations_version_code="HIST-BA-2019")
    assert done.enrolment.regulations_version.code == "HIST-BA-2019"


def test_semesters_run_to_the_current_one(enrol: Enrol) -> None:
    done = enrol(first_semester=S("2025W"))
    assert numbers(done.enrolment) == [("2025W", 1, 1), ("2026S", 2, 2), ("2026W", 3, 3)]
    assert done.enrolment.first_enrolment_date == date(2025, 10, 1)


def test_a_doctorate_is_an_enrolment_of_its_own_kind(enrol: Enrol, told: Told) -> None:
    enrol(programme_code="PROM")
    enrolled = told()[-1]
    assert isinstance(enrolled, Enrolled)
    assert enrolled.enrolment.kind == enrolment_pb2.ENROLMENT_KIND_DOCTORAL


def test_time_alone_re_registers_nobody(loaded: Database, enrol: Enrol, clock: DrivenClock) -> None:
    done = enrol(first_semester=S("2026W"))
    clock.set(datetime(2027, 4, 15, tzinfo=UTC))
    (later,) = within(loaded, enrolments_of_person, done.person.person_id)
    assert later == done.enrolment
    assert enrol("Mai", "Trần").enrolment.semesters[-1].recorded.semester == S("2027S")


def test_the_current_semester_changes_at_midnight_at_the_university(
    enrol: Enrol, clock: DrivenClock
) -> None:
    clock.set(datetime(2027, 3, 31, 21, 59, tzinfo=UTC))
    assert len(enrol().enrolment.semesters) == 1
    clock.set(datetime(2027, 3, 31, 22, 0, tzinfo=UTC))
    assert len(enrol().enrolment.semesters) == 2


def test_a_second_programme_counts_on_at_the_university(enrol: Enrol, told: Told) -> None:
    first = enrol(first_semester=S("2025W"))
    told()
    second = enrol(
        person=first.person.matriculation_number,
        programme_code="DATA-MSC",
        first_semester=S("2026S"),
    )
    assert second.person == first.person
    assert numbers(second.enrolment) == [("2026S", 1, 2), ("2026W", 2, 3)]
    (event,) = told()
    assert isinstance(event, Enrolled)


def test_earlier_semesters_elsewhere_raise_and_tell_the_enrolment_that_was_there(
    loaded: Database, enrol: Enrol, told: Told
) -> None:
    first = enrol(first_semester=S("2026W"))
    told()
    enrol(
        person=first.person.matriculation_number,
        programme_code="DATA-MSC",
        first_semester=S("2026S"),
    )
    _, event = told()
    assert isinstance(event, Enrolled)
    assert event.enrolment.enrolment_id == str(first.enrolment.enrolment_id)
    assert (event.enrolment.version, event.enrolment.semesters[0].university_semester) == (2, 2)
    found = within(loaded, enrolments_of_person, first.person.person_id)
    raised = next(each for each in found if each.programme.code == "HIST-BA")
    assert (raised.version, numbers(raised)) == (2, [("2026W", 1, 2)])


def test_current_enrolments_come_before_ended_ones(loaded: Database, enrol: Enrol) -> None:
    first = enrol(first_semester=S("2025S"))
    number = first.person.matriculation_number
    enrol(person=number, programme_code="DATA-MSC", first_semester=S("2026S"))
    enrol(person=number, programme_code="PROM", first_semester=S("2026W"))

    def end(tx: Transaction, day: date) -> None:
        programme = tables.enrolments.c.programme_code == "PROM"
        tx.execute(update(tables.enrolments).where(programme).values(end_date=day))

    def listed() -> list[str]:
        found = within(loaded, enrolments_of_person, first.person.person_id)
        return [each.programme.code for each in found]

    assert listed() == ["PROM", "DATA-MSC", "HIST-BA"]
    within(loaded, end, date(2026, 11, 2))
    assert listed() == ["PROM", "DATA-MSC", "HIST-BA"]
    within(loaded, end, date(2026, 11, 1))
    assert listed() == ["DATA-MSC", "HIST-BA", "PROM"]


@pytest.mark.parametrize(
    ("order", "code", "reason", "field"),
    [
        ({"programme_code": "X"}, Code.NOT_FOUND, "PROGRAMME_UNKNOWN", "programme_code"),
        (
            {"regulations_version_code": "PROM-2020"},
            Code.NOT_FOUND,
            "REGULATIONS_VERSION_UNKNOWN",
            "regulations_version_code",
        ),
        ({"first_semester": S("2024W")}, Code.NOT_FOUND, "SEMESTER_UNKNOWN", "first_semester"),
        ({"first_semester": S("2027W")}, Code.NOT_FOUND, "SEMESTER_UNKNOWN", "first_semester"),
        ({"person": "9999999"}, Code.NOT_FOUND, "PERSON_UNKNOWN", "matriculation_number"),
        ({"major": "Zukunft"}, Code.INVALID_ARGUMENT, "MAJOR_UNKNOWN", "major"),
        (
            {"programme_code": "DATA-MSC", "minor": "Philosophie"},
            Code.INVALID_ARGUMENT,
            "MINOR_UNKNOWN",
            "minor",
        ),
        (
            {"given_names": "Дмитрий"},
            Code.INVALID_ARGUMENT,
            "PERSON_FACTS_INVALID",
            "new_person.name.given_names",
        ),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused(
    loaded: Database,
    enrol: Enrol,
    order: dict[str, object],
    code: Code,
    reason: str,
    field: str,
) -> None:
    failure = refused(enrol, **order)
    assert (failure.code, failure.reason) == (code, reason)
    assert [each.path for each in failure.fields] == [field]
    people = select(func.count()).select_from(tables.persons)
    assert within(loaded, lambda tx: tx.execute(people).scalar()) == 0
    assert enrol().person.matriculation_number == "3100001"


def test_a_calendar_that_does_not_reach_today_enrols_nobody(
    enrol: Enrol, clock: DrivenClock
) -> None:
    clock.set(datetime(2027, 11, 1, tzinfo=UTC))
    failure = refused(enrol)
    assert failure.reason == "SEMESTER_UNKNOWN"
    assert "2027W" in failure.message.en


def test_the_same_programme_twice_is_refused_with_the_enrolment_that_is_there(
    enrol: Enrol,
) -> None:
    first = enrol()
    failure = refused(enrol, person=first.person.matriculation_number)
    assert (failure.code, failure.reason) == (Code.ALREADY_EXISTS, "ALREADY_ENROLLED")
    assert failure.metadata == {"enrolment_id": str(first.enrolment.enrolment_id)}
    assert "Geschichte" in failure.message.de


def test_names_are_stored_composed_and_tidy(enrol: Enrol) -> None:
    done = enrol("  Ays\u0327e  Nur ", "O\u0308ztu\u0308rk")
    assert done.person.name == PersonName("Ayşe Nur", "Öztürk")
