"""RegistrationService: registering and withdrawing."""

from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Work
from matrikel.exams.v1 import registration_pb2 as messages
from matrikel.exams.v1 import registration_pb2_grpc

from exams.api import page_tokens
from exams.api.refusals import refusal
from exams.app.lists import list_registrations
from exams.app.refusals import Refused
from exams.app.register import register
from exams.app.registrations import get_registration
from exams.app.withdraw import withdraw
from exams.domain.examinations import Registration
from exams.events.packing import pack_registration


class RegistrationApi(registration_pb2_grpc.RegistrationServiceServicer):
    """Answers matrikel.exams.v1.RegistrationService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def CreateRegistration(
        self,
        request: messages.CreateRegistrationRequest,
        context: grpc.aio.ServicerContext[
            messages.CreateRegistrationRequest, messages.CreateRegistrationResponse
        ],
    ) -> messages.CreateRegistrationResponse:
        """Registers a student for a sitting."""

        def answer(tx: Transaction) -> messages.CreateRegistrationResponse:
            outcome = register(
                tx,
                person_id=UUID(request.person_id),
                sitting_id=UUID(request.sitting_id),
                enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
            )
            return messages.CreateRegistrationResponse(
                status=messages.OUTCOME_STATUS_OK, registration=_done(tx, outcome)
            )

        return await self._work.write(answer)

    async def WithdrawRegistration(
        self,
        request: messages.WithdrawRegistrationRequest,
        context: grpc.aio.ServicerContext[
            messages.WithdrawRegistrationRequest, messages.WithdrawRegistrationResponse
        ],
    ) -> messages.WithdrawRegistrationResponse:
        """Withdraws a registration."""

        def answer(tx: Transaction) -> messages.WithdrawRegistrationResponse:
            outcome = withdraw(tx, UUID(request.registration_id))
            return messages.WithdrawRegistrationResponse(
                status=messages.OUTCOME_STATUS_OK, registration=_done(tx, outcome)
            )

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
            return messages.GetRegistrationResponse(
                registration=pack_registration(registration, tx.now)
            )

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
                registrations=[pack_registration(one, tx.now) for one in page.items],
                next_page_token=page_tokens.of_registration(page.next_position),
            )

        return await self._work.read(answer)


def _done(tx: Transaction, outcome: Registration | Refused) -> messages.Registration:
    if isinstance(outcome, Refused):
        raise refusal(outcome)
    return pack_registration(outcome, tx.now)
