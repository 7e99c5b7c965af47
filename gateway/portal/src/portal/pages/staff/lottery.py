"""The lottery of a sitting, as the examinations office sets it up and draws it."""

import asyncio

from grpc import StatusCode
from grpc.aio import AioRpcError
from matrikel.exams.v1.lottery_pb2 import (
    CreateLotteryRequest,
    DrawLotteryRequest,
    GetLotteryRequest,
    Lottery,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import (
    new_request_id,
    notice,
    said_in_form,
    sitting_id,
    sitting_of,
)
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_CREATE_FIELDS = ("public_source", "public_time", "preselection_percent")
_DRAW_FIELDS = ("public_value",)


async def show(visit: Visit) -> Response:
    """How far the lottery is, and what can be done next."""
    return await _show(visit, {})


async def create(visit: Visit) -> Response:
    """Sets the lottery up, or names a later source for one that could not be closed in time."""
    entries = Entries(visit, await visit.form())
    request = CreateLotteryRequest(
        sitting_id=sitting_id(visit),
        public_source=entries.text("public_source", "lottery_keeping.source_missing"),
        public_time=entries.moment("public_time", "lottery_keeping.time_missing"),
        preselection_percent=entries.number("preselection_percent"),
        request_id=entries.request_id,
    )
    typed = entries.typed(_CREATE_FIELDS)
    if entries.problems:
        return await _show(visit, typed, entries.problems, 422)
    try:
        await visit.services.lotteries.CreateLottery(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_CREATE_FIELDS)
        return await _show(visit, typed, problems, status)
    return visit.go(_path(visit), done="created")


async def draw(visit: Visit) -> Response:
    """Checks whether the draw can be held with the value; draws once that was confirmed."""
    entries = Entries(visit, await visit.form())
    value = entries.text("public_value", "lottery_keeping.value_missing")
    typed = {"public_value": value}
    if entries.problems:
        return await _show(visit, typed, entries.problems, 422)
    is_confirmed = entries.ticked("confirmed")
    request = DrawLotteryRequest(
        sitting_id=sitting_id(visit),
        public_value=value,
        validate_only=not is_confirmed,
        request_id=entries.request_id if is_confirmed else new_request_id(),
    )
    try:
        answer = await visit.services.lotteries.DrawLottery(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_DRAW_FIELDS)
        return await _show(visit, typed, problems, status)
    if is_confirmed:
        return visit.go(_path(visit), done="drawn", count=str(answer.lottery.drawn_count))
    return visit.render(
        "staff/confirm_draw.html",
        sitting=await sitting_of(visit),
        lottery=await _lottery(visit),
        value=value,
        form_name=form_name,
    )


async def _show(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    sitting, lottery = await asyncio.gather(sitting_of(visit), _lottery(visit))
    return visit.render(
        "staff/lottery.html",
        status=status,
        problems=problems or Problems(),
        sitting=sitting,
        lottery=lottery,
        typed=typed,
        form_name=form_name,
        done=notice(visit, "lottery_keeping"),
    )


async def _lottery(visit: Visit) -> Lottery | None:
    """The lottery; None where the sitting has none yet."""
    try:
        answer = await visit.services.lotteries.GetLottery(
            GetLotteryRequest(sitting_id=sitting_id(visit))
        )
    except AioRpcError as error:
        if error.code() is StatusCode.NOT_FOUND:
            return None
        raise
    return answer.lottery


def _path(visit: Visit) -> str:
    return f"sittings/{sitting_id(visit)}/lottery"
