"""Drawing seats by lot so that anyone can replay the draw and nobody can steer it.

What happens when, and what each step takes away from whom:

1. *Commitment*, before the first request: the service makes a random seed of 256 bits and publishes
   its SHA-256, together with a public source of randomness and the moment (`public_time`, after the
   window's close) before which nobody can know the source's value. The university can no longer
   choose the seed; the seed is as wide as the hash, so that the hash tells nothing about it.
2. *Requests*, inside the window. In everything published a request is its pseudonym, SHA-256 over
   sitting and registration. A registration id has 74 random bits, stands in the student's signed
   receipt and is shown to nobody else outside the university, so that each student finds the own
   line, and nobody else's. Withdrawing and asking again for another pseudonym helps nobody: what
   it will draw depends on a seed and a public value that the student does not know.
3. *Closing*, after the window and before `public_time`: everything that the draw will look at is
   fixed in a document: sitting, commitment, source, seats, share of the pre-selection, whether
   there is a waiting list, and each request with its right of pre-selection. Its SHA-256 is
   published and mailed to everybody in it, while nobody, the university included, knows the public
   value. Requests can no longer be added, removed, exchanged for ones with luckier numbers, or
   given a right. A lottery that was not closed in time is not drawn: it needs a new source first.
4. *Draw*: the key is an HMAC with the seed over the digest of the closing and the public value, so
   that it belongs to exactly this list; the ticket of a request is an HMAC with that key over its
   pseudonym. Tickets are compared as they are, 256 bits wide, and never reduced to a smaller range,
   so that every order is equally likely (no modulo bias).

The seed keeps whoever operates the public source from steering, the public value keeps the
university from steering, and only both together could. What remains to the university is to draw
late or not at all, or to enter a value that the source never showed: everybody sees it, as
commitment, closing and value are public. A value entered wrongly is never drawn again by the
service, since choosing between two draws would be steering. The value is compared by its letters
and digits only, so that nobody chooses among spellings ("03, 7" and "3,7" are the same).

Students do not take requests back between closing and draw; after it they give back their seats.
A request that the office ends in between (a student who leaves the university) keeps its ticket and
gets no seat, the next ticket gets it. That takes a seat from nobody else, changes nobody's order,
and shows in the publication, where whoever was ended without reason finds it. Seats are those free
at the draw: more seats than at the closing help the next ones and take from nobody; fewer seats are
shown as what does not fit with the closing.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

SEED_BYTES = 32
# So long after the window's close a lottery is closed: whatever was asked for in the last moment is
# durable by then, however long its transaction took and however the clocks of machines differ.
SETTLING_TIME = timedelta(minutes=2)
# So long after the window's close the public value has to stay unknown at least: in this time the
# closing is published, and mailed to everybody who asks for a seat.
CLOSING_TIME = timedelta(hours=1)

_PSEUDONYM = b"matrikel lottery pseudonym v1"
_KEY = b"matrikel lottery key v1"
_TICKET = b"matrikel lottery ticket v1"


class Outcome(StrEnum):
    """What the draw gave a request."""

    # A seat out of the share for students with a right of pre-selection.
    PRESELECTED = "preselected"
    DRAWN = "drawn"
    WAITING = "waiting"
    NOT_DRAWN = "not_drawn"
    # Ended by the office between closing and draw.
    WITHDRAWN = "withdrawn"

    @property
    def has_seat(self) -> bool:
        """Whether it is a seat."""
        return self in (Outcome.PRESELECTED, Outcome.DRAWN)


@dataclass(frozen=True)
class LotteryRequest:
    """A request for a seat as it is published: it names nobody."""

    pseudonym: str
    # Whether its student holds a right of pre-selection in the sitting's semester.
    preselected: bool


@dataclass(frozen=True)
class Lot:
    """What a request drew."""

    pseudonym: str
    # 64 hexadecimal digits; the smallest ticket comes first.
    ticket: str
    # 1 is first.
    rank: int
    outcome: Outcome


def commitment_of(seed: bytes) -> str:
    """What is published of the seed before the first request: its SHA-256 in hexadecimal."""
    return hashlib.sha256(seed).hexdigest()


def pseudonym_of(sitting_id: UUID, registration_id: UUID) -> str:
    """What a request is called in everything published; both ids stand in the receipt."""
    return hashlib.sha256(_joined(_PSEUDONYM, sitting_id.bytes, registration_id.bytes)).hexdigest()


def plain_value(public_value: str) -> str:
    """A public value without what spelling leaves open; empty where it has no letter or digit.

    Runs of letters and digits, without regard to case, joined by blanks; numbers without leading
    zeros. "03, 7,  12" → "3 7 12".
    """
    folded = unicodedata.normalize("NFKC", public_value).casefold()
    runs = re.findall(r"[^\W_]+", folded)
    return " ".join(
        (run.lstrip("0") or "0") if run.isascii() and run.isdigit() else run for run in runs
    )


def earliest_public_time(registration_close_time: datetime) -> datetime:
    """The first moment that a public value may become known at."""
    return registration_close_time + CLOSING_TIME


def draw_key(seed: bytes, closing_digest: str, public_value: str) -> bytes:
    """The key that tickets are made with."""
    mixed = _joined(_KEY, bytes.fromhex(closing_digest), plain_value(public_value).encode())
    return hmac.digest(seed, mixed, "sha256")


def ticket_of(key: bytes, pseudonym: str) -> str:
    """The ticket of a request, in hexadecimal digits, which sort like the number they are."""
    return hmac.digest(key, _joined(_TICKET, bytes.fromhex(pseudonym)), "sha256").hex()


def draw(
    key: bytes,
    requests: Iterable[LotteryRequest],
    *,
    seats: int,
    preselection_percent: int,
    has_waiting_list: bool,
    withdrawn: Set[str],
) -> tuple[Lot, ...]:
    """What each request draws, in the order of the tickets.

    The share of the seats, cut to whole ones, goes to holders of a right of pre-selection first, in
    the order of their tickets. What is left goes to everybody else in the order of the tickets,
    holders who got none of the share included. `withdrawn` are pseudonyms of requests that ended
    since the closing.
    """
    in_order = sorted((ticket_of(key, one.pseudonym), one.pseudonym, one) for one in requests)
    asking = [one for _, _, one in in_order if one.pseudonym not in withdrawn]
    share = seats * preselection_percent // 100
    first = [one.pseudonym for one in asking if one.preselected][:share]
    chosen = set(first)
    others = [one.pseudonym for one in asking if one.pseudonym not in chosen]
    outcomes = dict.fromkeys(withdrawn, Outcome.WITHDRAWN)
    outcomes |= dict.fromkeys(first, Outcome.PRESELECTED)
    left = max(seats - len(first), 0)
    outcomes |= dict.fromkeys(others[:left], Outcome.DRAWN)
    without = Outcome.WAITING if has_waiting_list else Outcome.NOT_DRAWN
    outcomes |= dict.fromkeys(others[left:], without)
    return tuple(
        Lot(pseudonym, ticket, rank, outcomes[pseudonym])
        for rank, (ticket, pseudonym, _) in enumerate(in_order, start=1)
    )


def _joined(*parts: bytes) -> bytes:
    """Parts one after the other, each behind its length, so that no two lists look the same."""
    return b"".join(len(part).to_bytes(8) + part for part in parts)
