"""Enrols persons and answers questions about enrolments."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_date, unpack_name, unpack_semester
from chassis.rpc import Work
from google.type.date_pb2 import Date
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceServicer

from records.app.enrolling import EnrolmentOrder, enrol_person
from records.app.enrolments import enrolment_with_id, enrolments_of_person
from records.domain.person import PersonFacts
from records.events.packing import SEX_ENTRIES_BY_NUMBER, pack_enrolment, pack_person


class EnrolmentApi(EnrolmentServiceServicer):
    """Enrolments; `first_matriculation_number` is where the numbers begin."""

    def __init__(self, work: Work, first_matriculation_number: int) -> None:
        self._work = work
        self._first_matriculation_number = first_matriculation_number

    async def EnrolPerson(
        self, request: enrolment_pb2.EnrolPersonRequest, context: object
    ) -> enrolment_pb2.EnrolPersonResponse:
        """Enrols a new or a known person."""

        def answer(tx: Transaction) -> enrolment_pb2.EnrolPersonResponse:
            done = enrol_person(tx, _order(request), self._first_matriculation_number)
            return enrolment_pb2.EnrolPersonResponse(
                person=pack_person(done.person), enrolment=pack_enrolment(done.enrolment)
            )

        return await self._work.write(answer)

    async def ListEnrolments(
        self, request: enrolment_pb2.ListEnrolmentsRequest, context: object
    ) -> enrolment_pb2.ListEnrolmentsResponse:
        """A person's enrolments, current ones first."""

        def answer(tx: Transaction) -> enrolment_pb2.ListEnrolmentsResponse:
            enrolments = enrolments_of_person(tx, UUID(request.person_id))
            return enrolment_pb2.ListEnrolmentsResponse(
                enrolments=[pack_enrolment(each) for each in enrolments]
            )

        return await self._work.read(answer)

    async def GetEnrolment(
        self, request: enrolment_pb2.GetEnrolmentRequest, context: object
    ) -> enrolment_pb2.GetEnrolmentResponse:
        """One enrolment."""

        def answer(tx: Transaction) -> enrolment_pb2.GetEnrolmentResponse:
            enrolment = enrolment_with_id(tx, UUID(request.enrolment_id))
            return enrolment_pb2.GetEnrolmentResponse(enrolment=pack_enrolment(enrolment))

        return await self._work.read(answer)


def _order(request: enrolment_pb2.EnrolPersonRequest) -> EnrolmentOrder:
    return EnrolmentOrder(
        person=(
            _facts(request.new_person)
            if request.HasField("new_person")
            else request.matriculation_number
        ),
        programme_code=request.programme_code,
        regulations_version_code=request.regulations_version_code,
        first_semester=unpack_semester(request.first_semester),
        major=request.major,
        minor=request.minor,
    )


def _facts(person: enrolment_pb2.EnrolPersonRequest.NewPerson) -> PersonFacts:
    return PersonFacts(
        name=unpack_name(person.name),
        birth_date=_day(person.birth_date),
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        sex_entry=SEX_ENTRIES_BY_NUMBER[person.sex_entry],
    )


def _day(day: Date) -> date | None:
    """The day, None where no calendar has it: 30 February, or a month of 0."""
    try:
        return unpack_date(day)
    except (ValueError, OverflowError):
        return None
