"""Requests to records: how semesters are to be spent."""

from matrikel.records.v1 import semester_plan_pb2
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("records.v1.SemesterPlanService", "ListSemesterDecisions")
def list_semester_decisions(named: Named) -> semester_plan_pb2.ListSemesterDecisionsRequest:
    """What was decided about the semesters of the enrolment."""
    return semester_plan_pb2.ListSemesterDecisionsRequest(enrolment_id=named.enrolment_id)


@of("records.v1.SemesterPlanService", "RecordAbroadRecognition")
def record_abroad_recognition(
    named: Named,
) -> semester_plan_pb2.RecordAbroadRecognitionRequest:
    """Work from the semester was recognised."""
    return semester_plan_pb2.RecordAbroadRecognitionRequest(
        request_id=new_id(),
        enrolment_id=named.enrolment_id,
        semester=Semester(code=named.semester),
        work_recognised=True,
    )


@of("records.v1.SemesterPlanService", "CancelSemesterAbroad")
def cancel_semester_abroad(named: Named) -> semester_plan_pb2.CancelSemesterAbroadRequest:
    """The semester abroad does not take place."""
    return semester_plan_pb2.CancelSemesterAbroadRequest(
        request_id=new_id(),
        enrolment_id=named.enrolment_id,
        semester=Semester(code=named.semester),
        reason="Die Gasthochschule hat abgesagt.",
    )
