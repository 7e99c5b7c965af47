"""Filing and reading sick notes: withdrawing with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document, load_document, store_document
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer
from chassis.values import LocalizedText, local_date
from chassis.values.uploads import read_upload

from exams.app.exam_days import exam_days_of
from exams.app.lists import ListPage
from exams.app.receipts import sign_receipt
from exams.app.told_obstacles import ToldObstacle, explained
from exams.domain.examinations import Registration
from exams.domain.positions import SickNotePosition
from exams.domain.receipts import Receipt, ReceiptAction
from exams.domain.rules import ExaminationRules
from exams.domain.sick_notes import (
    Illness,
    SickNote,
    can_be_filed_for,
    limit_to_file,
    obstacles_to_filing,
)
from exams.domain.statuses import Status
from exams.events.outgoing import tell_registration_changed
from exams.mail.sick_notes import mail_sick_note_filed
from exams.store import desk, registrations, sittings, students
from exams.store import sick_notes as stored
from exams.store.rules import rules_of
from exams.texts import sick_notes as texts

# What the evidence of a refused sick note is filed under.
FILE_SICK_NOTE = "sick_note"


@dataclass(frozen=True)
class FiledNote:
    """A sick note with its registration, and until when it had to be filed (not included)."""

    note: SickNote
    registration: Registration
    limit_time: datetime


@dataclass(frozen=True)
class SickNoteRefused:
    """A sick note that was not taken; the evidence is kept with the transaction."""

    attempt_id: UUID
    obstacles: tuple[ToldObstacle, ...]


def file_sick_note(
    tx: Transaction,
    signer: Signer,
    *,
    registration_id: UUID,
    illness: Illness,
    remark: str,
    content: bytes,
    file_name: str,
) -> FiledNote | SickNoteRefused:
    """Files a sick note, or keeps the refused attempt with every obstacle.

    Raises DOCUMENT_TYPE_UNKNOWN, ILLNESS_DATES_REVERSED and ILLNESS_DATES_IMPLAUSIBLE. Filing never
    depends on a limit of withdrawing. The seat stays held until the office decides.
    """
    upload = read_upload(content, file_name)
    if upload is None:
        raise _wrong("content", "DOCUMENT_TYPE_UNKNOWN", texts.DOCUMENT_TYPE_UNKNOWN)
    if illness.until_date < illness.from_date:
        raise _wrong("ill_until_date", "ILLNESS_DATES_REVERSED", texts.ILLNESS_DATES_REVERSED)
    if not illness.is_plausible(local_date(tx.now)):
        message = texts.ILLNESS_DATES_IMPLAUSIBLE
        raise _wrong("ill_until_date", "ILLNESS_DATES_IMPLAUSIBLE", message)
    registration = registrations.get_registration(tx, registration_id)
    sittings.lock_sitting(tx, registration.sitting.sitting_id)
    students.lock_student(tx, registration.person_id)
    registration = registrations.get_registration(tx, registration_id)
    rules = rules_of_registration(tx, registration)
    day = exam_days_of(tx, [registration.sitting])[registration.sitting.sitting_id]
    obstacles = obstacles_to_filing(
        registration,
        illness,
        exam_day=day.day,
        rule=rules.sick_note,
        public_holidays=day.public_holidays,
        now=tx.now,
    )
    if obstacles:
        section = rules.section("sick_note")
        told = tuple(
            explained(one.reason.value, texts.explain_sick_note(one), section) for one in obstacles
        )
        return SickNoteRefused(_keep_evidence(tx, signer, registration, told), told)
    sick_note_id = stored.add_sick_note(
        tx,
        registration_id=registration_id,
        person_id=registration.person_id,
        document_id=store_document(tx, upload.content, upload.type.content_type, upload.file_name),
        illness=illness,
        remark=remark,
    )
    registrations.change_status(tx, [registration_id], Status.SICK_NOTE_FILED)
    changed = registrations.get_registration(tx, registration_id)
    tell_registration_changed(tx, changed)
    mail_sick_note_filed(tx, changed, students.addressee_of(tx, changed.person_id))
    return get_sick_note(tx, sick_note_id)


def get_sick_note(tx: Transaction, sick_note_id: UUID) -> FiledNote:
    """A sick note that is known to exist, as the access rule has made sure."""
    return _with_registrations(tx, [stored.get_sick_note(tx, sick_note_id)])[0]


def list_sick_notes(tx: Transaction, person_id: UUID) -> tuple[FiledNote, ...]:
    """A student's sick notes, the newest first."""
    return _with_registrations(tx, stored.sick_notes_of(tx, person_id))


def list_open_sick_notes(
    tx: Transaction, after: SickNotePosition | None, size: int
) -> ListPage[FiledNote, SickNotePosition]:
    """Those that wait for the office's decision, the oldest first."""
    found = stored.undecided_sick_notes(tx, after, size + 1)
    page = _with_registrations(tx, found[:size])
    if len(found) <= size:
        return ListPage(page, None)
    last = page[-1].note
    return ListPage(page, SickNotePosition(last.file_time, last.sick_note_id))


def document_of_sick_note(tx: Transaction, sick_note_id: UUID) -> Document:
    """The doctor's form."""
    return load_document(tx, stored.get_sick_note(tx, sick_note_id).document_id)


def registrations_open_for_sick_notes(
    tx: Transaction, listed: Iterable[Registration]
) -> frozenset[UUID]:
    """Those of the registrations that a sick note can be filed for now."""
    chosen = [one for one in listed if one.status is Status.REGISTERED]
    if not chosen:
        return frozenset()
    rules = rules_of(tx, {one.regulations_version_code for one in chosen})
    days = exam_days_of(tx, [one.sitting for one in chosen])
    return frozenset(
        one.registration_id
        for one in chosen
        if can_be_filed_for(
            one,
            exam_day=days[one.sitting.sitting_id].day,
            rule=rules[one.regulations_version_code].sick_note,
            public_holidays=days[one.sitting.sitting_id].public_holidays,
            now=tx.now,
        )
    )


def rules_of_registration(tx: Transaction, registration: Registration) -> ExaminationRules:
    """The rules of the version that a registration was made under."""
    code = registration.regulations_version_code
    return rules_of(tx, [code])[code]


def _with_registrations(tx: Transaction, notes: Sequence[SickNote]) -> tuple[FiledNote, ...]:
    found = registrations.find_registrations(tx, [one.registration_id for one in notes])
    rules = rules_of(tx, {one.regulations_version_code for one in found.values()})
    days = exam_days_of(tx, [one.sitting for one in found.values()])
    filed = []
    for note in notes:
        registration = found[note.registration_id]
        day = days[registration.sitting.sitting_id]
        rule = rules[registration.regulations_version_code].sick_note
        limit = limit_to_file(day.day, rule, day.public_holidays)
        filed.append(FiledNote(note, registration, limit))
    return tuple(filed)


def _keep_evidence(
    tx: Transaction,
    signer: Signer,
    registration: Registration,
    obstacles: tuple[ToldObstacle, ...],
) -> UUID:
    sitting = registration.sitting
    signed = sign_receipt(
        signer,
        Receipt(
            action=ReceiptAction.REFUSED,
            registration_id=registration.registration_id,
            sitting_id=sitting.sitting_id,
            seq=0,
            receipt_time=tx.now,
            matriculation_number=students.addressee_of(
                tx, registration.person_id
            ).matriculation_number,
            exam_number=sitting.exam_number,
            exam_name=sitting.exam_name,
            reasons=tuple(one.reason for one in obstacles),
        ),
    )
    attempt_id = tx.new_id()
    desk.keep_attempts(
        tx,
        [
            desk.KeptAttempt(
                attempt_id=attempt_id,
                action=FILE_SICK_NOTE,
                person_id=registration.person_id,
                sitting_id=sitting.sitting_id,
                registration_id=registration.registration_id,
                obstacles=[one.as_kept() for one in obstacles],
                signed=signed,
            )
        ],
    )
    return attempt_id


def _wrong(field: str, reason: str, message: LocalizedText) -> Failure:
    return Failure(
        Code.INVALID_ARGUMENT, reason, message, fields=(FieldProblem(field, reason, message),)
    )
