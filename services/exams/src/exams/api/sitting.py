"""SittingService: sittings and participants for examiners and the examinations office."""

from uuid import UUID

import grpc.aio
from chassis.computing import Compute
from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Relation, Work, current_call
from chassis.signing import Signer
from matrikel.exams.v1 import sitting_pb2 as messages

from exams.api import page_tokens
from exams.api.participants import ParticipantsApi
from exams.api.sitting_keeping import SittingKeepingApi
from exams.app.lists import list_sittings
from exams.events.packing import pack_sitting


class SittingApi(ParticipantsApi, SittingKeepingApi):
    """Answers matrikel.exams.v1.SittingService."""

    def __init__(self, work: Work, compute: Compute, signer: Signer) -> None:
        self._work = work
        self._compute = compute
        self._signer = signer

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
                period=request.examination_period,
                query=request.query,
            )
            return messages.ListSittingsResponse(
                sittings=[pack_sitting(one) for one in page.items],
                next_page_token=page_tokens.of_sitting(page.next_position),
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
