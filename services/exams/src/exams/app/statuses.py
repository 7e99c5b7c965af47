"""The statuses of registrations with the codes of this university."""

from dataclasses import dataclass

from chassis.database import Transaction

from exams.domain.profile import StatusCode
from exams.domain.statuses import ATTEMPT, Status
from exams.store import status_codes


@dataclass(frozen=True)
class StatusExplained:
    """A status and what it means for attempts."""

    code: StatusCode
    counts_as_attempt: bool


def list_statuses(tx: Transaction) -> tuple[StatusExplained, ...]:
    """Every status in its order. Empty while no profile is loaded."""
    return tuple(StatusExplained(one, one.status in ATTEMPT) for one in status_codes.list_codes(tx))


def printed_codes(tx: Transaction) -> dict[Status, str]:
    """The codes that documents print, by status."""
    return {one.status: one.code for one in status_codes.list_codes(tx)}
