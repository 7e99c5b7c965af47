"""What the desk answers: outcomes of a batch as messages and failures."""

from collections.abc import Callable, Sequence

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc import Call
from chassis.signing import Signer
from google.protobuf.message import Message
from matrikel.exams.v1 import registration_pb2 as messages

from exams.api.refusals import pack_obstacle, refusal
from exams.app.desk import Done, Outcome, decide_together
from exams.domain.desk import Command, Refusal, Register, Unknown
from exams.texts import failures

_UNKNOWN = {
    Unknown.SITTING: ("SITTING_UNKNOWN", failures.SITTING_UNKNOWN),
    Unknown.ENROLMENT: ("ENROLMENT_UNKNOWN", failures.ENROLMENT_UNKNOWN),
}

Decide = Callable[[Transaction, Sequence[tuple[Call, Command]]], Sequence[Message | Failure]]


def deciding_with(signer: Signer) -> Decide:
    """Decides commands of calls; receipts are signed with the service's key."""

    def decide(
        tx: Transaction, asked: Sequence[tuple[Call, Command]]
    ) -> Sequence[Message | Failure]:
        commands = [command for _, command in asked]
        outcomes = decide_together(tx, signer, commands)
        return [
            _answer(call, command, outcome)
            for (call, command), outcome in zip(asked, outcomes, strict=True)
        ]

    return decide


def _answer(call: Call, command: Command, outcome: Outcome) -> Message | Failure:
    if isinstance(outcome, Unknown):
        reason, sentence = _UNKNOWN[outcome]
        problem = FieldProblem(outcome.value, reason, sentence)
        return Failure(Code.NOT_FOUND, reason, sentence, fields=(problem,))
    if isinstance(outcome, Refusal):
        return refusal(outcome, call.language)
    return _registered(outcome) if isinstance(command, Register) else _withdrawn(outcome)


def _registered(done: Done) -> messages.CreateRegistrationResponse:
    return messages.CreateRegistrationResponse(
        status=messages.OUTCOME_STATUS_OK,
        registration=done.told,
        receipt=done.receipt,
        warnings=[pack_obstacle(one) for one in done.warnings],
    )


def _withdrawn(done: Done) -> messages.WithdrawRegistrationResponse:
    return messages.WithdrawRegistrationResponse(
        status=messages.OUTCOME_STATUS_OK,
        registration=done.told,
        receipt=done.receipt,
        repeat_registration=done.repeat,
    )
