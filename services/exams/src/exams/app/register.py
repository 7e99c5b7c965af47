"""Registering a student for a sitting."""

from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

from exams.app.refusals import Action, Refused, refuse
from exams.app.terms import standing_of
from exams.domain.examinations import Registration
from exams.domain.registering import RegistrationCase, decide_registration
from exams.events.outgoing import tell_registered
from exams.mail.registration import mail_registered
from exams.store import registrations, sittings, students
from exams.texts import failures


def register(
    tx: Transaction, person_id: UUID, sitting_id: UUID, enrolment_id: UUID | None
) -> Registration | Refused:
    """Registers the student, or keeps the refused attempt with every obstacle.

    Raises SITTING_UNKNOWN and ENROLMENT_UNKNOWN. Holds the sitting and then the student, so that
    seats and other registrations are counted while nobody else changes them.
    """
    sittings.lock_sitting(tx, sitting_id)
    sitting = sittings.find_sitting(tx, sitting_id)
    if sitting is None:
        raise _unknown("sitting_id", "SITTING_UNKNOWN", failures.SITTING_UNKNOWN)
    students.lock_student(tx, person_id)
    enrolments = students.enrolments_of(tx, person_id)
    if enrolment_id is not None and enrolment_id not in {e.enrolment_id for e in enrolments}:
        raise _unknown("enrolment_id", "ENROLMENT_UNKNOWN", failures.ENROLMENT_UNKNOWN)
    decision = decide_registration(
        RegistrationCase(
            now=tx.now,
            sitting=sitting,
            terms=standing_of(tx, person_id),
            enrolments=enrolments,
            enrolments_with_exam=students.enrolments_with_exam(tx, person_id, sitting.exam_number),
            named_enrolment_id=enrolment_id,
            live_registrations=registrations.live_registrations(tx, person_id, sitting.exam_number),
        )
    )
    if decision.enrolment is None or decision.obstacles:
        return refuse(
            tx,
            Action.REGISTER,
            person_id=person_id,
            sitting_id=sitting_id,
            registration_id=None,
            obstacles=decision.obstacles,
            regulation_section=decision.regulation_section,
        )
    sittings.take_seat(tx, sitting_id)
    registration_id = registrations.add_registration(
        tx,
        sitting_id=sitting_id,
        exam_number=sitting.exam_number,
        person_id=person_id,
        enrolment_id=decision.enrolment.enrolment_id,
        regulations_version_code=decision.enrolment.regulations_version_code,
    )
    registration = registrations.get_registration(tx, registration_id)
    tell_registered(tx, registration)
    mail_registered(tx, registration, students.addressee_of(tx, person_id))
    return registration


def _unknown(field: str, reason: str, message: LocalizedText) -> Failure:
    return Failure(Code.NOT_FOUND, reason, message, fields=(FieldProblem(field, reason, message),))
