"""Answers how semesters are to be spent, and records what was recognised from abroad."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_semester, unpack_semester
from chassis.rpc import Work
from matrikel.records.v1 import semester_plan_pb2
from matrikel.records.v1.semester_plan_pb2_grpc import SemesterPlanServiceServicer

from records.app.registered_abroad import cancel_semester_abroad, record_recognition
from records.app.semester_states import decisions_of
from records.domain.semester_plan import DecisionKind, SemesterDecision
from records.events.packing import pack_enrolment

_KINDS = {
    DecisionKind.LEAVE: semester_plan_pb2.SEMESTER_DECISION_KIND_LEAVE,
    DecisionKind.ABROAD: semester_plan_pb2.SEMESTER_DECISION_KIND_ABROAD,
    DecisionKind.PART_TIME: semester_plan_pb2.SEMESTER_DECISION_KIND_PART_TIME,
    DecisionKind.FULL_TIME: semester_plan_pb2.SEMESTER_DECISION_KIND_FULL_TIME,
}


class SemesterPlanApi(SemesterPlanServiceServicer):
    """How the semesters of an enrolment are to be spent."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListSemesterDecisions(
        self, request: semester_plan_pb2.ListSemesterDecisionsRequest, context: object
    ) -> semester_plan_pb2.ListSemesterDecisionsResponse:
        """What was decided, in order of semester."""

        def answer(tx: Transaction) -> semester_plan_pb2.ListSemesterDecisionsResponse:
            found = decisions_of(tx, UUID(request.enrolment_id))
            return semester_plan_pb2.ListSemesterDecisionsResponse(
                decisions=[_pack(each) for each in found]
            )

        return await self._work.read(answer)

    async def RecordAbroadRecognition(
        self, request: semester_plan_pb2.RecordAbroadRecognitionRequest, context: object
    ) -> semester_plan_pb2.RecordAbroadRecognitionResponse:
        """Whether work from a semester abroad was recognised."""

        def answer(tx: Transaction) -> semester_plan_pb2.RecordAbroadRecognitionResponse:
            enrolment = record_recognition(
                tx,
                UUID(request.enrolment_id),
                unpack_semester(request.semester),
                recognised=request.work_recognised,
                validate_only=request.validate_only,
            )
            return semester_plan_pb2.RecordAbroadRecognitionResponse(
                enrolment=pack_enrolment(enrolment)
            )

        return await self._work.write(answer)

    async def CancelSemesterAbroad(
        self, request: semester_plan_pb2.CancelSemesterAbroadRequest, context: object
    ) -> semester_plan_pb2.CancelSemesterAbroadResponse:
        """A semester abroad that does not take place."""

        def answer(tx: Transaction) -> semester_plan_pb2.CancelSemesterAbroadResponse:
            enrolment, due = cancel_semester_abroad(
                tx,
                UUID(request.enrolment_id),
                unpack_semester(request.semester),
                request.reason,
                validate_only=request.validate_only,
            )
            return semester_plan_pb2.CancelSemesterAbroadResponse(
                enrolment=pack_enrolment(enrolment), contribution_due_cents=due
            )

        return await self._work.write(answer)


def _pack(decision: SemesterDecision) -> semester_plan_pb2.SemesterDecision:
    application_id = decision.application_id
    return semester_plan_pb2.SemesterDecision(
        semester=pack_semester(decision.semester),
        kind=_KINDS[decision.kind],
        ground=decision.ground,
        application_id=str(application_id) if application_id else "",
        decide_time=pack_moment(decision.decide_time),
        contribution_stays=decision.contribution_stays,
    )
