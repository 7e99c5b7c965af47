"""How students stand: loaded for many at once, as cheaply as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from chassis.errors import Failure
from chassis.testing import within
from chassis.values import Semester
from exams.domain.registering import RegistrationCase, decide_registration
from exams.domain.standing import StandingRegistration, StudentStanding
from exams.domain.statuses import Status
from exams.store.sittings import find_sitting
from exams.store.standing import standings_of
from sqlalchemy import Engine, event

from services.exams.tests.rules_factories import (
    change_sitting,
    has_result,
    recognise,
    set_exam_rules,
    studying,
)

QUERIES = 4


def standing_of(campus: Any, student: Any) -> StudentStanding:
    found: dict[Any, StudentStanding] = campus.run(standings_of, [student.person_id])
    return found[student.person_id]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The selects that run on any engine inside the block."""
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_standing_tells_what_the_rules_look_at(campus: Any) -> None:
    student = campus.student(
        semesters={"2026W": campus.enrolled, "2027S": campus.on_leave},
        part_time=True,
        programme_semester=3,
    )
    registration = campus.register(student, campus.sitting("1001"))
    has_result(campus, registration, Status.PASSED, grade="1.7")
    waiting = campus.sitting("1003")
    change_sitting(campus, waiting, capacity=1, has_waiting_list=True)
    campus.register(campus.student(), waiting)
    campus.register(student, waiting)
    recognise(campus, student, "KUWI-01", exam_number="1002", credits_tenths=25)
    standing = standing_of(campus, student)
    assert standing.terms.accept_time is not None
    [enrolment] = standing.enrolments
    winter = Semester.parse("2026W")
    assert enrolment.is_part_time_in(winter)
    assert enrolment.programme_semester_in(winter.next()) == 4
    assert enrolment.registration_section == "RPO § 7"
    assert [(one.exam_number, one.status) for one in standing.registrations] == [
        ("1001", Status.PASSED),
        ("1003", Status.WAITING),
    ]
    assert str(standing.registrations[0].grade) == "1.7"
    [recognised] = standing.recognitions
    assert (recognised.exam_number, recognised.credits_tenths) == ("1002", 25)


def test_what_ended_without_a_result_is_not_part_of_it(campus: Any) -> None:
    student = campus.student()
    campus.withdraw(campus.register(student, campus.sitting("1001")))
    assert standing_of(campus, student).registrations == ()


def test_many_students_take_as_many_queries_as_one(campus: Any) -> None:
    students = [campus.student() for _ in range(20)]
    for student in students[:10]:
        campus.register(student, campus.sitting("1001"))
    campus.run(standings_of, [students[0].person_id])
    sitting = campus.run(find_sitting, campus.sitting("1001"))
    for wanted in ([students[0]], students):
        for sittings in (None, [sitting]):
            with counted() as found:
                campus.run(standings_of, [one.person_id for one in wanted], sittings)
            assert len(found) == QUERIES


def test_the_content_of_a_version_is_read_once_for_all_its_students(campus: Any) -> None:
    one, other = campus.student(), campus.student()
    known = standing_of(campus, one).versions["KUWI-BA-2024"]
    assert standing_of(campus, other).versions["KUWI-BA-2024"] is known
    set_exam_rules(campus, "1001", attempts=7)
    with counted() as found:
        changed = standing_of(campus, one).versions["KUWI-BA-2024"]
    assert len(found) == QUERIES + 1
    assert changed.attempts_allowed(changed.exams["1001"]) == 7


def test_the_past_is_read_only_as_far_as_the_decision_needs_it(campus: Any) -> None:
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.FAILED)
    campus.register(student, campus.sitting("1002"))

    def past_for(number: str, semester: str = "2027S") -> set[str]:
        sitting = campus.run(find_sitting, campus.sitting(number))
        later = replace(sitting, semester=Semester.parse(semester))
        standing = campus.run(standings_of, [student.person_id], [later])[student.person_id]
        return {one.exam_number for one in standing.registrations}

    assert past_for("1003") == {"1002"}
    assert past_for("1001") == {"1001", "1002"}
    assert past_for("1003", "2026W") == {"1001", "1002"}
    set_exam_rules(campus, "1003", prerequisites=(("KUWI-01",),))
    assert past_for("1003") == {"1001", "1002"}
    set_exam_rules(campus, "1003", prerequisites=(), minimum_credits_tenths=10)
    assert past_for("1003") == {"1001", "1002"}


def test_a_decision_refuses_to_guess_about_a_past_that_was_not_read(campus: Any) -> None:
    student = campus.student()
    known = campus.run(find_sitting, campus.sitting("1001"))
    other = campus.run(find_sitting, campus.sitting("1002"))
    standing = campus.run(standings_of, [student.person_id], [known])[student.person_id]
    now = campus.clock.now()
    assert not decide_registration(RegistrationCase(now, known, standing)).obstacles
    with pytest.raises(ValueError, match="1002"):
        decide_registration(RegistrationCase(now, other, standing))


def test_a_standing_follows_registrations_and_withdrawals_without_reading(campus: Any) -> None:
    student = campus.student()
    sitting = campus.run(find_sitting, campus.sitting("1001"))
    before = standing_of(campus, student)
    made = StandingRegistration.of(
        sitting,
        registration_id=uuid4(),
        enrolment_id=student.enrolment_id,
        status=Status.REGISTERED,
        register_time=campus.clock.now(),
    )
    after = before.with_registration(made)
    decision = decide_registration(RegistrationCase(campus.clock.now(), sitting, after))
    assert [one.reason.value for one in decision.obstacles] == ["ALREADY_REGISTERED"]
    assert after.with_registration(made) == after
    assert after.without_registration(made.registration_id) == before
    campus.register(student, sitting.sitting_id)
    [stored] = standing_of(campus, student).registrations
    assert (
        replace(stored, registration_id=made.registration_id, register_time=made.register_time)
        == made
    )


def test_somebody_without_enrolments_stands_there_too(campus: Any) -> None:
    nobody = uuid4()
    standing = campus.run(standings_of, [nobody])[nobody]
    assert (standing.enrolments, standing.registrations) == ((), ())


def test_without_terms_nobody_stands_anywhere(database: Any, clock: Any) -> None:
    with pytest.raises(Failure) as failure:
        within(database, standings_of, [uuid4()])
    assert failure.value.reason == "TERMS_NOT_LOADED"
