"""A refused attempt as the typed error that carries every obstacle."""

from chassis.errors import Code, Failure
from chassis.packing import pack_text
from chassis.values import LocalizedText
from matrikel.exams.v1 import obstacle_pb2

from exams.app.refusals import Action, Refused
from exams.domain.obstacles import Obstacle
from exams.texts import failures
from exams.texts.obstacles import explain


def refusal(refused: Refused) -> Failure:
    """REGISTRATION_REFUSED or WITHDRAWAL_REFUSED; the evidence of the attempt is kept."""
    messages = [explain(obstacle).message for obstacle in refused.obstacles]
    together = LocalizedText(
        de=" ".join(message.de for message in messages),
        en=" ".join(message.en for message in messages),
    )
    if refused.action is Action.REGISTER:
        reason, sentence = "REGISTRATION_REFUSED", failures.REGISTRATION_REFUSED
    else:
        reason, sentence = "WITHDRAWAL_REFUSED", failures.WITHDRAWAL_REFUSED
    detail = obstacle_pb2.Refusal(
        obstacles=[pack_obstacle(o, refused.regulation_section) for o in refused.obstacles],
        attempt_id=str(refused.attempt_id),
    )
    return Failure(
        Code.FAILED_PRECONDITION,
        reason,
        sentence.format(messages=together),
        metadata={"attempt_id": str(refused.attempt_id)},
        details=(detail,),
        keeps_changes=True,
    )


def pack_obstacle(obstacle: Obstacle, regulation_section: str) -> obstacle_pb2.Obstacle:
    """An obstacle with its sentences."""
    explanation = explain(obstacle)
    return obstacle_pb2.Obstacle(
        reason=obstacle.reason.value,
        message=pack_text(explanation.message),
        remedy=pack_text(explanation.remedy),
        regulation_section=regulation_section,
    )
