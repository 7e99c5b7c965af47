"""Applying for a thesis, and reading theses."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document, load_document
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester, day_in_words, local_date

from exams.app.lists import ListPage, page_of
from exams.app.thesis_obstacles import obstacles_to_thesis
from exams.app.told_obstacles import ToldObstacle
from exams.domain.examinations import Enrolment
from exams.domain.positions import ThesisPosition
from exams.domain.rules import ThesisRule
from exams.domain.standing import StudentStanding
from exams.domain.theses import (
    ExaminerProblemKind,
    Thesis,
    ThesisProblem,
    ThesisState,
    examiner_problems,
)
from exams.domain.version_content import ExamOfVersion, VersionContent
from exams.mail.theses import ThesisMail, mail_thesis
from exams.store import students
from exams.store import theses as stored
from exams.store.examiners import known_examiners, mailboxes_of_examiners
from exams.store.examiners import user_name_of as stored_user_name
from exams.store.rules import rules_of
from exams.store.standing import standings_of
from exams.texts import failures
from exams.texts import theses as texts

_EXAMINER_TEXTS = {
    ExaminerProblemKind.UNKNOWN: texts.EXAMINER_UNKNOWN,
    ExaminerProblemKind.OWN: texts.OWN_EXAMINER,
    ExaminerProblemKind.SAME: texts.SAME_EXAMINER,
}


@dataclass(frozen=True)
class ThesisRefused:
    """An application that the rules stand against."""

    obstacles: tuple[ToldObstacle, ...]


@dataclass(frozen=True)
class StudentTheses:
    """A student's theses, and for which enrolments an application can be filed now."""

    theses: tuple[Thesis, ...]
    open_enrolment_ids: tuple[UUID, ...]


def apply_for_thesis(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID,
    exam_number: str,
    title: str,
    examiners: tuple[str, str],
) -> Thesis | ThesisRefused:
    """Files an application, or says every obstacle at once.

    An empty exam number stands for the one thesis of the regulations. Raises EXAMINER_UNKNOWN,
    SAME_EXAMINER, OWN_THESIS, THESIS_EXAM_UNKNOWN and THESIS_EXAM_AMBIGUOUS.
    """
    students.lock_student(tx, person_id)
    require_examiners(tx, examiners, person_id)
    standing = standings_of(tx, [person_id])[person_id]
    enrolment = _enrolment(standing, enrolment_id)
    version = standing.version_of(enrolment)
    number = _thesis_number(version, exam_number)
    own = stored.theses_of(tx, person_id)
    obstacles = obstacles_to_thesis(tx, standing, enrolment, number, own, current_semester(tx))
    if obstacles:
        return ThesisRefused(obstacles)
    thesis_id = stored.add_thesis(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        exam_number=number,
        title=title,
        examiners=examiners,
    )
    thesis = stored.get_thesis(tx, thesis_id)
    tell_student(tx, ThesisMail.APPLIED, thesis)
    return thesis


def list_theses(tx: Transaction, person_id: UUID) -> StudentTheses:
    """A student's theses, the newest first, and what can be applied for now."""
    own = stored.theses_of(tx, person_id)
    standing = standings_of(tx, [person_id])[person_id]
    semester = current_semester(tx)
    possible = tuple(
        enrolment.enrolment_id
        for enrolment in standing.enrolments
        if any(
            not obstacles_to_thesis(tx, standing, enrolment, exam.exam_number, own, semester)
            for exam in _theses_of_version(standing.version_of(enrolment))
        )
    )
    return StudentTheses(own, possible)


def list_examined_theses(
    tx: Transaction,
    *,
    examiner_id: UUID | None,
    state: ThesisState | None,
    after: ThesisPosition | None,
    size: int,
) -> ListPage[Thesis, ThesisPosition]:
    """Theses by state, the newest application first; of one examiner or, with None, of all."""
    user_name = stored_user_name(tx, examiner_id) if examiner_id is not None else None
    if user_name == "":
        return ListPage((), None)
    found = stored.list_theses(
        tx, examiner_user_name=user_name, state=state, after=after, limit=size + 1
    )
    return page_of(found, size, lambda last: ThesisPosition(last.apply_time, last.thesis_id))


def get_thesis(tx: Transaction, thesis_id: UUID) -> Thesis:
    """A thesis that is known to exist, as the access rule has made sure."""
    return stored.get_thesis(tx, thesis_id)


def user_name_of(tx: Transaction, person_id: UUID) -> str:
    """The user name of a person; empty where no account is known."""
    return stored_user_name(tx, person_id)


def document_of_thesis(tx: Transaction, thesis_id: UUID) -> Document:
    """The thesis as it was handed in. Raises THESIS_NOT_HANDED_IN where there is no file."""
    thesis = stored.get_thesis(tx, thesis_id)
    if thesis.document_id is None:
        raise problem(ThesisProblem.NOT_HANDED_IN, thesis)
    return load_document(tx, thesis.document_id)


def require_examiners(tx: Transaction, examiners: tuple[str, str], student_id: UUID) -> None:
    """Raises EXAMINER_UNKNOWN, SAME_EXAMINER or OWN_THESIS, naming each field."""
    problems = examiner_problems(examiners, known_examiners(tx, examiners), student_id)
    if not problems:
        return
    fields = tuple(
        FieldProblem(
            f"{'first' if one.place == 1 else 'second'}_examiner_user_name",
            one.kind.value,
            _EXAMINER_TEXTS[one.kind].format(user_name=one.user_name),
        )
        for one in problems
    )
    unknown = any(one.kind is ExaminerProblemKind.UNKNOWN for one in problems)
    code = Code.NOT_FOUND if unknown else Code.INVALID_ARGUMENT
    first = next(
        (one for one in fields if one.reason == ExaminerProblemKind.UNKNOWN.value), fields[0]
    )
    raise Failure(code, first.reason, first.message, fields=fields)


def rule_of_thesis(tx: Transaction, version_code: str) -> ThesisRule:
    """What the regulations say about theses. Raises NO_THESIS_RULE where they say nothing."""
    rules = rules_of(tx, [version_code]).get(version_code)
    if rules is None or rules.thesis is None:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "NO_THESIS_RULE",
            texts.NO_THESIS_RULE.format(version=version_code),
        )
    return rules.thesis


# The field of the request that a problem is about, where it is about one.
_FIELDS = {ThesisProblem.HAND_IN_DAY_WRONG: "hand_in_date"}


def problem(found: ThesisProblem, thesis: Thesis) -> Failure:
    """A problem with a thesis as a failure."""
    return _failure(found, thesis, texts.PROBLEMS[found])


def problem_for_office(found: ThesisProblem, thesis: Thesis) -> Failure:
    """A problem with a thesis as a failure, in words for the examinations office."""
    return _failure(found, thesis, texts.PROBLEMS_FOR_OFFICE.get(found, texts.PROBLEMS[found]))


def _failure(found: ThesisProblem, thesis: Thesis, text: LocalizedText) -> Failure:
    due = day_in_words(thesis.due_date) if thesis.due_date is not None else ""
    message = text.format(due=due)
    field = _FIELDS.get(found)
    problems = (FieldProblem(field, found.value, message),) if field else ()
    return Failure(Code.FAILED_PRECONDITION, found.value, message, fields=problems)


def tell_student(tx: Transaction, told: ThesisMail, thesis: Thesis) -> None:
    """Mails the student of a thesis."""
    mail_thesis(tx, told, thesis, thesis.person_id, students.mailbox_of(tx, thesis.person_id))


def tell_examiners(tx: Transaction, told: ThesisMail, thesis: Thesis) -> None:
    """Mails both examiners of a thesis."""
    names = (thesis.first_examiner_user_name, thesis.second_examiner_user_name)
    for person_id, mailbox in mailboxes_of_examiners(tx, names).values():
        mail_thesis(tx, told, thesis, person_id, mailbox)


def current_semester(tx: Transaction) -> Semester:
    """The semester of today."""
    return Semester.of(local_date(tx.now))


def _enrolment(standing: StudentStanding, enrolment_id: UUID) -> Enrolment:
    for one in standing.enrolments:
        if one.enrolment_id == enrolment_id:
            return one
    raise Failure(Code.NOT_FOUND, "ENROLMENT_UNKNOWN", failures.ENROLMENT_UNKNOWN)


def _thesis_number(version: VersionContent | None, named: str) -> str:
    """The thesis that is meant; what a version without content has, its obstacle says."""
    if version is None:
        return named
    found = _theses_of_version(version)
    if named:
        if named in {one.exam_number for one in found}:
            return named
        raise _field("exam_number", "THESIS_EXAM_UNKNOWN", texts.THESIS_EXAM_UNKNOWN)
    if len(found) == 1:
        return found[0].exam_number
    if found:
        numbers = ", ".join(one.exam_number for one in found)
        raise _field(
            "exam_number",
            "THESIS_EXAM_AMBIGUOUS",
            texts.THESIS_EXAM_AMBIGUOUS.format(numbers=numbers),
        )
    raise _field("exam_number", "THESIS_EXAM_UNKNOWN", texts.THESIS_EXAM_UNKNOWN)


def _theses_of_version(version: VersionContent | None) -> tuple[ExamOfVersion, ...]:
    if version is None:
        return ()
    return tuple(one for one in version.exams.values() if one.is_thesis)


def _field(field: str, reason: str, message: LocalizedText) -> Failure:
    return Failure(
        Code.INVALID_ARGUMENT, reason, message, fields=(FieldProblem(field, reason, message),)
    )
