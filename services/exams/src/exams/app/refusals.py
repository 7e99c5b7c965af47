"""Refusals: every obstacle at once, with the evidence that the attempt was made."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.database import Transaction

from exams.domain.obstacles import Obstacle
from exams.store.registrations import KeptObstacle, keep_attempt
from exams.texts.obstacles import explain


class Action(StrEnum):
    """What was refused."""

    REGISTER = "register"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Refused:
    """A refused attempt; its evidence is kept with the transaction."""

    action: Action
    attempt_id: UUID
    obstacles: tuple[Obstacle, ...]
    regulation_section: str


def refuse(
    tx: Transaction,
    action: Action,
    *,
    person_id: UUID,
    sitting_id: UUID,
    registration_id: UUID | None,
    obstacles: tuple[Obstacle, ...],
    regulation_section: str,
) -> Refused:
    """Keeps the attempt: students must be able to prove that they tried."""
    attempt_id = keep_attempt(
        tx,
        action=action.value,
        person_id=person_id,
        sitting_id=sitting_id,
        registration_id=registration_id,
        obstacles=tuple(_kept(obstacle, regulation_section) for obstacle in obstacles),
    )
    return Refused(action, attempt_id, obstacles, regulation_section)


def _kept(obstacle: Obstacle, regulation_section: str) -> KeptObstacle:
    message = explain(obstacle).message
    return KeptObstacle(obstacle.reason.value, regulation_section, message.de, message.en)
