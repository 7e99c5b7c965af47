"""Results as messages of the contract; used by events and answers alike."""

from chassis.packing import pack_date, pack_moment, pack_text
from matrikel.exams.v1 import result_pb2

from exams.domain.grades import grade_text
from exams.domain.student_results import StudentResult
from exams.events.packing import pack_sitting, pack_status


def pack_result(result: StudentResult) -> result_pb2.Result:
    """A released or recognised result."""
    result_id, sitting = str(result.result_id), result.sitting
    return result_pb2.Result(
        registration_id=result_id if sitting is not None else "",
        recognition_id=result_id if sitting is None else "",
        person_id=str(result.person_id),
        enrolment_id=str(result.enrolment_id),
        exam_number=result.exam_number,
        exam_name=pack_text(result.exam_name),
        module_code=result.module_code,
        module_name=pack_text(result.module_name),
        sitting=pack_sitting(sitting) if sitting is not None else None,
        grade=grade_text(result.outcome.grade),
        status=pack_status(result.outcome.status),
        status_code=result.status_code,
        credits_tenths=result.credits_tenths,
        attempt=result.attempt,
        counts_as_attempt=result.counts_as_attempt,
        exam_date=pack_date(result.exam_date),
        release_time=pack_moment(result.release_time),
        examiner_name=sitting.examiner_name if sitting is not None else "",
        institution=result.institution,
        version=result.version,
    )
