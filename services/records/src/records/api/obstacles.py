"""Obstacles in answers, and as the detail of a refusal.

An error travels in the trailing metadata, of which gRPC's clients take 8 KiB, and base64 makes it a
third longer. A few obstacles go with all their sentences in both languages; of many, remedies and
then explanations are left out. Every code stays, and checking names everything.
"""

from dataclasses import dataclass, replace

from chassis.errors import Code, Failure
from chassis.packing import pack_text
from chassis.values import LocalizedText
from matrikel.records.v1 import obstacle_pb2

from records.domain.obstacles import NOTHING_HELPS, Obstacle, in_one_sentence

MOST_OBSTACLE_BYTES = 3_600
MOST_SENTENCE_BYTES = 500


@dataclass(frozen=True, slots=True)
class RefusalTexts:
    """How a refusal is said: with `{all}` obstacles, or with their `{count}` where it is long."""

    reason: str
    sentence: LocalizedText
    of_many: LocalizedText


def pack_obstacle(obstacle: Obstacle) -> obstacle_pb2.Obstacle:
    """An obstacle with all its sentences."""
    return obstacle_pb2.Obstacle(
        reason=obstacle.reason,
        explanation=pack_text(obstacle.explanation),
        remedy=pack_text(obstacle.remedy),
        source=obstacle.source,
        field=obstacle.field,
    )


def refusal(said: RefusalTexts, obstacles: tuple[Obstacle, ...]) -> Failure:
    """FAILED_PRECONDITION with every obstacle."""
    message = said.sentence.format(all=in_one_sentence(obstacles))
    if max(len(message.de.encode()), len(message.en.encode())) > MOST_SENTENCE_BYTES:
        message = said.of_many.format(count=len(obstacles))
    return Failure(Code.FAILED_PRECONDITION, said.reason, message, details=(_fitting(obstacles),))


def _fitting(obstacles: tuple[Obstacle, ...]) -> obstacle_pb2.Refusal:
    without_remedy = tuple(replace(one, remedy=NOTHING_HELPS) for one in obstacles)
    codes = tuple(replace(one, explanation=NOTHING_HELPS, source="") for one in without_remedy)
    for told in (obstacles, without_remedy):
        packed = obstacle_pb2.Refusal(obstacles=[pack_obstacle(one) for one in told])
        if packed.ByteSize() <= MOST_OBSTACLE_BYTES:
            return packed
    return obstacle_pb2.Refusal(obstacles=[pack_obstacle(one) for one in codes])
