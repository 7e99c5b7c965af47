"""Lotteries for everybody: the commitment before the draw, and everything to replay it after."""

from matrikel.exams.v1.lottery_pb2 import GetLotteryRequest, Lottery
from starlette.responses import Response

from portal.downloads import as_download
from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.pages import failure
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """What is published of a sitting's lottery."""
    lottery = await _lottery(visit)
    return visit.render(
        "lottery.html", lottery=lottery, form_name=form_name, file_name=file_name(lottery)
    )


async def publication(visit: Visit) -> Response:
    """The publication as the file that `exams lottery verify` reads."""
    lottery = await _lottery(visit)
    if not lottery.publication:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return Response(
        lottery.publication,
        media_type="application/json",
        headers=as_download(file_name(lottery)),
    )


def file_name(lottery: Lottery) -> str:
    """The name of the publication's file."""
    return f"lottery-{lottery.sitting.exam_number}-{lottery.sitting.sitting_id}.json"


async def _lottery(visit: Visit) -> Lottery:
    answer = await visit.services.lotteries.GetLottery(
        GetLotteryRequest(sitting_id=str(visit.request.path_params["sitting_id"]))
    )
    return answer.lottery
