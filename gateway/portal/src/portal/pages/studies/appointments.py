"""Appointments with those in charge: free ones, the student's own, booking and cancelling."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from grpc.aio import AioRpcError
from matrikel.records.v1.appointment_pb2 import (
    Appointment,
    AppointmentHost,
    BookAppointmentRequest,
    CancelBookingRequest,
    ListBookedAppointmentsRequest,
    ListFreeAppointmentsRequest,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.visit import Visit

_PAGE_SIZE = 50
_DONE = ("booked", "cancelled")


@dataclass(frozen=True, slots=True)
class FreeList:
    """The free appointments in somebody's list."""

    host: AppointmentHost
    appointments: tuple[Appointment, ...]


async def show(visit: Visit) -> Response:
    """The student's appointments, and the free ones; `?with=` shows one list only."""
    return await _page(visit, Problems(), 200, "", "")


async def book(visit: Visit) -> Response:
    """Books; somebody else may have been quicker, and the page says so."""
    form = await visit.form()
    chosen, subject = id_of(form, "appointment_id"), text_of(form, "subject")
    host = text_of(form, "host")
    if not chosen:
        missing = Problems(fields={f"free-{host}": (visit.t("appointments.choice_missing"),)})
        return await _page(visit, missing, 422, host, subject)
    request = BookAppointmentRequest(
        person_id=visit.person_id,
        appointment_id=chosen,
        subject=subject,
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.appointments.BookAppointment(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.REFUSED, Kind.INVALID, Kind.NOT_FOUND):
            raise
        problems = Problems(general=(visit.sentence(fault),))
        return await _page(visit, problems, fault.kind.value, host, subject)
    return visit.go("studies/appointments", done="booked")


async def ask_to_cancel(visit: Visit) -> Response:
    """Shows what is about to be given back and asks once more."""
    appointment_id = str(visit.request.path_params["appointment_id"])
    booked = await _booked(visit)
    own = next((one for one in booked if one.appointment_id == appointment_id), None)
    if own is None:
        return visit.go("studies/appointments")
    return visit.render("studies/cancel_appointment.html", appointment=own)


async def cancel(visit: Visit) -> Response:
    """Gives a booked appointment back."""
    form = await visit.form()
    request = CancelBookingRequest(
        appointment_id=str(visit.request.path_params["appointment_id"]),
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.appointments.CancelBooking(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        problems = Problems(general=(visit.sentence(fault),))
        return await _page(visit, problems, fault.kind.value, "", "")
    return visit.go("studies/appointments", done="cancelled")


async def _page(visit: Visit, problems: Problems, status: int, host: str, subject: str) -> Response:
    user_name = visit.asked("with")
    free, booked = await asyncio.gather(
        visit.services.appointments.ListFreeAppointments(
            ListFreeAppointmentsRequest(
                person_id=visit.person_id,
                user_name=user_name,
                page_size=_PAGE_SIZE,
                page_token=visit.asked("page"),
            )
        ),
        _booked(visit),
    )
    done = visit.asked("done")
    return visit.render(
        "studies/appointments.html",
        status=status,
        problems=problems,
        lists=_by_host(free.appointments),
        booked=booked,
        next_page=free.next_page_token,
        only_with=user_name,
        typed_host=host,
        typed_subject=subject,
        done=done if done in _DONE else "",
    )


async def _booked(visit: Visit) -> list[Appointment]:
    answer = await visit.services.appointments.ListBookedAppointments(
        ListBookedAppointmentsRequest(person_id=visit.person_id)
    )
    return list(answer.appointments)


def _by_host(appointments: Iterable[Appointment]) -> list[FreeList]:
    grouped: dict[str, list[Appointment]] = {}
    for one in appointments:
        grouped.setdefault(one.host.user_name, []).append(one)
    return [FreeList(those[0].host, tuple(those)) for those in grouped.values()]
