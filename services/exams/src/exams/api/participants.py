"""SittingService, what is about participants: lists, seats, and files for the day of the exam."""

from collections.abc import AsyncIterator
from typing import Any, TypeAlias
from uuid import UUID

from chassis.computing import Compute
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name
from chassis.paging import page_size
from chassis.rpc import Work, current_call
from grpc.aio import ServicerContext
from matrikel.exams.v1 import sitting_pb2 as messages
from matrikel.exams.v1 import sitting_pb2_grpc

from exams.api import page_tokens
from exams.api.downloads import CONTENT_TYPES, file_of_sitting, named, pieces, write_table
from exams.api.tables import unpack_format
from exams.app import participants
from exams.documents.participant_lists import ListKind, ParticipantList, render, table_of
from exams.domain.examinations import Participant
from exams.domain.seat_plans import Room, SeatOrder
from exams.domain.tables import TableFormat
from exams.events.packing import pack_sitting, pack_status
from exams.texts.participants import (
    ATTENDANCE_FILE,
    ATTENDANCE_TITLE,
    SEAT_PLAN_FILE,
    SEAT_PLAN_TITLE,
)

Context: TypeAlias = ServicerContext[Any, Any]

_ORDERS = {
    messages.SEAT_ORDER_NAME: SeatOrder.NAME,
    messages.SEAT_ORDER_MATRICULATION_NUMBER: SeatOrder.MATRICULATION_NUMBER,
    messages.SEAT_ORDER_RANDOM: SeatOrder.RANDOM,
}
_LISTS = {
    messages.PARTICIPANT_LIST_ATTENDANCE: ListKind.ATTENDANCE,
    messages.PARTICIPANT_LIST_SEAT_PLAN: ListKind.SEAT_PLAN,
}
_READ = {
    ListKind.ATTENDANCE: participants.participants_by_name,
    ListKind.SEAT_PLAN: participants.participants_by_seat,
}
_FILES = {ListKind.ATTENDANCE: ATTENDANCE_FILE, ListKind.SEAT_PLAN: SEAT_PLAN_FILE}
_TITLES = {ListKind.ATTENDANCE: ATTENDANCE_TITLE, ListKind.SEAT_PLAN: SEAT_PLAN_TITLE}


class ParticipantsApi(sitting_pb2_grpc.SittingServiceServicer):
    """The part of matrikel.exams.v1.SittingService that is about participants."""

    _work: Work
    _compute: Compute

    async def ListParticipants(
        self, request: messages.ListParticipantsRequest, context: Context
    ) -> messages.ListParticipantsResponse:
        """Lists who is registered for a sitting, by name."""

        def answer(tx: Transaction) -> messages.ListParticipantsResponse:
            page = participants.list_participants(
                tx,
                UUID(request.sitting_id),
                everybody=request.show_all,
                after=page_tokens.participant_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListParticipantsResponse(
                sitting=pack_sitting(page.sitting),
                participants=[_pack_participant(one) for one in page.participants],
                next_page_token=page_tokens.of_participant(page.next_position),
            )

        return await self._work.read(answer)

    async def PlanSeats(
        self, request: messages.PlanSeatsRequest, context: Context
    ) -> messages.PlanSeatsResponse:
        """Gives every participant a seat in the room."""
        room = Room(
            rows=request.rows,
            seats_per_row=request.seats_per_row,
            free_seats_between=request.free_seats_between,
            free_rows_between=request.free_rows_between,
        )

        def answer(tx: Transaction) -> messages.PlanSeatsResponse:
            planned = participants.plan_seats_of(
                tx,
                UUID(request.sitting_id),
                room,
                _ORDERS[request.order],
                start_over=request.start_over,
            )
            return messages.PlanSeatsResponse(
                planned_count=planned.plan.planned_count,
                free_count=planned.plan.free_count,
                seed=planned.seed,
            )

        return await self._work.write(answer)

    async def DownloadParticipants(
        self, request: messages.DownloadParticipantsRequest, context: Context
    ) -> AsyncIterator[messages.DownloadParticipantsResponse]:
        """Streams the participant list or the seat plan as PDF, CSV or XLSX."""
        table_format = unpack_format(
            request.format, TableFormat.PDF, TableFormat.CSV, TableFormat.XLSX
        )
        kind, language = _LISTS[request.list], current_call().language

        def read(tx: Transaction) -> ParticipantList:
            sitting, people = _READ[kind](tx, UUID(request.sitting_id))
            return ParticipantList(kind, sitting, people, language, tx.now)

        printed = await self._work.read(read)
        if table_format is TableFormat.PDF:
            content = await self._compute(render, printed)
        else:
            headings, rows = table_of(printed)
            title = _TITLES[kind].in_language(language)
            content = await self._compute(write_table, title, headings, rows, table_format)
        name = file_of_sitting(printed.sitting, _FILES[kind], language, table_format)
        for body, file_name in named(pieces(content, CONTENT_TYPES[table_format]), name):
            yield messages.DownloadParticipantsResponse(body=body, file_name=file_name)


def _pack_participant(participant: Participant) -> messages.Participant:
    return messages.Participant(
        registration_id=str(participant.registration_id),
        matriculation_number=participant.matriculation_number,
        name=pack_name(participant.name),
        register_time=pack_moment(participant.register_time),
        status=pack_status(participant.status),
        status_code=participant.status_code,
        waiting_place=participant.waiting_place,
        seat=participant.seat,
        programme_code=participant.programme_code,
        attempt=participant.attempt,
    )
