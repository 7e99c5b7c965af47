"""ExamTreeService: the tree in which a student finds exams."""

from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_text
from chassis.rpc import Work
from matrikel.exams.v1 import exam_tree_pb2 as messages
from matrikel.exams.v1 import exam_tree_pb2_grpc

from exams.api.refusals import pack_obstacle
from exams.app.exam_tree import get_exam_tree
from exams.domain.grades import grade_text
from exams.domain.tree import EnrolmentNode, ExamNode, ModuleNode, SittingNode, SittingState
from exams.events.packing import pack_form, pack_sitting, pack_status

_STATES = {
    SittingState.OPEN: messages.SITTING_STATE_OPEN,
    SittingState.REGISTERED: messages.SITTING_STATE_REGISTERED,
    SittingState.WAITING: messages.SITTING_STATE_WAITING,
    SittingState.IN_LOTTERY: messages.SITTING_STATE_IN_LOTTERY,
    SittingState.PASSED: messages.SITTING_STATE_PASSED,
    SittingState.FINALLY_FAILED: messages.SITTING_STATE_FINALLY_FAILED,
    SittingState.FULL: messages.SITTING_STATE_FULL,
    SittingState.REFUSED: messages.SITTING_STATE_REFUSED,
}


class ExamTreeApi(exam_tree_pb2_grpc.ExamTreeServiceServicer):
    """Answers matrikel.exams.v1.ExamTreeService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def GetExamTree(
        self,
        request: messages.GetExamTreeRequest,
        context: grpc.aio.ServicerContext[
            messages.GetExamTreeRequest, messages.GetExamTreeResponse
        ],
    ) -> messages.GetExamTreeResponse:
        """Returns the tree of a student, one branch per enrolment."""

        def answer(tx: Transaction) -> messages.GetExamTreeResponse:
            tree = get_exam_tree(tx, UUID(request.person_id))
            return messages.GetExamTreeResponse(enrolments=[_enrolment(node) for node in tree])

        return await self._work.read(answer)


def _enrolment(node: EnrolmentNode) -> messages.EnrolmentNode:
    enrolment = node.enrolment
    return messages.EnrolmentNode(
        enrolment_id=str(enrolment.enrolment_id),
        degree_code=enrolment.degree_code,
        degree_name=pack_text(enrolment.degree_name),
        programme_code=enrolment.programme_code,
        programme_name=pack_text(enrolment.programme_name),
        regulations_version_code=enrolment.regulations_version_code,
        regulations_version_name=pack_text(enrolment.regulations_version_name),
        modules=[_module(module) for module in node.modules],
        part_time_used_tenths=node.part_time.used_tenths,
        part_time_limit_tenths=node.part_time.limit_tenths,
    )


def _module(node: ModuleNode) -> messages.ModuleNode:
    module = node.module
    return messages.ModuleNode(
        module_code=module.module_code,
        name=pack_text(module.name),
        area_code=module.area_code,
        area_name=pack_text(module.area_name),
        credits_tenths=module.credits_tenths,
        passed=node.passed,
        exams=[_exam(exam) for exam in node.exams],
    )


def _exam(node: ExamNode) -> messages.ExamNode:
    exam, record = node.exam, node.record
    return messages.ExamNode(
        exam_number=exam.exam_number,
        name=pack_text(exam.name),
        form=pack_form(exam.form),
        sittings=[_sitting(sitting) for sitting in node.sittings],
        passed=record.is_passed,
        grade=grade_text(record.grade),
        attempts_used=record.used,
        attempts_allowed=record.allowed,
        credits_tenths=exam.rules.credits_tenths,
        by_application=exam.is_thesis,
    )


def _sitting(node: SittingNode) -> messages.SittingNode:
    registration = node.registration
    return messages.SittingNode(
        sitting=pack_sitting(node.sitting),
        state=_STATES[node.state],
        obstacles=[pack_obstacle(one) for one in node.obstacles],
        warnings=[pack_obstacle(one) for one in node.warnings],
        registration_id=str(registration.registration_id) if registration else "",
        can_register=node.can_register,
        can_withdraw=node.can_withdraw,
        waiting_place=registration.waiting_place if registration else 0,
        register_leads_to=pack_status(node.leads_to),
    )
