"""SittingService: sittings and participants for examiners and the examinations office."""

from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_name, unpack_semester
from chassis.paging import page_size
from chassis.rpc import Relation, Work, current_call
from matrikel.exams.v1 import sitting_pb2 as messages
from matrikel.exams.v1 import sitting_pb2_grpc

from exams.api import page_tokens
from exams.app.lists import list_participants, list_sittings
from exams.domain.examinations import Participant
from exams.events.packing import pack_sitting


class SittingApi(sitting_pb2_grpc.SittingServiceServicer):
    """Answers matrikel.exams.v1.SittingService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListSittings(
        self,
        request: messages.ListSittingsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListSittingsRequest, messages.ListSittingsResponse
        ],
    ) -> messages.ListSittingsResponse:
        """Lists the sittings that the caller examines, or for the office all of them."""
        examiner_id = _examiner_id()

        def answer(tx: Transaction) -> messages.ListSittingsResponse:
            page = list_sittings(
                tx,
                examiner_id=examiner_id,
                semester=unpack_semester(request.semester)
                if request.HasField("semester")
                else None,
                after=page_tokens.sitting_position(request.page_token),
                size=page_size(request.page_size),
            )
            return messages.ListSittingsResponse(
                sittings=[pack_sitting(one) for one in page.items],
                next_page_token=page_tokens.of_sitting(page.next_position),
            )

        return await self._work.read(answer)

    async def ListParticipants(
        self,
        request: messages.ListParticipantsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListParticipantsRequest, messages.ListParticipantsResponse
        ],
    ) -> messages.ListParticipantsResponse:
        """Lists who is registered for a sitting, by name."""

        def answer(tx: Transaction) -> messages.ListParticipantsResponse:
            page = list_participants(
                tx,
                UUID(request.sitting_id),
                page_tokens.participant_position(request.page_token),
                page_size(request.page_size),
            )
            return messages.ListParticipantsResponse(
                sitting=pack_sitting(page.sitting),
                participants=[_pack_participant(one) for one in page.participants],
                next_page_token=page_tokens.of_participant(page.next_position),
            )

        return await self._work.read(answer)


def _examiner_id() -> UUID | None:
    """The caller, to whose sittings the list is limited; None where every sitting is open."""
    call = current_call()
    if call.relation is Relation.ANY:
        return None
    if call.caller is None:
        raise LookupError("a list of assigned sittings needs a signed-in examiner")
    return call.caller.person_id


def _pack_participant(participant: Participant) -> messages.Participant:
    return messages.Participant(
        registration_id=str(participant.registration_id),
        matriculation_number=participant.matriculation_number,
        name=pack_name(participant.name),
        register_time=pack_moment(participant.register_time),
    )
