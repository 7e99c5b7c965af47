"""StudyCreditService as its callers meet it: over gRPC, with tokens, roles and replays."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import grpc
import pytest
from chassis import values
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running
from google.protobuf.message import Message
from google.type.date_pb2 import Date
from matrikel.access.v1.access_pb2 import ROLE_EXAMINER, ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.records.v1 import (
    application_content_pb2,
    enrolment_pb2,
    events_pb2,
    obstacle_pb2,
    study_credit_pb2,
)
from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from records.app.enrolling import PersonEnrolled
from records.main import service

from .test_records_over_grpc import reason, status_of, violations

Enrol = Callable[..., PersonEnrolled]
Told = Callable[[], list[Message]]

NEXT = Semester(code="2027S")


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


@pytest.fixture
def person_id(enrol: Enrol) -> str:
    return str(enrol(first_semester=values.Semester.parse("2026S")).person.person_id)


def elsewhere(person_id: str, number: int = 2) -> study_credit_pb2.AddPriorStudyRequest:
    return study_credit_pb2.AddPriorStudyRequest(
        person_id=person_id,
        university_name="Universität Hamburg",
        semesters=number,
        reason="Bescheinigung gesehen",
        request_id=str(uuid4()),
    )


def child_care(person_id: str, born: int = 2020) -> study_credit_pb2.AddSemesterGroundRequest:
    return study_credit_pb2.AddSemesterGroundRequest(
        person_id=person_id,
        semester=NEXT,
        ground=application_content_pb2.FEE_EXEMPTION_GROUND_CHILD_CARE,
        child_birth_date=Date(year=born, month=5, day=17),
        reason="Urkunden gesehen",
        request_id=str(uuid4()),
    )


async def test_a_student_reads_the_credit_semester_by_semester(
    records: ServiceUnderTest, person_id: str
) -> None:
    stub = StudyCreditServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    added = await stub.AddPriorStudy(elsewhere(person_id), metadata=desk)
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    asked = study_credit_pb2.GetStudyCreditRequest(person_id=person_id)
    credit = (await stub.GetStudyCredit(asked, metadata=student)).study_credit
    assert credit == added.study_credit
    assert (credit.granted, credit.consumed, credit.not_consumed, credit.left) == (12, 4, 0, 8)
    assert [each.semester.code for each in credit.lines] == ["", "", "2026S", "2026W"]
    assert [each.credit_left for each in credit.lines] == [11, 10, 9, 8]
    assert credit.lines[0].programme.de == "Universität Hamburg"
    assert "NHG § 12" in credit.lines[0].reason.de
    assert credit.lines[2].event.en == "enrolled"
    assert credit.fee_from_semester.code == "2031S"
    assert credit.fee_cents == 50_000
    assert "8" in credit.summary.en


async def test_a_student_reads_the_history(records: ServiceUnderTest, person_id: str) -> None:
    stub = StudyCreditServiceStub(records.channel)
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    asked = study_credit_pb2.GetStudyHistoryRequest(person_id=person_id)
    history = (await stub.GetStudyHistory(asked, metadata=student)).study_history
    assert [each.semester.code for each in history.lines] == ["2026S", "2026W"]
    assert history.lines[1].status == enrolment_pb2.SEMESTER_STATUS_REREGISTERED
    assert not history.lines[1].HasField("end_date")
    (period,) = history.periods
    assert (period.degree, period.programme_semesters) == ("B.A.", 2)
    assert period.individual_standard_duration_semesters == 6


async def test_a_ground_is_entered_once_listed_and_taken_back(
    records: ServiceUnderTest, person_id: str
) -> None:
    stub = StudyCreditServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    request = child_care(person_id)
    entered = await stub.AddSemesterGround(request, metadata=desk)
    assert await stub.AddSemesterGround(request, metadata=desk) == entered
    asked = study_credit_pb2.ListSemesterGroundsRequest(person_id=person_id)
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    listed = await stub.ListSemesterGrounds(asked, metadata=student)
    assert list(listed.grounds) == [entered.ground]
    back = study_credit_pb2.TakeBackSemesterGroundRequest(
        person_id=person_id,
        semester_ground_id=entered.ground.semester_ground_id,
        reason="ein Versehen",
        request_id=str(uuid4()),
    )
    ended = await stub.TakeBackSemesterGround(back, metadata=desk)
    assert ended.ground.take_back_reason == "ein Versehen"
    assert ended.ground.HasField("take_back_time")


async def test_a_refused_ground_comes_with_every_obstacle(
    records: ServiceUnderTest, person_id: str
) -> None:
    stub = StudyCreditServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    request = child_care(person_id, born=2009)
    request.waived_cents = 100
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await stub.AddSemesterGround(request, metadata=desk)
    assert reason(error) == (grpc.StatusCode.FAILED_PRECONDITION, "GROUND_REFUSED")
    refusal = obstacle_pb2.Refusal()
    assert any(detail.Unpack(refusal) for detail in status_of(error).details)
    found = [each.reason for each in refusal.obstacles]
    assert found == ["CHILD_TOO_OLD", "WAIVER_WITHOUT_HARDSHIP"]


async def test_a_day_that_no_calendar_has_is_named(
    records: ServiceUnderTest, person_id: str
) -> None:
    stub = StudyCreditServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    request = child_care(person_id)
    request.child_birth_date.CopyFrom(Date(year=2020, month=2, day=30))
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await stub.AddSemesterGround(request, metadata=desk)
    assert violations(error) == {"child_birth_date": "DATE_WRONG"}


async def test_student_services_give_and_list_rights_of_preselection(
    records: ServiceUnderTest, person_id: str, told: Told
) -> None:
    stub = StudyCreditServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    told()
    request = study_credit_pb2.SetPreselectionRightRequest(
        person_id=person_id,
        semester=NEXT,
        ground=events_pb2.PRESELECTION_GROUND_CHILD_CARE,
        holds=True,
        child_birth_date=Date(year=2020, month=5, day=17),
        reason="Urkunden gesehen",
        request_id=str(uuid4()),
    )
    given = await stub.SetPreselectionRight(request, metadata=desk)
    assert given.right.holds
    assert [type(each).__name__ for each in told()] == ["PreselectionRightChanged"]
    of_semester = study_credit_pb2.ListPreselectionHoldersRequest(semester=NEXT, page_size=1)
    holders = await stub.ListPreselectionHolders(of_semester, metadata=desk)
    assert [each.person_id for each in holders.holders] == [person_id]
    assert holders.next_page_token == ""
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    own = study_credit_pb2.ListPreselectionRightsRequest(person_id=person_id)
    rights = await stub.ListPreselectionRights(own, metadata=student)
    assert list(rights.rights) == [given.right]
    assert [each.semester.code for each in rights.deadlines] == ["2027S"]


async def test_others_read_and_write_nothing(records: ServiceUnderTest, person_id: str) -> None:
    stub = StudyCreditServiceStub(records.channel)
    stranger = records.signed_in(uuid4(), [ROLE_STUDENT])
    asked = study_credit_pb2.GetStudyCreditRequest(person_id=person_id)
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await stub.GetStudyCredit(asked, metadata=stranger)
    assert error.value.code() is grpc.StatusCode.NOT_FOUND
    for roles in ([ROLE_STUDENT], [ROLE_EXAMINER]):
        caller = records.signed_in(UUID(person_id), roles)
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await stub.AddPriorStudy(elsewhere(person_id), metadata=caller)
        assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
