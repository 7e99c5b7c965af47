"""What may be entered for whom, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.errors import Failure
from chassis.values import LocalizedText, PersonName, Semester
from exams.app.results import list_result_versions, list_sitting_results
from exams.domain.corrections import CorrectionRefusal
from exams.domain.entering import decide_entry, decide_outcome, has_begun
from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.results import (
    Change,
    Effect,
    Entry,
    Examinee,
    Outcome,
    ProblemReason,
    Result,
    ResultProblem,
    ResultRules,
)
from exams.domain.rules import OralSupplementaryRule
from exams.domain.statuses import ENDED, Status
from exams.domain.windows import Window
from exams.store import tables
from exams.store.registrations import change_status
from exams.texts import results as texts

from .results_factories import (
    Seat,
    after_the_exam,
    enter,
    entry,
    listed,
    release_all,
    released,
    seated,
    status_of,
    third_attempt,
)

START = datetime(2027, 2, 2, 9, tzinfo=UTC)
EXAM_DAY, TODAY = date(2027, 2, 2), date(2027, 2, 10)
RULES = ResultRules(True, 3, OralSupplementaryRule(), ExamForm.WRITTEN)
SITTING = Sitting(
    sitting_id=UUID(int=1),
    exam_number="1001",
    exam_name=LocalizedText(de="Statistik", en="Statistics"),
    form=ExamForm.WRITTEN,
    semester=Semester.parse("2026W"),
    period=1,
    start_time=START,
    duration_minutes=90,
    room="HS 2",
    examiner_user_name="ameier",
    examiner_name="",
    registration=Window(datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 15, tzinfo=UTC)),
    withdrawal_close_time=None,
    own_window=False,
    seating=Seating.FIRST_COME,
    capacity=0,
    has_waiting_list=False,
    taken=1,
    waiting=0,
    cancel_time=None,
    release_time=None,
    version=1,
)
UNDATED = replace(SITTING, start_time=None)
EXAMINEE = Examinee(
    registration_id=UUID(int=2),
    person_id=UUID(int=3),
    enrolment_id=UUID(int=4),
    regulations_version_code="KUWI-BA-2024",
    matriculation_number="3000001",
    name=PersonName("Ayşe", "Öztürk"),
    registration_status=Status.REGISTERED,
    registration_version=1,
    rules=RULES,
    attempt=1,
    had_oral_supplementary=False,
    result=None,
    last_version=0,
    correction_open=False,
)
UNGRADED = replace(EXAMINEE, rules=replace(RULES, graded=False))
LAST = replace(EXAMINEE, attempt=3)


def decided(
    one: Entry, examinee: Examinee = EXAMINEE, sitting: Sitting = SITTING
) -> Change | ResultProblem:
    return decide_entry(one, examinee, sitting, TODAY)


def problem(one: Entry, examinee: Examinee = EXAMINEE, sitting: Sitting = SITTING) -> str:
    outcome = decided(one, examinee, sitting)
    assert isinstance(outcome, ResultProblem), outcome
    return outcome.reason.value


def outcome(one: Entry, examinee: Examinee = EXAMINEE) -> Outcome | None:
    change = decided(one, examinee)
    assert isinstance(change, Change), change
    return change.outcome


def with_result(
    examinee: Examinee, status: Status, grade: str = "", *, is_released: bool = False
) -> Examinee:
    result = Result(
        Outcome(status, Decimal(grade) if grade else None),
        EXAM_DAY,
        "",
        counts_as_attempt=True,
        enter_time=START,
        release_time=START if is_released else None,
        version=1,
    )
    return replace(examinee, result=result, last_version=1)


def test_a_grade_alone_says_whether_it_is_passed() -> None:
    assert outcome(entry("4.0")) == Outcome(Status.PASSED, Decimal("4.0"))
    assert outcome(entry("5.0")) == Outcome(Status.FAILED, Decimal("5.0"))


@pytest.mark.parametrize("status", [Status.FAILED, Status.NO_SHOW, Status.CHEATED])
def test_staying_away_and_cheating_are_a_five(status: Status) -> None:
    """domain.md "Exams" 10: "no-show (counts as failed, 5.0)", "cheating (failed)"."""
    assert outcome(entry(status=status)) == Outcome(status, Decimal("5.0"))
    assert outcome(entry("5.0", status)) == Outcome(status, Decimal("5.0"))
    assert problem(entry("1.0", status)) == "GRADE_CONTRADICTS_STATUS"


@pytest.mark.parametrize("status", [Status.HANDED_IN, Status.INCOMPLETE, Status.REPEAT_WAIVED])
def test_what_is_no_judgement_has_no_grade(status: Status) -> None:
    assert outcome(entry(status=status)) == Outcome(status)
    assert problem(entry("2.0", status)) == "GRADE_CONTRADICTS_STATUS"


def test_a_graded_exam_is_not_passed_without_a_grade() -> None:
    assert problem(entry(status=Status.PASSED)) == "GRADE_MISSING"
    assert problem(entry("5.0", Status.PASSED)) == "GRADE_CONTRADICTS_STATUS"


def test_an_exam_that_is_passed_or_failed_only_has_no_grades() -> None:
    assert outcome(entry(status=Status.PASSED), UNGRADED) == Outcome(Status.PASSED)
    assert outcome(entry(status=Status.NO_SHOW), UNGRADED) == Outcome(Status.NO_SHOW)
    assert problem(entry("1.0"), UNGRADED) == "EXAM_NOT_GRADED"


@pytest.mark.parametrize(
    "status",
    [Status.REGISTERED, Status.FINALLY_FAILED, Status.WITHDRAWN, Status.WITHDRAWAL_REFUSED],
)
def test_what_follows_by_itself_is_not_entered(status: Status) -> None:
    assert problem(entry(status=status)) == "STATUS_NOT_ENTERABLE"


@pytest.mark.parametrize(
    "status", [Status.WAITING, Status.IN_LOTTERY, *sorted(ENDED - {Status.REPEAT_WAIVED})]
)
def test_nothing_is_entered_for_who_holds_no_seat(status: Status) -> None:
    assert problem(entry("1.0"), replace(EXAMINEE, registration_status=status)) == "NOT_REGISTERED"


def test_a_sick_note_is_decided_first() -> None:
    ill = replace(EXAMINEE, registration_status=Status.SICK_NOTE_FILED)
    assert problem(entry(status=Status.NO_SHOW), ill) == "SICK_NOTE_OPEN"


def test_no_show_does_not_depend_on_a_withdrawal_limit() -> None:
    """The window and every limit have long passed, or never were.

    domain.md "Exams" 3: "Entering "no-show" or an approved withdrawal never depends on a
    withdrawal limit"."""
    assert isinstance(decided(entry(status=Status.NO_SHOW)), Change)
    limited = replace(SITTING, withdrawal_close_time=datetime(2027, 6, 1, tzinfo=UTC))
    assert isinstance(decided(entry(status=Status.NO_SHOW), EXAMINEE, limited), Change)


@pytest.mark.parametrize(("hour", "begun"), [(8, False), (9, True)])
def test_results_wait_for_the_beginning(hour: int, begun: bool) -> None:
    assert has_begun(SITTING, datetime(2027, 2, 2, hour, tzinfo=UTC)) is begun


def test_without_a_date_results_wait_for_the_end_of_the_window() -> None:
    assert not has_begun(UNDATED, datetime(2026, 11, 14, 23, tzinfo=UTC))
    assert has_begun(UNDATED, datetime(2026, 11, 15, tzinfo=UTC))


def test_without_a_date_results_wait_until_nobody_can_withdraw() -> None:
    limit = datetime(2026, 12, 15, 23, tzinfo=UTC)
    paper = replace(UNDATED, form=ExamForm.PAPER, withdrawal_close_time=limit)
    assert not has_begun(paper, limit - timedelta(minutes=1))
    assert has_begun(paper, limit)
    combined = replace(paper, form=ExamForm.COMBINED_ACADEMIC_WORK)
    assert has_begun(combined, combined.registration.close_time)


def test_the_day_of_the_sitting_is_the_day_of_the_exam_unless_another_is_named() -> None:
    change = decided(entry("1.0"))
    assert isinstance(change, Change)
    assert change.exam_date == EXAM_DAY
    for wrong in (date(2027, 2, 1), date(2027, 2, 11)):
        assert problem(entry("1.0", exam_date=wrong)) == "EXAM_DATE_INVALID"


def test_without_a_date_of_the_sitting_the_day_is_never_guessed() -> None:
    """Completion is dated by the day of the last examination."""
    assert problem(entry("1.0"), EXAMINEE, UNDATED) == "EXAM_DATE_MISSING"
    change = decided(entry("1.0", exam_date=date(2027, 1, 8)), EXAMINEE, UNDATED)
    assert isinstance(change, Change)
    assert change.exam_date == date(2027, 1, 8)


def test_an_entry_is_made_for_the_version_that_was_seen() -> None:
    entered = with_result(EXAMINEE, Status.PASSED, "2.0")
    assert problem(entry("1.0", version=0), entered) == "RESULT_CHANGED"
    assert isinstance(decided(entry("1.0", version=1), entered), Change)
    assert problem(entry("1.0", version=1)) == "RESULT_CHANGED"


def test_a_released_result_is_corrected_and_not_entered_again() -> None:
    known = with_result(
        replace(EXAMINEE, registration_status=Status.PASSED), Status.PASSED, "2.0", is_released=True
    )
    assert problem(entry("1.0", version=1), known) == "RESULT_RELEASED"


@pytest.mark.parametrize("status", [Status.HANDED_IN, Status.INCOMPLETE])
def test_what_was_provisional_is_entered_again_after_its_release(status: Status) -> None:
    known = with_result(replace(EXAMINEE, registration_status=status), status, is_released=True)
    assert outcome(entry("2.0", version=1), known) == Outcome(Status.PASSED, Decimal("2.0"))


def test_an_entry_is_taken_back_while_nobody_knows_it() -> None:
    change = decided(entry(version=1), with_result(EXAMINEE, Status.PASSED, "2.0"))
    assert isinstance(change, Change)
    assert change.effect is Effect.REMOVED
    assert problem(entry()) == "RESULT_EMPTY"


def test_an_oral_supplementary_exam_decides_a_last_written_attempt() -> None:
    assert outcome(entry(status=Status.ORAL_SUPPLEMENTARY), LAST) == Outcome(
        Status.ORAL_SUPPLEMENTARY
    )
    assert problem(entry(status=Status.ORAL_SUPPLEMENTARY)) == "ORAL_NOT_LAST_ATTEMPT"
    for rules in (
        replace(RULES, form=ExamForm.PAPER),
        replace(RULES, oral_supplementary=None),
    ):
        other = replace(LAST, rules=rules)
        assert problem(entry(status=Status.ORAL_SUPPLEMENTARY), other) == "ORAL_NOT_FORESEEN"


def test_after_an_oral_supplementary_exam_four_is_the_best_grade() -> None:
    waiting = with_result(
        replace(LAST, registration_status=Status.ORAL_SUPPLEMENTARY, had_oral_supplementary=True),
        Status.ORAL_SUPPLEMENTARY,
        is_released=True,
    )
    assert problem(entry("3.7", version=1), waiting) == "ORAL_GRADE_TOO_GOOD"
    assert outcome(entry("4.0", version=1), waiting) == Outcome(Status.PASSED, Decimal("4.0"))
    assert outcome(entry("5.0", version=1), waiting) == Outcome(Status.FAILED, Decimal("5.0"))
    better = replace(
        waiting, rules=replace(RULES, oral_supplementary=OralSupplementaryRule(Decimal("3.0")))
    )
    assert outcome(entry("3.0", version=1), better) == Outcome(Status.PASSED, Decimal("3.0"))


def test_without_status_and_grade_there_is_no_outcome() -> None:
    assert decide_outcome(None, None, EXAMINEE) == ResultProblem(ProblemReason.RESULT_EMPTY)


def test_results_are_refused_before_the_exam(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    campus.at(2027, 2, 2, 9, 59)
    with pytest.raises(Failure) as refused:
        enter(campus, sitting, (seat, entry("1.0")))
    assert refused.value.reason == "SITTING_NOT_OVER"
    campus.at(2027, 2, 2, 10)
    [entered] = enter(campus, sitting, (seat, entry("1.0")))
    assert entered.result is not None


def test_no_result_is_entered_that_a_withdrawal_could_leave_behind(campus: Any) -> None:
    """The window of the undated paper ends on 15 November, its withdrawal limit on 15 December."""
    sitting, student = campus.sitting("1002"), campus.student()
    leaving, staying = campus.register(student, sitting), seated(campus, sitting)
    left = Seat(student.person_id, student.enrolment_id, leaving.registration_id)
    failed = entry("5.0", exam_date=date(2026, 11, 18))
    for day in (date(2026, 11, 20), date(2026, 12, 15)):
        campus.at(day.year, day.month, day.day)
        with pytest.raises(Failure) as refused:
            enter(campus, sitting, (left, failed))
        assert refused.value.reason == "SITTING_NOT_OVER"
        assert refused.value.message == LocalizedText(
            de="Studierende können von dieser Prüfung noch zurücktreten. Ergebnisse können ab "
            "16.12.2026, 00:00 Uhr eingetragen werden.",
            en="Students can still withdraw from this exam. Results can be entered from "
            "16 December 2026, 00:00.",
        )
    assert campus.withdraw(leaving).status is Status.WITHDRAWN
    campus.at(2026, 12, 16)
    [entered] = enter(campus, sitting, (staying, failed))
    assert entered.result is not None
    assert [one.registration_id for one in campus.rows(tables.results)] == [staying.registration_id]


def test_all_rows_are_booked_or_none(campus: Any) -> None:
    sitting = campus.sitting("1001")
    good, ill = seated(campus, sitting), seated(campus, sitting)
    campus.run(change_status, [ill.registration_id], Status.SICK_NOTE_FILED)
    after_the_exam(campus)
    with pytest.raises(Failure) as refused:
        enter(campus, sitting, (good, entry("1.0")), (ill, entry("5.0")))
    assert refused.value.reason == "RESULTS_INVALID"
    assert [(one.path, one.reason) for one in refused.value.fields] == [
        ("results[1]", "SICK_NOTE_OPEN")
    ]
    assert listed(campus, sitting).entered_count == 0


def test_what_was_changed_meanwhile_is_aborted_and_what_is_released_refused(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("1.0")))
    with pytest.raises(Failure) as refused:
        enter(campus, sitting, (seat, entry("1.3")))
    assert (refused.value.code.name, refused.value.reason) == ("ABORTED", "RESULT_CHANGED")
    release_all(campus, sitting)
    with pytest.raises(Failure) as refused:
        enter(campus, sitting, (seat, entry("1.3", version=2)))
    assert (refused.value.code.name, refused.value.reason) == (
        "FAILED_PRECONDITION",
        "RESULT_RELEASED",
    )


def test_an_entry_that_was_taken_back_leaves_its_versions(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("1.0")))
    enter(campus, sitting, (seat, entry(version=1)))
    assert listed(campus, sitting).entered_count == 0
    enter(campus, sitting, (seat, entry("2.0")))
    versions = campus.run(list_result_versions, seat.registration_id)
    assert [(one.version.version, one.version.change) for one in versions] == [
        (1, "entered"),
        (2, "removed"),
        (3, "entered"),
    ]


def test_an_oral_supplementary_exam_from_order_to_final_failure(campus: Any) -> None:
    """domain.md "Exams" 10: "oral supplementary exam"."""
    last, sitting = third_attempt(campus)
    released(campus, sitting, last, entry(status=Status.ORAL_SUPPLEMENTARY))
    assert status_of(campus, last) is Status.ORAL_SUPPLEMENTARY
    [waiting] = listed(campus, sitting).examinees
    with pytest.raises(Failure) as refused:
        enter(campus, sitting, (last, entry("1.0", version=waiting.last_version)))
    assert refused.value.fields[0].reason == "ORAL_GRADE_TOO_GOOD"
    released(campus, sitting, last, entry("5.0", version=waiting.last_version))
    assert status_of(campus, last) is Status.FINALLY_FAILED


def test_a_page_names_where_the_next_one_starts(campus: Any) -> None:
    sitting = campus.sitting("1001")
    for name in ("Zander", "Ábel", "Łukasik"):
        seated(campus, sitting, family_name=name)
    first = listed(campus, sitting, size=2)
    assert [one.name.family_name for one in first.examinees] == ["Ábel", "Łukasik"]
    second = campus.run(list_sitting_results, sitting, first.next_position, 2)
    assert [one.name.family_name for one in second.examinees] == ["Zander"]
    assert second.next_position is None
    with pytest.raises(Failure) as refused:
        campus.run(list_sitting_results, sitting, uuid4(), 2)
    assert refused.value.reason == "PAGE_TOKEN_INVALID"


def test_everything_that_stands_against_a_result_is_said_in_both_languages() -> None:
    assert set(texts.PROBLEMS) == set(ProblemReason)
    assert set(texts.CORRECTIONS) == set(CorrectionRefusal)
    for sentence in (*texts.PROBLEMS.values(), *texts.CORRECTIONS.values()):
        assert sentence.de.endswith(".")
        assert sentence.en.endswith(".")
        assert sentence.de != sentence.en


def test_a_grade_in_a_sentence_is_written_in_its_language() -> None:
    told = texts.sentence_of(
        ResultProblem(ProblemReason.ORAL_GRADE_TOO_GOOD, facts={"best": Decimal("4.0")})
    )
    assert "4,0 die beste Note" in told.de
    assert "4.0 is the best grade" in told.en
