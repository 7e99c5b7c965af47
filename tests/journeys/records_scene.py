"""What the tour's pages on records show: one student's affairs, and what offices do with them.

Bank statements and applicants are the demonstration's own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from chassis.values import Semester, local_date
from google.type.date_pb2 import Date
from matrikel.records.v1 import application_content_pb2 as contents
from matrikel.records.v1 import (
    application_pb2,
    application_pb2_grpc,
    appointment_pb2,
    appointment_pb2_grpc,
    contact_pb2,
    contact_pb2_grpc,
    person_pb2,
    person_pb2_grpc,
)
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.callers import Callers, Metadata
from tests.journeys.newcomers import Newcomer
from tests.journeys.papers import one_page, one_picture
from tests.journeys.records_desk import Desk
from tests.journeys.student_services import StudentServices, coming_semester
from tests.suite import Suite

ADVISER = "padvise"


@dataclass(frozen=True)
class RecordsScene:
    """What the tour meets, by id."""

    # A draft with a document, against which something stands; one with an open question; one
    # that was rejected; one that an office filed and did not submit yet; one that is approved.
    draft: str
    asked: str
    rejected: str
    filed: str
    abroad: str
    contact_entry: str
    card: str
    # Booked by the student; and one that is free.
    appointment: str
    free_appointment: str
    receipt: str
    refund: str
    charge: str
    booking: str
    prior_study: str
    ground: str
    applicant: str
    statement: str
    clearing_item: str
    settled_item: str
    job: str


class _Records:
    """What is done with records while the scene is made."""

    def __init__(self, suite: Suite, callers: Callers, student: Newcomer) -> None:
        self._student = student
        self._own = callers.metadata(student.user_name, "records")
        self._clerk = callers.metadata(suite.user_names("student_services")[0], "records")
        self._abroad = callers.metadata(suite.user_names("international_center")[0], "records")
        self._person_id = student.person_id
        channel = callers.records
        self._applications = application_pb2_grpc.ApplicationServiceStub(channel)
        self._appointments = appointment_pb2_grpc.AppointmentServiceStub(channel)
        self._contact = contact_pb2_grpc.ContactServiceStub(channel)
        self._persons = person_pb2_grpc.PersonServiceStub(channel)

    def keep_contact_data(self) -> str:
        """A semester address, a photo and a number; returns the number's entry."""
        self._contact.SetSemesterAddress(
            contact_pb2.SetSemesterAddressRequest(
                person_id=self._person_id,
                address=contents.MailingAddress(
                    care_of="Wohngemeinschaft Özdemir-Schmitz",
                    street_address="Willy-Brandt-Straße 117 b",
                    postal_code="21335",
                    city="Lüneburg",
                    country="DE",
                ),
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )
        self._persons.UploadPhoto(
            person_pb2.UploadPhotoRequest(
                person_id=self._person_id,
                file_name="ich.png",
                content=one_picture(),
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )
        added = self._contact.AddContactEntry(
            contact_pb2.AddContactEntryRequest(
                person_id=self._person_id,
                kind=contact_pb2.CONTACT_ENTRY_KIND_PRIVATE_EMAIL,
                value="mechthild-uemmuehan.rundgaenger@beispiel-postfach.example",
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )
        return added.contact_entry.contact_entry_id

    def book(self, appointment_id: str) -> None:
        """Books an appointment."""
        self._appointments.BookAppointment(
            appointment_pb2.BookAppointmentRequest(
                person_id=self._person_id,
                appointment_id=appointment_id,
                subject="Welche Module passen zu meiner Masterarbeit?",
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )

    def draft(self) -> str:
        """An application for leave with a document, against which something stands."""
        leave = contents.LeaveOfAbsence(
            semesters=[SemesterMessage(code=one.code) for one in _three_semesters()],
            ground=contents.LEAVE_GROUND_OTHER,
        )
        draft = self._create(contents.ApplicationContent(leave_of_absence=leave))
        self._add_document(draft.application_id, "ground_proof")
        return draft.application_id

    def report(self, reference: str) -> str:
        """A report of an error, submitted."""
        report = contents.ErrorReport(
            subject=contents.ERROR_SUBJECT_MASTER_DATA,
            reference=reference,
            text="Das ist falsch geschrieben. Bitte berichtigen Sie es.",
        )
        return self._submit(contents.ApplicationContent(error_report=report))

    def ask(self, application_id: str) -> None:
        """A question to the student."""
        self._applications.AskQuestion(
            application_pb2.AskQuestionRequest(
                application_id=application_id,
                question="Wie lautet es in Ihrem Ausweis?",
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )

    def reject(self, application_id: str) -> None:
        """A rejection with its reason."""
        self._decide(
            application_id, self._clerk, rejecting="Die Angabe stimmt mit dem Ausweis überein."
        )

    def approve_abroad(self) -> str:
        """A semester abroad that the International Center and Student Services approve."""
        abroad = contents.SemesterAbroad(
            semester=SemesterMessage(code=coming_semester().code),
            host_university="Universidad Nacional Autónoma de México",
            country="MX",
            recognised_work_planned=True,
        )
        content = contents.ApplicationContent(semester_abroad=abroad)
        application_id = self._submit(content, "study_abroad_confirmation")
        self._decide(application_id, self._abroad)
        self._decide(application_id, self._clerk, step=2)
        return application_id

    def file(self) -> str:
        """An application on paper, filed as a draft."""
        part_time = contents.PartTimeStudy(
            to_part_time=True,
            from_semester=SemesterMessage(code=coming_semester().next().code),
            reason=contents.PART_TIME_REASON_JOB,
        )
        day = local_date(datetime.now(UTC))
        answer = self._applications.FileApplication(
            application_pb2.FileApplicationRequest(
                person_id=self._person_id,
                enrolment_id=self._student.enrolment_id,
                content=contents.ApplicationContent(part_time=part_time),
                receive_date=Date(year=day.year, month=day.month, day=day.day),
                request_id=str(uuid4()),
            ),
            metadata=self._clerk,
        )
        return answer.application.application_id

    def _submit(self, content: contents.ApplicationContent, proof: str = "") -> str:
        application_id = self._create(content).application_id
        if proof:
            self._add_document(application_id, proof)
        self._applications.SubmitApplication(
            application_pb2.SubmitApplicationRequest(
                application_id=application_id, request_id=str(uuid4())
            ),
            metadata=self._own,
        )
        return application_id

    def _create(self, content: contents.ApplicationContent) -> application_pb2.Application:
        of_enrolment = content.WhichOneof("content") != "error_report"
        answer = self._applications.CreateApplication(
            application_pb2.CreateApplicationRequest(
                person_id=self._person_id,
                enrolment_id=self._student.enrolment_id if of_enrolment else "",
                content=content,
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )
        return answer.application

    def _add_document(self, application_id: str, proof: str) -> None:
        self._applications.AddDocument(
            application_pb2.AddDocumentRequest(
                application_id=application_id,
                proof=proof,
                file_name="Bescheinigung_der_aufnehmenden_Einrichtung_mit_Unterschrift.pdf",
                content=one_page(),
                request_id=str(uuid4()),
            ),
            metadata=self._own,
        )

    def _decide(
        self, application_id: str, office: Metadata, step: int = 1, rejecting: str = ""
    ) -> None:
        self._applications.DecideApplication(
            application_pb2.DecideApplicationRequest(
                application_id=application_id,
                step=step,
                approve=not rejecting,
                reason=rejecting,
                request_id=str(uuid4()),
            ),
            metadata=office,
        )


def _three_semesters() -> list[Semester]:
    first = coming_semester()
    return [first, first.next(), first.next().next()]


def set_up(suite: Suite, callers: Callers, student: Newcomer, classmate: Newcomer) -> RecordsScene:
    """Makes the scene of a student, whose classmate goes abroad; takes some seconds."""
    services = StudentServices(suite, callers)
    records, desk = _Records(suite, callers, student), Desk(suite, callers, student)
    services.enter_home_address(student)
    receipt, booking, refund = desk.pay_what_is_waived()
    prior_study, ground = desk.prove()
    appointment, free = (
        services.offer_appointment(ADVISER, room) for room in ("C 5.312", "Zentralgebäude 5.103")
    )
    records.book(appointment)
    card = services.issue_card(student)
    job = services.call_to_reregister()
    charge = desk.charge()
    draft = records.draft()
    rejected = records.report("Geburtsname")
    records.reject(rejected)
    asked = records.report("Geburtsort")
    records.ask(asked)
    clearing_item, settled_item = desk.clearing_items(services)
    return RecordsScene(
        draft=draft,
        asked=asked,
        rejected=rejected,
        filed=records.file(),
        abroad=_Records(suite, callers, classmate).approve_abroad(),
        contact_entry=records.keep_contact_data(),
        card=card,
        appointment=appointment,
        free_appointment=free,
        receipt=receipt,
        refund=refund,
        charge=charge,
        booking=booking,
        prior_study=prior_study,
        ground=ground,
        applicant=desk.applicant(),
        statement=desk.statement(),
        clearing_item=clearing_item,
        settled_item=settled_item,
        job=job,
    )
