"""Refused attempts, and registrations by the office, as messages of the contract."""

from datetime import datetime

from chassis.errors import Code, Failure
from chassis.packing import pack_moment
from matrikel.exams.v1 import obstacle_pb2
from matrikel.exams.v1 import registration_pb2 as messages

from exams.api.refusals import pack_told
from exams.app.office_registration import OfficeRefusal, OfficeRegistration
from exams.app.registration_evidence import RefusedAttempt
from exams.app.told_obstacles import in_one_sentence
from exams.events.packing import pack_registration, pack_sitting
from exams.texts import office_registration as texts


def pack_attempt(attempt: RefusedAttempt) -> messages.RegistrationAttempt:
    """A refused attempt as it was answered."""
    return messages.RegistrationAttempt(
        attempt_id=str(attempt.attempt_id),
        attempt_time=pack_moment(attempt.attempt_time),
        withdrawal=attempt.is_withdrawal,
        sitting=pack_sitting(attempt.sitting),
        obstacles=[pack_told(one) for one in attempt.obstacles],
        receipt=attempt.receipt,
    )


def pack_office_registration(
    outcome: OfficeRegistration | OfficeRefusal, now: datetime
) -> messages.RegisterStudentResponse:
    """What the office did, or would do. Raises REGISTRATION_REFUSED with every obstacle."""
    if isinstance(outcome, OfficeRefusal):
        raise Failure(
            Code.FAILED_PRECONDITION,
            "REGISTRATION_REFUSED",
            texts.REGISTRATION_REFUSED.format(messages=in_one_sentence(outcome.obstacles)),
            details=(
                obstacle_pb2.Refusal(obstacles=[pack_told(one) for one in outcome.obstacles]),
            ),
        )
    seated = outcome.seated
    return messages.RegisterStudentResponse(
        registration=pack_registration(seated.registration, now) if seated else None,
        receipt=seated.receipt if seated else "",
        overridden=[pack_told(one) for one in outcome.overridden],
    )
