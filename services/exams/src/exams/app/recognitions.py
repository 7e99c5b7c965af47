"""Recognising results from elsewhere, listing recognitions, taking them back."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.values import local_date

from exams.app.completion import note_completion
from exams.app.progress import get_study, hold_student
from exams.domain.recognition import (
    ObstacleFound,
    Recognition,
    RecognitionObstacle,
    RecognitionWish,
    decide_recognition,
)
from exams.events.outgoing import tell_recognition_changed
from exams.mail.recognitions import mail_recognised, mail_recognition_revoked
from exams.store import recognitions as stored
from exams.store import registrations, students
from exams.texts import recognitions as texts
from exams.texts import times
from exams.texts.progress import joined

# What the request says wrongly, by field; everything else stands in the way of a right request.
_FIELDS = {
    RecognitionObstacle.MODULE_UNKNOWN: "module_code",
    RecognitionObstacle.EXAM_UNKNOWN: "exam_number",
    RecognitionObstacle.CREDITS_TOO_MANY: "credits_tenths",
    RecognitionObstacle.GRADE_NOT_PASSING: "grade",
    RecognitionObstacle.GRADE_NOT_GIVEN: "grade",
    RecognitionObstacle.ACHIEVE_DATE_INVALID: "achieve_date",
    RecognitionObstacle.ACHIEVE_DATE_IN_FUTURE: "achieve_date",
    RecognitionObstacle.ACHIEVE_DATE_TOO_OLD: "achieve_date",
}
_UNKNOWN = (RecognitionObstacle.MODULE_UNKNOWN, RecognitionObstacle.EXAM_UNKNOWN)


def recognise(tx: Transaction, enrolment_id: UUID, wish: RecognitionWish, by: UUID) -> Recognition:
    """Recognises a result for a module or an exam; the student is told without the grade.

    Holds the student, so that no registration is made meanwhile. Raises ENROLMENT_UNKNOWN,
    MODULE_UNKNOWN, EXAM_UNKNOWN; for wrong fields CREDITS_TOO_MANY, GRADE_NOT_PASSING,
    GRADE_NOT_GIVEN, ACHIEVE_DATE_INVALID, ACHIEVE_DATE_IN_FUTURE, ACHIEVE_DATE_TOO_OLD; and
    ALREADY_PASSED, ALREADY_RECOGNISED, REGISTRATION_OPEN. All that stands in the way is named at
    once.
    """
    hold_student(tx, enrolment_id)
    study = get_study(tx, enrolment_id)
    person_id = study.person_id
    decision = decide_recognition(
        wish,
        study.plan,
        study.record,
        open_exams={one.exam_number for one in registrations.live_registrations(tx, person_id)},
        today=local_date(tx.now),
    )
    if decision.obstacles:
        raise _refusal(decision.obstacles, "exam_number" if wish.exam_number else "module_code")
    recognition_id = stored.add_recognition(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        regulations_version_code=study.regulations_version_code,
        wish=wish,
        credits_tenths=decision.credits_tenths,
        by=by,
    )
    recognition = get_recognition(tx, recognition_id)
    tell_recognition_changed(tx, recognition)
    mail_recognised(tx, recognition, students.addressee_of(tx, person_id))
    note_completion(tx, [enrolment_id])
    return recognition


def revoke(tx: Transaction, recognition_id: UUID, reason: str, by: UUID) -> Recognition:
    """Takes a recognition back. Raises RECOGNITION_UNKNOWN and RECOGNITION_REVOKED."""
    person_id = get_recognition(tx, recognition_id).person_id
    students.lock_student(tx, person_id)
    recognition = get_recognition(tx, recognition_id)
    if recognition.revoke_time is not None:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "RECOGNITION_REVOKED",
            texts.RECOGNITION_REVOKED.format(when=times.moment(recognition.revoke_time)),
        )
    stored.revoke_recognition(tx, recognition_id, reason=reason, by=by)
    revoked = get_recognition(tx, recognition_id)
    tell_recognition_changed(tx, revoked)
    mail_recognition_revoked(tx, revoked, students.addressee_of(tx, person_id))
    note_completion(tx, [revoked.enrolment_id])
    return revoked


def get_recognition(tx: Transaction, recognition_id: UUID) -> Recognition:
    """One recognition, revoked or not. Raises RECOGNITION_UNKNOWN."""
    found = stored.find_recognition(tx, recognition_id)
    if found is None:
        raise Failure(Code.NOT_FOUND, "RECOGNITION_UNKNOWN", texts.RECOGNITION_UNKNOWN)
    return found


def list_recognitions(tx: Transaction, enrolment_id: UUID) -> tuple[Recognition, ...]:
    """The recognitions of an enrolment, revoked ones included, the newest first."""
    return stored.list_recognitions(tx, enrolment_id)


def _refusal(obstacles: Sequence[ObstacleFound], about: str) -> Failure:
    first = obstacles[0].obstacle
    code = Code.FAILED_PRECONDITION
    if first in _UNKNOWN:
        code = Code.NOT_FOUND
    elif first in _FIELDS:
        code = Code.INVALID_ARGUMENT
    messages = [texts.explain_obstacle(one) for one in obstacles]
    return Failure(
        code,
        first.value,
        texts.RECOGNITION_REFUSED.format(messages=joined(messages)),
        fields=tuple(
            FieldProblem(_FIELDS.get(one.obstacle, about), one.obstacle.value, message)
            for one, message in zip(obstacles, messages, strict=True)
        ),
    )
