"""Servicers of records over the tests' world: the university, its people and enrolments."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from chassis.errors import Code
from matrikel.records.v1 import (
    calendar_pb2,
    calendar_pb2_grpc,
    catalogue_pb2,
    catalogue_pb2_grpc,
    enrolment_pb2,
    enrolment_pb2_grpc,
    person_pb2,
    person_pb2_grpc,
    university_pb2,
    university_pb2_grpc,
)

from . import portal_world as w
from .servicer import Servicer


class University(Servicer, university_pb2_grpc.UniversityServiceServicer):
    service = "records"

    async def GetUniversity(self, request, context):
        await self.up(context, "GetUniversity")
        return university_pb2.GetUniversityResponse(university=w.facts())


class Catalogue(Servicer, catalogue_pb2_grpc.CatalogueServiceServicer):
    service = "records"

    async def ListProgrammes(self, request, context):
        await self.up(context, "ListProgrammes")
        programme = catalogue_pb2.Programme(
            programme_code="KUWI-BA", name=w.both("Kulturwissenschaften", "Cultural Studies")
        )
        return catalogue_pb2.ListProgrammesResponse(programmes=[programme])


class Calendar(Servicer, calendar_pb2_grpc.CalendarServiceServicer):
    service = "records"

    async def ListSemesters(self, request, context):
        await self.up(context, "ListSemesters")
        return calendar_pb2.ListSemestersResponse(semesters=w.semesters())


class Persons(Servicer, person_pb2_grpc.PersonServiceServicer):
    service = "records"

    async def GetPerson(self, request, context):
        await self.up(context, "GetPerson")
        if request.person_id not in (w.STUDENT, w.NEWCOMER):
            sentence = w.both("Diese Person ist nicht bekannt.", "This person is not known.")
            await w.fail(context, Code.NOT_FOUND, "PERSON_UNKNOWN", sentence)
        return person_pb2.GetPersonResponse(person=w.person(request.person_id))

    async def ListFormerNames(self, request, context):
        await self.up(context, "ListFormerNames")
        return person_pb2.ListFormerNamesResponse()

    async def ListPersonCorrections(self, request, context):
        await self.up(context, "ListPersonCorrections")
        return person_pb2.ListPersonCorrectionsResponse()

    async def ListMemberships(self, request, context):
        await self.up(context, "ListMemberships")
        return person_pb2.ListMembershipsResponse()

    async def ListPersons(self, request, context):
        await self.up(context, "ListPersons")
        number = request.matriculation_number
        if number and (len(number) != 7 or not number.isdigit()):
            sentence = w.both(
                "Eine Matrikelnummer hat sieben Ziffern.",
                "A matriculation number has seven digits.",
            )
            await w.fail(
                context, Code.INVALID_ARGUMENT, "REQUEST_INVALID", sentence, "matriculation_number"
            )
        found = [
            known
            for known in (w.person(w.STUDENT), w.person(w.NEWCOMER))
            if (number and known.matriculation_number == number)
            or (
                not number
                and known.name.family_name.lower().startswith(request.family_name_prefix.lower())
            )
        ]
        return person_pb2.ListPersonsResponse(
            persons=found, next_page_token="more" if found else ""
        )


class Enrolments(Servicer, enrolment_pb2_grpc.EnrolmentServiceServicer):
    service = "records"

    async def ListEnrolments(self, request, context):
        await self.up(context, "ListEnrolments")
        return enrolment_pb2.ListEnrolmentsResponse(enrolments=[w.enrolment()])


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    university_pb2_grpc.add_UniversityServiceServicer_to_server(University(world), server)
    catalogue_pb2_grpc.add_CatalogueServiceServicer_to_server(Catalogue(world), server)
    calendar_pb2_grpc.add_CalendarServiceServicer_to_server(Calendar(world), server)
    person_pb2_grpc.add_PersonServiceServicer_to_server(Persons(world), server)
    enrolment_pb2_grpc.add_EnrolmentServiceServicer_to_server(Enrolments(world), server)
