"""StatusService: the statuses of registrations and how this university prints them."""

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_text
from chassis.rpc import Work
from matrikel.exams.v1 import status_pb2 as messages
from matrikel.exams.v1 import status_pb2_grpc

from exams.app.statuses import StatusExplained, list_statuses
from exams.events.packing import pack_status


class StatusApi(status_pb2_grpc.StatusServiceServicer):
    """Answers matrikel.exams.v1.StatusService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListStatuses(
        self,
        request: messages.ListStatusesRequest,
        context: grpc.aio.ServicerContext[
            messages.ListStatusesRequest, messages.ListStatusesResponse
        ],
    ) -> messages.ListStatusesResponse:
        """Lists all statuses with the codes of this university."""

        def answer(tx: Transaction) -> messages.ListStatusesResponse:
            return messages.ListStatusesResponse(statuses=[_pack(one) for one in list_statuses(tx)])

        return await self._work.read(answer)


def _pack(one: StatusExplained) -> messages.ListStatusesResponse.StatusCode:
    return messages.ListStatusesResponse.StatusCode(
        status=pack_status(one.code.status),
        code=one.code.code,
        name=pack_text(one.code.name),
        xhochschule=one.code.xhochschule,
        counts_as_attempt=one.counts_as_attempt,
    )
