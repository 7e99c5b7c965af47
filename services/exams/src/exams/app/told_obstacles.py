"""Obstacles as people are told of them: code, sentences, section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis.values import LocalizedText

from exams.domain.obstacles import Obstacle
from exams.texts.obstacles import Explanation, explain
from exams.texts.obstacles_for_office import explain_to_office


@dataclass(frozen=True)
class ToldObstacle:
    """One rule that stands in the way, in words."""

    reason: str
    message: LocalizedText
    # Empty where nothing helps.
    remedy: LocalizedText
    regulation_section: str

    def as_kept(self) -> dict[str, Any]:
        """As the evidence of a refused attempt keeps it."""
        return {
            "reason": self.reason,
            "regulation_section": self.regulation_section,
            "message": {"de": self.message.de, "en": self.message.en},
            "remedy": {"de": self.remedy.de, "en": self.remedy.en},
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "ToldObstacle":
        """An obstacle of the evidence, as it was told then."""
        return cls(
            kept["reason"],
            LocalizedText(**kept["message"]),
            LocalizedText(**kept["remedy"]),
            kept["regulation_section"],
        )


def tell_obstacle(obstacle: Obstacle) -> ToldObstacle:
    """An obstacle to registering or withdrawing in words."""
    return explained(obstacle.reason.value, explain(obstacle), obstacle.section)


def tell_office(obstacle: Obstacle) -> ToldObstacle:
    """An obstacle to registering in words for the examinations office."""
    return explained(obstacle.reason.value, explain_to_office(obstacle), obstacle.section)


def explained(reason: str, explanation: Explanation, section: str) -> ToldObstacle:
    """An obstacle by its explanation."""
    return ToldObstacle(reason, explanation.message, explanation.remedy, section)


def in_one_sentence(obstacles: tuple[ToldObstacle, ...]) -> LocalizedText:
    """All messages together."""
    return LocalizedText(
        de=" ".join(one.message.de for one in obstacles),
        en=" ".join(one.message.en for one in obstacles),
    )
