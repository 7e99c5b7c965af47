"""LotteryService: seats drawn by lot."""

from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import unpack_moment
from chassis.rpc import Work, current_call
from chassis.signing import Signer
from matrikel.exams.v1 import lottery_pb2 as messages
from matrikel.exams.v1 import lottery_pb2_grpc

from exams.app.lottery import create_lottery, draw_lottery, get_lottery
from exams.events.lottery_packing import pack_lottery


class LotteryApi(lottery_pb2_grpc.LotteryServiceServicer):
    """Answers matrikel.exams.v1.LotteryService."""

    def __init__(self, work: Work, signer: Signer) -> None:
        self._work = work
        self._signer = signer

    async def CreateLottery(
        self,
        request: messages.CreateLotteryRequest,
        context: grpc.aio.ServicerContext[
            messages.CreateLotteryRequest, messages.CreateLotteryResponse
        ],
    ) -> messages.CreateLotteryResponse:
        """Sets up the lottery of a sitting."""
        caller = current_call().caller

        def answer(tx: Transaction) -> messages.CreateLotteryResponse:
            lottery = create_lottery(
                tx,
                UUID(request.sitting_id),
                public_source=request.public_source,
                public_time=unpack_moment(request.public_time),
                preselection_percent=request.preselection_percent,
                created_by=caller.person_id if caller is not None else None,
            )
            return messages.CreateLotteryResponse(lottery=pack_lottery(lottery))

        return await self._work.write(answer)

    async def GetLottery(
        self,
        request: messages.GetLotteryRequest,
        context: grpc.aio.ServicerContext[messages.GetLotteryRequest, messages.GetLotteryResponse],
    ) -> messages.GetLotteryResponse:
        """Returns what is published of a lottery."""

        def answer(tx: Transaction) -> messages.GetLotteryResponse:
            lottery = get_lottery(tx, UUID(request.sitting_id))
            return messages.GetLotteryResponse(lottery=pack_lottery(lottery))

        return await self._work.read(answer)

    async def DrawLottery(
        self,
        request: messages.DrawLotteryRequest,
        context: grpc.aio.ServicerContext[
            messages.DrawLotteryRequest, messages.DrawLotteryResponse
        ],
    ) -> messages.DrawLotteryResponse:
        """Draws the seats."""

        def answer(tx: Transaction) -> messages.DrawLotteryResponse:
            lottery = draw_lottery(
                tx,
                self._signer,
                UUID(request.sitting_id),
                request.public_value,
                validate_only=request.validate_only,
            )
            return messages.DrawLotteryResponse(lottery=pack_lottery(lottery))

        return await self._work.write(answer)
