"""The rules of the regulations, one by one, through the desk on both databases.

Sources: the QIS guide by heading, the terms of registration, and the guide of the studies office.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from exams.domain.achievements import ProgressState
from exams.domain.completion import FinallyFailed
from exams.domain.desk import Refusal, Register, Withdraw
from exams.domain.examinations import ExamForm
from exams.domain.obstacles import Obstacle
from exams.domain.progress import study_progress
from exams.domain.rules import (
    ClashPolicy,
    FreeAttemptRule,
    GradeImprovementRule,
    PartTimeReading,
    PartTimeRule,
    RepeatRegistrationRule,
    ThesisRule,
)
from exams.domain.statuses import Status
from exams.store.progress import find_study
from exams.store.tables import exams, registration_attempts
from exams.texts.obstacles import explain
from sqlalchemy import update

from services.exams.tests.rules_factories import (
    KUWI,
    change_sitting,
    has_result,
    later_sitting,
    recognise,
    set_exam_rules,
    set_published,
    set_rules,
    studying,
)


def refusal_of(campus: Any, student: Any, sitting_id: Any) -> Sequence[Obstacle]:
    [outcome] = campus.decide(Register(student.person_id, sitting_id))
    assert isinstance(outcome, Refusal), outcome
    return outcome.obstacles


def the_obstacle(campus: Any, student: Any, sitting_id: Any) -> Any:
    [obstacle] = refusal_of(campus, student, sitting_id)
    return obstacle


def test_a_passed_exam_is_not_taken_again(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Haben Sie die Prüfung bereits bestanden, ist dies
    vermerkt".

    domain.md "Exams" 6: "exam not already passed"."""
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.PASSED, grade="2.3")
    obstacle = the_obstacle(campus, student, later_sitting(campus, "1001"))
    assert (obstacle.reason.value, obstacle.passed_date) == ("ALREADY_PASSED", date(2027, 2, 11))
    assert explain(obstacle).message.en == "You passed this exam on 11 February 2027."


def test_the_last_failed_attempt_is_named_with_its_number_and_day(campus: Any) -> None:
    """Terms of registration: the rules are those of the examination regulations, here three
    attempts per exam.

    domain.md "Exams" 6: "attempts left"."""
    set_rules(campus, sections={"registration": "RPO § 7", "attempts": "RPO § 15 (1)"})
    student = studying(campus)
    for month, semester in ((2, "2026W"), (7, "2027S"), (12, "2027W")):
        sitting = later_sitting(campus, "1001", semester=semester)
        day = date(2027, month, 11)
        has_result(campus, campus.register(student, sitting), Status.FAILED, day=day)
    last = later_sitting(campus, "1001", semester="2028S")
    obstacle = the_obstacle(campus, student, last)
    assert (obstacle.reason.value, obstacle.section) == ("NO_ATTEMPT_LEFT", "RPO § 15 (1)")
    assert "Versuch 3 von 3 war am 11.12.2027" in explain(obstacle).message.de
    [attempt] = campus.rows(registration_attempts)
    [kept] = attempt.obstacles
    assert kept["regulation_section"] == "RPO § 15 (1)"


@pytest.mark.parametrize("status", [Status.NO_SHOW, Status.CHEATED, Status.WITHDRAWAL_REFUSED])
def test_staying_away_cheating_and_a_refused_sick_note_use_attempts_up(
    campus: Any, status: Status
) -> None:
    """domain.md "Exams" 8: "Statuses below decide what counts"."""
    set_exam_rules(campus, "1001", attempts=1)
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), status)
    assert campus.refused(student, later_sitting(campus, "1001")) == ["NO_ATTEMPT_LEFT"]


@pytest.mark.parametrize(
    "status", [Status.DEREGISTERED, Status.WITHDRAWAL_APPROVED, Status.WITHDRAWN]
)
def test_what_ends_without_a_result_uses_up_no_attempt(campus: Any, status: Status) -> None:
    """Terms of registration, "An- und Abmelden innerhalb der Frist": "Eine Abmeldung innerhalb
    der Frist braucht keinen Grund und zählt nicht als Prüfungsversuch"."""
    set_exam_rules(campus, "1001", attempts=1)
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), status)
    campus.register(student, later_sitting(campus, "1001"))


def test_a_free_attempt_that_failed_does_not_count(campus: Any) -> None:
    """domain.md "Exams" 8: "Free attempt (Freiversuch)"."""
    set_exam_rules(campus, "1001", attempts=1)
    set_rules(campus, free_attempt=FreeAttemptRule(until_programme_semester=2))
    student = studying(campus, programme_semester=1)
    registration = campus.register(student, campus.sitting("1001"))
    has_result(campus, registration, Status.FAILED, counts=False)
    campus.register(student, later_sitting(campus, "1001"))


def test_an_exam_that_cannot_be_repeated_is_taken_once(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "die Wiederholbarkeit"."""
    set_exam_rules(campus, "1001", repeatable=False)
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.FAILED)
    assert campus.refused(student, later_sitting(campus, "1001")) == ["NOT_REPEATABLE"]


def test_the_last_attempt_is_registered_once(campus: Any) -> None:
    set_exam_rules(campus, "1001", attempts=1)
    student = studying(campus)
    campus.register(student, campus.sitting("1001"))
    assert campus.refused(student, later_sitting(campus, "1001")) == ["LAST_ATTEMPT_PENDING"]


def test_a_better_grade_may_be_tried_for_as_often_as_the_regulations_say(campus: Any) -> None:
    """domain.md "Exams" 8: "one grade improvement where the regulations say so"."""
    set_rules(campus, grade_improvement=GradeImprovementRule(times=1))
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.PASSED, grade="3.0")
    second = campus.register(student, later_sitting(campus, "1001"))
    has_result(campus, second, Status.FAILED, grade="5.0", day=date(2027, 7, 20))
    third = later_sitting(campus, "1001", semester="2028S")
    obstacle = the_obstacle(campus, student, third)
    assert (obstacle.reason.value, obstacle.improved) == ("ALREADY_PASSED", True)


def test_nobody_betters_the_best_grade(campus: Any) -> None:
    set_rules(campus, grade_improvement=GradeImprovementRule(times=1))
    student = studying(campus)
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.PASSED, grade="1.0")
    assert campus.refused(student, later_sitting(campus, "1001")) == ["ALREADY_PASSED"]


def test_a_recognised_exam_is_not_taken_again(campus: Any) -> None:
    student = studying(campus)
    recognise(campus, student, "KUWI-01", exam_number="1001")
    obstacle = the_obstacle(campus, student, campus.sitting("1001"))
    assert (obstacle.recognised, obstacle.passed_date) == (True, date(2025, 7, 20))


def test_an_exam_of_a_recognised_module_is_not_taken(campus: Any) -> None:
    student = studying(campus)
    recognise(campus, student, "KUWI-01", credits_tenths=75)
    assert campus.refused(student, campus.sitting("1002")) == ["ALREADY_PASSED"]


def test_an_exam_passed_for_another_programme_is_to_be_recognised(campus: Any) -> None:
    """domain.md "Exams" 6: "exam not already passed"."""
    student = studying(campus)
    second = campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    first = campus.register(student, campus.sitting("1001"), student.enrolment_id)
    has_result(campus, first, Status.PASSED, grade="2.0")
    [outcome] = campus.decide(Register(student.person_id, campus.sitting("1001", period=2), second))
    [obstacle] = [o for o in outcome.obstacles if o.reason.value == "ALREADY_PASSED"]
    told = explain(obstacle)
    assert told.message.de == (
        "Sie haben diese Prüfung am 11.02.2027 für KUWI-BA (KUWI-BA-2024) bestanden."
    )
    assert told.remedy.de == (
        "Lassen Sie sie beim Prüfungsamt hier anerkennen: für BWL-BSC (BWL-BSC-2023)."
    )
    assert told.message.en == "You passed this exam on 11 February 2027 for KUWI-BA (KUWI-BA-2024)."
    assert told.remedy.en == (
        "Have it recognised here by the examinations office: for BWL-BSC (BWL-BSC-2023)."
    )
    assert obstacle.section


def test_what_was_passed_elsewhere_with_the_only_attempt_is_not_lost_here(campus: Any) -> None:
    for version in ("KUWI-BA-2024", "BWL-BSC-2023"):
        set_exam_rules(campus, "1001", version=version, repeatable=False)
    student = studying(campus)
    second = campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    first = campus.register(student, campus.sitting("1001"), student.enrolment_id)
    has_result(campus, first, Status.PASSED, grade="1.7")
    study = campus.run(find_study, second)
    found = study_progress(study.plan, study.record)
    [standing] = [
        exam for one in found.modules for exam in one.exams if exam.exam.exam_number == "1001"
    ]
    assert standing.state is ProgressState.STARTED
    assert (standing.attempts_used, standing.attempts_allowed) == (1, 1)
    assert not [one for one in found.missing if isinstance(one, FinallyFailed)]


def test_what_was_passed_elsewhere_and_recognised_here_needs_no_recognition(campus: Any) -> None:
    student = studying(campus)
    second = campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    first = campus.register(student, campus.sitting("1001"), student.enrolment_id)
    has_result(campus, first, Status.PASSED, grade="2.0")
    recognise(
        campus, student, "BWL-01", exam_number="1001", version="BWL-BSC-2023", enrolment_id=second
    )
    [outcome] = campus.decide(Register(student.person_id, campus.sitting("1001", period=2), second))
    [obstacle] = [o for o in outcome.obstacles if o.reason.value == "ALREADY_PASSED"]
    assert (obstacle.recognised, obstacle.elsewhere) == (True, None)
    assert "recognised with a result of 20 July 2025" in explain(obstacle).message.en


def test_a_prerequisite_is_an_exam_or_a_module_of_the_group(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Weitere Details über ... Teilnahmevoraussetzungen
    etc der einzelnen Prüfungen".

    domain.md "Exams" 6: "module or exam prerequisites"."""
    set_exam_rules(campus, "1003", prerequisites=(("1001", "1002"), ("KUWI-01",)))
    student, sitting = studying(campus), campus.sitting("1003")
    first, second = refusal_of(campus, student, sitting)
    assert first.reason.value == second.reason.value == "PREREQUISITE_MISSING"
    assert "1001 Statistik oder 1002 Essay" in explain(first).message.de
    assert "KUWI-01 Methods" in explain(second).message.en
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.PASSED)
    assert campus.refused(student, sitting) == ["PREREQUISITE_MISSING"]
    has_result(campus, campus.register(student, campus.sitting("1002")), Status.PASSED)
    campus.register(student, sitting)


def test_a_recognised_module_is_a_prerequisite_passed(campus: Any) -> None:
    set_exam_rules(campus, "1003", prerequisites=(("KUWI-01",), ("1001",)))
    student = studying(campus)
    recognise(campus, student, "KUWI-01", credits_tenths=75)
    campus.register(student, campus.sitting("1003"))


def test_credits_are_earned_in_the_programme_by_exams_and_recognitions(campus: Any) -> None:
    """domain.md "Exams" 6: "minimum credits"."""
    set_exam_rules(campus, "1003", minimum_credits_tenths=75)
    student, sitting = studying(campus), campus.sitting("1003")
    recognise(campus, student, "KUWI-01", exam_number="1002", credits_tenths=25)
    obstacle = the_obstacle(campus, student, sitting)
    assert (obstacle.required_tenths, obstacle.earned_tenths) == (75, 25)
    assert explain(obstacle).message.de == (
        "Diese Prüfung setzt 7,5 Credit Points voraus; Sie haben 2,5."
    )
    has_result(campus, campus.register(student, campus.sitting("1001")), Status.PASSED)
    campus.register(student, sitting)


def test_part_time_students_take_examinations_of_15_credits_in_a_semester(campus: Any) -> None:
    """Guide of the studies office, "Part-time study": "A key requirement shown there is the
    acquisition of course and examination credit in the amount of 15 credit points".

    domain.md "Exams" 6: "part-time students 15 CP of examinations per semester"."""
    student = studying(campus, part_time=True)
    set_exam_rules(campus, "1002", credits_tenths=100)
    campus.register(student, campus.sitting("1001"))
    campus.register(student, campus.sitting("1002"))
    obstacle = the_obstacle(campus, student, campus.sitting("1003"))
    facts = (obstacle.limit_tenths, obstacle.registered_tenths, obstacle.exam_tenths)
    assert (obstacle.reason.value, *facts) == ("PART_TIME_LIMIT", 150, 150, 75)
    full_time = studying(campus)
    for number in ("1001", "1002", "1003"):
        campus.register(full_time, campus.sitting(number))


def test_repeating_in_the_second_period_is_the_same_exam_to_the_limit(campus: Any) -> None:
    student = studying(campus, part_time=True)
    set_rules(campus, part_time=PartTimeRule(credits_tenths=50))
    first = campus.register(student, campus.sitting("1001"))
    has_result(campus, first, Status.FAILED)
    campus.at(2026, 12, 1)
    campus.register(student, campus.sitting("1001", period=2))


@pytest.mark.parametrize("reading", [PartTimeReading.TARGET, PartTimeReading.MINIMUM])
def test_a_target_or_a_minimum_only_warns(campus: Any, reading: PartTimeReading) -> None:
    limit = 20 if reading is PartTimeReading.TARGET else 200
    set_rules(campus, part_time=PartTimeRule(credits_tenths=limit, reading=reading))
    student = studying(campus, part_time=True)
    done = campus.done(Register(student.person_id, campus.sitting("1001")))
    [warning] = done.warnings
    assert (warning.reason.value, warning.reading) == ("PART_TIME_LIMIT", reading)


def overlapping(campus: Any) -> tuple[Any, Any]:
    """The sittings of 1001 (90 minutes from 10:00) and of 1004, which begins at 11:29."""
    start = datetime.fromisoformat("2027-02-02T10:29+00:00")
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, start_time=start)
    return campus.sitting("1001"), sitting


def test_exams_at_the_same_time_are_registered_with_a_warning(campus: Any) -> None:
    """QIS guide, "Info über angemeldete Prüfungen": "Beachten Sie dabei unbedingt die Angaben zum
    Semester bzw. Prüfungsdatum"."""
    first, second = overlapping(campus)
    student = studying(campus)
    campus.register(student, first)
    [warning] = campus.done(Register(student.person_id, second)).warnings
    assert (warning.reason.value, warning.exam_number) == ("CLASH", "1001")
    assert "10:00 Uhr bis 11:30 Uhr" in explain(warning).message.de


def test_exams_at_the_same_time_are_refused_where_the_regulations_say_so(campus: Any) -> None:
    """domain.md "Exams" 6: "exam not clashing in time with another registration (warning or
    refusal)"."""
    set_rules(campus, clash=ClashPolicy.REFUSE)
    first, second = overlapping(campus)
    student = studying(campus)
    campus.register(student, first)
    assert campus.refused(student, second) == ["CLASH"]
    change_sitting(campus, second, start_time=datetime.fromisoformat("2027-02-02T10:30+00:00"))
    campus.register(student, second)


def test_nobody_minds_a_clash_where_the_regulations_ignore_it(campus: Any) -> None:
    set_rules(campus, clash=ClashPolicy.IGNORE)
    first, second = overlapping(campus)
    student = studying(campus)
    campus.register(student, first)
    assert campus.done(Register(student.person_id, second)).warnings == ()


def test_a_cancelled_sitting_takes_nobody(campus: Any) -> None:
    sitting = campus.sitting("1001")
    change_sitting(campus, sitting, cancel_time=campus.clock.now())
    assert campus.refused(studying(campus), sitting) == ["SITTING_CANCELLED"]


def test_a_thesis_is_registered_by_admission_only(campus: Any) -> None:
    sitting = campus.sitting("1002")
    change_sitting(campus, sitting, seating="admission")
    assert campus.refused(studying(campus), sitting) == ["ADMISSION_ONLY"]


def test_a_thesis_needs_the_credits_of_the_regulations(campus: Any) -> None:
    set_rules(campus, thesis=ThesisRule(1200, working_weeks=9, extension_weeks=4))
    campus.run(
        lambda tx: tx.execute(
            update(exams).where(exams.c.exam_number == "1002").values(form=ExamForm.THESIS.value)
        )
    )
    set_exam_rules(campus, "1002", credits_tenths=100)
    obstacle = the_obstacle(campus, studying(campus), campus.sitting("1002"))
    assert (obstacle.reason.value, obstacle.required_tenths) == ("CREDITS_MISSING", 1200)


def test_nobody_registers_by_a_draft(campus: Any) -> None:
    set_published(campus, KUWI, published=False)
    student, sitting = studying(campus), campus.sitting("1001")
    assert campus.refused(student, sitting) == ["REGULATIONS_NOT_PUBLISHED"]
    set_published(campus, KUWI, published=True)
    campus.register(student, sitting)


def test_a_full_sitting_with_a_waiting_list_gives_a_place_in_it(campus: Any) -> None:
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, has_waiting_list=True, capacity=1)
    campus.register(studying(campus), sitting)
    student = studying(campus)
    assert campus.register(student, sitting).status is Status.WAITING
    assert campus.refused(student, sitting) == ["ALREADY_WAITING"]
    other = campus.sitting("1004", group="B")
    assert campus.refused(student, other) == ["OTHER_SITTING_REGISTERED"]


def test_a_draw_collects_requests_whatever_the_seats(campus: Any) -> None:
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, seating="lottery", capacity=1)
    students = [studying(campus) for _ in range(3)]
    for student in students:
        assert campus.register(student, sitting).status is Status.IN_LOTTERY
    assert campus.refused(students[0], sitting) == ["ALREADY_IN_LOTTERY"]


def test_requests_for_a_draw_are_fixed_once_the_window_is_closed(campus: Any) -> None:
    """Nobody may steer a draw by taking a request back once its public part is known."""
    sitting = campus.sitting("1004", group="A")
    change_sitting(campus, sitting, seating="lottery")
    first = campus.register(studying(campus), sitting)
    second = campus.register(studying(campus), sitting)
    campus.withdraw(first)
    campus.at(2026, 11, 16)
    assert campus.withdrawal_refused(second) == ["LOTTERY_CLOSED"]


def test_who_waits_may_stop_waiting_at_any_time(campus: Any) -> None:
    sitting = campus.sitting("1003")
    change_sitting(campus, sitting, has_waiting_list=True, capacity=1)
    holder, waiting = (campus.register(studying(campus), sitting) for _ in range(2))
    campus.at(2026, 11, 20)
    assert campus.withdrawal_refused(holder) == ["WITHDRAWAL_CLOSED"]
    campus.withdraw(waiting)


def test_a_result_at_a_sitting_ends_registering_for_it(campus: Any) -> None:
    student, sitting = studying(campus), campus.sitting("1001")
    registration = campus.register(student, sitting)
    has_result(campus, registration, Status.FAILED)
    assert campus.refused(student, sitting) == ["ALREADY_TAKEN"]
    assert campus.withdrawal_refused(registration) == ["ALREADY_EXAMINED"]


def test_an_undecided_sick_note_is_not_withdrawn_from(campus: Any) -> None:
    registration = campus.register(studying(campus), campus.sitting("1001"))
    has_result(campus, registration, Status.SICK_NOTE_FILED)
    assert campus.withdrawal_refused(registration) == ["SICK_NOTE_UNDECIDED"]


def test_every_obstacle_names_the_section_of_its_own_rule(campus: Any) -> None:
    """domain.md "Exams" 5: "each with a code, the section of the regulations"."""
    sections = {"registration": "RPO § 7", "part_time": "RPO § 3a", "prerequisites": "FSA 5"}
    set_rules(campus, sections=sections, part_time=PartTimeRule(credits_tenths=10))
    set_exam_rules(campus, "1003", prerequisites=(("1001",),))
    found = refusal_of(campus, studying(campus, part_time=True), campus.sitting("1003"))
    assert [(one.reason.value, one.section) for one in found] == [
        ("PREREQUISITE_MISSING", "FSA 5"),
        ("PART_TIME_LIMIT", "RPO § 3a"),
    ]
    campus.at(2026, 11, 16)
    late = the_obstacle(campus, studying(campus), campus.sitting("1001"))
    assert (late.reason.value, late.section) == ("WINDOW_CLOSED", "RPO § 7")


def test_a_refused_withdrawal_names_the_section_of_withdrawing(campus: Any) -> None:
    set_rules(campus, sections={"registration": "RPO § 7", "withdrawal": "RPO § 7 (4)"})
    registration = campus.register(campus.student(), campus.sitting("1003"))
    campus.at(2026, 11, 16)
    [outcome] = campus.decide(Withdraw(registration.registration_id))
    assert isinstance(outcome, Refusal)
    assert [one.section for one in outcome.obstacles] == ["RPO § 7 (4)"]


def test_who_stops_waiting_is_registered_for_no_second_period(campus: Any) -> None:
    set_rules(campus, repeat_registration=RepeatRegistrationRule(after_withdrawal=True))
    sitting = campus.sitting("1001")
    change_sitting(campus, sitting, has_waiting_list=True, capacity=1)
    holder, waiting = (campus.register(campus.student(), sitting) for _ in range(2))
    campus.at(2026, 11, 20)
    assert campus.done(Withdraw(waiting.registration_id)).repeat is None
    assert campus.done(Withdraw(holder.registration_id)).repeat is not None


def test_inside_the_window_withdrawing_leads_to_no_second_period(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Während dieser Zeit können Sie sich beliebig oft
    an- und wieder abmelden"."""
    set_rules(campus, repeat_registration=RepeatRegistrationRule(after_withdrawal=True))
    registration = campus.register(campus.student(), campus.sitting("1001"))
    assert campus.done(Withdraw(registration.registration_id)).repeat is None
