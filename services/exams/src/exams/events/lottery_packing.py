"""Lotteries as messages of the contract."""

from chassis.packing import pack_moment
from matrikel.exams.v1 import lottery_pb2

from exams.domain.lotteries import PublicLottery
from exams.events.packing import pack_sitting


def pack_lottery(lottery: PublicLottery, *, with_documents: bool = True) -> lottery_pb2.Lottery:
    """What is public of a lottery; events go without the documents, which grow with the requests.

    The publication contains the closing, so that one of them is enough.
    """
    drawn = lottery.draw_time is not None
    return lottery_pb2.Lottery(
        sitting=pack_sitting(lottery.sitting),
        seed_commitment=lottery.commitment.seed_commitment,
        public_source=lottery.commitment.public_source,
        public_time=pack_moment(lottery.commitment.public_time),
        preselection_percent=lottery.commitment.preselection_percent,
        create_time=pack_moment(lottery.commitment.create_time),
        postponed=lottery.commitment.postponed,
        close_time=pack_moment(lottery.close_time),
        closing=lottery.closing if with_documents and not drawn else "",
        closing_digest=lottery.closing_digest,
        request_count=lottery.request_count,
        draw_time=pack_moment(lottery.draw_time),
        seed=lottery.seed,
        public_value=lottery.public_value,
        publication=lottery.publication if with_documents else "",
        drawn_count=lottery.drawn_count,
    )
