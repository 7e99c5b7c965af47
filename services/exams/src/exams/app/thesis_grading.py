"""Grading theses: two grades, one result."""

from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import local_date

from exams.app.theses import problem, rule_of_thesis
from exams.app.thesis_hand_in import book_thesis, field_wrong, hold_thesis
from exams.domain.grades import GradeInvalidError, parse_grade, status_of_grade
from exams.domain.results import Effect, Outcome
from exams.domain.theses import Thesis, ThesisState, problem_with_grade, thesis_grade
from exams.store import examiners, registrations
from exams.store import theses as stored
from exams.store.examinees import examinee_of
from exams.texts import theses as texts


def grade_thesis(
    tx: Transaction, *, thesis_id: UUID, examiner: int, grade: str, by: UUID, as_examiner: bool
) -> Thesis:
    """Enters the grade of the first (1) or second (2) examiner, who each enter their own.

    With both the result is entered and waits for its release by the office; until then grades may
    change. `as_examiner` says that the caller is no office. Raises GRADE_INVALID,
    NOT_THIS_EXAMINER, THESIS_NOT_HANDED_IN and RESULT_RELEASED.
    """
    try:
        given = parse_grade(grade)
    except GradeInvalidError as error:
        raise field_wrong("grade", "GRADE_INVALID", texts.GRADE_INVALID) from error
    thesis = hold_thesis(tx, thesis_id)
    own = thesis.examiner_number(examiners.user_name_of(tx, by))
    if as_examiner and own != examiner:
        raise Failure(Code.PERMISSION_DENIED, "NOT_THIS_EXAMINER", texts.NOT_THIS_EXAMINER)
    if found := problem_with_grade(thesis):
        raise problem(found, thesis)
    other = thesis.second_grade if examiner == 1 else thesis.first_grade
    stored.note_grade(tx, thesis_id, examiner=examiner, grade=given, graded=other is not None)
    graded = stored.get_thesis(tx, thesis_id)
    if graded.state is ThesisState.GRADED:
        _enter_result(tx, graded, by)
    return graded


def _enter_result(tx: Transaction, thesis: Thesis, by: UUID) -> None:
    grades = thesis.both_grades
    if grades is None or thesis.hand_in_time is None or thesis.registration_id is None:
        raise AssertionError("a graded thesis was handed in and has two grades")
    registration = registrations.get_registration(tx, thesis.registration_id)
    rule = rule_of_thesis(tx, registration.regulations_version_code)
    grade = thesis_grade(*grades, rule)
    found = examinee_of(tx, thesis.registration_id)
    exists = found is not None and found[1].result is not None
    book_thesis(
        tx,
        thesis,
        Effect.CHANGED if exists else Effect.CREATED,
        Outcome(status_of_grade(grade), grade),
        local_date(thesis.hand_in_time),
        by,
    )
