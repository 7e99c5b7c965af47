"""Applicants, re-registration, jobs and de-registration as their callers meet them."""

from collections.abc import AsyncIterator
from datetime import date
from typing import cast
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running, until
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1.access_pb2 import ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.records.v1 import applicant_pb2, deregistration_pb2, reregistration_pb2
from matrikel.records.v1.applicant_pb2_grpc import ApplicantServiceStub
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceStub
from matrikel.records.v1.reregistration_pb2_grpc import (
    ReregistrationServiceStub,
    SemesterJobServiceStub,
)
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester
from records.main import service

from services.records.tests.enrol_factories import CONTRIBUTION, OPENS, University

TO_COME = Semester(code="2027S")


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


@pytest.fixture
async def records(here: University) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, here.database) as one:
        yield one


def reason(error: pytest.ExceptionInfo[grpc.aio.AioRpcError]) -> tuple[grpc.StatusCode, str]:
    # A call that failed with asyncio is described by its error.
    status = rpc_status.from_call(cast(grpc.Call, error.value))
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return error.value.code(), info.reason


def acceptance() -> applicant_pb2.AcceptApplicantRequest:
    return applicant_pb2.AcceptApplicantRequest(
        request_id=str(uuid4()),
        new_person=applicant_pb2.AcceptApplicantRequest.NewPerson(
            name=PersonName(given_names="John", family_name="Smith"),
            birth_date=Date(year=2003, month=5, day=17),
            birth_place="Leeds",
            citizenship="GB",
            email="john@example.com",
        ),
        programme_code="HIST-BA",
        first_semester=TO_COME,
    )


async def test_student_services_accept_an_applicant_who_pays_and_is_enrolled(
    records: ServiceUnderTest, here: University
) -> None:
    applicants = ApplicantServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    accepted = (await applicants.AcceptApplicant(acceptance(), metadata=desk)).applicant
    assert accepted.state == applicant_pb2.APPLICANT_STATE_ACCEPTED
    assert accepted.payment.amount_cents == CONTRIBUTION
    assert accepted.payment.account.iban == "DE26250500000199916917"
    here.pays(UUID(accepted.person_id), CONTRIBUTION, date(2026, 11, 3))
    asked = applicant_pb2.GetApplicantRequest(applicant_id=accepted.applicant_id)
    enrolled = (await applicants.GetApplicant(asked, metadata=desk)).applicant
    assert enrolled.state == applicant_pb2.APPLICANT_STATE_ENROLLED
    assert enrolled.matriculation_number == "3100001"
    assert not enrolled.HasField("payment")
    listed = await applicants.ListApplicants(
        applicant_pb2.ListApplicantsRequest(family_name_prefix="Smith"), metadata=desk
    )
    assert list(listed.applicants) == [enrolled]


async def test_students_may_not_see_applicants(records: ServiceUnderTest) -> None:
    student = records.signed_in(roles=[ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await ApplicantServiceStub(records.channel).ListApplicants(
            applicant_pb2.ListApplicantsRequest(), metadata=student
        )
    assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_a_job_runs_in_the_background_and_the_student_reads_what_follows(
    records: ServiceUnderTest, here: University
) -> None:
    person_id = here.student().person.person_id
    jobs = SemesterJobServiceStub(records.channel)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    kind = reregistration_pb2.SEMESTER_JOB_KIND_OPEN
    order = reregistration_pb2.StartSemesterJobRequest(
        kind=kind, semester=TO_COME, request_id=str(uuid4())
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await jobs.StartSemesterJob(order, metadata=desk)
    assert reason(error) == (grpc.StatusCode.FAILED_PRECONDITION, "WINDOW_NOT_OPEN")

    here.on(OPENS)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    seen = await jobs.PreviewSemesterJob(
        reregistration_pb2.PreviewSemesterJobRequest(kind=kind, semester=TO_COME), metadata=desk
    )
    assert [(each.outcome, each.count) for each in seen.counts] == [
        (reregistration_pb2.SEMESTER_JOB_OUTCOME_CALLED, 1)
    ]
    assert [each.person_id for each in seen.persons] == [str(person_id)]
    assert seen.refusal_reason == ""
    order.request_id = str(uuid4())
    started = (await jobs.StartSemesterJob(order, metadata=desk)).semester_job
    asked = reregistration_pb2.GetSemesterJobRequest(semester_job_id=started.semester_job_id)

    async def is_done() -> bool:
        job = (await jobs.GetSemesterJob(asked, metadata=desk)).semester_job
        return bool(job.state == reregistration_pb2.SEMESTER_JOB_STATE_DONE)

    await until(is_done, 20)
    listed = await jobs.ListSemesterJobs(
        reregistration_pb2.ListSemesterJobsRequest(), metadata=desk
    )
    assert [each.seen_count for each in listed.semester_jobs] == [1]

    student = records.signed_in(person_id, [ROLE_STUDENT])
    own = reregistration_pb2.GetReregistrationRequest(person_id=str(person_id))
    stands = ReregistrationServiceStub(records.channel)
    shown = (await stands.GetReregistration(own, metadata=student)).reregistration
    assert shown.semester == TO_COME
    assert shown.state == reregistration_pb2.REREGISTRATION_STATE_CALLED
    assert shown.payment.amount_cents == CONTRIBUTION
    assert "15 February 2027" in shown.next_step.en
    stranger = records.signed_in(roles=[ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await stands.GetReregistration(own, metadata=stranger)
    assert error.value.code() is grpc.StatusCode.NOT_FOUND

    who = reregistration_pb2.ListReregistrationsRequest(
        semester=TO_COME, states=[reregistration_pb2.REREGISTRATION_STATE_CALLED]
    )
    page = await stands.ListReregistrations(who, metadata=desk)
    assert [each.person_id for each in page.reregistrations] == [str(person_id)]
    assert [(each.state, each.count) for each in page.counts] == [
        (reregistration_pb2.REREGISTRATION_STATE_CALLED, 1)
    ]


async def test_the_office_de_registers_with_a_preview_and_takes_it_back(
    records: ServiceUnderTest, here: University
) -> None:
    person_id = here.student().person.person_id
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    stub = DeregistrationServiceStub(records.channel)
    request = deregistration_pb2.DeregisterPersonRequest(
        person_id=str(person_id),
        end_date=Date(year=2026, month=11, day=1),
        reason="Studienplatz nicht angetreten",
        validate_only=True,
        request_id=str(uuid4()),
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await stub.DeregisterPerson(request, metadata=desk)
    assert reason(error) == (grpc.StatusCode.INVALID_ARGUMENT, "END_DATE_RETROACTIVE")
    request.end_date.CopyFrom(Date(year=2027, month=3, day=31))
    request.request_id = str(uuid4())
    effect = (await stub.DeregisterPerson(request, metadata=desk)).effect
    assert effect.leaves_university
    assert here.enrolments(person_id)[0].end_date is None
    request.validate_only = False
    request.request_id = str(uuid4())
    effect = (await stub.DeregisterPerson(request, metadata=desk)).effect
    [ended] = effect.enrolments
    assert ended.end_date == Date(year=2027, month=3, day=31)
    back = deregistration_pb2.TakeBackDeregistrationRequest(
        enrolment_id=ended.enrolment_id, request_id=str(uuid4())
    )
    enrolment = (await stub.TakeBackDeregistration(back, metadata=desk)).enrolment
    assert not enrolment.HasField("end_date")
