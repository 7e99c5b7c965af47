"""A refused attempt as the typed error that carries every obstacle.

An error travels in the trailing metadata, of which gRPC's clients take 8 KiB. A few obstacles go
with all their sentences in both languages; of many, what is not needed is left out first. Every
code stays, and the evidence of the attempt keeps every sentence.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from chassis.errors import Code, Failure
from chassis.packing import pack_text
from chassis.values import Language, LocalizedText
from matrikel.exams.v1 import obstacle_pb2
from matrikel.type.v1 import localized_text_pb2

from exams.app.told_obstacles import ToldObstacle, in_one_sentence, tell_obstacle
from exams.domain.desk import Action, Refusal
from exams.domain.obstacles import Obstacle
from exams.texts import failures

# What the obstacles of one refusal may take, and the sentence before them in one language.
# Metadata carries them in base64, a third longer, beside the sentence three times and the rest.
MOST_OBSTACLE_BYTES = 3_800
MOST_SENTENCE_BYTES = 500

_SENTENCES = {
    Action.REGISTER: (
        "REGISTRATION_REFUSED",
        failures.REGISTRATION_REFUSED,
        failures.REGISTRATION_REFUSED_FOR_MANY_REASONS,
    ),
    Action.WITHDRAW: (
        "WITHDRAWAL_REFUSED",
        failures.WITHDRAWAL_REFUSED,
        failures.WITHDRAWAL_REFUSED_FOR_MANY_REASONS,
    ),
}

Packed = tuple[obstacle_pb2.Obstacle, ...]


def refusal(refused: Refusal, language: Language = Language.DE) -> Failure:
    """REGISTRATION_REFUSED or WITHDRAWAL_REFUSED; the evidence of the attempt is kept.

    `language` is the one that the caller reads; its sentences stay longest.
    """
    reason, sentence, of_many = _SENTENCES[refused.action]
    packed, together = _told(refused.obstacles, language)
    message = sentence.format(messages=together)
    if max(len(message.de.encode()), len(message.en.encode())) > MOST_SENTENCE_BYTES:
        message = of_many.format(count=len(refused.obstacles))
    attempt_id = str(refused.attempt_id)
    return Failure(
        Code.FAILED_PRECONDITION,
        reason,
        message,
        metadata={"attempt_id": attempt_id},
        details=(obstacle_pb2.Refusal(obstacles=packed, attempt_id=attempt_id),),
        keeps_changes=True,
    )


def pack_obstacle(obstacle: Obstacle) -> obstacle_pb2.Obstacle:
    """An obstacle with its sentences."""
    return pack_told(tell_obstacle(obstacle))


def pack_told(told: ToldObstacle) -> obstacle_pb2.Obstacle:
    """An obstacle in words."""
    return obstacle_pb2.Obstacle(
        reason=told.reason,
        message=pack_text(told.message),
        remedy=pack_text(told.remedy),
        regulation_section=told.regulation_section,
    )


# When a sitting is full, thousands are refused for one and the same reason.
@lru_cache(maxsize=256)
def _told(obstacles: tuple[Obstacle, ...], language: Language) -> tuple[Packed, LocalizedText]:
    told = tuple(tell_obstacle(one) for one in obstacles)
    return _fitting([pack_told(one) for one in told], language), in_one_sentence(told)


def _fitting(packed: list[obstacle_pb2.Obstacle], language: Language) -> Packed:
    """The obstacles within their bytes: the other language goes first, then what helps, then
    sentences from the end, then obstacles whose code another one names."""
    if _size(packed) > MOST_OBSTACLE_BYTES:
        for one in packed:
            one.message.CopyFrom(_only(one.message, language))
            one.remedy.CopyFrom(_only(one.remedy, language))
        _shorten(packed, lambda one: one.ClearField("remedy"))
        _shorten(packed, lambda one: one.ClearField("message"))
        named: set[str] = set()
        for one in list(packed):
            if _size(packed) > MOST_OBSTACLE_BYTES and one.reason in named:
                packed.remove(one)
            named.add(one.reason)
    return tuple(packed)


def _shorten(
    packed: Sequence[obstacle_pb2.Obstacle], leave_out: Callable[[obstacle_pb2.Obstacle], None]
) -> None:
    """Leaves something out of the last obstacles, of as few as are enough."""
    for one in reversed(packed):
        if _size(packed) <= MOST_OBSTACLE_BYTES:
            break
        leave_out(one)


def _size(packed: Sequence[obstacle_pb2.Obstacle]) -> int:
    return obstacle_pb2.Refusal(obstacles=packed).ByteSize()


def _only(
    text: localized_text_pb2.LocalizedText, language: Language
) -> localized_text_pb2.LocalizedText:
    if language is Language.DE:
        return localized_text_pb2.LocalizedText(de=text.de)
    return localized_text_pb2.LocalizedText(en=text.en)
