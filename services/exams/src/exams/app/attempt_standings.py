"""How the registrations for an exam stand after results: the last failed attempt fails finally."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction

from exams.domain.final_failures import SettledAttempt, standing_of_attempts
from exams.domain.statuses import Status
from exams.events.outgoing import tell_registrations_changed
from exams.store import registrations
from exams.store.examinees import FormerAttempt, attempts_at_exam


@dataclass(frozen=True)
class NewOutcome:
    """How an examination has just ended, and the rules that it was taken by."""

    person_id: UUID
    settled: SettledAttempt
    attempts_allowed: int


def standings_after(
    attempts: Mapping[UUID, Sequence[FormerAttempt]], outcomes: Iterable[NewOutcome]
) -> dict[UUID, Status]:
    """The status of each registration that the outcomes change, by registration.

    `attempts` are those at the same exam, by student. Besides the registrations of the outcomes
    those are named whose final failure begins or ends by them.
    """
    changed: dict[UUID, Status] = {}
    for outcome in outcomes:
        own_id = outcome.settled.registration_id
        others = [
            one
            for one in attempts.get(outcome.person_id, ())
            if one.settled.registration_id != own_id
        ]
        standing = standing_of_attempts(
            [*(one.settled for one in others), outcome.settled], outcome.attempts_allowed
        )
        changed |= _differences(others, standing)
        changed[own_id] = standing[own_id]
    return changed


def remaining_standings(attempts: Sequence[FormerAttempt], allowed: int) -> dict[UUID, Status]:
    """The registrations of these attempts whose final failure begins or ends."""
    return _differences(attempts, standing_of_attempts([one.settled for one in attempts], allowed))


def change_statuses(tx: Transaction, changed: Mapping[UUID, Status]) -> None:
    """Stores the statuses, one statement for each of them, and tells of the registrations."""
    by_status: dict[Status, list[UUID]] = defaultdict(list)
    for registration_id, status in changed.items():
        by_status[status].append(registration_id)
    for status in sorted(by_status):
        registrations.change_status(tx, by_status[status], status)
    told = registrations.find_registrations(tx, changed)
    tell_registrations_changed(tx, (told[registration_id] for registration_id in changed))


def fail_finally_where_due(
    tx: Transaction, exam_number: str, allowed: Mapping[UUID, int]
) -> frozenset[UUID]:
    """Looks at all attempts of students at an exam again, after one ended without a result.

    `allowed` names the attempts allowed by student. For a refused sick note, which is a failed
    attempt: the caller holds the sitting and the students, and has changed the status. Returns the
    registrations that finally failed or no longer do; they are told of.
    """
    changed: dict[UUID, Status] = {}
    for person_id, attempts in attempts_at_exam(tx, exam_number, list(allowed)).items():
        changed |= remaining_standings(attempts, allowed[person_id])
    if changed:
        change_statuses(tx, changed)
    return frozenset(changed)


def _differences(
    attempts: Iterable[FormerAttempt], standing: Mapping[UUID, Status]
) -> dict[UUID, Status]:
    """Only final failures change by other attempts; a status taken over as it is stays so."""
    return {
        one.settled.registration_id: status
        for one in attempts
        if (status := standing[one.settled.registration_id]) is not one.registration_status
        and Status.FINALLY_FAILED in (status, one.registration_status)
    }
