"""StudentService: finding students and what they are enrolled in."""

from typing import Any, TypeAlias
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date, pack_name, pack_text
from chassis.paging import page_size
from chassis.rpc import Work
from grpc.aio import ServicerContext
from matrikel.exams.v1 import student_pb2 as messages
from matrikel.exams.v1 import student_pb2_grpc

from exams.api import page_tokens
from exams.app.student_search import get_student, list_students
from exams.domain.examinations import Enrolment
from exams.store.student_search import FoundStudent

Context: TypeAlias = ServicerContext[Any, Any]


class StudentApi(student_pb2_grpc.StudentServiceServicer):
    """Answers matrikel.exams.v1.StudentService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListStudents(
        self, request: messages.ListStudentsRequest, context: Context
    ) -> messages.ListStudentsResponse:
        """Finds students by number or by the beginning of the family name."""

        def answer(tx: Transaction) -> messages.ListStudentsResponse:
            page = list_students(
                tx,
                matriculation_number=request.matriculation_number,
                family_name_prefix=request.family_name_prefix,
                after=page_tokens.participant_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListStudentsResponse(
                students=[_pack_student(one) for one in page.items],
                next_page_token=page_tokens.of_participant(page.next_position),
            )

        return await self._work.read(answer)

    async def GetStudent(
        self, request: messages.GetStudentRequest, context: Context
    ) -> messages.GetStudentResponse:
        """Returns a student with the enrolments."""

        def answer(tx: Transaction) -> messages.GetStudentResponse:
            found = get_student(tx, UUID(request.person_id))
            packed = _pack_student(found.student)
            packed.enrolments.extend(_pack_enrolment(one) for one in found.enrolments)
            return messages.GetStudentResponse(student=packed)

        return await self._work.read(answer)


def _pack_student(student: FoundStudent) -> messages.Student:
    return messages.Student(
        person_id=str(student.person_id),
        matriculation_number=student.matriculation_number,
        name=pack_name(student.name),
    )


def _pack_enrolment(enrolment: Enrolment) -> messages.StudentEnrolment:
    return messages.StudentEnrolment(
        enrolment_id=str(enrolment.enrolment_id),
        degree_name=pack_text(enrolment.degree_name),
        programme_code=enrolment.programme_code,
        programme_name=pack_text(enrolment.programme_name),
        regulations_version_code=enrolment.regulations_version_code,
        regulations_version_name=pack_text(enrolment.regulations_version_name),
        end_date=pack_date(enrolment.end_date),
    )
