"""Handing theses in, and closing those that were not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import store_document
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, local_date, start_of_day
from chassis.values.uploads import Upload, UploadType, read_upload

from exams.app.results import book
from exams.app.theses import problem, problem_for_office, tell_examiners, tell_student
from exams.domain.grades import FAILED_GRADE
from exams.domain.results import Change, Effect, Outcome
from exams.domain.statuses import Status
from exams.domain.theses import (
    THE_SERVICE_ITSELF,
    Thesis,
    ThesisState,
    is_overdue,
    problem_with_own_hand_in,
    problem_with_paper_hand_in,
)
from exams.events.outgoing import tell_registration_changed
from exams.mail.theses import ThesisMail
from exams.store import registrations, sittings, students
from exams.store import theses as stored
from exams.store.examinees import examinee_of
from exams.texts import theses as texts
from exams.texts.thesis_mails import NOT_ON_TIME


@dataclass(frozen=True)
class OverdueThesis:
    """A thesis whose working time is over without a hand-in."""

    thesis_id: UUID
    matriculation_number: str
    exam_number: str
    due_date: date


def hand_in_own_thesis(
    tx: Transaction, *, thesis_id: UUID, content: bytes, file_name: str
) -> Thesis:
    """Takes the PDF of a student until 24:00 of the last day; once.

    Raises THESIS_NOT_UNDER_WAY, DUE_DATE_PASSED and DOCUMENT_TYPE_UNKNOWN.
    """
    upload = _pdf(content, file_name)
    thesis = hold_thesis(tx, thesis_id)
    if found := problem_with_own_hand_in(thesis, tx.now):
        raise problem(found, thesis)
    stored.note_hand_in(tx, thesis_id, hand_in_time=tx.now, document_id=_keep(tx, upload))
    return _handed_in(tx, thesis)


def enter_paper_hand_in(
    tx: Transaction,
    *,
    thesis_id: UUID,
    day: date | None,
    content: bytes,
    file_name: str,
    by: UUID,
) -> Thesis:
    """Notes, by the office, a hand-in on paper with its day, with or without the file.

    What arrived in time can be entered after the thesis was found overdue too: the failed attempt
    is taken back as long as it is not released. Raises HAND_IN_DATE_MISSING, HAND_IN_DAY_WRONG,
    THESIS_NOT_UNDER_WAY, DUE_DATE_PASSED, RESULT_RELEASED and DOCUMENT_TYPE_UNKNOWN.
    """
    if day is None:
        raise field_wrong("hand_in_date", "HAND_IN_DATE_MISSING", texts.HAND_IN_DATE_MISSING)
    upload = _pdf(content, file_name) if content else None
    thesis = hold_thesis(tx, thesis_id)
    today = local_date(tx.now)
    if found := problem_with_paper_hand_in(thesis, day, today):
        raise problem_for_office(found, thesis)
    if thesis.state is ThesisState.OVERDUE:
        book_thesis(tx, thesis, Effect.REMOVED, None, None, by)
    stored.note_hand_in(
        tx,
        thesis_id,
        hand_in_time=tx.now if day == today else start_of_day(day),
        document_id=_keep(tx, upload) if upload is not None else None,
    )
    return _handed_in(tx, thesis)


def overdue_theses(tx: Transaction) -> tuple[OverdueThesis, ...]:
    """The theses whose last day is over without a hand-in, the oldest first."""
    found = (
        stored.get_thesis(tx, thesis_id)
        for thesis_id in stored.ids_of_admitted(tx, local_date(tx.now))
    )
    return tuple(
        OverdueThesis(one.thesis_id, one.matriculation_number, one.exam_number, one.due_date)
        for one in found
        if one.due_date is not None
    )


def close_overdue_thesis(tx: Transaction, thesis_id: UUID) -> bool:
    """Enters the failed attempt of a thesis that was not handed in on time.

    The result waits for its release by the office, so that a hand-in on paper that arrived in time
    can still be entered. Returns whether there was anything to close.
    """
    thesis = hold_thesis(tx, thesis_id)
    if not is_overdue(thesis, tx.now):
        return False
    stored.note_overdue(tx, thesis_id)
    failed = Outcome(Status.FAILED, FAILED_GRADE)
    book_thesis(
        tx, thesis, Effect.CREATED, failed, thesis.due_date, THE_SERVICE_ITSELF, NOT_ON_TIME
    )
    tell_student(tx, ThesisMail.OVERDUE, stored.get_thesis(tx, thesis_id))
    return True


def hold_thesis(tx: Transaction, thesis_id: UUID) -> Thesis:
    """Locks the thesis' sitting, student and row, in this order, and reads it."""
    thesis = stored.get_thesis(tx, thesis_id)
    if thesis.registration_id is not None:
        registration = registrations.get_registration(tx, thesis.registration_id)
        sittings.lock_sitting(tx, registration.sitting.sitting_id)
    students.lock_student(tx, thesis.person_id)
    stored.lock_thesis(tx, thesis_id)
    return stored.get_thesis(tx, thesis_id)


def _handed_in(tx: Transaction, thesis: Thesis) -> Thesis:
    if thesis.registration_id is None:
        raise AssertionError("a thesis that is handed in is registered")
    registrations.change_status(tx, [thesis.registration_id], Status.HANDED_IN)
    tell_registration_changed(tx, registrations.get_registration(tx, thesis.registration_id))
    handed_in = stored.get_thesis(tx, thesis.thesis_id)
    tell_student(tx, ThesisMail.HANDED_IN, handed_in)
    tell_examiners(tx, ThesisMail.TO_EXAMINE, handed_in)
    return handed_in


def book_thesis(
    tx: Transaction,
    thesis: Thesis,
    effect: Effect,
    outcome: Outcome | None,
    day: date | None,
    by: UUID,
    remark: str = "",
) -> None:
    """Enters, changes or takes back the result of a thesis; it waits for its release."""
    if thesis.registration_id is None:
        raise AssertionError("a thesis under way is registered")
    found = examinee_of(tx, thesis.registration_id)
    if found is None:
        raise AssertionError("a registered thesis is examined")
    sitting, examinee = found
    if outcome is not None and not examinee.rules.graded:
        outcome = Outcome(outcome.status)
    book(tx, sitting, [Change(examinee, effect, outcome, day, remark)], by)


def _pdf(content: bytes, file_name: str) -> Upload:
    upload = read_upload(content, file_name, frozenset({UploadType.PDF}))
    if upload is None:
        raise field_wrong("content", "DOCUMENT_TYPE_UNKNOWN", texts.PDF_NEEDED)
    return upload


def _keep(tx: Transaction, upload: Upload) -> UUID:
    return store_document(tx, upload.content, upload.type.content_type, upload.file_name)


def field_wrong(field: str, reason: str, message: LocalizedText) -> Failure:
    """INVALID_ARGUMENT about one field."""
    return Failure(
        Code.INVALID_ARGUMENT, reason, message, fields=(FieldProblem(field, reason, message),)
    )
