"""How far a student has come, and when the studies are complete."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from exams.domain.achievements import ProgressState, module_standings
from exams.domain.averages import Treatment
from exams.domain.completion import (
    FinallyFailed,
    MissingCredits,
    MissingModule,
    NothingRequired,
)
from exams.domain.examinations import ExamForm
from exams.domain.progress import StudyProgress, completed_studies, study_progress
from exams.domain.rules import GradePolicy, Surplus, ThesisRule
from exams.domain.statuses import Status
from exams.domain.studies import StudyPlan, StudyRecord
from hypothesis import given
from hypothesis import strategies as st

from services.exams.tests.progress_factories import (
    exam,
    failed,
    module,
    passed,
    plan,
    recognised,
    record,
)

OPEN, STARTED = ProgressState.OPEN, ProgressState.STARTED
COMPLETE, FINALLY_FAILED = ProgressState.COMPLETE, ProgressState.FINALLY_FAILED
FIRST, SECOND, THIRD = date(2027, 2, 2), date(2027, 7, 20), date(2028, 2, 9)


def only_exam(found: StudyProgress) -> tuple[ProgressState, Decimal | None, int]:
    [one] = [each for module_ in found.modules for each in module_.exams]
    return one.state, one.grade, one.attempts_used


ONE_EXAM = plan(module("A", exam("1")))


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (record(), (OPEN, None, 0)),
        (record(registered=frozenset({"1"})), (STARTED, None, 0)),
        (record(failed("1")), (STARTED, None, 1)),
        (record(failed("1", counts_as_attempt=False)), (STARTED, None, 0)),
        (record(failed("1"), passed("1", "2.3", SECOND)), (COMPLETE, Decimal("2.3"), 2)),
        (record(failed("1"), failed("1"), failed("1")), (FINALLY_FAILED, None, 3)),
        (record(failed("1", status=Status.FINALLY_FAILED)), (FINALLY_FAILED, None, 1)),
        (record(recognised("A", "1", grade="1.8")), (COMPLETE, Decimal("1.8"), 0)),
        (record(recognised("A")), (COMPLETE, None, 0)),
        (record(passed("1", elsewhere=True)), (STARTED, None, 1)),
        (record(failed("1"), failed("1"), passed("1", elsewhere=True)), (STARTED, None, 3)),
    ],
    ids=[
        "nothing happened",
        "registered",
        "failed once",
        "a free attempt failed",
        "passed at the second try",
        "failed three times",
        "stated as finally failed",
        "the exam recognised",
        "the module recognised without a grade",
        "passed under another enrolment and not recognised",
        "passed with the last attempt under another enrolment and not recognised",
    ],
)
def test_an_exam_stands_by_what_happened(
    results: StudyRecord, expected: tuple[ProgressState, Decimal | None, int]
) -> None:
    assert only_exam(study_progress(ONE_EXAM, results)) == expected


def test_the_better_result_counts_after_a_grade_improvement() -> None:
    """domain.md "Exams" 8: "one grade improvement where the regulations say so"."""
    better = record(passed("1", "2.7", FIRST), passed("1", "1.3", SECOND))
    worse = record(passed("1", "2.7", FIRST), passed("1", "3.3", SECOND))
    assert only_exam(study_progress(ONE_EXAM, better)) == (COMPLETE, Decimal("1.3"), 1)
    assert only_exam(study_progress(ONE_EXAM, worse)) == (COMPLETE, Decimal("2.7"), 1)


def test_an_equal_result_leaves_the_earlier_one_counting() -> None:
    found = study_progress(ONE_EXAM, record(passed("1", "2.0", SECOND), passed("1", "2.0", FIRST)))
    assert found.last_exam_date == FIRST


def test_a_failed_improvement_takes_nothing_away() -> None:
    found = study_progress(ONE_EXAM, record(passed("1", "4.0", FIRST), failed("1", SECOND)))
    assert (found.complete, only_exam(found)) == (True, (COMPLETE, Decimal("4.0"), 1))


def test_who_still_sits_the_last_attempt_has_not_failed_finally() -> None:
    """The oral supplementary exam after the last failed attempt: its registration is live."""
    results = record(*[failed("1")] * 3, registered=frozenset({"1"}))
    assert only_exam(study_progress(ONE_EXAM, results))[0] is STARTED


def test_the_thesis_has_two_attempts() -> None:
    """domain.md "Exams" 8: "Default three; the thesis two"."""
    thesis = plan(module("T", exam("9", "15", form=ExamForm.THESIS)), thesis=ThesisRule(1000, 9, 2))
    found = study_progress(thesis, record(failed("9"), failed("9")))
    assert only_exam(found)[0] is FINALLY_FAILED


def test_a_module_is_complete_with_all_its_exams() -> None:
    two = plan(module("A", exam("1", "5"), exam("2", "2.5")))
    half = study_progress(two, record(passed("1", "1.7")))
    [one] = half.modules
    assert (one.state, one.earned_tenths, half.grade_of(one)) == (STARTED, 50, None)
    assert half.average.lines[0].treatment is Treatment.INCOMPLETE
    whole = study_progress(two, record(passed("1", "1.7"), passed("2", "2.0")))
    [one] = whole.modules
    assert (one.state, one.earned_tenths) == (COMPLETE, 75)
    # (1.7 + 2.0) / 2 = 1.85 → 1.8
    assert whole.grade_of(one) == Decimal("1.8")


def test_a_module_without_exams_is_not_complete_by_itself() -> None:
    empty = plan(module("A", cp="5"))
    assert study_progress(empty, record()).modules[0].state is OPEN
    assert study_progress(empty, record(recognised("A"))).complete


def test_recognised_with_fewer_credits_a_module_earns_fewer() -> None:
    """Of 5 + 5 CP, 3 of the second exam's are recognised: 10 − 2 = 8."""
    two = plan(module("A", exam("1"), exam("2")))
    found = study_progress(two, record(passed("1"), recognised("A", "2", cp="3")))
    assert (found.modules[0].earned_tenths, found.modules[0].recognised) == (80, True)
    whole = study_progress(two, record(recognised("A", cp="6", grade="1.7")))
    assert whole.modules[0].earned_tenths == 60
    assert (str(whole.average.grade), whole.average.weight_sum) == ("1.7", Fraction(6))


def test_an_exam_without_a_grade_ignores_one() -> None:
    ungraded = plan(module("A", exam("1", graded=False)))
    found = study_progress(ungraded, record(passed("1", "1.0")))
    assert found.average.lines[0].treatment is Treatment.UNGRADED
    assert found.average.grade is None


ELECTIVES = plan(
    module("C1", exam("1")),
    module("E1", exam("2"), area="ELECTIVE", compulsory=False),
    module("E2", exam("3"), area="ELECTIVE", compulsory=False),
    module("E3", exam("4"), exam("5"), area="ELECTIVE", compulsory=False),
    total="15",
    areas={"MAJOR": "5", "ELECTIVE": "10"},
)


def test_what_is_missing_is_told_by_module_and_by_area() -> None:
    found = study_progress(ELECTIVES, record(passed("2")))
    [major, elective] = found.missing
    assert isinstance(major, MissingModule)
    assert [one.exam.exam_number for one in major.open_exams] == ["1"]
    assert isinstance(elective, MissingCredits)
    assert (elective.area and elective.area.code, elective.missing_tenths) == ("ELECTIVE", 50)
    assert (found.required_tenths, found.earned_tenths, found.complete) == (150, 50, False)
    assert [one.state for one in found.areas] == [OPEN, STARTED]


def test_credits_beyond_an_area_do_not_make_up_for_another_one() -> None:
    """15 CP are earned in an area that needs 10: 10 of them count, and the major is missing."""
    rich = record(passed("2"), passed("3"), passed("4"), passed("5"))
    found = study_progress(ELECTIVES, rich)
    assert (found.areas[1].earned_tenths, found.earned_tenths) == (200, 100)
    assert not found.complete


def test_credits_that_no_area_claims_may_come_from_any() -> None:
    """The whole needs 20 CP, the areas 15: 5 more from wherever."""
    free = plan(*ELECTIVES.modules, total="20", areas={"MAJOR": "5", "ELECTIVE": "10"})
    some = study_progress(free, record(passed("1"), passed("2"), passed("3")))
    [rest] = some.missing
    assert isinstance(rest, MissingCredits)
    assert (rest.area, rest.missing_tenths, rest.earned_tenths) == (None, 50, 150)
    all_of_it = record(passed("1"), *(passed(number) for number in "2345"))
    assert study_progress(free, all_of_it).complete


def test_half_a_module_does_not_fill_an_area() -> None:
    """5 CP of E1 and 5 of E3's 10: earned, but E3 is not complete."""
    found = study_progress(ELECTIVES, record(passed("1"), passed("2"), passed("4")))
    [missing] = found.missing
    assert isinstance(missing, MissingCredits)
    assert (missing.earned_tenths, missing.missing_tenths) == (50, 50)
    assert found.areas[1].earned_tenths == 100
    assert not found.complete


def test_a_finally_failed_compulsory_exam_is_told_as_such() -> None:
    found = study_progress(ELECTIVES, record(*[failed("1")] * 3, passed("2"), passed("3")))
    [missing] = found.missing
    assert isinstance(missing, FinallyFailed)
    assert missing.exam.exam.exam_number == "1"
    assert found.areas[0].state is FINALLY_FAILED


def test_a_finally_failed_elective_can_be_replaced() -> None:
    results = record(passed("1"), *[failed("4")] * 3, passed("2"), passed("3"))
    found = study_progress(ELECTIVES, results)
    assert found.complete
    assert found.areas[1].state is COMPLETE


def test_without_modules_and_rules_nothing_is_ever_complete() -> None:
    found = study_progress(plan(), record(passed("1")))
    assert found.missing == (NothingRequired(),)
    assert not found.complete


def test_without_a_rule_the_compulsory_modules_are_the_whole() -> None:
    two = plan(module("A", exam("1")), module("B", exam("2"), compulsory=False))
    found = study_progress(two, record(passed("1", day=FIRST)))
    assert (found.complete, found.last_exam_date) == (True, FIRST)
    assert (found.required_tenths, found.earned_tenths) == (50, 50)


def test_the_completion_is_dated_by_the_last_examination() -> None:
    """domain.md "Exams" 17: "the date of the *last examination*, not of its release"."""
    done = record(passed("1", day=SECOND), passed("2", day=FIRST), passed("3", day=FIRST))
    assert study_progress(ELECTIVES, done).last_exam_date == SECOND


def test_a_recognised_result_may_be_the_last_one() -> None:
    done = record(passed("1", day=FIRST), passed("2", day=FIRST), recognised("E2", day=SECOND))
    assert study_progress(ELECTIVES, done).last_exam_date == SECOND


def test_an_elective_that_nobody_asked_for_does_not_move_the_date() -> None:
    done = (passed("1", day=FIRST), passed("2", day=FIRST), passed("3", day=SECOND))
    later = record(*done, passed("4", day=THIRD), passed("5", day=THIRD))
    assert study_progress(ELECTIVES, later).last_exam_date == SECOND


def test_a_better_grade_that_counts_moves_the_date() -> None:
    done = record(passed("1", "3.0", FIRST), passed("1", "1.0", THIRD))
    found = study_progress(ONE_EXAM, done)
    assert (found.last_exam_date, str(found.average.grade)) == (THIRD, "1.0")


@pytest.mark.parametrize(
    ("surplus", "counted", "grade"),
    [
        # (2.0 × 5 + 3.0 × 5 + 1.0 × 5 + 2.0 × 10) / 25 = 2.0
        (Surplus.ALL, ["C1", "E1", "E2", "E3"], "2.0"),
        # E2 (1.0), then E3 (2.0, 10 CP), which fills the 10 CP: (10 + 5 + 20) / 20 = 1.75
        (Surplus.BEST, ["C1", "E2", "E3"], "1.7"),
        # E1 and E3 come first: (10 + 15 + 20) / 20 = 2.25
        (Surplus.EARLIEST, ["C1", "E1", "E3"], "2.2"),
    ],
)
def test_which_surplus_electives_count_is_the_policys(
    surplus: Surplus, counted: list[str], grade: str
) -> None:
    rules = plan(
        *ELECTIVES.modules,
        total="15",
        areas={"MAJOR": "5", "ELECTIVE": "10"},
        grades=GradePolicy(surplus=surplus),
    )
    results = record(
        passed("1", "2.0", FIRST),
        passed("2", "3.0", FIRST),
        passed("3", "1.0", THIRD),
        passed("4", "2.0", SECOND),
        passed("5", "2.0", SECOND),
    )
    found = study_progress(rules, results)
    assert [line.module.code for line in found.average.lines if line.counted] == counted
    assert str(found.average.grade) == grade


def test_a_result_counts_wherever_the_version_has_the_exam() -> None:
    """Of two results, the one that the version does not know is no part of the progress."""
    found = study_progress(ONE_EXAM, record(passed("1"), passed("404", "1.0")))
    assert str(found.average.grade) == "2.0"


NUMBERS = "12345"


@st.composite
def records(draw: st.DrawFn) -> StudyRecord:
    days = st.sampled_from([FIRST, SECOND, THIRD])
    some: list[object] = []
    for number in NUMBERS:
        kind = draw(st.sampled_from(["none", "failed", "passed", "twice"]))
        if kind == "failed":
            some.append(failed(number, draw(days)))
        if kind in ("passed", "twice"):
            some.append(passed(number, draw(st.sampled_from(["1.0", "2.3"])), draw(days)))
        if kind == "twice":
            some.append(passed(number, draw(st.sampled_from(["1.0", "2.3"])), draw(days)))
    if draw(st.booleans()):
        some.append(recognised("C1", grade="1.8", cp=draw(st.sampled_from(["2", "5"]))))
    return record(*draw(st.permutations(some)))  # type: ignore[arg-type]


@given(results=records(), total=st.sampled_from(["10", "15", "20"]))
def test_complete_is_exactly_where_nothing_is_missing(results: StudyRecord, total: str) -> None:
    """domain.md "Exams" 17: "when all required modules are passed the enrolment is complete"."""
    rules = plan(*ELECTIVES.modules, total=total, areas={"MAJOR": "5", "ELECTIVE": "5"})
    found = study_progress(rules, results)
    assert found.complete == (not found.missing)
    assert (found.last_exam_date is not None) == found.complete
    done = completed_studies(rules, results)
    assert (done is not None) == found.complete
    if done is not None:
        assert done.last_exam_date == found.last_exam_date
        assert done.average == found.average.grade
    assert found.earned_tenths <= sum(area.earned_tenths for area in found.areas)


@given(results=records())
def test_the_order_of_results_does_not_matter(results: StudyRecord) -> None:
    turned = StudyRecord(results.results[::-1], results.recognised)
    assert study_progress(ELECTIVES, results) == study_progress(ELECTIVES, turned)


def test_a_student_of_sixty_modules_is_worked_out_once_per_module() -> None:
    many: StudyPlan = plan(*(module(f"M{n}", exam(str(n))) for n in range(60)))
    found = module_standings(many, record(*(passed(str(n)) for n in range(60))))
    assert sum(one.earned_tenths for one in found) == 3000
