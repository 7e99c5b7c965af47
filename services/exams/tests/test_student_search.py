"""StudentService: who finds whom, and what of a student is told."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.testing import running
from exams.main import service
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import student_pb2 as messages
from matrikel.exams.v1 import student_pb2_grpc

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
ADVISER = (access_pb2.ROLE_PROGRAMME_ADVISER,)
REFUSED = (
    (access_pb2.ROLE_STUDENT,),
    (access_pb2.ROLE_EXAMINER,),
    (access_pb2.ROLE_STUDENT_SERVICES,),
)


def students(one: Any) -> Any:
    return student_pb2_grpc.StudentServiceStub(one.channel)


def number_of(person_id: UUID) -> str:
    return f"{3000000 + person_id.int % 1000000}"


@pytest.mark.parametrize("roles", [OFFICE, ADVISER])
async def test_a_student_is_found_by_number_and_by_the_beginning_of_the_name(
    campus: Any, roles: tuple[int, ...]
) -> None:
    student = campus.student(family_name="Đặng")
    campus.student(family_name="Öztürk")
    async with running(service, campus.database) as one:
        me = one.signed_in(uuid4(), roles)
        by_number = await students(one).ListStudents(
            messages.ListStudentsRequest(matriculation_number=number_of(student.person_id)),
            metadata=me,
        )
        by_name = await students(one).ListStudents(
            messages.ListStudentsRequest(family_name_prefix="DANG"), metadata=me
        )
        nobody = await students(one).ListStudents(
            messages.ListStudentsRequest(matriculation_number="9999999"), metadata=me
        )
    for found in (by_number, by_name):
        assert [student.person_id] == [UUID(each.person_id) for each in found.students]
        assert found.students[0].name.family_name == "Đặng"
    assert list(nobody.students) == []


async def test_pages_follow_each_other_by_name_without_gap_or_repetition(campus: Any) -> None:
    for name in ("Celik", "Adams", "Brandt", "Adams"):
        campus.student(family_name=name)
    names: list[str] = []
    async with running(service, campus.database) as one:
        me, token = one.signed_in(uuid4(), OFFICE), ""
        for _ in range(4):
            page = await students(one).ListStudents(
                messages.ListStudentsRequest(page_size=1, page_token=token), metadata=me
            )
            names += [each.name.family_name for each in page.students]
            token = page.next_page_token
        assert token == ""
    assert names == ["Adams", "Adams", "Brandt", "Celik"]


async def test_a_student_comes_with_running_enrolments_first(campus: Any) -> None:
    student = campus.student()
    campus.enrol(
        student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled}, end=date(2026, 10, 31)
    )
    async with running(service, campus.database) as one:
        found = await students(one).GetStudent(
            messages.GetStudentRequest(person_id=str(student.person_id)),
            metadata=one.signed_in(uuid4(), ADVISER),
        )
    first, second = found.student.enrolments
    assert first.regulations_version_code == "KUWI-BA-2024"
    assert not first.HasField("end_date")
    assert (second.end_date.year, second.end_date.month, second.end_date.day) == (2026, 10, 31)


async def test_nobody_else_looks_for_students(campus: Any) -> None:
    student = campus.student()
    async with running(service, campus.database) as one:
        for roles in REFUSED:
            with pytest.raises(grpc.RpcError) as error:
                await students(one).ListStudents(
                    messages.ListStudentsRequest(), metadata=one.signed_in(uuid4(), roles)
                )
            assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
        with pytest.raises(grpc.RpcError) as unknown:
            await students(one).GetStudent(
                messages.GetStudentRequest(person_id=str(uuid4())),
                metadata=one.signed_in(student.person_id, OFFICE),
            )
    assert unknown.value.code() is grpc.StatusCode.NOT_FOUND


async def test_a_page_token_of_nobody_is_refused(campus: Any) -> None:
    campus.student(family_name="Adams")
    campus.student(family_name="Brandt")
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await students(one).ListStudents(
                messages.ListStudentsRequest(page_token="bm9uc2Vuc2U"),
                metadata=one.signed_in(uuid4(), OFFICE),
            )
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
