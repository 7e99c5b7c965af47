"""Servicers of registering for exams over the tests' world."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from datetime import timedelta
from uuid import uuid4

import grpc
from chassis.errors import Code
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
    obstacle_pb2,
    registration_pb2,
    registration_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    status_pb2,
    terms_pb2,
    terms_pb2_grpc,
)

from . import portal_world as w
from .servicer import Servicer
from .sittings_world import OBSTACLES, SITTINGS, exam_tree, terms


class Terms(Servicer, terms_pb2_grpc.TermsServiceServicer):
    service = "exams"

    async def GetTerms(self, request, context):
        await self.up(context, "GetTerms")
        answer = terms_pb2.GetTermsResponse(terms=terms())
        if self.world.terms_accepted:
            answer.accept_time.CopyFrom(w.moment("2026-10-13T08:00:00+02:00"))
        return answer

    async def AcceptTerms(self, request, context):
        await self.up(context, "AcceptTerms")
        if request.terms_version != terms().terms_version:
            sentence = w.both(
                "Inzwischen gilt eine neue Fassung.", "By now a new version is in force."
            )
            await w.fail(context, Code.FAILED_PRECONDITION, "TERMS_VERSION_OUTDATED", sentence)
        self.world.terms_accepted = True
        return terms_pb2.AcceptTermsResponse()


class ExamTree(Servicer, exam_tree_pb2_grpc.ExamTreeServiceServicer):
    service = "exams"

    async def GetExamTree(self, request, context):
        await self.up(context, "GetExamTree")
        return exam_tree_pb2.GetExamTreeResponse(enrolments=exam_tree(self.world))


class Registrations(Servicer, registration_pb2_grpc.RegistrationServiceServicer):
    service = "exams"

    async def CreateRegistration(self, request, context):
        await self.up(context, "CreateRegistration")
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        if self.world.overloaded:
            sentence = w.both("Zu viele auf einmal.", "Too many at once.")
            await w.fail(
                context,
                Code.RESOURCE_EXHAUSTED,
                "OVERLOADED",
                sentence,
                retry_after=timedelta(seconds=2),
            )
        if not request.sitting_id:
            sentence = w.both("Die Prüfung fehlt.", "The sitting is missing.")
            await w.fail(context, Code.INVALID_ARGUMENT, "REQUEST_INVALID", sentence, "sitting_id")
        if request.sitting_id in (w.REFUSED_SITTING, w.FULL_SITTING):
            refusal = obstacle_pb2.Refusal(obstacles=OBSTACLES, attempt_id="019aa000-aaaa")
            sentence = w.both(
                "Die Anmeldung ist nicht möglich.", "The registration is not possible."
            )
            await w.fail(
                context,
                Code.FAILED_PRECONDITION,
                "REGISTRATION_REFUSED",
                sentence,
                details=(refusal,),
            )
        registration = registration_pb2.Registration(
            registration_id=str(uuid4()),
            person_id=request.person_id,
            enrolment_id=request.enrolment_id,
            sitting=SITTINGS[request.sitting_id],
            module_code="STAT",
            module_name=w.both("Statistik und Datenanalyse", "Statistics and data analysis"),
            status=self.world.registers_as,
            status_code="AN",
            waiting_place=(
                4 if self.world.registers_as == status_pb2.REGISTRATION_STATUS_WAITING else 0
            ),
            register_time=w.moment("2026-10-20T12:30:00+02:00"),
            can_withdraw=True,
            can_file_sick_note=True,
        )
        self.world.registrations[registration.registration_id] = registration
        answer = registration_pb2.CreateRegistrationResponse(
            status=registration_pb2.OUTCOME_STATUS_OK,
            registration=registration,
            warnings=OBSTACLES[:1] if self.world.warns else (),
        )
        self.world.answered[request.request_id] = answer
        return answer

    async def WithdrawRegistration(self, request, context):
        await self.up(context, "WithdrawRegistration")
        registration = await self._known(request.registration_id, context)
        if registration.sitting.sitting_id == w.UNDATED_SITTING:
            refusal = obstacle_pb2.Refusal(obstacles=OBSTACLES[:1])
            sentence = w.both("Die Abmeldung ist nicht möglich.", "The withdrawal is not possible.")
            await w.fail(
                context,
                Code.FAILED_PRECONDITION,
                "WITHDRAWAL_REFUSED",
                sentence,
                details=(refusal,),
            )
        registration.status = status_pb2.REGISTRATION_STATUS_WITHDRAWN
        registration.status_code = "RT"
        registration.can_withdraw = False
        registration.withdraw_time.CopyFrom(w.moment("2026-10-21T08:15:00+02:00"))
        answer = registration_pb2.WithdrawRegistrationResponse(
            status=registration_pb2.OUTCOME_STATUS_OK, registration=registration
        )
        if self.world.repeats:
            answer.repeat_registration.CopyFrom(registration)
            repeat = answer.repeat_registration
            repeat.registration_id = str(uuid4())
            repeat.status = status_pb2.REGISTRATION_STATUS_REGISTERED
            repeat.ClearField("withdraw_time")
            self.world.registrations[repeat.registration_id] = repeat
        return answer

    async def GetRegistration(self, request, context):
        await self.up(context, "GetRegistration")
        registration = await self._known(request.registration_id, context)
        return registration_pb2.GetRegistrationResponse(registration=registration)

    async def ListRegistrations(self, request, context):
        await self.up(context, "ListRegistrations")
        return registration_pb2.ListRegistrationsResponse(
            registrations=[
                registration
                for registration in self.world.registrations.values()
                if request.enrolment_id in ("", registration.enrolment_id)
            ]
        )

    async def ListRegistrationAttempts(self, request, context):
        await self.up(context, "ListRegistrationAttempts")
        return registration_pb2.ListRegistrationAttemptsResponse(
            attempts=[
                registration_pb2.RegistrationAttempt(
                    attempt_id=w.ATTEMPT,
                    attempt_time=w.moment("2026-10-20T12:31:00+02:00"),
                    sitting=SITTINGS[w.REFUSED_SITTING],
                    obstacles=OBSTACLES,
                    receipt="e30.e30.c2ln",
                )
            ]
        )

    async def _known(self, registration_id, context):
        if registration_id not in self.world.registrations:
            sentence = w.both("Diese Anmeldung gibt es nicht.", "This registration does not exist.")
            await w.fail(context, Code.NOT_FOUND, "REGISTRATION_UNKNOWN", sentence)
        return self.world.registrations[registration_id]


class Sittings(Servicer, sitting_pb2_grpc.SittingServiceServicer):
    service = "exams"

    async def ListSittings(self, request, context):
        await self.up(context, "ListSittings")
        return sitting_pb2.ListSittingsResponse(
            sittings=SITTINGS.values() if request.semester.code in ("", "2026W") else (),
            next_page_token="more" if request.semester.code == "2026W" else "",
        )


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    terms_pb2_grpc.add_TermsServiceServicer_to_server(Terms(world), server)
    exam_tree_pb2_grpc.add_ExamTreeServiceServicer_to_server(ExamTree(world), server)
    registration_pb2_grpc.add_RegistrationServiceServicer_to_server(Registrations(world), server)
    sitting_pb2_grpc.add_SittingServiceServicer_to_server(Sittings(world), server)
