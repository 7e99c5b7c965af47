"""My studies: where its functions start, and what waits for the student."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from grpc.aio import AioRpcError
from matrikel.records.v1.application_pb2 import (
    ApplicationState,
    ApplicationSummary,
    ListApplicationsRequest,
)
from matrikel.records.v1.refund_pb2 import ListRefundsRequest, Refund, RefundState
from matrikel.records.v1.reregistration_pb2 import (
    GetReregistrationRequest,
    Reregistration,
    ReregistrationState,
)
from starlette.responses import Response

from portal.visit import Visit

_logger = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
_TO_DO = (
    ReregistrationState.REREGISTRATION_STATE_CALLED,
    ReregistrationState.REREGISTRATION_STATE_REMINDED,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the student to do something."""

    reregistration: Reregistration | None
    questions: tuple[ApplicationSummary, ...]
    refunds: tuple[Refund, ...]

    def __bool__(self) -> bool:
        return bool(self.reregistration or self.questions or self.refunds)


async def show(visit: Visit) -> Response:
    """Links to all functions; what waits stands on top."""
    return visit.render("studies/overview.html", waiting=await _waiting(visit))


async def _waiting(visit: Visit) -> Waiting:
    """Left out is what cannot be asked for right now: the links work all the same."""
    person_id = visit.person_id
    reregistration, applications, refunds = await asyncio.gather(
        _if_answered(
            visit.services.reregistrations.GetReregistration(
                GetReregistrationRequest(person_id=person_id)
            )
        ),
        _if_answered(
            visit.services.applications.ListApplications(
                ListApplicationsRequest(person_id=person_id)
            )
        ),
        _if_answered(visit.services.refunds.ListRefunds(ListRefundsRequest(person_id=person_id))),
    )
    own = reregistration.reregistration if reregistration else None
    return Waiting(
        reregistration=own if own and own.state in _TO_DO else None,
        questions=tuple(
            one
            for one in (applications.applications if applications else ())
            if one.state == ApplicationState.APPLICATION_STATE_QUESTION
        ),
        refunds=tuple(
            one
            for one in (refunds.refunds if refunds else ())
            if one.state == RefundState.REFUND_STATE_WAITS_FOR_ACCOUNT
        ),
    )


async def _if_answered(call: Awaitable[_Answer]) -> _Answer | None:
    try:
        return await call
    except AioRpcError as error:
        _logger.warning("What waits for a student is shown in part: %s", error.code().name)
        return None
