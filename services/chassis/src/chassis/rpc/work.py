"""Runs a servicer's use case in one transaction, with everything the contract asks around it."""

from collections.abc import Callable
from typing import TypeVar

from google.protobuf.message import Message

from chassis.database.database import Database
from chassis.database.transaction import Transaction
from chassis.errors import Failure
from chassis.rpc import audit
from chassis.rpc.answers import claim, find_answer, keep_answer, keep_failure
from chassis.rpc.call import Call, current_call
from chassis.rpc.relations import Relations
from chassis.rpc.status import to_status

M = TypeVar("M", bound=Message)
T = TypeVar("T")


class Work:
    """What a servicer runs its use cases with.

    Inside one transaction: the relation check, the replay of a repeated request, the use case,
    the kept answer, the audit entry.
    """

    def __init__(self, service: str, database: Database, relations: Relations) -> None:
        self._service = service
        self._database = database
        self._relations = relations

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
        return find_answer(tx, current_call())

    def _read(self, tx: Transaction, call: Call, answer: Callable[[Transaction], T]) -> T:
        self._relations.check(tx, call)
        return answer(tx)

    def _written(self, tx: Transaction, call: Call, answer: Callable[[Transaction], M]) -> M:
        self._relations.check(tx, call)
        if (kept := claim(tx, call)) is not None:
            return kept  # type: ignore[return-value]
        try:
            message = answer(tx)
        except Failure as failure:
            if failure.keeps_changes:
                keep_failure(tx, call, to_status(failure, self._service, call.language))
                if call.contract.access.audited:
                    audit.enter(tx, call, failure.reason)
            raise
        keep_answer(tx, call, message)
        if audit.is_audited(call):
            audit.enter(tx, call)
        return message
