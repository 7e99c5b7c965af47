"""DeregistrationService: de-registration by the office, and taking one back."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date
from chassis.rpc import Work
from matrikel.records.v1 import deregistration_pb2 as messages
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceServicer

from records.api.days import day_in
from records.app.deregistering import deregister_person, take_back_deregistration
from records.domain.deregistration_effect import DeregistrationEffect
from records.domain.enrolment import EndReason
from records.events.packing import pack_enrolment


class DeregistrationApi(DeregistrationServiceServicer):
    """De-registration by Student Services."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def DeregisterPerson(
        self, request: messages.DeregisterPersonRequest, context: object
    ) -> messages.DeregisterPersonResponse:
        """De-registers a person, or says what would happen."""

        def answer(tx: Transaction) -> messages.DeregisterPersonResponse:
            effect = deregister_person(
                tx,
                UUID(request.person_id),
                [UUID(each) for each in request.enrolment_ids],
                day_in(request.end_date, "end_date"),
                EndReason.OFFICE,
                request.reason,
                validate_only=request.validate_only,
            )
            return messages.DeregisterPersonResponse(effect=_pack(effect))

        return await self._work.write(answer)

    async def TakeBackDeregistration(
        self, request: messages.TakeBackDeregistrationRequest, context: object
    ) -> messages.TakeBackDeregistrationResponse:
        """Lets an enrolment go on whose end was a mistake."""

        def answer(tx: Transaction) -> messages.TakeBackDeregistrationResponse:
            enrolment = take_back_deregistration(tx, UUID(request.enrolment_id))
            return messages.TakeBackDeregistrationResponse(enrolment=pack_enrolment(enrolment))

        return await self._work.write(answer)


def _pack(effect: DeregistrationEffect) -> messages.DeregistrationEffect:
    return messages.DeregistrationEffect(
        enrolments=[pack_enrolment(each) for each in effect.enrolments],
        leaves_university=effect.leaves_university,
        cancelled_cents=effect.cancelled_cents,
        refund_cents=effect.refund_cents,
        card_return_date=pack_date(effect.card_return_date),
    )
