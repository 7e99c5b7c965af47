"""Recognitions and completions as messages of the contract; used by events and answers alike."""

from chassis.packing import pack_date, pack_moment, pack_text
from matrikel.exams.v1 import events_pb2, recognition_pb2

from exams.domain.completion import Completion
from exams.domain.grades import grade_text
from exams.domain.recognition import Recognition


def pack_recognition(recognition: Recognition) -> recognition_pb2.Recognition:
    """A recognition, revoked or not."""
    return recognition_pb2.Recognition(
        recognition_id=str(recognition.recognition_id),
        person_id=str(recognition.person_id),
        enrolment_id=str(recognition.enrolment_id),
        module_code=recognition.module_code,
        module_name=pack_text(recognition.module_name),
        exam_number=recognition.exam_number,
        exam_name=pack_text(recognition.exam_name),
        credits_tenths=recognition.credits_tenths,
        grade=grade_text(recognition.grade),
        institution=recognition.institution,
        original_title=recognition.original_title,
        achieve_date=pack_date(recognition.achieve_date),
        reason=recognition.reason,
        recognise_time=pack_moment(recognition.recognise_time),
        recognised_by_name=recognition.recognised_by_name,
        revoke_time=pack_moment(recognition.revoke_time),
        revoke_reason=recognition.revoke_reason,
        version=recognition.version,
    )


def pack_completion(completion: Completion) -> events_pb2.EnrolmentCompleted:
    """That an enrolment is complete, or no longer; without a day and an average then."""
    return events_pb2.EnrolmentCompleted(
        enrolment_id=str(completion.enrolment_id),
        person_id=str(completion.person_id),
        last_exam_date=pack_date(completion.last_exam_date) if completion.complete else None,
        average="" if completion.average is None else str(completion.average),
        complete=completion.complete,
        version=completion.version,
    )
