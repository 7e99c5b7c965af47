"""Runs servicers' use cases in a transaction, with everything the contract asks around them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from google.protobuf.message import Message

from chassis.database.database import Database
from chassis.database.transaction import Transaction
from chassis.errors import Failure
from chassis.rpc.answers import Outcome, find_answers
from chassis.rpc.batch import Batch
from chassis.rpc.call import Call, current_call
from chassis.rpc.relations import Relations

M = TypeVar("M", bound=Message)
T = TypeVar("T")


class Work:
    """What a servicer runs its use cases with.

    Inside one transaction: the relation check, the replay of a repeated request, the use case,
    the kept answer, the audit entry.
    """

    def __init__(self, service: str, database: Database, relations: Relations) -> None:
        self._database = database
        self._relations = relations
        self._batch = Batch(service, relations)

    async def write(self, answer: Callable[[Transaction], M]) -> M:
        """Runs `answer` in a writing transaction and returns its message once it is durable.

        A method whose requests carry an id writes once: its answer is kept with what it wrote.
        """
        call = current_call()
        if call.written and call.contract.takes_request_id:
            raise RuntimeError(f"{call.contract.path} writes twice, but keeps one answer")
        message = await self._database.write(self._written, call, answer)
        call.written = call.entered = True
        return message

    async def write_together(
        self,
        calls: Sequence[Call],
        answer: Callable[[Transaction, Sequence[Call]], Sequence[Message | Failure]],
    ) -> list[Outcome]:
        """Answers many calls in one writing transaction; returns their outcomes once durable.

        `answer` gets those calls, in order, that may pass and were not answered before, and
        decides each of them: a message, or a Failure. A call that fails without `keeps_changes`
        must have written nothing. What `answer` raises fails all calls and undoes everything.
        """
        outcomes = await self._database.write(self._batch.answer, calls, answer)
        for call, outcome in zip(calls, outcomes, strict=True):
            if not isinstance(outcome, Failure) or outcome.keeps_changes:
                call.written = call.entered = True
        return outcomes

    async def read(self, answer: Callable[[Transaction], T]) -> T:
        """Runs `answer` on one snapshot of the database.

        The server enters an audited call that only reads before it answers.
        """
        return await self._database.read(self._read, current_call(), answer)

    async def begin(self, response_type: type[M]) -> M | None:
        """For flows that ask others first: checks the relation and looks for a kept answer.

        Returns the kept answer of a repeated request, else None; `write` has to follow.
        """
        call = current_call()
        answer = await self._database.read(self._read, call, self._find)
        if not isinstance(answer, response_type):
            return None
        call.entered = True
        return answer

    def _find(self, tx: Transaction) -> Message | None:
        [kept] = find_answers(tx, [current_call()])
        if isinstance(kept, Exception):
            raise kept
        return kept

    def _read(self, tx: Transaction, call: Call, answer: Callable[[Transaction], T]) -> T:
        self._relations.check(tx, call)
        return answer(tx)

    def _written(self, tx: Transaction, call: Call, answer: Callable[[Transaction], M]) -> M:
        def alone(tx: Transaction, _: Sequence[Call]) -> Sequence[M | Failure]:
            try:
                return [answer(tx)]
            except Failure as failure:
                if not failure.keeps_changes:
                    raise
                return [failure]

        [outcome] = self._batch.answer(tx, [call], alone)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome  # type: ignore[return-value]  # of the type that `answer` or its forerunner gave
