"""The services that certificates asks, as far as it asks them: real gRPC, sample answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any

import grpc
from chassis.values import LocalizedText
from google.protobuf.timestamp_pb2 import Timestamp
from google.type import date_pb2
from matrikel.exams.v1 import registration_pb2, registration_pb2_grpc, sitting_pb2, status_pb2
from matrikel.identity.v1 import token_pb2, token_pb2_grpc
from matrikel.records.v1 import (
    catalogue_pb2,
    enrolment_pb2,
    enrolment_pb2_grpc,
    person_pb2,
    person_pb2_grpc,
    university_pb2,
    university_pb2_grpc,
)
from matrikel.type.v1 import localized_text_pb2, person_name_pb2, semester_pb2

from .samples import ENROLMENT, PERSON, PERSON_ID, UNIVERSITY, registration

_STATUSES = {
    "enrolled": enrolment_pb2.SEMESTER_STATUS_ENROLLED,
    "reregistered": enrolment_pb2.SEMESTER_STATUS_REREGISTERED,
    "on_leave": enrolment_pb2.SEMESTER_STATUS_ON_LEAVE,
    "abroad": enrolment_pb2.SEMESTER_STATUS_ABROAD,
}


class Neighbours:
    """Identity, records and exams behind one address. They want tokens exchanged for them."""

    def __init__(self) -> None:
        self.target = ""
        self.registrations = (registration(1), registration(2), registration(3, withdrawn=True))
        self.page_size = 2
        self.calls: list[str] = []

    @property
    def settings(self) -> dict[str, Any]:
        """Settings that lead a service to these neighbours."""
        return {
            "identity_target": self.target,
            "records_target": self.target,
            "exams_target": self.target,
        }


@asynccontextmanager
async def running_neighbours() -> AsyncIterator[Neighbours]:
    """Runs the neighbours until the block ends."""
    neighbours = Neighbours()
    server = grpc.aio.server()
    # Methods that certificates never calls are left to the generated base classes.
    token_pb2_grpc.add_TokenServiceServicer_to_server(_Tokens(), server)  # type: ignore[abstract]
    person_pb2_grpc.add_PersonServiceServicer_to_server(_Persons(neighbours), server)  # type: ignore[abstract]
    enrolment_pb2_grpc.add_EnrolmentServiceServicer_to_server(_Enrolments(), server)  # type: ignore[abstract]
    university_pb2_grpc.add_UniversityServiceServicer_to_server(_Universities(), server)
    registration_pb2_grpc.add_RegistrationServiceServicer_to_server(
        _Registrations(neighbours),  # type: ignore[abstract]
        server,
    )
    neighbours.target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    try:
        yield neighbours
    finally:
        await server.stop(0)


class _Tokens(token_pb2_grpc.TokenServiceServicer):
    async def ExchangeToken(self, request: token_pb2.ExchangeTokenRequest, context: Any) -> Any:
        return token_pb2.ExchangeTokenResponse(access_token=f"for {request.audience}")

    async def ListSigningKeys(self, request: token_pb2.ListSigningKeysRequest, context: Any) -> Any:
        return token_pb2.ListSigningKeysResponse()


class _Persons(person_pb2_grpc.PersonServiceServicer):
    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def GetPerson(self, request: person_pb2.GetPersonRequest, context: Any) -> Any:
        await _require_token(context, "records")
        self._neighbours.calls.append("GetPerson")
        if request.person_id != str(PERSON_ID):
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")
        name = PERSON.name
        return person_pb2.GetPersonResponse(
            person=person_pb2.Person(
                person_id=str(PERSON.person_id),
                matriculation_number=PERSON.matriculation_number,
                name=person_name_pb2.PersonName(
                    given_names=name.given_names, family_name=name.family_name
                ),
                birth_date=_date(PERSON.birth_date),
                birth_place=PERSON.birth_place,
            )
        )


class _Enrolments(enrolment_pb2_grpc.EnrolmentServiceServicer):
    async def GetEnrolment(self, request: enrolment_pb2.GetEnrolmentRequest, context: Any) -> Any:
        await _require_token(context, "records")
        if request.enrolment_id != str(ENROLMENT.enrolment_id):
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")
        return enrolment_pb2.GetEnrolmentResponse(
            enrolment=enrolment_pb2.Enrolment(
                enrolment_id=str(ENROLMENT.enrolment_id),
                person_id=str(ENROLMENT.person_id),
                kind=enrolment_pb2.ENROLMENT_KIND_STUDENT,
                programme=catalogue_pb2.Programme(
                    programme_code="KUWI-BA",
                    name=_text(ENROLMENT.programme_name),
                    degree=catalogue_pb2.Degree(
                        degree_code="BA",
                        short_name=ENROLMENT.degree_short_name,
                        name=_text(ENROLMENT.degree_name),
                    ),
                    school_code=ENROLMENT.school_code,
                    standard_duration_semesters=ENROLMENT.standard_duration_semesters,
                ),
                major=ENROLMENT.major,
                first_enrolment_date=_date(ENROLMENT.first_enrolment_date),
                semesters=[
                    enrolment_pb2.EnrolledSemester(
                        semester=semester_pb2.Semester(code=one.semester.code),
                        status=_STATUSES[one.status.value],
                        programme_semester=one.programme_semester,
                        university_semester=one.university_semester,
                        part_time=one.part_time,
                    )
                    for one in ENROLMENT.semesters
                ],
            )
        )


class _Universities(university_pb2_grpc.UniversityServiceServicer):
    async def GetUniversity(self, request: Any, context: Any) -> Any:
        assert UNIVERSITY.contact is not None
        contact = university_pb2.ContactPoint(
            name=_text(UNIVERSITY.contact.name), email=UNIVERSITY.contact.email, in_footer=True
        )
        return university_pb2.GetUniversityResponse(
            university=university_pb2.University(
                name=_text(UNIVERSITY.name),
                destatis_code=UNIVERSITY.destatis_code,
                city=UNIVERSITY.city,
                street_address=UNIVERSITY.street_address,
                postal_code=UNIVERSITY.postal_code,
                website=UNIVERSITY.website,
                schools=[
                    university_pb2.School(school_code=code, name=_text(name))
                    for code, name in UNIVERSITY.school_names
                ],
                contact_points=[
                    university_pb2.ContactPoint(name=_text(LocalizedText("MIZ", "MIZ"))),
                    contact,
                ],
            )
        )


class _Registrations(registration_pb2_grpc.RegistrationServiceServicer):
    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def ListRegistrations(
        self, request: registration_pb2.ListRegistrationsRequest, context: Any
    ) -> Any:
        await _require_token(context, "exams")
        start = int(request.page_token or 0)
        end = start + self._neighbours.page_size
        known = self._neighbours.registrations
        return registration_pb2.ListRegistrationsResponse(
            registrations=[
                registration_pb2.Registration(
                    person_id=request.person_id,
                    enrolment_id=request.enrolment_id,
                    sitting=sitting_pb2.Sitting(
                        exam_number=one.exam_number,
                        exam_name=_text(one.exam_name),
                        semester=request.semester,
                        examination_period=one.examination_period,
                        start_time=_moment(one.start_time),
                        room=one.room,
                    ),
                    module_name=_text(one.module_name),
                    status=(
                        status_pb2.REGISTRATION_STATUS_WITHDRAWN
                        if one.withdraw_time
                        else status_pb2.REGISTRATION_STATUS_REGISTERED
                    ),
                    status_code=one.status_code,
                    register_time=_moment(one.register_time),
                    withdraw_time=_moment(one.withdraw_time),
                )
                for one in known[start:end]
            ],
            next_page_token=str(end) if end < len(known) else "",
        )


async def _require_token(context: Any, service: str) -> None:
    if dict(context.invocation_metadata()).get("authorization") != f"Bearer for {service}":
        await context.abort(grpc.StatusCode.UNAUTHENTICATED, "not exchanged for this service")


def _text(text: LocalizedText) -> localized_text_pb2.LocalizedText:
    return localized_text_pb2.LocalizedText(de=text.de, en=text.en)


def _date(day: date) -> date_pb2.Date:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day)


def _moment(moment: datetime | None) -> Timestamp | None:
    if moment is None:
        return None
    packed = Timestamp()
    packed.FromDatetime(moment)
    return packed
