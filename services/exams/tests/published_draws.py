"""A lottery of eight requests for three seats, closed and drawn as pure values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from exams.domain.lottery import LotteryRequest, commitment_of, draw, draw_key, pseudonym_of
from exams.domain.lottery_documents import Closing, Commitment, DrawnSitting, Publication

SITTING_ID = UUID("5f0c1c52-8a8e-4f3e-9d3a-0a6f4f0f9d11")
SEED = bytes(range(32))
VALUE = "3, 7, 12, 24, 38, 41"
OPEN = datetime(2026, 10, 11, 22, tzinfo=UTC)
CLOSE = datetime(2026, 11, 15, 23, tzinfo=UTC)
PUBLIC = datetime(2026, 11, 21, 18, 25, tzinfo=UTC)


def registration_id(number: int) -> UUID:
    return UUID(int=number + 1)


def requests(count: int, preselected: int = 0) -> tuple[LotteryRequest, ...]:
    made = (
        LotteryRequest(pseudonym_of(SITTING_ID, registration_id(number)), number < preselected)
        for number in range(count)
    )
    return tuple(sorted(made, key=lambda one: one.pseudonym))


def closing(asked: tuple[LotteryRequest, ...], seats: int = 3, percent: int = 40) -> Closing:
    return Closing(
        sitting=DrawnSitting(SITTING_ID, "1004", "2026W", 1, OPEN, CLOSE),
        commitment=Commitment(
            seed_commitment=commitment_of(SEED),
            public_source="Lotto 6aus49, Ziehung vom 21.11.2026, sechs Zahlen aufsteigend",
            public_time=PUBLIC,
            preselection_percent=percent,
            create_time=OPEN - timedelta(days=7),
            postponed=False,
        ),
        close_time=CLOSE + timedelta(seconds=30),
        seats=seats,
        has_waiting_list=True,
        requests=asked,
    )


def published(
    closed: Closing, value: str = VALUE, withdrawn: frozenset[str] = frozenset()
) -> Publication:
    return Publication(
        closing=closed,
        closing_digest=closed.digest,
        draw_time=PUBLIC + timedelta(hours=1),
        seed=SEED.hex(),
        public_value=value,
        seats=closed.seats,
        lots=draw(
            draw_key(SEED, closed.digest, value),
            closed.requests,
            seats=closed.seats,
            preselection_percent=closed.commitment.preselection_percent,
            has_waiting_list=closed.has_waiting_list,
            withdrawn=withdrawn,
        ),
    )


DRAWN = published(closing(requests(8, preselected=4)))
