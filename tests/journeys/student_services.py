"""What Student Services and advisers prepare through the contracts, for one test only."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from chassis.values import Semester, local_date
from matrikel.records.v1 import (
    appointment_pb2,
    appointment_pb2_grpc,
    bank_pb2,
    bank_pb2_grpc,
    contact_pb2,
    contact_pb2_grpc,
    reregistration_pb2,
    reregistration_pb2_grpc,
    student_card_pb2,
    student_card_pb2_grpc,
)
from matrikel.records.v1.application_content_pb2 import CARD_DELIVERY_IN_PERSON, MailingAddress
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.bank_files import Transfer, statement
from tests.journeys.callers import Callers, Metadata
from tests.journeys.newcomers import Newcomer
from tests.journeys.office import timestamp
from tests.suite import Suite

JOB_SECONDS = 60


def present_semester() -> Semester:
    """The semester of today."""
    return Semester.of(local_date(datetime.now(UTC)))


def coming_semester() -> Semester:
    """The one that students re-register for in the demonstration."""
    return present_semester().next()


def _half_hours() -> Iterator[datetime]:
    """Those of a Monday after the weeks in which the demonstration offers appointments."""
    today = local_date(datetime.now(UTC))
    monday = today + timedelta(weeks=4, days=-today.weekday())
    first = datetime(monday.year, monday.month, monday.day, 8, tzinfo=UTC)
    return (first + timedelta(minutes=30 * number) for number in range(20))


class StudentServices:
    """Student Services, whose clerk is the first of the demo; advisers are told by user name."""

    def __init__(self, suite: Suite, callers: Callers) -> None:
        self.user_name = suite.user_names("student_services")[0]
        self._callers = callers
        self._jobs = reregistration_pb2_grpc.SemesterJobServiceStub(callers.records)
        self._reregistrations = reregistration_pb2_grpc.ReregistrationServiceStub(callers.records)
        self._bank = bank_pb2_grpc.BankServiceStub(callers.records)
        self._cards = student_card_pb2_grpc.StudentCardServiceStub(callers.records)
        self._contact = contact_pb2_grpc.ContactServiceStub(callers.records)
        self._appointments = appointment_pb2_grpc.AppointmentServiceStub(callers.records)

    def call_to_reregister(self) -> str:
        """Opens re-registration once more, which calls those who were not called before.

        Returns the job's id.
        """
        started = self._jobs.StartSemesterJob(
            reregistration_pb2.StartSemesterJobRequest(
                kind=reregistration_pb2.SEMESTER_JOB_KIND_OPEN,
                semester=SemesterMessage(code=coming_semester().code),
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )
        request = reregistration_pb2.GetSemesterJobRequest(
            semester_job_id=started.semester_job.semester_job_id
        )
        deadline = time.monotonic() + JOB_SECONDS
        while time.monotonic() < deadline:
            job = self._jobs.GetSemesterJob(request, metadata=self._own()).semester_job
            if job.state == reregistration_pb2.SEMESTER_JOB_STATE_DONE:
                return job.semester_job_id
            time.sleep(0.1)
        raise AssertionError("re-registration was not opened")

    def receive_what_is_due(self, student: Newcomer) -> None:
        """The bank's file with the money that the student needs for re-registration."""
        called = self._reregistrations.GetReregistration(
            reregistration_pb2.GetReregistrationRequest(person_id=student.person_id),
            metadata=self._own(),
        )
        payment = called.reregistration.payment
        transfer = Transfer(payment.amount_cents, student.family_name, payment.reference)
        self.receive(payment.account.iban, transfer)

    def receive(self, iban: str, *transfers: Transfer) -> None:
        """The bank's file of today with these payments to the university's account."""
        self._bank.ImportBankStatements(
            bank_pb2.ImportBankStatementsRequest(
                file_name="kontoauszug.xml",
                content=statement(iban, local_date(datetime.now(UTC)), transfers),
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )

    def issue_card(self, student: Newcomer) -> str:
        """Issues the first student card, which waits at the desk; returns its id."""
        issued = self._cards.IssueStudentCard(
            student_card_pb2.IssueStudentCardRequest(
                person_id=student.person_id,
                delivery=CARD_DELIVERY_IN_PERSON,
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )
        return issued.student_card.student_card_id

    def enter_home_address(self, student: Newcomer) -> None:
        """Enters where the student lives, as the application for enrolment has it."""
        self._contact.SetHomeAddress(
            contact_pb2.SetHomeAddressRequest(
                person_id=student.person_id,
                address=MailingAddress(
                    street_address="Wallstraße 6",
                    postal_code="29221",
                    city="Celle",
                    country="DE",
                ),
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )

    def offer_appointment(self, adviser: str, location: str) -> str:
        """Half an hour of an adviser's that was free until now; returns the appointment's id."""
        own = self._callers.metadata(adviser, "records")
        listed = self._appointments.ListOfferedAppointments(
            appointment_pb2.ListOfferedAppointmentsRequest(page_size=100), metadata=own
        )
        taken = {one.appointment.start_time.seconds for one in listed.appointments}
        start = next(one for one in _half_hours() if int(one.timestamp()) not in taken)
        offered = self._appointments.OfferAppointments(
            appointment_pb2.OfferAppointmentsRequest(
                start_time=timestamp(start),
                end_time=timestamp(start + timedelta(minutes=30)),
                location=location,
                request_id=str(uuid4()),
            ),
            metadata=own,
        )
        return offered.appointments[0].appointment_id

    def _own(self) -> Metadata:
        return self._callers.metadata(self.user_name, "records")
