"""The examinations office of a running suite: offers sittings for a run, and cancels them."""

from functools import partial
from uuid import uuid4

import grpc
from chassis.clock import SystemClock
from matrikel.exams.v1 import sitting_pb2, sitting_pb2_grpc

from tests.faults.driver import CALL_SECONDS
from tests.faults.enrolling import StudentServices
from tests.faults.university import SCARCE
from tests.suite import Suite


class ExaminationsOffice:
    """Keeps the sittings that students of one run fight for."""

    def __init__(self, suite: Suite, tokens: StudentServices) -> None:
        user_name = suite.user_names("examinations_office")[0]
        self._metadata = partial(tokens.metadata, user_name, "exams")
        self._channel = grpc.aio.insecure_channel(suite.target("exams"))
        self._sittings = sitting_pb2_grpc.SittingServiceStub(self._channel)

    async def offer_scarce_sittings(self) -> list[str]:
        """Offers them; returns their ids."""
        now, metadata = SystemClock().now(), await self._metadata()
        offered = []
        for one in SCARCE:
            request = sitting_pb2.CreateSittingRequest(
                request_id=str(uuid4()), sitting=one.message(now)
            )
            answer = await self._sittings.CreateSitting(
                request, metadata=metadata, timeout=CALL_SECONDS
            )
            offered.append(answer.sitting.sitting_id)
        return offered

    async def cancel(self, sitting_ids: list[str]) -> None:
        """Cancels them, so that nobody else finds them."""
        metadata = await self._metadata()
        for sitting_id in sitting_ids:
            asked = sitting_pb2.GetSittingRequest(sitting_id=sitting_id)
            found = await self._sittings.GetSitting(asked, metadata=metadata, timeout=CALL_SECONDS)
            request = sitting_pb2.CancelSittingRequest(
                sitting_id=sitting_id,
                etag=found.sitting.etag,
                reason="Ende der Störung",
                request_id=str(uuid4()),
            )
            await self._sittings.CancelSitting(request, metadata=metadata, timeout=CALL_SECONDS)

    async def close(self) -> None:
        """Closes the channel."""
        await self._channel.close(None)
