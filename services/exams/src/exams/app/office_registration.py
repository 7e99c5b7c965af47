"""Registering and deregistering students by the examinations office."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer
from chassis.values import LocalizedText

from exams.app.receipts import keep_receipts
from exams.app.seating import Seated, give_seat
from exams.app.seats import free_seat, hold_seats
from exams.app.told_obstacles import ToldObstacle, tell_office
from exams.domain.examinations import ExamForm, Registration, Sitting
from exams.domain.obstacle_reasons import Reason
from exams.domain.obstacles import Obstacle, SittingFull, with_section
from exams.domain.receipts import ReceiptAction
from exams.domain.registering import (
    NEVER_SET_ASIDE,
    RegistrationCase,
    RegistrationDecision,
    decide_registration,
)
from exams.domain.standing import StudentStanding
from exams.domain.statuses import ENDED, Status
from exams.domain.theses import ThesisState
from exams.events.outgoing import tell_registration_changed
from exams.mail.registration import RegistrationMail, mail_registration
from exams.store import desk, registrations, students, theses
from exams.store.examinees import examinee_of
from exams.store.regulations import share_content
from exams.store.standing import standings_of
from exams.texts import failures
from exams.texts import office_registration as texts


@dataclass(frozen=True)
class OfficeRegistration:
    """What registering by the office does, or would do."""

    # Rules that are set aside.
    overridden: tuple[ToldObstacle, ...]
    # None where it was only asked.
    seated: Seated | None


@dataclass(frozen=True)
class OfficeRefusal:
    """What no reason can set aside."""

    obstacles: tuple[ToldObstacle, ...]


@dataclass(frozen=True)
class Deregistered:
    """A registration that was just ended, with its receipt."""

    registration: Registration
    receipt: str


def register_student(
    tx: Transaction,
    signer: Signer,
    *,
    sitting_id: UUID,
    matriculation_number: str,
    enrolment_id: UUID | None,
    reason: str,
    validate_only: bool,
) -> OfficeRegistration | OfficeRefusal:
    """Registers a student outside of the window, or although a rule stands in the way.

    Never more students than seats, never twice, and only for an exam of the student's regulations.
    Raises STUDENT_UNKNOWN and ENROLMENT_UNKNOWN. With `validate_only` nothing is written.
    """
    held = desk.hold_sittings(tx, [sitting_id])[sitting_id]
    person_id = students.person_with_number(tx, matriculation_number)
    if person_id is None:
        raise _unknown("matriculation_number", "STUDENT_UNKNOWN", texts.STUDENT_UNKNOWN)
    students.lock_student(tx, person_id)
    share_content(tx, [person_id])
    standing = standings_of(tx, [person_id], [held.sitting])[person_id]
    if enrolment_id is not None and enrolment_id not in {
        one.enrolment_id for one in standing.enrolments
    }:
        raise _unknown("enrolment_id", "ENROLMENT_UNKNOWN", failures.ENROLMENT_UNKNOWN)
    decision = decide_registration(
        RegistrationCase(
            now=tx.now,
            sitting=held.sitting,
            standing=standing,
            named_enrolment_id=enrolment_id,
        )
    )
    found = _with_seats(decision, held.sitting, standing)
    final = tuple(one for one in found if _is_final(one, held.sitting))
    enrolment = decision.enrolment
    if final or enrolment is None:
        return OfficeRefusal(tuple(tell_office(one) for one in final or found))
    overridden = tuple(tell_office(one) for one in found)
    if validate_only:
        return OfficeRegistration(overridden, None)
    seated = give_seat(
        tx,
        signer,
        held,
        person_id=person_id,
        enrolment=enrolment,
        mail=RegistrationMail.REGISTERED_BY_OFFICE,
        remark=reason,
    )
    return OfficeRegistration(overridden, seated)


def deregister_student(
    tx: Transaction, signer: Signer, *, registration_id: UUID, reason: str, by: UUID
) -> Deregistered:
    """Ends a registration without an attempt; who waits for the seat gets it in the same moment.

    Raises REGISTRATION_ENDED, and RESULT_EXISTS once a result is entered. Never depends on a limit
    of withdrawing. A thesis that is under way ends with its registration.
    """
    registration = registrations.get_registration(tx, registration_id)
    sitting_id = registration.sitting.sitting_id
    hold_seats(tx, sitting_id, [registration.person_id])
    registration = registrations.get_registration(tx, registration_id)
    _require_under_way(tx, registration)
    registrations.change_status(tx, [registration_id], Status.DEREGISTERED, remark=reason)
    ended = registrations.get_registration(tx, registration_id)
    [receipt] = keep_receipts(tx, signer, [(ended, ReceiptAction.DEREGISTERED)])
    tell_registration_changed(tx, ended)
    mail_registration(
        tx,
        RegistrationMail.DEREGISTERED,
        ended,
        students.addressee_of(tx, ended.person_id),
    )
    free_seat(tx, signer, sitting_id, registration.status)
    _end_thesis(tx, registration_id, reason, by)
    return Deregistered(registrations.get_registration(tx, registration_id), receipt)


def _with_seats(
    decision: RegistrationDecision, sitting: Sitting, standing: StudentStanding
) -> tuple[Obstacle, ...]:
    """The obstacles, with the lack of seats also where others would wait or draw lots."""
    found = decision.obstacles
    if not sitting.is_full or any(one.reason is Reason.SITTING_FULL for one in found):
        return found
    version = standing.version_of(decision.enrolment) if decision.enrolment else None
    full = with_section(SittingFull(sitting.capacity), version.rules if version else None)
    return (*found, full)


def _is_final(obstacle: Obstacle, sitting: Sitting) -> bool:
    """Whether no reason helps. A thesis is admitted, so that it has a topic and examiners."""
    if obstacle.reason is Reason.ADMISSION_ONLY:
        return sitting.form is ExamForm.THESIS
    return obstacle.reason in NEVER_SET_ASIDE


def _require_under_way(tx: Transaction, registration: Registration) -> None:
    if registration.status in ENDED:
        raise Failure(Code.FAILED_PRECONDITION, "REGISTRATION_ENDED", texts.REGISTRATION_ENDED)
    found = examinee_of(tx, registration.registration_id)
    if found is not None and (found[1].result is not None or found[1].is_settled):
        raise Failure(Code.FAILED_PRECONDITION, "RESULT_EXISTS", texts.RESULT_EXISTS)


def _end_thesis(tx: Transaction, registration_id: UUID, reason: str, by: UUID) -> None:
    thesis = theses.thesis_of_registration(tx, registration_id)
    if thesis is not None and thesis.state in (ThesisState.ADMITTED, ThesisState.HANDED_IN):
        theses.lock_thesis(tx, thesis.thesis_id)
        theses.note_end(tx, thesis.thesis_id, ThesisState.ENDED, decided_by=by, reason=reason)


def _unknown(field: str, reason: str, message: LocalizedText) -> Failure:
    return Failure(Code.NOT_FOUND, reason, message, fields=(FieldProblem(field, reason, message),))
