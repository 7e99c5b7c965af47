"""The student card: how long it is valid, its note field, earlier cards, and blocking one."""

from grpc.aio import AioRpcError
from matrikel.records.v1.application_content_pb2 import CardDelivery, CardLoss
from matrikel.records.v1.student_card_pb2 import (
    BlockStudentCardRequest,
    ListStudentCardsRequest,
    StudentCard,
    StudentCardState,
)
from starlette.responses import Response

from portal.contract_names import value_name, value_of
from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.pages import failure
from portal.visit import Visit

# Damaged cards are replaced, too, but nobody else has them: they need not be blocked first.
_LOSSES = ("stolen", "lost")
_ACTIVE = StudentCardState.STUDENT_CARD_STATE_ACTIVE


async def show(visit: Visit) -> Response:
    """The card in use, and those before."""
    cards = await _cards(visit)
    return visit.render(
        "studies/card.html",
        current=next((one for one in cards if one.state == _ACTIVE), None),
        blocked=next((one for one in cards if one.block_reason), None),
        cards=cards,
        done=visit.asked("done") == "blocked",
        state_name=lambda state: value_name(StudentCardState, state),
        loss_name=loss_name,
        delivery_name=lambda delivery: value_name(CardDelivery, delivery),
    )


async def ask_to_block(visit: Visit) -> Response:
    """Asks what happened, and says what blocking does."""
    card = await _card(visit)
    if card is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    if card.state != _ACTIVE:
        return visit.go("studies/card")
    return _form(visit, card, Problems(), 200)


async def block(visit: Visit) -> Response:
    """Blocks the card and leads to the application for a new one."""
    form = await visit.form()
    loss = value_of(CardLoss, text_of(form, "reason"))
    card = await _card(visit)
    if card is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    if loss is None or loss_name(loss) not in _LOSSES:
        missing = Problems(fields={"reason": (visit.t("card.reason_missing"),)})
        return _form(visit, card, missing, 422)
    request = BlockStudentCardRequest(
        student_card_id=card.student_card_id, reason=loss, request_id=id_of(form, "request_id")
    )
    try:
        await visit.services.student_cards.BlockStudentCard(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return _form(visit, card, visit.problems(fault, "reason"), fault.kind.value)
    return visit.go("studies/card", done="blocked")


def loss_name(loss: "CardLoss.ValueType") -> str:
    """The loss's name in the texts and in the application: "stolen", "lost"."""
    return value_name(CardLoss, loss)


def _form(visit: Visit, card: StudentCard, problems: Problems, status: int) -> Response:
    return visit.render(
        "studies/block_card.html", status=status, problems=problems, card=card, losses=_LOSSES
    )


async def _cards(visit: Visit) -> list[StudentCard]:
    answer = await visit.services.student_cards.ListStudentCards(
        ListStudentCardsRequest(person_id=visit.person_id)
    )
    return list(answer.student_cards)


async def _card(visit: Visit) -> StudentCard | None:
    card_id = str(visit.request.path_params["student_card_id"])
    return next((one for one in await _cards(visit) if one.student_card_id == card_id), None)
