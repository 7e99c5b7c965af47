"""RegistrationService: registering and withdrawing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Call, Work, current_call
from chassis.signing import Signer
from matrikel.exams.v1 import registration_pb2 as messages
from matrikel.exams.v1 import registration_pb2_grpc

from exams.api import page_tokens
from exams.api.evidence_packing import pack_attempt, pack_office_registration
from exams.api.office import calling_person
from exams.app.lists import list_registrations
from exams.app.office_registration import deregister_student, register_student
from exams.app.registration_evidence import list_attempts
from exams.app.registrations import get_registration
from exams.app.sick_notes import registrations_open_for_sick_notes
from exams.domain.desk import Command, Register, Withdraw
from exams.domain.examinations import Registration
from exams.events.packing import pack_registration
from exams.flows.desk import Desk


class RegistrationApi(registration_pb2_grpc.RegistrationServiceServicer):
    """Answers matrikel.exams.v1.RegistrationService."""

    def __init__(self, work: Work, desk: Desk[Command], signer: Signer) -> None:
        self._work = work
        self._desk = desk
        self._signer = signer

    @property
    def gates(self) -> Mapping[str, Callable[[Call], None]]:
        """What refuses a call before anything of it is looked at: a desk that has too much to do.

        In a rush most of the work would otherwise go into calls that are refused after all.
        """
        return {
            "CreateRegistration": partial(self._refuse_overload, "sitting_id"),
            "WithdrawRegistration": partial(self._refuse_overload, "registration_id"),
        }

    def _refuse_overload(self, about: str, call: Call) -> None:
        try:
            named = UUID(getattr(call.request, about))
        except ValueError:
            return  # It is refused as malformed.
        self._desk.refuse_overload(call, named)

    async def CreateRegistration(
        self,
        request: messages.CreateRegistrationRequest,
        context: grpc.aio.ServicerContext[
            messages.CreateRegistrationRequest, messages.CreateRegistrationResponse
        ],
    ) -> messages.CreateRegistrationResponse:
        """Registers a student for a sitting."""
        sitting_id = UUID(request.sitting_id)
        command = Register(
            person_id=UUID(request.person_id),
            sitting_id=sitting_id,
            enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
            trace=current_call().trace,
        )
        answer = await self._desk.decide(command, about=sitting_id)
        assert isinstance(answer, messages.CreateRegistrationResponse)
        return answer

    async def WithdrawRegistration(
        self,
        request: messages.WithdrawRegistrationRequest,
        context: grpc.aio.ServicerContext[
            messages.WithdrawRegistrationRequest, messages.WithdrawRegistrationResponse
        ],
    ) -> messages.WithdrawRegistrationResponse:
        """Withdraws a registration."""
        registration_id = UUID(request.registration_id)
        command = Withdraw(registration_id, trace=current_call().trace)
        answer = await self._desk.decide(command, about=registration_id)
        assert isinstance(answer, messages.WithdrawRegistrationResponse)
        return answer

    async def DeregisterStudent(
        self,
        request: messages.DeregisterStudentRequest,
        context: grpc.aio.ServicerContext[
            messages.DeregisterStudentRequest, messages.DeregisterStudentResponse
        ],
    ) -> messages.DeregisterStudentResponse:
        """Ends a registration by the office."""
        by = calling_person()

        def answer(tx: Transaction) -> messages.DeregisterStudentResponse:
            ended = deregister_student(
                tx,
                self._signer,
                registration_id=UUID(request.registration_id),
                reason=request.reason.strip(),
                by=by,
            )
            return messages.DeregisterStudentResponse(
                registration=pack_registration(ended.registration, tx.now), receipt=ended.receipt
            )

        return await self._work.write(answer)

    async def RegisterStudent(
        self,
        request: messages.RegisterStudentRequest,
        context: grpc.aio.ServicerContext[
            messages.RegisterStudentRequest, messages.RegisterStudentResponse
        ],
    ) -> messages.RegisterStudentResponse:
        """Registers a student by the office."""

        def answer(tx: Transaction) -> messages.RegisterStudentResponse:
            outcome = register_student(
                tx,
                self._signer,
                sitting_id=UUID(request.sitting_id),
                matriculation_number=request.matriculation_number,
                enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
                reason=request.reason.strip(),
                validate_only=request.validate_only,
            )
            return pack_office_registration(outcome, tx.now)

        return await self._work.write(answer)

    async def GetRegistration(
        self,
        request: messages.GetRegistrationRequest,
        context: grpc.aio.ServicerContext[
            messages.GetRegistrationRequest, messages.GetRegistrationResponse
        ],
    ) -> messages.GetRegistrationResponse:
        """Returns a registration."""

        def answer(tx: Transaction) -> messages.GetRegistrationResponse:
            registration = get_registration(tx, UUID(request.registration_id))
            [packed] = _packed(tx, [registration])
            return messages.GetRegistrationResponse(registration=packed)

        return await self._work.read(answer)

    async def ListRegistrations(
        self,
        request: messages.ListRegistrationsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListRegistrationsRequest, messages.ListRegistrationsResponse
        ],
    ) -> messages.ListRegistrationsResponse:
        """Lists a student's registrations, the newest first."""

        def answer(tx: Transaction) -> messages.ListRegistrationsResponse:
            page = list_registrations(
                tx,
                person_id=UUID(request.person_id),
                enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
                semester=unpack_semester(request.semester)
                if request.HasField("semester")
                else None,
                after=page_tokens.registration_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListRegistrationsResponse(
                registrations=_packed(tx, page.items),
                next_page_token=page_tokens.of_registration(page.next_position),
            )

        return await self._work.read(answer)

    async def ListRegistrationAttempts(
        self,
        request: messages.ListRegistrationAttemptsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListRegistrationAttemptsRequest, messages.ListRegistrationAttemptsResponse
        ],
    ) -> messages.ListRegistrationAttemptsResponse:
        """Lists a student's refused attempts, the newest first."""

        def answer(tx: Transaction) -> messages.ListRegistrationAttemptsResponse:
            page = list_attempts(
                tx,
                UUID(request.person_id),
                page_tokens.attempt_position(request.page_token),
                page_size(request.page_size),
            )
            return messages.ListRegistrationAttemptsResponse(
                attempts=[pack_attempt(one) for one in page.items],
                next_page_token=page_tokens.of_attempt(page.next_position),
            )

        return await self._work.read(answer)


def _packed(tx: Transaction, listed: Sequence[Registration]) -> list[messages.Registration]:
    """Registrations as their readers find them, with what can be done about them now."""
    fileable = registrations_open_for_sick_notes(tx, listed)
    packed = []
    for one in listed:
        message = pack_registration(one, tx.now)
        message.can_file_sick_note = one.registration_id in fileable
        packed.append(message)
    return packed
