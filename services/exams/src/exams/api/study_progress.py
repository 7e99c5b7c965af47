"""StudyProgressService: averages and progress, and what planned grades would make of them."""

from decimal import Decimal
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.rpc import Work
from matrikel.exams.v1 import study_progress_pb2 as messages
from matrikel.exams.v1 import study_progress_pb2_grpc

from exams.api.progress_packing import pack_grade_plan, pack_progress
from exams.app.progress import get_grade_plan, get_progress
from exams.domain.grades import stored_grade
from exams.domain.planning import PlannedGrade


class StudyProgressApi(study_progress_pb2_grpc.StudyProgressServiceServicer):
    """Answers matrikel.exams.v1.StudyProgressService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetStudyProgress(
        self,
        request: messages.GetStudyProgressRequest,
        context: grpc.aio.ServicerContext[
            messages.GetStudyProgressRequest, messages.GetStudyProgressResponse
        ],
    ) -> messages.GetStudyProgressResponse:
        """Returns how far an enrolment has come."""

        def answer(tx: Transaction) -> messages.GetStudyProgressResponse:
            found = get_progress(tx, UUID(request.enrolment_id))
            return messages.GetStudyProgressResponse(
                study_progress=pack_progress(found.study, found.progress)
            )

        return await self._work.read(answer)

    async def PlanGrades(
        self,
        request: messages.PlanGradesRequest,
        context: grpc.aio.ServicerContext[messages.PlanGradesRequest, messages.PlanGradesResponse],
    ) -> messages.PlanGradesResponse:
        """Computes the same with planned grades."""
        planned = [PlannedGrade(one.exam_number, stored_grade(one.grade)) for one in request.grades]
        target = Decimal(request.target_average) if request.target_average else None

        def answer(tx: Transaction) -> messages.PlanGradesResponse:
            found = get_grade_plan(tx, UUID(request.enrolment_id), planned, target)
            return pack_grade_plan(found.study, found.plan)

        return await self._work.read(answer)
