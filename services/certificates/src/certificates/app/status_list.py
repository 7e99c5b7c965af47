"""The places of certificates in the status list, and what they say."""

import secrets
from dataclasses import dataclass

from chassis.database import Transaction
from matrikel_verify.status_list import Status

from certificates.domain.certificate import Standing
from certificates.domain.status_places import size_of_list
from certificates.store.status_places import highest_place, note_status, noted_statuses, take_place

# So many taken places in a row show that the list is getting full.
_DRAWS_PER_SIZE = 4

_STATUSES = {
    Standing.CURRENT: Status.VALID,
    Standing.OUTDATED: Status.NO_LONGER_CURRENT,
    Standing.SUPERSEDED: Status.SUPERSEDED,
    Standing.WITHDRAWN: Status.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class NotedStatuses:
    """How many places the list has, and those that say that something happened."""

    size: int
    statuses: tuple[tuple[int, Status], ...]


def draw_status_index(tx: Transaction) -> int:
    """Takes a random free place of the list: places tell neither who nor how many.

    The list doubles where draws keep hitting taken places, so it stays mostly free.
    """
    size = size_of_list(highest_place(tx))
    while True:
        for _ in range(_DRAWS_PER_SIZE):
            drawn = secrets.randbelow(size)
            if take_place(tx, drawn):
                return drawn
        size *= 2


def status_of(standing: Standing) -> Status:
    """What the list says about a certificate that stands so."""
    return _STATUSES[standing]


def note_standing(tx: Transaction, status_index: int, standing: Standing) -> None:
    """The list says from now on how a certificate stands."""
    note_status(tx, status_index, status_of(standing))


def noted(tx: Transaction) -> NotedStatuses:
    """What the list says at this moment."""
    return NotedStatuses(size_of_list(highest_place(tx)), tuple(noted_statuses(tx)))
