"""Giving every participant of a sitting a seat in the room."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import PlanSeatsRequest, SeatOrder
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.forms import Problems
from portal.pages.staff.answers import said_in_form, sitting_id, sitting_of, to_sitting
from portal.pages.staff.entries import Entries
from portal.visit import Visit

_FIELDS = ("rows", "seats_per_row", "free_seats_between", "free_rows_between", "order")
_USUAL = {
    "rows": "",
    "seats_per_row": "",
    "free_seats_between": "1",
    "free_rows_between": "1",
    "order": "name",
    "start_over": "",
}
_ORDERS = {
    "name": SeatOrder.SEAT_ORDER_NAME,
    "number": SeatOrder.SEAT_ORDER_MATRICULATION_NUMBER,
    "random": SeatOrder.SEAT_ORDER_RANDOM,
}


async def ask(visit: Visit) -> Response:
    """The form about the room."""
    return await _form(visit, _USUAL)


async def plan(visit: Visit) -> Response:
    """Plans the seats and leads back to the participants, who have their seats there."""
    entries = Entries(visit, await visit.form())
    request = PlanSeatsRequest(
        sitting_id=sitting_id(visit),
        rows=entries.number("rows"),
        seats_per_row=entries.number("seats_per_row"),
        free_seats_between=entries.number("free_seats_between"),
        free_rows_between=entries.number("free_rows_between"),
        order=_ORDERS.get(entries.text("order"), SeatOrder.SEAT_ORDER_UNSPECIFIED),
        start_over=entries.ticked("start_over"),
        request_id=entries.request_id,
    )
    typed = entries.typed((*_FIELDS, "start_over"))
    if entries.problems:
        return await _form(visit, typed, entries.problems, 422)
    try:
        answer = await visit.services.sittings.PlanSeats(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _form(visit, typed, problems, status)
    if answer.seed:
        # The seed is stored nowhere: whoever wants to show how the order came about keeps it.
        sitting = await sitting_of(visit)
        return visit.render(
            "staff/seats_drawn.html", sitting=sitting, answer=answer, form_name=form_name
        )
    return to_sitting(visit, "seats", count=answer.planned_count, free=answer.free_count)


async def _form(
    visit: Visit, typed: dict[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "staff/plan_seats.html",
        status=status,
        problems=problems or Problems(),
        sitting=await sitting_of(visit),
        typed=typed,
        form_name=form_name,
    )
