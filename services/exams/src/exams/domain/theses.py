"""Theses from application to grade: days, states, and the grade of two examiners.

The day on which the topic is given out is not counted (BGB § 187 (1)); weeks end on the same day
of the week (§ 188 (2)); a last day on a Saturday, Sunday or public holiday gives way to the next
working day (§ 193). An extension is counted from the end of the time before it (§ 190).
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from chassis.values import LocalizedText, PersonName, Semester, end_of_day

from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.grades import FAILED_GRADE, PASS_LIMIT, SCALE
from exams.domain.rules import ThesisGrading, ThesisRule
from exams.domain.windows import Window, is_working_day

# Who acts where nobody does: the nightly closing of what was not handed in.
THE_SERVICE_ITSELF = UUID(int=0)


class ThesisState(StrEnum):
    """How a thesis stands."""

    APPLIED = "applied"
    REFUSED = "refused"
    ADMITTED = "admitted"
    HANDED_IN = "handed_in"
    GRADED = "graded"
    # Not handed in on time: a failed attempt.
    OVERDUE = "overdue"
    # Ended by the examinations office before it was handed in; no attempt.
    ENDED = "ended"


@dataclass(frozen=True)
class Thesis:
    """A thesis of a student."""

    thesis_id: UUID
    person_id: UUID
    enrolment_id: UUID
    matriculation_number: str
    name: PersonName
    exam_number: str
    exam_name: LocalizedText
    # None before it is admitted.
    registration_id: UUID | None
    title: str
    first_examiner_user_name: str
    second_examiner_user_name: str
    # Empty until the accounts are known.
    first_examiner_name: str
    second_examiner_name: str
    state: ThesisState
    apply_time: datetime
    decide_time: datetime | None
    decision_reason: str
    # The working time; the last day is included.
    start_date: date | None
    due_date: date | None
    extend_time: datetime | None
    extension_reason: str
    hand_in_time: datetime | None
    document_id: UUID | None
    first_grade: Decimal | None
    second_grade: Decimal | None
    # Whether the examinations office has released the result.
    released: bool
    version: int

    @property
    def both_grades(self) -> tuple[Decimal, Decimal] | None:
        """The grades of both examiners; None while one is missing."""
        if self.first_grade is None or self.second_grade is None:
            return None
        return self.first_grade, self.second_grade

    def examiner_number(self, user_name: str) -> int:
        """1 or 2 for the thesis' examiners, 0 for anybody else."""
        if not user_name:
            return 0
        examiners = (self.first_examiner_user_name, self.second_examiner_user_name)
        return examiners.index(user_name) + 1 if user_name in examiners else 0


def due_date_of(start: date, weeks: int, public_holidays: Set[date]) -> date:
    """The last day of a working time of so many weeks."""
    return next_working_day(start + timedelta(weeks=weeks), public_holidays)


def extended_due_date(due: date, rule: ThesisRule, public_holidays: Set[date]) -> date:
    """The last day of an extended working time."""
    return due_date_of(due, rule.extension_weeks, public_holidays)


def next_working_day(day: date, public_holidays: Set[date]) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day, public_holidays):
        day += timedelta(days=1)
    return day


class ThesisProblem(StrEnum):
    """Why something cannot be done with a thesis as it stands; the codes of the contract."""

    DECIDED = "THESIS_DECIDED"
    NOT_UNDER_WAY = "THESIS_NOT_UNDER_WAY"
    DUE_DATE_PASSED = "DUE_DATE_PASSED"
    ALREADY_EXTENDED = "ALREADY_EXTENDED"
    NO_EXTENSION = "NO_EXTENSION"
    NOT_HANDED_IN = "THESIS_NOT_HANDED_IN"
    RESULT_RELEASED = "RESULT_RELEASED"
    HAND_IN_DAY_WRONG = "HAND_IN_DAY_WRONG"


def problem_with_decision(thesis: Thesis) -> ThesisProblem | None:
    """Why the application can be neither admitted nor refused, if so."""
    return None if thesis.state is ThesisState.APPLIED else ThesisProblem.DECIDED


def problem_with_extension(thesis: Thesis, rule: ThesisRule, now: datetime) -> ThesisProblem | None:
    """Why the working time cannot be extended, if so: once, before its end."""
    if thesis.state is not ThesisState.ADMITTED or thesis.due_date is None:
        return ThesisProblem.NOT_UNDER_WAY
    if rule.extension_weeks == 0:
        return ThesisProblem.NO_EXTENSION
    if thesis.extend_time is not None:
        return ThesisProblem.ALREADY_EXTENDED
    if now >= end_of_day(thesis.due_date):
        return ThesisProblem.DUE_DATE_PASSED
    return None


def problem_with_own_hand_in(thesis: Thesis, now: datetime) -> ThesisProblem | None:
    """Why the student cannot hand in now, if so: until 24:00 of the due date, and once."""
    if thesis.state is ThesisState.OVERDUE:
        return ThesisProblem.DUE_DATE_PASSED
    if thesis.state is not ThesisState.ADMITTED or thesis.due_date is None:
        return ThesisProblem.NOT_UNDER_WAY
    return ThesisProblem.DUE_DATE_PASSED if now >= end_of_day(thesis.due_date) else None


def problem_with_paper_hand_in(thesis: Thesis, day: date, today: date) -> ThesisProblem | None:
    """Why the office cannot enter a hand-in on paper with its day, if so.

    What arrived in time may be entered later, also after the thesis was found overdue, as long as
    the failed attempt is not released.
    """
    if thesis.state is ThesisState.OVERDUE and thesis.released:
        return ThesisProblem.RESULT_RELEASED
    if (
        thesis.state not in (ThesisState.ADMITTED, ThesisState.OVERDUE)
        or thesis.due_date is None
        or thesis.start_date is None
    ):
        return ThesisProblem.NOT_UNDER_WAY
    if day > today or day < thesis.start_date:
        return ThesisProblem.HAND_IN_DAY_WRONG
    return ThesisProblem.DUE_DATE_PASSED if day > thesis.due_date else None


def is_overdue(thesis: Thesis, now: datetime) -> bool:
    """Whether the working time is over and nothing was handed in."""
    return (
        thesis.state is ThesisState.ADMITTED
        and thesis.due_date is not None
        and now >= end_of_day(thesis.due_date)
    )


def problem_with_grade(thesis: Thesis) -> ThesisProblem | None:
    """Why no grade can be entered, if so; grades may change until the result is released."""
    if thesis.released:
        return ThesisProblem.RESULT_RELEASED
    if thesis.state not in (ThesisState.HANDED_IN, ThesisState.GRADED):
        return ThesisProblem.NOT_HANDED_IN
    return None


def thesis_grade(first: Decimal, second: Decimal, rule: ThesisRule) -> Decimal:
    """The grade of the thesis: the mean of both, computed exactly, and one decimal by the rule.

    It may lie between the grades of the scale: 1.3 and 2.0 make 1.65 and, cut, 1.6. A mean that
    does not pass is 5.0, and so is a thesis that one examiner fails where both must pass it.
    """
    if rule.both_must_pass and max(first, second) > PASS_LIMIT:
        return FAILED_GRADE
    grade = _one_decimal((first + second) / 2, rule.grading)
    return grade if grade <= PASS_LIMIT else FAILED_GRADE


def _one_decimal(mean: Decimal, grading: ThesisGrading) -> Decimal:
    match grading:
        case ThesisGrading.MEAN_CUT:
            return mean.quantize(Decimal("0.1"), ROUND_DOWN)
        case ThesisGrading.MEAN_ROUNDED:
            return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)
        case ThesisGrading.NEAREST_ON_SCALE:
            return min(SCALE, key=lambda grade: (abs(grade - mean), grade))


class ExaminerProblemKind(StrEnum):
    """Why somebody cannot examine a thesis; the codes of the contract."""

    UNKNOWN = "EXAMINER_UNKNOWN"
    OWN = "OWN_THESIS"
    SAME = "SAME_EXAMINER"


@dataclass(frozen=True)
class ExaminerProblem:
    """What is wrong with the first (1) or second (2) examiner."""

    place: int
    kind: ExaminerProblemKind
    user_name: str


def examiner_problems(
    examiners: tuple[str, str], known: Mapping[str, UUID], student_id: UUID
) -> tuple[ExaminerProblem, ...]:
    """What is wrong with two examiners, each with the place it is about (1 or 2)."""
    problems = []
    for place, user_name in enumerate(examiners, start=1):
        if user_name not in known:
            problems.append(ExaminerProblem(place, ExaminerProblemKind.UNKNOWN, user_name))
        elif known[user_name] == student_id:
            problems.append(ExaminerProblem(place, ExaminerProblemKind.OWN, user_name))
    if examiners[0] == examiners[1]:
        problems.append(ExaminerProblem(2, ExaminerProblemKind.SAME, examiners[1]))
    return tuple(problems)


def thesis_sitting(
    exam_number: str,
    exam_name: LocalizedText,
    semester: Semester,
    period: int,
    sitting_id: UUID,
) -> Sitting:
    """The sitting that a semester's theses in an exam are registered for.

    Nobody registers for it by themselves. Its window is the first day of the semester, as a sitting
    needs one, and results can be entered once it is over.
    """
    return Sitting(
        sitting_id=sitting_id,
        exam_number=exam_number,
        exam_name=exam_name,
        form=ExamForm.THESIS,
        semester=semester,
        period=period,
        start_time=None,
        duration_minutes=0,
        room="",
        examiner_user_name="",
        examiner_name="",
        registration=Window.of_days(semester.first_date, semester.first_date),
        withdrawal_close_time=None,
        own_window=True,
        seating=Seating.ADMISSION,
        capacity=0,
        has_waiting_list=False,
        taken=0,
        waiting=0,
        cancel_time=None,
        release_time=None,
        version=1,
    )
