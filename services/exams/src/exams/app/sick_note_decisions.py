"""Deciding on sick notes: no attempt, or a failed one."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer

from exams.app.attempt_standings import fail_finally_where_due
from exams.app.exam_days import exam_days_of
from exams.app.receipts import keep_receipts
from exams.app.seating import give_seat
from exams.app.seats import free_seat, hold_seats
from exams.app.sick_notes import FiledNote, get_sick_note, rules_of_registration
from exams.domain.examinations import Registration
from exams.domain.grades import FAILED_GRADE
from exams.domain.receipts import ReceiptAction
from exams.domain.registering import (
    SET_ASIDE_FOR_REPEAT,
    RegistrationCase,
    decide_registration,
)
from exams.domain.results import Examinee, Outcome
from exams.domain.sick_notes import SickNoteState, status_after_refusal
from exams.domain.statuses import Status
from exams.domain.withdrawing import RepeatCause, repeat_sitting
from exams.events.outgoing import tell_registration_changed, tell_results_released
from exams.mail.registration import RegistrationMail
from exams.mail.sick_notes import mail_sick_note_approved, mail_sick_note_refused
from exams.store import desk, registrations, sittings, students
from exams.store import results as stored_results
from exams.store import sick_notes as stored
from exams.store.examinees import examinee_of
from exams.store.regulations import share_content
from exams.store.results import KeptResult
from exams.store.standing import standings_of
from exams.store.student_results import results_of_registrations
from exams.texts import sick_notes as texts
from exams.texts import times


@dataclass(frozen=True)
class DecidedNote:
    """A sick note that was just decided on."""

    filed: FiledNote
    # Where the regulations register the student for the second period at once.
    repeat: Registration | None


def decide_sick_note(
    tx: Transaction, signer: Signer, *, sick_note_id: UUID, approve: bool, reason: str, by: UUID
) -> DecidedNote:
    """Approves the withdrawal or refuses it, with a reason that the student is told.

    Raises SICK_NOTE_DECIDED and REASON_MISSING. Approved, it is no attempt; the seat is free for
    others where the examination has not begun, and the regulations may register the student for
    the second period. Refused, it is a failed attempt (5.0), the last one fails finally; before
    the examination a refusal leaves the student registered.
    """
    if not approve and not reason.strip():
        raise Failure(
            Code.INVALID_ARGUMENT,
            "REASON_MISSING",
            texts.REASON_MISSING,
            fields=(FieldProblem("reason", "REASON_MISSING", texts.REASON_MISSING),),
        )
    registration = _hold(tx, sick_note_id)
    note = stored.get_sick_note(tx, sick_note_id)
    if note.state is not SickNoteState.FILED:
        when = times.moment(note.decide_time or tx.now)
        raise Failure(
            Code.FAILED_PRECONDITION,
            "SICK_NOTE_DECIDED",
            texts.SICK_NOTE_DECIDED.format(when=when),
        )
    state = SickNoteState.APPROVED if approve else SickNoteState.REFUSED
    stored.decide_sick_note(tx, sick_note_id, state, decided_by=by, reason=reason)
    repeat = None
    # The office may have ended the registration meanwhile, with a cancelled sitting for instance.
    if registration.status is Status.SICK_NOTE_FILED:
        if approve:
            repeat = _approve(tx, signer, registration, reason, by)
        else:
            _refuse(tx, registration, reason, by)
    return DecidedNote(get_sick_note(tx, sick_note_id), repeat)


def _hold(tx: Transaction, sick_note_id: UUID) -> Registration:
    """Locks what a decision may change: both periods' sittings, then students."""
    note = stored.get_sick_note(tx, sick_note_id)
    registration = registrations.get_registration(tx, note.registration_id)
    second = desk.sittings_of_second_period(tx, [note.registration_id])
    sitting_id = registration.sitting.sitting_id
    sittings.lock_sittings(tx, {sitting_id, *second.get(note.registration_id, ())})
    hold_seats(tx, sitting_id, [note.person_id])
    return registrations.get_registration(tx, note.registration_id)


def _approve(
    tx: Transaction, signer: Signer, registration: Registration, reason: str, by: UUID
) -> Registration | None:
    found = examinee_of(tx, registration.registration_id)
    if found is not None and found[1].result is not None:
        # Entered, such as a no-show, but not released: the student is excused.
        stored_results.remove_results(tx, [_taken_back(found[1], registration)], by)
    registrations.change_status(
        tx, [registration.registration_id], Status.WITHDRAWAL_APPROVED, remark=reason
    )
    ended = registrations.get_registration(tx, registration.registration_id)
    keep_receipts(tx, signer, [(ended, ReceiptAction.WITHDRAWN)])
    tell_registration_changed(tx, ended)
    mail_sick_note_approved(tx, ended, students.addressee_of(tx, ended.person_id), reason)
    free_seat(tx, signer, ended.sitting.sitting_id, registration.status)
    return _register_for_second_period(tx, signer, ended)


def _register_for_second_period(
    tx: Transaction, signer: Signer, left: Registration
) -> Registration | None:
    """Registers for the second period where the rules say so and nothing stands in the way."""
    offered = desk.sittings_of_second_period(tx, [left.registration_id])
    held = desk.hold_sittings(tx, offered.get(left.registration_id, ()))
    chosen = repeat_sitting(
        left.sitting,
        [one.sitting for one in held.values()],
        rules_of_registration(tx, left).repeat_registration,
        RepeatCause.EXCUSED_ABSENCE,
        tx.now,
    )
    if chosen is None:
        return None
    share_content(tx, [left.person_id])
    standing = standings_of(tx, [left.person_id], [chosen])[left.person_id]
    decision = decide_registration(
        RegistrationCase(
            now=tx.now,
            sitting=chosen,
            standing=standing,
            named_enrolment_id=left.enrolment_id,
            set_aside=SET_ASIDE_FOR_REPEAT,
        )
    )
    if decision.obstacles or decision.enrolment is None:
        return None
    return give_seat(
        tx,
        signer,
        held[chosen.sitting_id],
        person_id=left.person_id,
        enrolment=decision.enrolment,
        mail=RegistrationMail.REPEAT_REGISTERED,
    ).registration


def _refuse(tx: Transaction, registration: Registration, reason: str, by: UUID) -> None:
    registration_id = registration.registration_id
    day = exam_days_of(tx, [registration.sitting])[registration.sitting.sitting_id].day
    status = status_after_refusal(registration.sitting, day, tx.now)
    registrations.change_status(tx, [registration_id], status, remark=reason)
    changed = registrations.get_registration(tx, registration_id)
    tell_registration_changed(tx, changed)
    mail_sick_note_refused(
        tx,
        changed,
        students.addressee_of(tx, changed.person_id),
        reason,
        still_to_come=status is Status.REGISTERED,
    )
    if status is Status.REGISTERED:
        return
    found = examinee_of(tx, registration_id)
    if found is None:
        raise AssertionError("a refused sick note is a failed attempt, and those are examined")
    examinee = found[1]
    _release_failure(tx, changed, examinee, day, by)
    fail_finally_where_due(
        tx,
        registration.sitting.exam_number,
        {registration.person_id: examinee.rules.attempts_allowed},
    )


def _release_failure(
    tx: Transaction, registration: Registration, examinee: Examinee, day: date, by: UUID
) -> None:
    """Enters the 5.0 and releases it at once: the decision is the office's own."""
    entered = _kept(
        registration,
        Outcome(Status.WITHDRAWAL_REFUSED, FAILED_GRADE if examinee.rules.graded else None),
        day,
        "",
        examinee.last_version + 1,
    )
    stored_results.enter_results(tx, [entered], by, new=examinee.result is None)
    released = replace(entered, release_time=tx.now, version=entered.version + 1)
    stored_results.release_results(tx, [released], by)
    tell_results_released(tx, results_of_registrations(tx, [registration.registration_id]))


def _taken_back(examinee: Examinee, registration: Registration) -> KeptResult:
    result = examinee.result
    if result is None:
        raise AssertionError("only an entry can be taken back")
    return _kept(
        registration, result.outcome, result.exam_date, result.remark, examinee.last_version + 1
    )


def _kept(
    registration: Registration, outcome: Outcome, day: date, remark: str, version: int
) -> KeptResult:
    return KeptResult(
        registration_id=registration.registration_id,
        sitting_id=registration.sitting.sitting_id,
        person_id=registration.person_id,
        enrolment_id=registration.enrolment_id,
        exam_number=registration.sitting.exam_number,
        outcome=outcome,
        exam_date=day,
        counts_as_attempt=True,
        remark=remark,
        release_time=None,
        version=version,
    )
