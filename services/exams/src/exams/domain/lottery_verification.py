"""Replaying a published draw: what of it fits, and what does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from exams.domain.lottery import (
    Lot,
    Outcome,
    commitment_of,
    draw,
    draw_key,
    plain_value,
    pseudonym_of,
)
from exams.domain.lottery_documents import Closing, Publication


class Check(StrEnum):
    """What is compared."""

    DIGEST = "digest"
    TIMES = "times"
    SEED = "seed"
    CLOSING = "closing"
    REQUESTS = "requests"
    PUBLIC_VALUE = "public_value"
    TICKETS = "tickets"
    ORDER = "order"
    OUTCOMES = "outcomes"
    SEATS = "seats"
    # Against what the reader noted or knows from elsewhere.
    NOTED_COMMITMENT = "noted_commitment"
    NOTED_CLOSING = "noted_closing"
    NOTED_VALUE = "noted_value"
    OWN_REQUEST = "own_request"


@dataclass(frozen=True)
class Finding:
    """One comparison."""

    check: Check
    fits: bool
    # What the reader computes by the rules, and what the publication says; where they differ.
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Noted:
    """What a reader knows from before the draw or from elsewhere; empty where unknown."""

    seed_commitment: str = ""
    closing_digest: str = ""
    public_value: str = ""
    registration_id: UUID | None = None


@dataclass(frozen=True)
class Verification:
    """All findings, and the line of the reader's own request where one was asked for."""

    findings: tuple[Finding, ...]
    own_lot: Lot | None

    @property
    def fits(self) -> bool:
        """Whether everything fits."""
        return all(finding.fits for finding in self.findings)


NOTHING_NOTED = Noted()


def verify(publication: Publication, noted: Noted = NOTHING_NOTED) -> Verification:
    """Computes the draw again, from nothing but the publication, and compares every step.

    A publication that was invented as a whole fits with itself. That it is the one that was
    promised shows against what was known before: the commitment, the closing's digest, the
    value of the public source, and one's own receipt.
    """
    own = None
    if noted.registration_id is not None:
        pseudonym = pseudonym_of(publication.closing.sitting.sitting_id, noted.registration_id)
        own = next((lot for lot in publication.lots if lot.pseudonym == pseudonym), None)
    findings = (*_with_itself(publication), *_with_notes(publication, noted, own))
    return Verification(findings, own)


def _with_itself(publication: Publication) -> Iterator[Finding]:
    closing, lots = publication.closing, publication.lots
    yield _compared(
        Check.DIGEST, replace(publication, stated_digest="").digest, publication.stated_digest
    )
    yield _times(publication)
    seed = bytes.fromhex(publication.seed)
    yield _compared(Check.SEED, closing.commitment.seed_commitment, commitment_of(seed))
    yield _compared(Check.CLOSING, closing.digest, publication.closing_digest)
    yield _requests(closing, lots)
    yield Finding(Check.PUBLIC_VALUE, bool(plain_value(publication.public_value)))
    replayed = _replayed(publication, seed)
    tickets = {lot.pseudonym: lot.ticket for lot in replayed}
    yield _first_difference(
        Check.TICKETS,
        [tickets.get(lot.pseudonym, "") for lot in lots],
        [lot.ticket for lot in lots],
    )
    yield _first_difference(
        Check.ORDER,
        [f"{lot.rank} {lot.pseudonym}" for lot in replayed],
        [f"{lot.rank} {lot.pseudonym}" for lot in lots],
    )
    yield _first_difference(
        Check.OUTCOMES,
        [f"{lot.pseudonym} {lot.outcome}" for lot in replayed],
        [f"{lot.pseudonym} {lot.outcome}" for lot in lots],
    )
    yield Finding(
        Check.SEATS,
        publication.seats >= closing.seats,
        str(closing.seats),
        str(publication.seats),
    )


def _with_notes(publication: Publication, noted: Noted, own: Lot | None) -> Iterator[Finding]:
    commitment = publication.closing.commitment.seed_commitment
    if noted.seed_commitment:
        yield _compared(Check.NOTED_COMMITMENT, noted.seed_commitment.strip().lower(), commitment)
    if noted.closing_digest:
        yield _compared(
            Check.NOTED_CLOSING,
            noted.closing_digest.strip().lower(),
            publication.closing.digest,
        )
    if noted.public_value:
        yield _compared(
            Check.NOTED_VALUE,
            plain_value(noted.public_value),
            plain_value(publication.public_value),
        )
    if noted.registration_id is not None:
        yield Finding(Check.OWN_REQUEST, own is not None)


def _replayed(publication: Publication, seed: bytes) -> tuple[Lot, ...]:
    closing = publication.closing
    return draw(
        draw_key(seed, closing.digest, publication.public_value),
        closing.requests,
        seats=publication.seats,
        preselection_percent=closing.commitment.preselection_percent,
        has_waiting_list=closing.has_waiting_list,
        withdrawn={lot.pseudonym for lot in publication.lots if lot.outcome is Outcome.WITHDRAWN},
    )


def _times(publication: Publication) -> Finding:
    """Committed before the window, closed before the value was known, drawn after it."""
    closing = publication.closing
    steps = (
        closing.commitment.create_time,
        closing.sitting.registration_open_time,
        closing.sitting.registration_close_time,
        closing.close_time,
        closing.commitment.public_time,
        publication.draw_time,
    )
    before, opened, ended, closed, known, drawn = steps
    fits = before < opened < ended <= closed < known <= drawn
    return Finding(
        Check.TIMES, fits, " < ".join(map(str, sorted(steps))), " < ".join(map(str, steps))
    )


def _requests(closing: Closing, lots: tuple[Lot, ...]) -> Finding:
    """Each request has one line, and the list goes by pseudonym."""
    asked = [request.pseudonym for request in closing.requests]
    fits = asked == sorted(set(asked)) and asked == sorted(lot.pseudonym for lot in lots)
    return Finding(Check.REQUESTS, fits, str(len(asked)), str(len(lots)))


def _compared(check: Check, expected: str, found: str) -> Finding:
    return Finding(check, expected == found, expected, found)


def _first_difference(check: Check, expected: list[str], found: list[str]) -> Finding:
    """The first place at which two lists differ."""
    for one, other in zip(expected, found, strict=False):
        if one != other:
            return Finding(check, False, one, other)
    if len(expected) != len(found):
        return Finding(check, False, str(len(expected)), str(len(found)))
    return Finding(check, True)
