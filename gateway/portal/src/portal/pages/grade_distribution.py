"""How the grades of a sitting are distributed."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import GetGradeDistributionRequest, GetGradeDistributionResponse
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import fault_of
from portal.visit import Visit

_TOO_FEW = "TOO_FEW_RESULTS"


async def show(visit: Visit) -> Response:
    """The distribution of a sitting that the student took part in, once it is shown at all."""
    sitting_id = str(visit.request.path_params["sitting_id"])
    distribution, statuses = await asyncio.gather(
        _distribution(visit, sitting_id), visit.portal.statuses.current()
    )
    if isinstance(distribution, str):
        return visit.render("no_grade_distribution.html", sentence=distribution)
    return visit.render(
        "grade_distribution.html",
        distribution=distribution,
        largest=max((bar.count for bar in distribution.bars), default=0),
        statuses=statuses,
        form_name=form_name,
    )


async def _distribution(visit: Visit, sitting_id: str) -> GetGradeDistributionResponse | str:
    """The distribution, or the sentence that says why it is not shown yet."""
    try:
        return await visit.services.results.GetGradeDistribution(
            GetGradeDistributionRequest(sitting_id=sitting_id)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.reason != _TOO_FEW:
            raise
        return visit.sentence(fault)
