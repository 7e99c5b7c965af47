"""What is published of a lottery: its closing before the draw, and everything after it.

Both are JSON in one canonical form (keys sorted, no blanks, UTF-8), so that their digests can be
computed by anyone with any tool.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from exams.domain.lottery import Lot, LotteryRequest

FORMAT = "matrikel-lottery/1"
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True)
class DrawnSitting:
    """Of which sitting the seats are drawn."""

    sitting_id: UUID
    exam_number: str
    semester: str
    period: int
    registration_open_time: datetime
    registration_close_time: datetime


@dataclass(frozen=True)
class Commitment:
    """What the university committed to before the first request."""

    seed_commitment: str
    public_source: str
    public_time: datetime
    preselection_percent: int
    create_time: datetime
    # True where a later source had to be named, as the lottery was not closed before the first
    # source's time.
    postponed: bool


@dataclass(frozen=True)
class Closing:
    """Everything that the draw looks at, fixed before the public value can be known."""

    sitting: DrawnSitting
    commitment: Commitment
    close_time: datetime
    seats: int
    has_waiting_list: bool
    # By pseudonym.
    requests: tuple[LotteryRequest, ...]

    @property
    def text(self) -> str:
        """The closing as it is published."""
        return _canonical(_packed_closing(self))

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return _digest(self.text)


@dataclass(frozen=True)
class Publication:
    """A lottery after its draw, with everything that is needed to replay it."""

    closing: Closing
    # As it was published at the closing.
    closing_digest: str
    draw_time: datetime
    # In hexadecimal.
    seed: str
    public_value: str
    # Seats that were free at the draw.
    seats: int
    # In the order of the tickets.
    lots: tuple[Lot, ...]
    # SHA-256 of all the rest; empty for the one that fits.
    stated_digest: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text without the digest, in hexadecimal."""
        return _digest(_canonical(_packed(self)))

    @property
    def text(self) -> str:
        """The publication as it is published."""
        return _canonical({**_packed(self), "digest": self.stated_digest or self.digest})


def _packed_closing(closing: Closing) -> dict[str, object]:
    return {
        "format": FORMAT,
        "sitting": {
            "sitting_id": str(closing.sitting.sitting_id),
            "exam_number": closing.sitting.exam_number,
            "semester": closing.sitting.semester,
            "period": closing.sitting.period,
            "registration_open_time": moment_text(closing.sitting.registration_open_time),
            "registration_close_time": moment_text(closing.sitting.registration_close_time),
        },
        "commitment": {
            "seed_commitment": closing.commitment.seed_commitment,
            "public_source": closing.commitment.public_source,
            "public_time": moment_text(closing.commitment.public_time),
            "preselection_percent": closing.commitment.preselection_percent,
            "create_time": moment_text(closing.commitment.create_time),
            "postponed": closing.commitment.postponed,
        },
        "close_time": moment_text(closing.close_time),
        "seats": closing.seats,
        "has_waiting_list": closing.has_waiting_list,
        "requests": [
            {"pseudonym": one.pseudonym, "preselected": one.preselected} for one in closing.requests
        ],
    }


def _packed(publication: Publication) -> dict[str, object]:
    return {
        "closing": _packed_closing(publication.closing),
        "closing_digest": publication.closing_digest,
        "draw_time": moment_text(publication.draw_time),
        "seed": publication.seed,
        "public_value": publication.public_value,
        "seats": publication.seats,
        "lots": [
            {
                "pseudonym": lot.pseudonym,
                "ticket": lot.ticket,
                "rank": lot.rank,
                "outcome": lot.outcome.value,
            }
            for lot in publication.lots
        ],
    }


def moment_text(value: datetime) -> str:
    """A moment as the documents write it, in UTC to the microsecond."""
    return value.astimezone(UTC).strftime(MOMENT)


def _canonical(value: Mapping[str, object]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
