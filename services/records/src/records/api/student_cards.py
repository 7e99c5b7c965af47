"""StudentCardService: cards issued, delivered, blocked, returned and checked."""

from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_date, pack_moment, pack_semester
from chassis.rpc import Work
from chassis.values import local_date
from matrikel.records.v1 import application_content_pb2
from matrikel.records.v1 import student_card_pb2 as messages
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceServicer

from records.api.days import day_in
from records.api.obstacles import RefusalTexts, refusal
from records.app import card_desk
from records.app.card_desk import ShownCard
from records.app.student_cards import issue_card
from records.domain.student_cards import CardDelivery, CardLoss, CardNote, CardState
from records.texts import student_cards as texts

_STATES = {
    one: messages.StudentCardState.Value(f"STUDENT_CARD_STATE_{one.name}") for one in CardState
}
_LOSSES = {one: application_content_pb2.CardLoss.Value(f"CARD_LOSS_{one.name}") for one in CardLoss}
_LOSSES_BY_NUMBER = {number: one for one, number in _LOSSES.items()}
_DELIVERIES = {
    one: application_content_pb2.CardDelivery.Value(f"CARD_DELIVERY_{one.name}")
    for one in CardDelivery
}
_DELIVERIES_BY_NUMBER = {number: one for one, number in _DELIVERIES.items()}
_REFUSED = RefusalTexts("STUDENT_CARD_REFUSED", texts.REFUSED, texts.REFUSED_FOR_MANY_REASONS)


class StudentCardApi(StudentCardServiceServicer):
    """Student cards."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListStudentCards(
        self, request: messages.ListStudentCardsRequest, context: object
    ) -> messages.ListStudentCardsResponse:
        """The cards that a person had."""

        def answer(tx: Transaction) -> messages.ListStudentCardsResponse:
            found = card_desk.cards_of(tx, UUID(request.person_id))
            return messages.ListStudentCardsResponse(student_cards=[_pack(each) for each in found])

        return await self._work.read(answer)

    async def GetStudentCard(
        self, request: messages.GetStudentCardRequest, context: object
    ) -> messages.GetStudentCardResponse:
        """A card with its note field."""

        def answer(tx: Transaction) -> messages.GetStudentCardResponse:
            found = card_desk.card_with_id(tx, UUID(request.student_card_id))
            return messages.GetStudentCardResponse(student_card=_pack(found))

        return await self._work.read(answer)

    async def IssueStudentCard(
        self, request: messages.IssueStudentCardRequest, context: object
    ) -> messages.IssueStudentCardResponse:
        """Issues a card to somebody who has none."""

        def answer(tx: Transaction) -> messages.IssueStudentCardResponse:
            delivery = _DELIVERIES_BY_NUMBER[request.delivery]
            issued = issue_card(tx, UUID(request.person_id), delivery)
            if isinstance(issued, tuple):
                raise refusal(_REFUSED, issued)
            found = card_desk.card_with_id(tx, issued.student_card_id)
            return messages.IssueStudentCardResponse(student_card=_pack(found))

        return await self._work.write(answer)

    async def DeliverStudentCard(
        self, request: messages.DeliverStudentCardRequest, context: object
    ) -> messages.DeliverStudentCardResponse:
        """Notes that a card was handed over or sent."""

        def answer(tx: Transaction) -> messages.DeliverStudentCardResponse:
            delivery = _DELIVERIES_BY_NUMBER[request.delivery]
            done = card_desk.deliver_card(tx, UUID(request.student_card_id), delivery)
            return messages.DeliverStudentCardResponse(
                student_card=_pack(done.shown), envelope_lines=done.envelope
            )

        return await self._work.write(answer)

    async def BlockStudentCard(
        self, request: messages.BlockStudentCardRequest, context: object
    ) -> messages.BlockStudentCardResponse:
        """Blocks a card for good."""

        def answer(tx: Transaction) -> messages.BlockStudentCardResponse:
            blocked = card_desk.block_card(
                tx,
                UUID(request.student_card_id),
                _LOSSES_BY_NUMBER[request.reason],
                validate_only=request.validate_only,
            )
            return messages.BlockStudentCardResponse(student_card=_pack(blocked))

        return await self._work.write(answer)

    async def ReturnStudentCard(
        self, request: messages.ReturnStudentCardRequest, context: object
    ) -> messages.ReturnStudentCardResponse:
        """Notes that a card was handed in."""

        def answer(tx: Transaction) -> messages.ReturnStudentCardResponse:
            day = local_date(tx.now)
            if request.HasField("return_date"):
                day = day_in(request.return_date, "return_date")
            returned = card_desk.return_card(
                tx, UUID(request.student_card_id), day, validate_only=request.validate_only
            )
            return messages.ReturnStudentCardResponse(student_card=_pack(returned))

        return await self._work.write(answer)

    async def CheckStudentCard(
        self, request: messages.CheckStudentCardRequest, context: object
    ) -> messages.CheckStudentCardResponse:
        """Whether a card is valid today."""

        def answer(tx: Transaction) -> messages.CheckStudentCardResponse:
            checked = card_desk.check_card(tx, request.card_number)
            check = messages.StudentCardCheck(
                card_number=checked.card.card_number,
                person_id=str(checked.card.person_id),
                valid=checked.state is CardState.ACTIVE,
                state=_STATES[checked.state],
                valid_until_date=pack_date(checked.valid_until),
            )
            return messages.CheckStudentCardResponse(check=check)

        return await self._work.read(answer)


def _pack(shown: ShownCard) -> messages.StudentCard:
    card = shown.card
    return messages.StudentCard(
        student_card_id=str(card.student_card_id),
        person_id=str(card.person_id),
        card_number=card.card_number,
        state=_STATES[shown.state],
        block_reason=(
            application_content_pb2.CARD_LOSS_UNSPECIFIED
            if card.block_reason is None
            else _LOSSES[card.block_reason]
        ),
        valid_until_semester=pack_semester(card.valid_until_semester),
        delivery=_DELIVERIES[card.delivery],
        deliver_time=pack_moment(card.deliver_time),
        issue_time=pack_moment(card.issue_time),
        end_time=pack_moment(card.end_time),
        replaces_card_id="" if card.replaces_card_id is None else str(card.replaces_card_id),
        note=_pack_note(shown.note),
        version=card.version,
    )


def _pack_note(note: CardNote) -> messages.CardNote:
    packed = messages.CardNote(
        valid_until_date=pack_date(note.valid_until),
        ticket_first_date=pack_date(note.ticket_from),
        ticket_last_date=pack_date(note.ticket_until),
    )
    if (following := note.next_semester) is not None:
        packed.next_semester.CopyFrom(pack_semester(following.semester))
        packed.reregistration_first_date.CopyFrom(pack_date(following.reregistration.first))
        packed.reregistration_last_date.CopyFrom(pack_date(following.reregistration.last))
    return packed
