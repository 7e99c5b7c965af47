"""LedgerService, for Student Services: charge, cancel, waive, take back, book cash."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.rpc import Work
from grpc.aio import ServicerContext
from matrikel.records.v1 import ledger_pb2 as messages
from matrikel.records.v1.ledger_pb2_grpc import LedgerServiceServicer

from records.api.callers import calling_user
from records.api.days import day_in
from records.api.ledger_packing import pack_receipt, pack_statement
from records.app.account_desk import (
    cancel_at_desk,
    charge_at_desk,
    reverse_at_desk,
    waive_at_desk,
)
from records.app.cash import book_cash


class LedgerDeskApi(LedgerServiceServicer):
    """What is booked at the desk."""

    def __init__(self, work: Work) -> None:
        self._desk_work = work

    async def ChargeFee(
        self, request: messages.ChargeFeeRequest, context: ServicerContext[Any, Any]
    ) -> messages.ChargeFeeResponse:
        """Charges an occasional fee."""
        semester = unpack_semester(request.semester) if request.HasField("semester") else None
        due_date = day_in(request.due_date, "due_date") if request.HasField("due_date") else None

        def answer(tx: Transaction) -> messages.ChargeFeeResponse:
            charge_id, statement = charge_at_desk(
                tx,
                UUID(request.person_id),
                request.fee_code,
                request.occasion.strip(),
                semester,
                due_date,
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            return messages.ChargeFeeResponse(
                statement=pack_statement(statement, for_office=True),
                charge_id="" if request.validate_only else str(charge_id),
            )

        return await self._desk_work.write(answer)

    async def CancelCharge(
        self, request: messages.CancelChargeRequest, context: ServicerContext[Any, Any]
    ) -> messages.CancelChargeResponse:
        """Takes a charge back as a whole."""

        def answer(tx: Transaction) -> messages.CancelChargeResponse:
            statement = cancel_at_desk(
                tx,
                UUID(request.person_id),
                UUID(request.charge_id),
                request.reason.strip(),
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            return messages.CancelChargeResponse(
                statement=pack_statement(statement, for_office=True)
            )

        return await self._desk_work.write(answer)

    async def WaiveCharge(
        self, request: messages.WaiveChargeRequest, context: ServicerContext[Any, Any]
    ) -> messages.WaiveChargeResponse:
        """Waives a charge, wholly or in part."""

        def answer(tx: Transaction) -> messages.WaiveChargeResponse:
            statement = waive_at_desk(
                tx,
                UUID(request.person_id),
                UUID(request.charge_id),
                request.amount_cents,
                request.reason.strip(),
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            return messages.WaiveChargeResponse(
                statement=pack_statement(statement, for_office=True)
            )

        return await self._desk_work.write(answer)

    async def ReverseBooking(
        self, request: messages.ReverseBookingRequest, context: ServicerContext[Any, Any]
    ) -> messages.ReverseBookingResponse:
        """Takes a booking back by another one."""

        def answer(tx: Transaction) -> messages.ReverseBookingResponse:
            statement = reverse_at_desk(
                tx,
                UUID(request.person_id),
                UUID(request.booking_id),
                request.reason.strip(),
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            return messages.ReverseBookingResponse(
                statement=pack_statement(statement, for_office=True)
            )

        return await self._desk_work.write(answer)

    async def BookCashPayment(
        self, request: messages.BookCashPaymentRequest, context: ServicerContext[Any, Any]
    ) -> messages.BookCashPaymentResponse:
        """Books cash and gives a receipt."""

        def answer(tx: Transaction) -> messages.BookCashPaymentResponse:
            booked = book_cash(
                tx,
                UUID(request.person_id),
                request.amount_cents,
                UUID(request.charge_id) if request.charge_id else None,
                validate_only=request.validate_only,
                by=calling_user(tx),
            )
            return messages.BookCashPaymentResponse(
                receipt=pack_receipt(booked.receipt, booked.statement),
                statement=pack_statement(booked.statement, for_office=True),
            )

        return await self._desk_work.write(answer)
