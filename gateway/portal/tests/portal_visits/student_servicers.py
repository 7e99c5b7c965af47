"""Servicer of exams' students over the tests' world, for the examinations office."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from chassis.errors import Code
from matrikel.exams.v1 import student_pb2, student_pb2_grpc

from . import portal_world as w
from .servicer import Servicer


class Students(Servicer, student_pb2_grpc.StudentServiceServicer):
    service = "exams"

    async def GetStudent(self, request, context):
        await self.up(context, "GetStudent")
        if request.person_id != w.STUDENT:
            sentence = w.both("Diese Person ist nicht bekannt.", "This person is not known.")
            await w.fail(context, Code.NOT_FOUND, "PERSON_UNKNOWN", sentence)
        student = student_pb2.Student(
            person_id=w.STUDENT,
            name=w.person(w.STUDENT).name,
            matriculation_number="3012345",
            enrolments=[
                student_pb2.StudentEnrolment(
                    enrolment_id=w.ENROLMENT,
                    degree_name=w.both("Bachelor of Science", "Bachelor of Science"),
                    programme_name=w.programme().name,
                )
            ],
        )
        return student_pb2.GetStudentResponse(student=student)


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicer."""
    student_pb2_grpc.add_StudentServiceServicer_to_server(Students(world), server)
