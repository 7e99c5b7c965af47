"""AppointmentService: appointments offered by members of staff and booked by students."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name, pack_text, unpack_moment
from chassis.paging import moment_in, page_size
from chassis.rpc import Work
from chassis.values import LocalizedText
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES
from matrikel.records.v1 import appointment_pb2 as messages
from matrikel.records.v1.appointment_pb2_grpc import AppointmentServiceServicer

from records.api.callers import calling_user, calls_with_role
from records.api.page_tokens import position_in, token_of
from records.app import appointments as app
from records.app.appointments import AppointmentPage, Host, ShownAppointment
from records.domain.appointments import HostOffice, Series
from records.texts.appointments import FUNCTIONS, STUDENT_SERVICES

_NOTHING = LocalizedText(de="", en="")


class AppointmentApi(AppointmentServiceServicer):
    """Appointments."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def OfferAppointments(
        self, request: messages.OfferAppointmentsRequest, context: object
    ) -> messages.OfferAppointmentsResponse:
        """Offers appointments in the caller's list."""
        services = calls_with_role(ROLE_STUDENT_SERVICES)

        def answer(tx: Transaction) -> messages.OfferAppointmentsResponse:
            office = HostOffice.STUDENT_SERVICES if services else HostOffice.ADVISER
            offered = app.offer_appointments(
                tx,
                Host(calling_user(tx), office),
                _series(request),
                request.location,
                validate_only=request.validate_only,
            )
            return messages.OfferAppointmentsResponse(
                appointments=[_pack(each) for each in offered]
            )

        return await self._work.write(answer)

    async def ListOfferedAppointments(
        self, request: messages.ListOfferedAppointmentsRequest, context: object
    ) -> messages.ListOfferedAppointmentsResponse:
        """The caller's own list."""

        def answer(tx: Transaction) -> messages.ListOfferedAppointmentsResponse:
            given = request.HasField("after_time")
            page = app.offered_appointments(
                tx,
                calling_user(tx),
                unpack_moment(request.after_time) if given else tx.now,
                position_in(request.page_token, 2, _position),
                page_size(request.page_size),
            )
            return messages.ListOfferedAppointmentsResponse(
                appointments=[_pack_offered(each) for each in page.appointments],
                next_page_token=_next(page),
            )

        return await self._work.read(answer)

    async def CancelAppointment(
        self, request: messages.CancelAppointmentRequest, context: object
    ) -> messages.CancelAppointmentResponse:
        """Takes an appointment off the caller's list."""

        def answer(tx: Transaction) -> messages.CancelAppointmentResponse:
            cancelled = app.cancel_appointment(
                tx,
                UUID(request.appointment_id),
                request.reason,
                validate_only=request.validate_only,
            )
            return messages.CancelAppointmentResponse(appointment=_pack_offered(cancelled))

        return await self._work.write(answer)

    async def ListFreeAppointments(
        self, request: messages.ListFreeAppointmentsRequest, context: object
    ) -> messages.ListFreeAppointmentsResponse:
        """What a student can book."""

        def answer(tx: Transaction) -> messages.ListFreeAppointmentsResponse:
            page = app.free_appointments(
                tx,
                UUID(request.person_id),
                request.user_name,
                position_in(request.page_token, 2, _position),
                page_size(request.page_size),
            )
            return messages.ListFreeAppointmentsResponse(
                appointments=[_pack(each) for each in page.appointments],
                next_page_token=_next(page),
            )

        return await self._work.read(answer)

    async def ListBookedAppointments(
        self, request: messages.ListBookedAppointmentsRequest, context: object
    ) -> messages.ListBookedAppointmentsResponse:
        """What a student booked."""

        def answer(tx: Transaction) -> messages.ListBookedAppointmentsResponse:
            found = app.booked_appointments(tx, UUID(request.person_id))
            return messages.ListBookedAppointmentsResponse(
                appointments=[_pack(each) for each in found]
            )

        return await self._work.read(answer)

    async def BookAppointment(
        self, request: messages.BookAppointmentRequest, context: object
    ) -> messages.BookAppointmentResponse:
        """Books a free appointment."""

        def answer(tx: Transaction) -> messages.BookAppointmentResponse:
            booked = app.book_appointment(
                tx, UUID(request.person_id), UUID(request.appointment_id), request.subject
            )
            return messages.BookAppointmentResponse(appointment=_pack(booked))

        return await self._work.write(answer)

    async def CancelBooking(
        self, request: messages.CancelBookingRequest, context: object
    ) -> messages.CancelBookingResponse:
        """Gives a booked appointment back."""

        def answer(tx: Transaction) -> messages.CancelBookingResponse:
            app.cancel_booking(tx, UUID(request.appointment_id))
            return messages.CancelBookingResponse()

        return await self._work.write(answer)


def _series(request: messages.OfferAppointmentsRequest) -> Series:
    return Series(
        start=unpack_moment(request.start_time),
        end=unpack_moment(request.end_time),
        each=timedelta(minutes=request.minutes_each) if request.minutes_each else None,
        weeks=request.weeks or 1,
    )


def _pack(shown: ShownAppointment) -> messages.Appointment:
    appointment, contact = shown.appointment, shown.contact
    what = _NOTHING
    if contact is not None:
        what = FUNCTIONS[contact.function]
    elif appointment.office is HostOffice.STUDENT_SERVICES:
        what = STUDENT_SERVICES
    return messages.Appointment(
        appointment_id=str(appointment.appointment_id),
        host=messages.AppointmentHost(
            user_name=appointment.user_name,
            name="" if contact is None else contact.name,
            function=pack_text(what),
        ),
        start_time=pack_moment(appointment.slot.start),
        end_time=pack_moment(appointment.slot.end),
        location=appointment.location,
        book_time=pack_moment(appointment.book_time),
        subject=appointment.subject,
    )


def _pack_offered(shown: ShownAppointment) -> messages.OfferedAppointment:
    packed = messages.OfferedAppointment(appointment=_pack(shown))
    if (person := shown.person) is not None:
        packed.person_id = str(person.person_id)
        packed.matriculation_number = person.matriculation_number
        packed.name.CopyFrom(pack_name(person.name))
        packed.mailbox = person.mailbox
    return packed


def _position(moment: str, appointment_id: str) -> tuple[datetime, UUID]:
    return moment_in(moment), UUID(appointment_id)


def _next(page: AppointmentPage) -> str:
    if not page.has_next:
        return ""
    last = page.appointments[-1].appointment
    return token_of(last.slot.start.isoformat(), str(last.appointment_id))
