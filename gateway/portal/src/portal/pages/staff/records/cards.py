"""Student cards: issued, handed over or sent, blocked, returned; and the check of a card."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.records.v1.application_content_pb2 import CardDelivery, CardLoss
from matrikel.records.v1.student_card_pb2 import (
    BlockStudentCardRequest,
    CheckStudentCardRequest,
    DeliverStudentCardRequest,
    IssueStudentCardRequest,
    ListStudentCardsRequest,
    ReturnStudentCardRequest,
    StudentCard,
    StudentCardCheck,
    StudentCardState,
)
from starlette.responses import Response

from portal import record_functions as functions
from portal.contract_names import value_name
from portal.faults import Kind, fault_of
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import Problems
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Preview, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_TAB = "card"
_BADGES = {"active": "success", "blocked": "danger"}
_DELIVERY = Field("delivery", Shape.CHOICE, label="card_delivery", enum=CardDelivery)


async def show(visit: Visit) -> Response:
    """Every card, the newest first, with what can be done about it."""
    who, cards = await asyncio.gather(persons.whose(visit), _cards(visit))
    return visit.render(
        "staff/records/cards.html",
        who=who,
        tab=_TAB,
        cards=cards,
        has_active=any(_is_active(one) for one in cards),
        is_active=_is_active,
        state_name=state_name,
        badges=_BADGES,
        delivery_name=lambda delivery: value_name(CardDelivery, delivery),
        loss_name=lambda loss: value_name(CardLoss, loss),
        done=notice(visit, "record"),
    )


async def check(visit: Visit) -> Response:
    """Whether the card with a number is valid today."""
    number = "".join(visit.asked("number").split())
    found: StudentCardCheck | None = None
    problems, status = Problems(), 200
    if number:
        try:
            answer = await visit.services.student_cards.CheckStudentCard(
                CheckStudentCardRequest(card_number=number)
            )
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in (Kind.INVALID, Kind.NOT_FOUND):
                raise
            said = next(iter(fault.fields.values()), (visit.sentence(fault),))
            problems, status = Problems(fields={"number": said}), fault.kind.value
        else:
            found = answer.check
    return visit.render(
        "staff/records/card_check.html",
        status=status,
        problems=problems,
        number=number,
        check=found,
        state_name=state_name,
        sees_person=visit.may(functions.LIST_PERSONS),
    )


def state_name(state: "StudentCardState.ValueType") -> str:
    """The state's name in the texts: "active", "blocked"."""
    return value_name(StudentCardState, state)


def _is_active(card: StudentCard) -> bool:
    return card.state == StudentCardState.STUDENT_CARD_STATE_ACTIVE


async def _cards(visit: Visit) -> list[StudentCard]:
    answer = await visit.services.student_cards.ListStudentCards(
        ListStudentCardsRequest(person_id=persons.person_id(visit))
    )
    return list(answer.student_cards)


async def _new(visit: Visit) -> Subject:
    return await persons.subject(visit, _TAB, usual={"delivery": "post"})


async def _one(visit: Visit) -> Subject:
    wanted = id_in(visit, "student_card_id")
    card = next((one for one in await _cards(visit) if one.student_card_id == wanted), None)
    if card is None:
        return await persons.subject(visit, _TAB)
    formats = Formats(visit.t)
    facts = [
        (visit.t("card.number"), card.card_number),
        (visit.t("card.issued"), formats.date_of(card.issue_time)),
    ]
    usual = {"delivery": value_name(CardDelivery, card.delivery) if card.delivery else "post"}
    return await persons.subject(visit, _TAB, facts, usual=usual)


def _issue(visit: Visit) -> Message:
    return IssueStudentCardRequest(person_id=persons.person_id(visit))


async def _call_issue(services: Services, request: Any) -> Any:
    return await services.student_cards.IssueStudentCard(request)


async def _call_deliver(services: Services, request: Any) -> Any:
    return await services.student_cards.DeliverStudentCard(request)


async def _call_block(services: Services, request: Any) -> Any:
    return await services.student_cards.BlockStudentCard(request)


async def _call_return(services: Services, request: Any) -> Any:
    return await services.student_cards.ReturnStudentCard(request)


def _delivered(visit: Visit, answer: Any) -> Response:
    """Where the letter goes, to be written on the envelope."""
    if not answer.envelope_lines:
        return visit.go(persons.path_to(visit, _TAB), done="card_delivered")
    return visit.render(
        "staff/records/envelope.html",
        lines=answer.envelope_lines,
        card=answer.student_card,
        person_id=persons.person_id(visit),
    )


def _standing(visit: Visit, answer: Any) -> Preview:
    state = visit.t(f"student_card_state.{state_name(answer.student_card.state)}")
    return Preview([(visit.t("card_change.then"), state)])


ISSUE = Change(
    "issue_card",
    (_DELIVERY,),
    _issue,
    _call_issue,
    _new,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="card_issued"),
)
DELIVER = Change(
    "deliver_card",
    (_DELIVERY,),
    lambda visit: DeliverStudentCardRequest(student_card_id=id_in(visit, "student_card_id")),
    _call_deliver,
    _one,
    _delivered,
)
BLOCK = Change(
    "block_card",
    (Field("reason", Shape.CHOICE, label="block_reason", enum=CardLoss),),
    lambda visit: BlockStudentCardRequest(student_card_id=id_in(visit, "student_card_id")),
    _call_block,
    _one,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="card_blocked"),
    _standing,
)
RETURN = Change(
    "return_card",
    (Field("return_date", Shape.DATE, required=False, has_hint=True),),
    lambda visit: ReturnStudentCardRequest(student_card_id=id_in(visit, "student_card_id")),
    _call_return,
    _one,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="card_returned"),
    _standing,
)
