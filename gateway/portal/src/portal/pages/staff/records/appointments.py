"""The visitor's own list of appointments: offering, seeing who booked, cancelling."""

import re
from datetime import datetime
from typing import Any

from chassis.values import UNIVERSITY_ZONE
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from matrikel.records.v1.appointment_pb2 import (
    CancelAppointmentRequest,
    ListOfferedAppointmentsRequest,
    OfferAppointmentsRequest,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal import record_functions as functions
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import date_of, text_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records.changes import Change, Preview, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


async def show(visit: Visit) -> Response:
    """Appointments to come, with who booked what."""
    request = ListOfferedAppointmentsRequest(page_token=visit.asked("page"))
    answer = await visit.services.appointments.ListOfferedAppointments(request)
    return visit.render(
        "staff/records/appointments.html",
        appointments=answer.appointments,
        next_page=answer.next_page_token,
        sees_person=visit.may(functions.LIST_PERSONS),
        done=notice(visit, "offered"),
    )


def _begun(_visit: Visit) -> Message:
    return OfferAppointmentsRequest()


def _read_times(request: Any, form: FormData) -> None:
    """Day and clock times of one day at the university."""
    day = date_of(form, "day")
    for name, field in (("from_clock", "start_time"), ("until_clock", "end_time")):
        clock = _CLOCK.fullmatch(text_of(form, name))
        if day is not None and clock is not None:
            moment = datetime(
                day.year, day.month, day.day, int(clock[1]), int(clock[2]), tzinfo=UNIVERSITY_ZONE
            )
            getattr(request, field).FromDatetime(moment)


async def _call(services: Services, request: Any) -> Any:
    return await services.appointments.OfferAppointments(request)


async def _offering(visit: Visit) -> Subject:
    return Subject(
        "offered",
        [(visit.t("menu.offered"), "appointments")],
        "appointments",
        usual={"minutes_each": "30", "weeks": "1"},
    )


def _preview(visit: Visit, answer: Any) -> Preview:
    formats = Formats(visit.t)
    count = len(answer.appointments)
    items = [_line(formats, one.start_time, one.end_time) for one in answer.appointments]
    return Preview([(visit.t("offered.count"), formats.number(count))], items)


def _line(formats: Formats, start: Timestamp, end: Timestamp) -> str:
    return f"{formats.weekday_date(start)}, {formats.clock(start)}–{formats.time(end)}"


OFFER = Change(
    "offer_appointments",
    (
        Field("day", Shape.DATE, label="appointment_day"),
        Field("from_clock", label="from_clock", has_hint=True, most_characters=5),
        Field("until_clock", label="until_clock", most_characters=5),
        Field("minutes_each", Shape.NUMBER, required=False, has_hint=True),
        Field("weeks", Shape.NUMBER, required=False, has_hint=True),
        Field("location", label="appointment_location", has_hint=True),
    ),
    _begun,
    _call,
    _offering,
    lambda visit, _answer: visit.go("appointments", done="offered"),
    _preview,
    read_more=_read_times,
    aliases={"start_time": "from_clock", "end_time": "until_clock"},
)


async def _cancel(services: Services, request: Any) -> Any:
    return await services.appointments.CancelAppointment(request)


async def _subject(visit: Visit) -> Subject:
    return Subject("offered", [(visit.t("menu.offered"), "appointments")], "appointments")


def _cancelled(visit: Visit, answer: Any) -> Preview:
    formats, offered = Formats(visit.t), answer.appointment
    one = offered.appointment
    lines = [(visit.t("offered.when"), _line(formats, one.start_time, one.end_time))]
    if offered.person_id:
        told = visit.t("offered.is_told", name=formats.name(offered.name))
        lines.append((visit.t("offered.booked_by"), told))
    return Preview(lines)


CANCEL = Change(
    "cancel_appointment",
    (Field("reason", required=False, label="cancel_reason", has_hint=True),),
    lambda visit: CancelAppointmentRequest(appointment_id=id_in(visit, "appointment_id")),
    _cancel,
    _subject,
    lambda visit, _answer: visit.go("appointments", done="cancelled"),
    _cancelled,
)
