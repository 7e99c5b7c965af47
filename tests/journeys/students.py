"""What students do through the contracts where a test only prepares it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import grpc
from chassis.values import local_date
from google.type.date_pb2 import Date
from matrikel.exams.v1 import (
    calendar_feed_pb2,
    calendar_feed_pb2_grpc,
    registration_pb2,
    registration_pb2_grpc,
    sick_note_pb2,
    sick_note_pb2_grpc,
    terms_pb2,
    terms_pb2_grpc,
    thesis_pb2,
    thesis_pb2_grpc,
)

from tests.journeys.callers import Callers, Metadata
from tests.journeys.newcomers import Newcomer
from tests.journeys.papers import one_page


class Students:
    """Students who call for themselves."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._terms = terms_pb2_grpc.TermsServiceStub(callers.exams)
        self._registrations = registration_pb2_grpc.RegistrationServiceStub(callers.exams)
        self._sick_notes = sick_note_pb2_grpc.SickNoteServiceStub(callers.exams)
        self._calendars = calendar_feed_pb2_grpc.CalendarFeedServiceStub(callers.exams)
        self._theses = thesis_pb2_grpc.ThesisServiceStub(callers.exams)

    def accept_terms(self, student: Newcomer) -> None:
        """Accepts the terms, as the way to the exams asks for."""
        own = self._own(student)
        newest = self._terms.GetTerms(
            terms_pb2.GetTermsRequest(person_id=student.person_id), metadata=own
        )
        self._terms.AcceptTerms(
            terms_pb2.AcceptTermsRequest(
                person_id=student.person_id, terms_version=newest.terms.terms_version
            ),
            metadata=own,
        )

    def register(self, student: Newcomer, sitting_id: str) -> str:
        """Registers, or waits where the sitting is full; returns the registration's id."""
        answer = self._registrations.CreateRegistration(
            registration_pb2.CreateRegistrationRequest(
                person_id=student.person_id,
                sitting_id=sitting_id,
                enrolment_id=student.enrolment_id,
                request_id=str(uuid4()),
            ),
            metadata=self._own(student),
        )
        return answer.registration.registration_id

    def is_refused(self, student: Newcomer, sitting_id: str) -> None:
        """Tries to register where that is not possible, which is kept as an attempt."""
        with _refusal():
            self.register(student, sitting_id)

    def withdraw(self, student: Newcomer, registration_id: str) -> None:
        """Withdraws."""
        self._registrations.WithdrawRegistration(
            registration_pb2.WithdrawRegistrationRequest(
                registration_id=registration_id, request_id=str(uuid4())
            ),
            metadata=self._own(student),
        )

    def make_calendar_address(self, student: Newcomer) -> None:
        """Makes an address for calendar programs."""
        self._calendars.CreateCalendarFeed(
            calendar_feed_pb2.CreateCalendarFeedRequest(person_id=student.person_id),
            metadata=self._own(student),
        )

    def file_sick_note(self, student: Newcomer, registration_id: str) -> str:
        """Files a form for an exam of today; returns the sick note's id."""
        day = local_date(datetime.now(UTC))
        today = Date(year=day.year, month=day.month, day=day.day)
        answer = self._sick_notes.FileSickNote(
            sick_note_pb2.FileSickNoteRequest(
                registration_id=registration_id,
                ill_from_date=today,
                ill_until_date=today,
                remark="Das Original reiche ich nach.",
                file_name="Rücktrittsattest_vom_behandelnden_Arzt_unterschrieben.pdf",
                content=one_page(),
                request_id=str(uuid4()),
            ),
            metadata=self._own(student),
        )
        return answer.sick_note.sick_note_id

    def apply_for_thesis(
        self, student: Newcomer, title: str, first_examiner: str, second_examiner: str
    ) -> str:
        """Applies for a thesis; returns its id."""
        answer = self._theses.ApplyForThesis(
            thesis_pb2.ApplyForThesisRequest(
                enrolment_id=student.enrolment_id,
                title=title,
                first_examiner_user_name=first_examiner,
                second_examiner_user_name=second_examiner,
                request_id=str(uuid4()),
            ),
            metadata=self._own(student),
        )
        return answer.thesis.thesis_id

    def hand_in_thesis(self, student: Newcomer, thesis_id: str) -> None:
        """Hands the thesis in."""
        self._theses.HandInThesis(
            thesis_pb2.HandInThesisRequest(
                thesis_id=thesis_id,
                content=one_page(),
                file_name="arbeit.pdf",
                request_id=str(uuid4()),
            ),
            metadata=self._own(student),
        )

    def _own(self, student: Newcomer) -> Metadata:
        return self._callers.metadata(student.user_name, "exams")


@contextmanager
def _refusal() -> Iterator[None]:
    try:
        yield
    except grpc.RpcError as error:
        if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
            raise
    else:
        raise AssertionError("the registration was not refused")
