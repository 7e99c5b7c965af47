"""Gives demo students what records keeps: addresses, contributions and payments, applications.

Like everything of the demonstration it goes through the services' own methods: re-registration is
opened by a semester job, payments come with a bank's file, applications are filed and decided.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import grpc
from chassis.clock import SystemClock
from chassis.values import UNIVERSITY_ZONE, Semester, local_date
from demo_bank import Transfer, habits, statement
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.records.v1 import (
    applicant_pb2,
    applicant_pb2_grpc,
    application_pb2,
    application_pb2_grpc,
    appointment_pb2,
    appointment_pb2_grpc,
    bank_pb2,
    bank_pb2_grpc,
    contact_pb2,
    contact_pb2_grpc,
    enrolment_pb2,
    enrolment_pb2_grpc,
    reregistration_pb2,
    reregistration_pb2_grpc,
)
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.type.v1 import person_name_pb2, semester_pb2

Metadata: TypeAlias = tuple[tuple[str, str], ...]

NAMESPACE = uuid.UUID("0e0c5c0e-8f0f-4a0b-9a49-0a7d3f6f3f51")
CALLS_AT_ONCE = 8
JOB_SECONDS = 120
STREETS = (
    "Am Sande",
    "Bardowicker Straße",
    "Bockelsberg",
    "Dahlenburger Landstraße",
    "Goseburgstraße",
    "Rotenbleicher Weg",
    "Uelzener Straße",
    "Wichernstraße",
)
TOWNS = (("21335", "Lüneburg"), ("21337", "Lüneburg"), ("20095", "Hamburg"), ("29525", "Uelzen"))
ADVISER = "padvise"
MADE_UP_PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Signatures:
    """How calls are signed in: those of a clerk, and those of any demo login by user name."""

    clerk: Metadata
    of: Callable[[str], Awaitable[Metadata]]


class DemoRecords:
    """Talks to records in the name of clerks, advisers and students."""

    def __init__(self, records: grpc.aio.Channel, signed: Signatures) -> None:
        self._signed = signed
        self._clerk = signed.clerk
        self._contact = contact_pb2_grpc.ContactServiceStub(records)
        self._jobs = reregistration_pb2_grpc.SemesterJobServiceStub(records)
        self._reregistrations = reregistration_pb2_grpc.ReregistrationServiceStub(records)
        self._bank = bank_pb2_grpc.BankServiceStub(records)
        self._applicants = applicant_pb2_grpc.ApplicantServiceStub(records)
        self._applications = application_pb2_grpc.ApplicationServiceStub(records)
        self._appointments = appointment_pb2_grpc.AppointmentServiceStub(records)
        self._enrolments = enrolment_pb2_grpc.EnrolmentServiceStub(records)
        self._few_at_once = asyncio.Semaphore(CALLS_AT_ONCE)
        self._today = local_date(SystemClock().now())
        self._coming = Semester.of(self._today).next()

    async def fill(self, person_ids: Sequence[str], logins: Sequence[tuple[str, str]]) -> None:
        """Fills records for all students; `logins` are user names and persons that can sign in."""
        await asyncio.gather(
            *(self._address(place, person_id) for place, person_id in enumerate(person_ids))
        )
        await self._open_reregistration()
        await self._import_payments(spared={person_id for _, person_id in logins[:2]})
        await self._accept_applicants()
        await self._offer_appointments()
        await self._file_applications(logins)

    async def _address(self, place: int, person_id: str) -> None:
        async with self._few_at_once:
            postal_code, city = TOWNS[place % len(TOWNS)]
            await self._contact.SetHomeAddress(
                contact_pb2.SetHomeAddressRequest(
                    person_id=person_id,
                    address=contents.MailingAddress(
                        street_address=f"{STREETS[place % len(STREETS)]} {place % 90 + 1}",
                        postal_code=postal_code,
                        city=city,
                        country="DE",
                    ),
                    request_id=_request_id("address", person_id),
                ),
                metadata=self._clerk,
            )

    async def _open_reregistration(self) -> None:
        ordered = await self._jobs.StartSemesterJob(
            reregistration_pb2.StartSemesterJobRequest(
                kind=reregistration_pb2.SEMESTER_JOB_KIND_OPEN,
                semester=_semester(self._coming),
                request_id=_request_id("open", self._coming.code),
            ),
            metadata=self._clerk,
        )
        job_id = ordered.semester_job.semester_job_id
        async with asyncio.timeout(JOB_SECONDS):
            while True:
                answer = await self._jobs.GetSemesterJob(
                    reregistration_pb2.GetSemesterJobRequest(semester_job_id=job_id),
                    metadata=self._clerk,
                )
                if answer.semester_job.state == reregistration_pb2.SEMESTER_JOB_STATE_DONE:
                    return
                await asyncio.sleep(0.1)

    async def _import_payments(self, spared: set[str]) -> None:
        """About two of three have paid, most of them as they should."""
        called = [one for one in await self._called() if one.person_id not in spared]
        paying = [one for place, one in enumerate(called) if place % 3]
        if not paying:
            return
        transfers = [_transfer(place, one) for place, one in enumerate(paying)]
        # One who paid twice, and somebody nobody knows.
        transfers.append(transfers[0])
        transfers.append(Transfer(31815, "Hildegard Unbekannt", "Beitrag fuer mein Enkelkind"))
        await self._bank.ImportBankStatements(
            bank_pb2.ImportBankStatementsRequest(
                file_name=f"kontoauszug-{self._today.isoformat()}.xml",
                content=statement(
                    called[0].payment.account.iban, self._today - timedelta(days=1), transfers
                ),
                request_id=_request_id("payments", self._coming.code),
            ),
            metadata=self._clerk,
        )

    async def _called(self) -> list[reregistration_pb2.Reregistration]:
        called: list[reregistration_pb2.Reregistration] = []
        page_token = ""
        while True:
            answer = await self._reregistrations.ListReregistrations(
                reregistration_pb2.ListReregistrationsRequest(
                    semester=_semester(self._coming),
                    states=[reregistration_pb2.REREGISTRATION_STATE_CALLED],
                    page_size=100,
                    page_token=page_token,
                ),
                metadata=self._clerk,
            )
            called += answer.reregistrations
            page_token = answer.next_page_token
            if not page_token:
                return called

    async def _accept_applicants(self) -> None:
        """Applicants for the coming semester whose contribution has not arrived."""
        for place, (given, family) in enumerate((("Malte", "Harms"), ("Noor", "Al-Sayed"))):
            await self._applicants.AcceptApplicant(
                applicant_pb2.AcceptApplicantRequest(
                    request_id=_request_id("applicant", str(place)),
                    new_person=applicant_pb2.AcceptApplicantRequest.NewPerson(
                        name=person_name_pb2.PersonName(given_names=given, family_name=family),
                        birth_date=Date(year=2007, month=3 + place, day=12),
                        birth_place="Bremen",
                        citizenship="DE",
                        email=f"{given.lower()}.{family.lower()}@example.org",
                    ),
                    programme_code="MDS-MSC",
                    first_semester=_semester(self._coming),
                ),
                metadata=self._clerk,
            )

    async def _offer_appointments(self) -> None:
        """An hour of the adviser's, next week and the week after."""
        monday = self._today + timedelta(days=7 - self._today.weekday())
        tuesday = monday + timedelta(days=1)
        await self._appointments.OfferAppointments(
            appointment_pb2.OfferAppointmentsRequest(
                start_time=_moment(tuesday, time(10)),
                end_time=_moment(tuesday, time(12)),
                minutes_each=20,
                location="C 5.312",
                weeks=2,
                request_id=_request_id("appointments", tuesday.isoformat()),
            ),
            metadata=await self._signed.of(ADVISER),
        )

    async def _file_applications(self, logins: Sequence[tuple[str, str]]) -> None:
        """One that waits, one with a question, one that was approved, one that is a draft."""
        applicants = list(logins[2:6])
        if len(applicants) < 4:
            return
        leave, report, lost, draft = applicants
        await self._apply(
            leave,
            contents.ApplicationContent(
                leave_of_absence=contents.LeaveOfAbsence(
                    semesters=[_semester(self._coming)],
                    ground=contents.LEAVE_GROUND_INTERNSHIP,
                    explanation="Praktikum bei einem Verlag in Kopenhagen.",
                )
            ),
            proof="internship_contract",
        )
        reported = await self._apply(
            report,
            contents.ApplicationContent(
                error_report=contents.ErrorReport(
                    subject=contents.ERROR_SUBJECT_MASTER_DATA,
                    reference="Geburtsort",
                    text="Mein Geburtsort ist falsch geschrieben.",
                )
            ),
        )
        await self._applications.AskQuestion(
            application_pb2.AskQuestionRequest(
                application_id=reported.application_id,
                question="Wie lautet er in Ihrem Ausweis?",
                request_id=_request_id("question", reported.application_id),
            ),
            metadata=self._clerk,
        )
        await self._apply(
            lost,
            contents.ApplicationContent(
                card_replacement=contents.CardReplacement(
                    loss=contents.CARD_LOSS_LOST,
                    explanation="Im Zug nach Hamburg liegen geblieben.",
                    delivery=contents.CARD_DELIVERY_POST,
                )
            ),
        )
        await self._create(
            draft,
            contents.ApplicationContent(
                semester_abroad=contents.SemesterAbroad(
                    semester=_semester(self._coming),
                    host_university="Universidad de Granada",
                    country="ES",
                    recognised_work_planned=True,
                )
            ),
        )

    async def _apply(
        self, login: tuple[str, str], content: contents.ApplicationContent, proof: str = ""
    ) -> application_pb2.Application:
        created = await self._create(login, content)
        metadata = await self._signed.of(login[0])
        if proof:
            await self._applications.AddDocument(
                application_pb2.AddDocumentRequest(
                    application_id=created.application_id,
                    proof=proof,
                    file_name="Nachweis.pdf",
                    content=MADE_UP_PDF,
                    request_id=_request_id("document", created.application_id),
                ),
                metadata=metadata,
            )
        answer = await self._applications.SubmitApplication(
            application_pb2.SubmitApplicationRequest(
                application_id=created.application_id,
                request_id=_request_id("submit", created.application_id),
            ),
            metadata=metadata,
        )
        return answer.application

    async def _create(
        self, login: tuple[str, str], content: contents.ApplicationContent
    ) -> application_pb2.Application:
        user_name, person_id = login
        answer = await self._applications.CreateApplication(
            application_pb2.CreateApplicationRequest(
                person_id=person_id,
                enrolment_id=await self._enrolment_of(person_id),
                content=content,
                request_id=_request_id(str(content.WhichOneof("content")), person_id),
            ),
            metadata=await self._signed.of(user_name),
        )
        return answer.application

    async def _enrolment_of(self, person_id: str) -> str:
        answer = await self._enrolments.ListEnrolments(
            enrolment_pb2.ListEnrolmentsRequest(person_id=person_id), metadata=self._clerk
        )
        return answer.enrolments[0].enrolment_id


def _transfer(place: int, called: reregistration_pb2.Reregistration) -> Transfer:
    """What a student transferred, typed in one of the usual ways; a few got something wrong."""
    name = called.name
    written = habits(called.matriculation_number, name.family_name, name.given_names)
    cents = called.payment.amount_cents
    if place % 40 == 7:
        # Too little by ten euros.
        cents -= 1000
    reference = "Semesterbeitrag" if place % 50 == 11 else written[place % len(written)]
    return Transfer(cents, f"{name.given_names} {name.family_name}", reference)


def _semester(semester: Semester) -> semester_pb2.Semester:
    return semester_pb2.Semester(code=semester.code)


def _moment(day: date, clock: time) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.combine(day, clock, UNIVERSITY_ZONE))
    return moment


def _request_id(*parts: str) -> str:
    """The same again for the same thing, so that an interrupted run goes on where it was."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))
