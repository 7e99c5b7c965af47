"""Records as its callers meet it: over gRPC, with tokens, roles and replays."""

from collections.abc import AsyncIterator, Callable
from typing import cast
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1.access_pb2 import (
    ROLE_DOCTORAL_STUDENT,
    ROLE_EXAMINER,
    ROLE_STUDENT,
    ROLE_STUDENT_SERVICES,
)
from matrikel.records.v1 import (
    calendar_pb2,
    catalogue_pb2,
    enrolment_pb2,
    person_pb2,
    university_pb2,
)
from matrikel.records.v1.calendar_pb2_grpc import CalendarServiceStub
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceStub
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.records.v1.university_pb2_grpc import UniversityServiceStub
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester
from records.app.enrolling import PersonEnrolled
from records.main import service

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


def order(**changes: object) -> enrolment_pb2.EnrolPersonRequest:
    request = enrolment_pb2.EnrolPersonRequest(
        request_id=str(uuid4()),
        new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
            name=PersonName(given_names="Thị Hồng", family_name="Nguyễn"),
            birth_date=Date(year=2003, month=2, day=28),
            birth_place="Đà Nẵng",
            citizenship="VN",
        ),
        programme_code="HIST-BA",
        first_semester=Semester(code="2026S"),
    )
    for name, value in changes.items():
        setattr(request, name, value)
    return request


def status_of(error: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> status_pb2.Status:
    # A call that failed with asyncio is described by its error.
    status = rpc_status.from_call(cast(grpc.Call, error.value))
    assert isinstance(status, status_pb2.Status)
    return status


def reason(error: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> tuple[grpc.StatusCode, str]:
    status = status_of(error)
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return error.value.code(), info.reason


def violations(error: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> dict[str, str]:
    status = status_of(error)
    request = error_details_pb2.BadRequest()
    for detail in status.details:
        detail.Unpack(request)
    return {each.field: each.reason for each in request.field_violations}


async def test_student_services_enrol_and_the_student_reads_it(
    records: ServiceUnderTest,
) -> None:
    enrolments = EnrolmentServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    done = await enrolments.EnrolPerson(order(), metadata=desk)
    assert done.person.matriculation_number == "3100001"
    assert done.person.name.family_name == "Nguyễn"

    student = records.signed_in(UUID(done.person.person_id), [ROLE_STUDENT])
    asked = person_pb2.GetPersonRequest(person_id=done.person.person_id)
    person = await PersonServiceStub(records.channel).GetPerson(asked, metadata=student)
    assert person.person == done.person
    listed = await enrolments.ListEnrolments(
        enrolment_pb2.ListEnrolmentsRequest(person_id=done.person.person_id), metadata=student
    )
    assert list(listed.enrolments) == [done.enrolment]
    one = await enrolments.GetEnrolment(
        enrolment_pb2.GetEnrolmentRequest(enrolment_id=done.enrolment.enrolment_id),
        metadata=student,
    )
    assert one.enrolment == done.enrolment


async def test_the_same_request_enrols_once_and_is_answered_alike(
    records: ServiceUnderTest, told: Told
) -> None:
    enrolments = EnrolmentServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    request = order()
    first = await enrolments.EnrolPerson(request, metadata=desk)
    told()
    assert await enrolments.EnrolPerson(request, metadata=desk) == first
    assert told() == []
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await enrolments.EnrolPerson(
            order(request_id=request.request_id, programme_code="PROM"), metadata=desk
        )
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "REQUEST_ID_REUSED")


async def test_a_stranger_learns_nothing_about_a_person(
    records: ServiceUnderTest, enrol: Enrol
) -> None:
    done = enrol()
    stranger = records.signed_in(roles=[ROLE_STUDENT, ROLE_DOCTORAL_STUDENT])
    persons = PersonServiceStub(records.channel)
    answers = []
    for person_id in (str(done.person.person_id), str(uuid4())):
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await persons.GetPerson(
                person_pb2.GetPersonRequest(person_id=person_id), metadata=stranger
            )
        answers.append((reason(error), error.value.details()))
    assert answers[0] == answers[1]
    assert answers[0][0] == (grpc.StatusCode.NOT_FOUND, "PERSON_UNKNOWN")
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await EnrolmentServiceStub(records.channel).GetEnrolment(
            enrolment_pb2.GetEnrolmentRequest(enrolment_id=str(done.enrolment.enrolment_id)),
            metadata=stranger,
        )
    assert reason(error) == (grpc.StatusCode.NOT_FOUND, "ENROLMENT_UNKNOWN")


async def test_other_roles_may_neither_enrol_nor_search(records: ServiceUnderTest) -> None:
    for roles in ([ROLE_STUDENT], [ROLE_EXAMINER]):
        caller = records.signed_in(roles=roles)
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await EnrolmentServiceStub(records.channel).EnrolPerson(order(), metadata=caller)
        assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await PersonServiceStub(records.channel).ListPersons(
                person_pb2.ListPersonsRequest(), metadata=caller
            )
        assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED


@pytest.mark.parametrize("day", [(2003, 2, 30), (2003, 0, 1), (0, 5, 5), (2**31 - 1, 1, 1)])
async def test_a_day_that_no_calendar_has_is_a_problem_of_its_field(
    records: ServiceUnderTest, day: tuple[int, int, int]
) -> None:
    request = order()
    year, month, number = day
    request.new_person.birth_date.CopyFrom(Date(year=year, month=month, day=number))
    request.new_person.name.given_names = "Анна"
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await EnrolmentServiceStub(records.channel).EnrolPerson(request, metadata=desk)
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "PERSON_FACTS_INVALID")
    assert violations(error) == {
        "new_person.name.given_names": "NAME_LETTER_NOT_ALLOWED",
        "new_person.birth_date": "BIRTH_DATE_IMPOSSIBLE",
    }


async def test_everybody_reads_university_catalogue_and_calendar(
    records: ServiceUnderTest,
) -> None:
    university = await UniversityServiceStub(records.channel).GetUniversity(
        university_pb2.GetUniversityRequest()
    )
    contribution = university.university.semester_contribution
    assert contribution.total_cents == 24315
    assert [part.part_code for part in contribution.parts[1].parts] == ["ticket", "asta"]
    assert university.university.contact_points[0].in_footer
    semesters = await CalendarServiceStub(records.channel).ListSemesters(
        calendar_pb2.ListSemestersRequest()
    )
    assert semesters.semesters[0].first_date == Date(year=2025, month=4, day=1)

    catalogue = CatalogueServiceStub(records.channel)
    first = await catalogue.ListProgrammes(catalogue_pb2.ListProgrammesRequest(page_size=2))
    assert [each.programme_code for each in first.programmes] == ["DATA-MSC", "HIST-BA"]
    rest = await catalogue.ListProgrammes(
        catalogue_pb2.ListProgrammesRequest(page_size=2, page_token=first.next_page_token)
    )
    assert [each.programme_code for each in rest.programmes] == ["PROM"]
    assert rest.next_page_token == ""


async def test_persons_come_in_pages_whose_tokens_carry_no_name(
    records: ServiceUnderTest, enrol: Enrol
) -> None:
    for given_names in ("Anna", "Berta", "Clara"):
        enrol(given_names, "Müller")
    persons = PersonServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    request = person_pb2.ListPersonsRequest(family_name_prefix="MULL", page_size=2)
    first = await persons.ListPersons(request, metadata=desk)
    assert [each.name.given_names for each in first.persons] == ["Anna", "Berta"]
    request.page_token = first.next_page_token
    second = await persons.ListPersons(request, metadata=desk)
    assert [each.name.given_names for each in second.persons] == ["Clara"]
    assert second.next_page_token == ""


@pytest.mark.parametrize("token", ["x", "WyJ4Il0", "W10", "WyIiXQ"])
async def test_a_page_token_of_something_else_is_refused(
    records: ServiceUnderTest, token: str
) -> None:
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await PersonServiceStub(records.channel).ListPersons(
            person_pb2.ListPersonsRequest(page_token=token), metadata=desk
        )
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")
