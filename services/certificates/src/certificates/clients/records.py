"""Asks records: who is enrolled in what."""

import asyncio
from uuid import UUID

import grpc
from chassis.packing import unpack_date, unpack_name, unpack_semester, unpack_text
from chassis.rpc import bearer
from matrikel.records.v1 import enrolment_pb2, person_pb2, university_pb2
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.records.v1.university_pb2_grpc import UniversityServiceStub

from certificates.clients.asking import asking
from certificates.clients.tokens import StudentTokens
from certificates.domain.facts import (
    ContactFacts,
    EnrolmentFacts,
    EnrolmentKind,
    PersonFacts,
    RecordsFacts,
    SemesterFacts,
    SemesterStatus,
    UniversityFacts,
)
from certificates.texts.refusals import Asked, enrolment_unknown

_KINDS = {
    enrolment_pb2.ENROLMENT_KIND_STUDENT: EnrolmentKind.STUDENT,
    enrolment_pb2.ENROLMENT_KIND_DOCTORAL: EnrolmentKind.DOCTORAL,
}
_STATUSES = {
    enrolment_pb2.SEMESTER_STATUS_ENROLLED: SemesterStatus.ENROLLED,
    enrolment_pb2.SEMESTER_STATUS_REREGISTERED: SemesterStatus.REREGISTERED,
    enrolment_pb2.SEMESTER_STATUS_ON_LEAVE: SemesterStatus.ON_LEAVE,
    enrolment_pb2.SEMESTER_STATUS_ABROAD: SemesterStatus.ABROAD,
}


class RecordsClient:
    """Questions to records in the name of a student."""

    def __init__(self, channel: grpc.aio.Channel, tokens: StudentTokens) -> None:
        self._persons = PersonServiceStub(channel)
        self._enrolments = EnrolmentServiceStub(channel)
        self._universities = UniversityServiceStub(channel)
        self._tokens = tokens

    async def facts(self, access_token: str, person_id: UUID, enrolment_id: UUID) -> RecordsFacts:
        """Student, enrolment and university.

        Raises ENROLMENT_UNKNOWN where the enrolment is not the student's, RECORDS_UNAVAILABLE
        where records does not answer.
        """
        metadata = bearer(await self._tokens.token_for("records", access_token))
        try:
            with asking(Asked.RECORDS):
                enrolment, person, university = await asyncio.gather(
                    self._enrolments.GetEnrolment(
                        enrolment_pb2.GetEnrolmentRequest(enrolment_id=str(enrolment_id)),
                        metadata=metadata,
                    ),
                    self._persons.GetPerson(
                        person_pb2.GetPersonRequest(person_id=str(person_id)), metadata=metadata
                    ),
                    self._universities.GetUniversity(university_pb2.GetUniversityRequest()),
                )
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.NOT_FOUND:
                raise enrolment_unknown(str(enrolment_id)) from error
            raise
        if enrolment.enrolment.person_id != str(person_id):
            raise enrolment_unknown(str(enrolment_id))
        return RecordsFacts(
            person=unpack_person(person.person),
            enrolment=unpack_enrolment(enrolment.enrolment),
            university=unpack_university(university.university),
        )


def unpack_person(person: person_pb2.Person) -> PersonFacts:
    """The student, as records names them."""
    return PersonFacts(
        person_id=UUID(person.person_id),
        matriculation_number=person.matriculation_number,
        name=unpack_name(person.name),
        birth_date=unpack_date(person.birth_date),
        birth_place=person.birth_place,
    )


def unpack_enrolment(enrolment: enrolment_pb2.Enrolment) -> EnrolmentFacts:
    """The enrolment with its programme and semesters."""
    programme = enrolment.programme
    return EnrolmentFacts(
        enrolment_id=UUID(enrolment.enrolment_id),
        person_id=UUID(enrolment.person_id),
        kind=_KINDS[enrolment.kind],
        programme_name=unpack_text(programme.name),
        degree_name=unpack_text(programme.degree.name),
        degree_short_name=programme.degree.short_name,
        school_code=programme.school_code,
        standard_duration_semesters=programme.standard_duration_semesters,
        major=enrolment.major,
        minor=enrolment.minor,
        first_enrolment_date=unpack_date(enrolment.first_enrolment_date),
        end_date=unpack_date(enrolment.end_date) if enrolment.HasField("end_date") else None,
        semesters=tuple(
            SemesterFacts(
                semester=unpack_semester(one.semester),
                status=_STATUSES[one.status],
                programme_semester=one.programme_semester,
                university_semester=one.university_semester,
                part_time=one.part_time,
            )
            for one in enrolment.semesters
        ),
    )


def unpack_university(university: university_pb2.University) -> UniversityFacts:
    """The university; whom to ask is the first contact point at the foot of every page."""
    contact = next((one for one in university.contact_points if one.in_footer), None)
    return UniversityFacts(
        name=unpack_text(university.name),
        destatis_code=university.destatis_code,
        street_address=university.street_address,
        postal_code=university.postal_code,
        city=university.city,
        website=university.website,
        school_names=tuple((one.school_code, unpack_text(one.name)) for one in university.schools),
        contact=ContactFacts(unpack_text(contact.name), contact.email) if contact else None,
    )
