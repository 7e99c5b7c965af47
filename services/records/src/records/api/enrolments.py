"""Enrols persons and answers questions about enrolments."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_name, unpack_date, unpack_name, unpack_semester
from chassis.paging import page_size
from chassis.rpc import Work
from google.type.date_pb2 import Date
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceServicer

from records.api.page_tokens import position_in, token_of
from records.app.enrolled_students import enrolled_students
from records.app.enrolling import EnrolmentOrder, enrol_person
from records.app.enrolments import enrolment_with_id, enrolments_of_person
from records.domain.enrolled import EnrolledIn, EnrolledStudent
from records.domain.person import PersonFacts
from records.events.packing import SEX_ENTRIES_BY_NUMBER, pack_enrolment, pack_person

_STUDENTS_ON_A_PAGE = 100


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

    async def ListEnrolledStudents(
        self, request: enrolment_pb2.ListEnrolledStudentsRequest, context: object
    ) -> enrolment_pb2.ListEnrolledStudentsResponse:
        """Who is enrolled in a semester."""
        enrolled_in = EnrolledIn(
            unpack_semester(request.semester), request.school_code, request.programme_code
        )

        def answer(tx: Transaction) -> enrolment_pb2.ListEnrolledStudentsResponse:
            page = enrolled_students(
                tx,
                enrolled_in,
                after=position_in(request.page_token, 2, lambda number, key: (number, UUID(key))),
                page_size=page_size(request.page_size, default=_STUDENTS_ON_A_PAGE),
            )
            last = page.students[-1] if page.has_next else None
            return enrolment_pb2.ListEnrolledStudentsResponse(
                students=[_pack_enrolled(each) for each in page.students],
                next_page_token=(
                    token_of(last.matriculation_number, str(last.enrolment_id)) if last else ""
                ),
                total_count=page.total,
            )

        return await self._work.read(answer)


def _pack_enrolled(student: EnrolledStudent) -> enrolment_pb2.EnrolledStudent:
    return enrolment_pb2.EnrolledStudent(
        person_id=str(student.person_id),
        matriculation_number=student.matriculation_number,
        name=pack_name(student.name),
        enrolment_id=str(student.enrolment_id),
    )


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
