"""Each kind of application about semesters over gRPC, from the draft to its effect."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running
from google.type.date_pb2 import Date
from matrikel.access.v1.access_pb2 import (
    ROLE_EXAMINER,
    ROLE_INTERNATIONAL_CENTER,
    ROLE_STUDENT,
    ROLE_STUDENT_SERVICES,
)
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.records.v1 import application_pb2 as messages
from matrikel.records.v1 import enrolment_pb2, semester_plan_pb2
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.semester_plan_pb2_grpc import SemesterPlanServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from records.domain.semester_jobs import JobKind
from records.main import service

from services.records.tests.application_factories import PDF
from services.records.tests.enrol_factories import CONTRIBUTION, OPENS, University
from services.records.tests.semester_factories import S, publish_until

Metadata = tuple[tuple[str, str], ...]
SUMMER = Semester(code="2027S")


@dataclass
class Calls:
    """A student and the offices, with their calls."""

    at: University
    records: ServiceUnderTest
    person_id: UUID
    enrolment_id: str

    @property
    def student(self) -> Metadata:
        """The student's call."""
        return self.records.signed_in(self.person_id, [ROLE_STUDENT])

    def office(self, role: int) -> Metadata:
        """The call of an office."""
        return self.records.signed_in(uuid4(), [role])

    @property
    def applications(self) -> ApplicationServiceStub:
        """The service of applications."""
        return ApplicationServiceStub(self.records.channel)

    @property
    def plans(self) -> SemesterPlanServiceStub:
        """The service of semester plans."""
        return SemesterPlanServiceStub(self.records.channel)

    async def begins(self, content: contents.ApplicationContent, *proofs: str) -> str:
        """A draft with its proofs."""
        created = await self.applications.CreateApplication(
            messages.CreateApplicationRequest(
                person_id=str(self.person_id),
                enrolment_id=self.enrolment_id,
                content=content,
                request_id=str(uuid4()),
            ),
            metadata=self.student,
        )
        application_id: str = created.application.application_id
        for proof in proofs:
            await self.applications.AddDocument(
                messages.AddDocumentRequest(
                    application_id=application_id,
                    proof=proof,
                    file_name="nachweis.pdf",
                    content=PDF,
                    request_id=str(uuid4()),
                ),
                metadata=self.student,
            )
        return application_id

    async def against(self, application_id: str) -> list[str]:
        """The codes of what stands against it."""
        checked = await self.applications.CheckApplication(
            messages.CheckApplicationRequest(application_id=application_id), metadata=self.student
        )
        return [each.reason for each in checked.obstacles]

    async def submits(self, application_id: str) -> None:
        """Submits a draft."""
        await self.applications.SubmitApplication(
            messages.SubmitApplicationRequest(
                application_id=application_id, request_id=str(uuid4())
            ),
            metadata=self.student,
        )

    async def approves(
        self, application_id: str, role: int = ROLE_STUDENT_SERVICES, step: int = 1
    ) -> messages.Application:
        """Approves a step."""
        decided = await self.applications.DecideApplication(
            messages.DecideApplicationRequest(
                application_id=application_id, step=step, approve=True, request_id=str(uuid4())
            ),
            metadata=self.office(role),
        )
        return decided.application

    async def enrolment(self) -> enrolment_pb2.Enrolment:
        """The enrolment as the student sees it."""
        answer = await EnrolmentServiceStub(self.records.channel).GetEnrolment(
            enrolment_pb2.GetEnrolmentRequest(enrolment_id=self.enrolment_id),
            metadata=self.student,
        )
        return answer.enrolment

    async def decisions(self) -> list[tuple[str, int, str]]:
        """Semester, kind and ground of what was decided."""
        answer = await self.plans.ListSemesterDecisions(
            semester_plan_pb2.ListSemesterDecisionsRequest(enrolment_id=self.enrolment_id),
            metadata=self.student,
        )
        return [(each.semester.code, each.kind, each.ground) for each in answer.decisions]


@pytest.fixture
async def calls(loaded: Database, clock: DrivenClock) -> AsyncIterator[Calls]:
    at = University(loaded, clock).on(date(2026, 11, 2))
    enrolled = at.student(first=S("2025W"))
    publish_until(at, "2027W")
    async with running(service, loaded) as records:
        yield Calls(at, records, enrolled.person.person_id, str(enrolled.enrolment.enrolment_id))


def leave() -> contents.ApplicationContent:
    asked = contents.LeaveOfAbsence(semesters=[SUMMER], ground=contents.LEAVE_GROUND_FAMILY)
    return contents.ApplicationContent(leave_of_absence=asked)


async def test_leave_of_absence_and_its_withdrawal(calls: Calls) -> None:
    too_much = leave()
    too_much.leave_of_absence.semesters.append(Semester(code="2026S"))
    refused = await calls.begins(too_much)
    assert await calls.against(refused) == ["LEAVE_SEMESTER_PAST"]
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await calls.submits(refused)
    assert error.value.code() is grpc.StatusCode.FAILED_PRECONDITION

    granted = await calls.begins(leave(), "family_proof")
    assert await calls.against(granted) == []
    await calls.submits(granted)
    done = await calls.approves(granted)
    assert done.state == messages.APPLICATION_STATE_APPROVED
    assert done.HasField("effect_time")
    assert await calls.decisions() == [
        ("2027S", semester_plan_pb2.SEMESTER_DECISION_KIND_LEAVE, "family")
    ]

    withdrawal = contents.LeaveWithdrawal(semester=SUMMER)
    given_up = await calls.begins(contents.ApplicationContent(leave_withdrawal=withdrawal))
    checked = await calls.applications.CheckApplication(
        messages.CheckApplicationRequest(application_id=given_up), metadata=calls.student
    )
    assert "€243.15" in checked.notices[0].en
    await calls.submits(given_up)
    await calls.approves(given_up)
    assert await calls.decisions() == []


async def test_part_time_study_and_back(calls: Calls) -> None:
    asked = contents.PartTimeStudy(
        to_part_time=True,
        from_semester=Semester(code="2027W"),
        reason=contents.PART_TIME_REASON_JOB,
        consultation_confirmed_by="Paul Rat",
    )
    draft = await calls.begins(
        contents.ApplicationContent(part_time=asked),
        "employment_confirmation",
        "consultation_confirmation",
    )
    assert await calls.against(draft) == ["BAFOEG_LOSS_NOT_ACKNOWLEDGED"]
    asked.bafoeg_loss_acknowledged = True
    await calls.applications.UpdateApplication(
        messages.UpdateApplicationRequest(
            application_id=draft,
            content=contents.ApplicationContent(part_time=asked),
            request_id=str(uuid4()),
        ),
        metadata=calls.student,
    )
    await calls.submits(draft)
    await calls.approves(draft)
    part_time = ("2027W", semester_plan_pb2.SEMESTER_DECISION_KIND_PART_TIME, "job")
    assert await calls.decisions() == [part_time]

    back = contents.PartTimeStudy(from_semester=Semester(code="2027W"))
    draft = await calls.begins(contents.ApplicationContent(part_time=back))
    await calls.submits(draft)
    await calls.approves(draft)
    full_time = ("2027W", semester_plan_pb2.SEMESTER_DECISION_KIND_FULL_TIME, "")
    assert await calls.decisions() == [full_time]


async def test_a_semester_abroad_with_its_notification_and_recognition(calls: Calls) -> None:
    asked = contents.SemesterAbroad(
        semester=SUMMER, host_university="Universidad de Sevilla", country="ES"
    )
    draft = await calls.begins(contents.ApplicationContent(semester_abroad=asked))
    assert await calls.against(draft) == ["PROOF_MISSING"]
    await calls.applications.AddDocument(
        messages.AddDocumentRequest(
            application_id=draft,
            proof="study_abroad_confirmation",
            file_name="zusage.pdf",
            content=PDF,
            request_id=str(uuid4()),
        ),
        metadata=calls.student,
    )
    await calls.submits(draft)
    await calls.approves(draft, ROLE_INTERNATIONAL_CENTER)
    done = await calls.approves(draft, step=2)
    letters = [each for each in done.documents if each.proof == "notification"]
    assert len(letters) == 2
    parts = [
        part
        async for part in calls.applications.DownloadDocument(
            messages.DownloadDocumentRequest(
                application_id=draft, document_id=letters[0].document_id
            ),
            metadata=calls.student,
        )
    ]
    assert parts[0].body.content_type == "application/pdf"
    assert b"".join(part.body.data for part in parts).startswith(b"%PDF-1.7")

    calls.at.on(OPENS).runs(JobKind.OPEN)
    request = semester_plan_pb2.RecordAbroadRecognitionRequest(
        request_id=str(uuid4()), enrolment_id=calls.enrolment_id, semester=SUMMER
    )
    counted = await calls.plans.RecordAbroadRecognition(
        request, metadata=calls.office(ROLE_INTERNATIONAL_CENTER)
    )
    last = counted.enrolment.semesters[-1]
    assert last.status == enrolment_pb2.SEMESTER_STATUS_ABROAD
    assert (last.programme_semester, last.university_semester) == (3, 4)
    cancelled = await calls.plans.CancelSemesterAbroad(
        semester_plan_pb2.CancelSemesterAbroadRequest(
            request_id=str(uuid4()),
            enrolment_id=calls.enrolment_id,
            semester=SUMMER,
            reason="Sevilla hat abgesagt.",
            validate_only=True,
        ),
        metadata=calls.office(ROLE_INTERNATIONAL_CENTER),
    )
    assert cancelled.contribution_due_cents == CONTRIBUTION
    for metadata in (calls.student, calls.office(ROLE_EXAMINER)):
        request.request_id = str(uuid4())
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await calls.plans.RecordAbroadRecognition(request, metadata=metadata)
        assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_de_registration(calls: Calls) -> None:
    asked = contents.Deregistration(
        when=contents.DEREGISTRATION_WHEN_ON_DATE, date=Date(year=2026, month=11, day=1)
    )
    draft = await calls.begins(contents.ApplicationContent(deregistration=asked))
    assert await calls.against(draft) == ["END_DATE_RETROACTIVE"]
    day = Date(year=2026, month=12, day=24)
    asked.date.CopyFrom(day)
    draft = await calls.begins(contents.ApplicationContent(deregistration=asked))
    await calls.submits(draft)
    await calls.approves(draft)
    ended = await calls.enrolment()
    assert ended.end_date == day
    assert ended.end_reason == enrolment_pb2.END_REASON_APPLICATION


async def test_a_stranger_learns_nothing_about_somebodys_plans(calls: Calls) -> None:
    stranger = calls.records.signed_in(uuid4(), [ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await calls.plans.ListSemesterDecisions(
            semester_plan_pb2.ListSemesterDecisionsRequest(enrolment_id=calls.enrolment_id),
            metadata=stranger,
        )
    assert error.value.code() is grpc.StatusCode.NOT_FOUND
