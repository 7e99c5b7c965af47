"""Asks records: who is enrolled in what, reached how, and what was charged."""

from collections.abc import Awaitable
from datetime import date
from typing import TypeVar
from uuid import UUID

import grpc
from chassis.packing import pack_date, pack_semester
from chassis.values import Semester
from matrikel.records.v1 import (
    contact_pb2,
    enrolment_pb2,
    ledger_pb2,
    person_pb2,
    student_card_pb2,
    study_credit_pb2,
    university_pb2,
)
from matrikel.records.v1.contact_pb2_grpc import ContactServiceStub
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceStub
from matrikel.records.v1.study_credit_pb2_grpc import StudyCreditServiceStub
from matrikel.records.v1.university_pb2_grpc import UniversityServiceStub

from certificates.clients.asking import asking
from certificates.clients.contact_unpacking import unpack_cards, unpack_contact_data
from certificates.clients.records_unpacking import (
    unpack_credit,
    unpack_enrolment,
    unpack_history,
    unpack_person,
    unpack_receipt,
    unpack_students,
    unpack_university,
)
from certificates.clients.tokens import Asker, StudentTokens
from certificates.domain.facts import (
    CardFacts,
    ContactData,
    EnrolmentFacts,
    HistoryFacts,
    PersonFacts,
    ReceiptFacts,
    StudyCreditFacts,
    UniversityFacts,
)
from certificates.domain.jobs import StudentPage
from certificates.texts.content_refusals import student_unknown
from certificates.texts.refusals import Asked, enrolment_unknown

T = TypeVar("T")


class RecordsClient:
    """Questions to records in the name of a student or of this service.

    Every method raises RECORDS_UNAVAILABLE where records does not answer, and SESSION_OVER or
    IDENTITY_UNAVAILABLE where no token is to be had for it.
    """

    def __init__(self, channel: grpc.aio.Channel, tokens: StudentTokens) -> None:
        self._persons = PersonServiceStub(channel)
        self._enrolments = EnrolmentServiceStub(channel)
        self._universities = UniversityServiceStub(channel)
        self._contact = ContactServiceStub(channel)
        self._ledger = LedgerServiceStub(channel)
        self._cards = StudentCardServiceStub(channel)
        self._credit = StudyCreditServiceStub(channel)
        self._tokens = tokens

    async def person(self, asker: Asker, person_id: UUID) -> PersonFacts:
        """The student. Raises STUDENT_UNKNOWN."""
        metadata = await self._metadata(asker)
        request = person_pb2.GetPersonRequest(person_id=str(person_id))
        try:
            answer = await _asked(self._persons.GetPerson(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                raise student_unknown(str(person_id)) from error
            raise
        return unpack_person(answer.person)

    async def enrolment(self, asker: Asker, person_id: UUID, enrolment_id: UUID) -> EnrolmentFacts:
        """The enrolment. Raises ENROLMENT_UNKNOWN where it is not the student's."""
        metadata = await self._metadata(asker)
        request = enrolment_pb2.GetEnrolmentRequest(enrolment_id=str(enrolment_id))
        try:
            answer = await _asked(self._enrolments.GetEnrolment(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                raise enrolment_unknown(str(enrolment_id)) from error
            raise
        if answer.enrolment.person_id != str(person_id):
            raise enrolment_unknown(str(enrolment_id))
        return unpack_enrolment(answer.enrolment)

    async def enrolments(self, asker: Asker, person_id: UUID) -> tuple[EnrolmentFacts, ...]:
        """All enrolments, current ones first. Raises STUDENT_UNKNOWN."""
        metadata = await self._metadata(asker)
        request = enrolment_pb2.ListEnrolmentsRequest(person_id=str(person_id))
        try:
            answer = await _asked(self._enrolments.ListEnrolments(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                raise student_unknown(str(person_id)) from error
            raise
        return tuple(unpack_enrolment(one) for one in answer.enrolments)

    async def university(self) -> UniversityFacts:
        """The university, which everybody may ask for."""
        request = university_pb2.GetUniversityRequest()
        answer = await _asked(self._universities.GetUniversity(request))
        return unpack_university(answer.university)

    async def history(self, asker: Asker, person_id: UUID) -> HistoryFacts:
        """Every semester, and the studies elsewhere."""
        metadata = await self._metadata(asker)
        request = study_credit_pb2.GetStudyHistoryRequest(person_id=str(person_id))
        answer = await _asked(self._credit.GetStudyHistory(request, metadata=metadata))
        return unpack_history(answer.study_history)

    async def credit(self, asker: Asker, person_id: UUID) -> StudyCreditFacts:
        """The study credit."""
        metadata = await self._metadata(asker)
        request = study_credit_pb2.GetStudyCreditRequest(person_id=str(person_id))
        answer = await _asked(self._credit.GetStudyCredit(request, metadata=metadata))
        return unpack_credit(answer.study_credit)

    async def receipt(
        self, asker: Asker, person_id: UUID, semester: Semester
    ) -> ReceiptFacts | None:
        """What was charged and paid for the semester; None where records knows none of it."""
        metadata = await self._metadata(asker)
        request = ledger_pb2.GetFeeReceiptRequest(
            person_id=str(person_id), semester=pack_semester(semester)
        )
        try:
            answer = await _asked(self._ledger.GetFeeReceipt(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                return None
            raise
        return unpack_receipt(answer.receipt)

    async def contact_data(self, asker: Asker, person_id: UUID) -> ContactData:
        """Addresses and numbers of today."""
        metadata = await self._metadata(asker)
        request = contact_pb2.GetContactDataRequest(person_id=str(person_id))
        answer = await _asked(self._contact.GetContactData(request, metadata=metadata))
        return unpack_contact_data(answer.contact_data)

    async def letter_address(self, asker: Asker, person_id: UUID, day: date) -> tuple[str, ...]:
        """The lines of the envelope of a letter of the day; none where no address is known."""
        metadata = await self._metadata(asker)
        request = contact_pb2.GetLetterAddressRequest(person_id=str(person_id), date=pack_date(day))
        try:
            answer = await _asked(self._contact.GetLetterAddress(request, metadata=metadata))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.FAILED_PRECONDITION:
                return ()
            raise
        return tuple(answer.letter_address.lines)

    async def cards(self, asker: Asker, person_id: UUID) -> tuple[CardFacts, ...]:
        """The student cards, the newest first."""
        metadata = await self._metadata(asker)
        request = student_card_pb2.ListStudentCardsRequest(person_id=str(person_id))
        answer = await _asked(self._cards.ListStudentCards(request, metadata=metadata))
        return unpack_cards(answer.student_cards)

    async def enrolled_students(
        self,
        semester: Semester,
        school_code: str,
        programme_code: str,
        page_token: str,
        page_size: int,
    ) -> StudentPage:
        """A page of who is enrolled in the semester, by matriculation number; for jobs.

        Asked with this service's own credential.
        """
        request = enrolment_pb2.ListEnrolledStudentsRequest(
            semester=pack_semester(semester),
            school_code=school_code,
            programme_code=programme_code,
            page_size=page_size,
            page_token=page_token,
        )
        return unpack_students(await _asked(self._enrolments.ListEnrolledStudents(request)))

    async def _metadata(self, asker: Asker) -> tuple[tuple[str, str], ...]:
        return await self._tokens.metadata_for("records", asker)


async def _asked(answer: Awaitable[T]) -> T:
    with asking(Asked.RECORDS):
        return await answer
