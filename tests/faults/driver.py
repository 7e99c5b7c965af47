"""Students who register and withdraw without a pause, and remember what they were told."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, repeat
from typing import TypeAlias, TypeVar
from uuid import UUID

import grpc
from matrikel.exams.v1 import (
    registration_pb2,
    registration_pb2_grpc,
    status_pb2,
    terms_pb2,
    terms_pb2_grpc,
)

from tests.faults.history import Acknowledged
from tests.faults.journal import Change

T = TypeVar("T")
Metadata = Sequence[tuple[str, str]]
Answer: TypeAlias = (
    registration_pb2.CreateRegistrationResponse | registration_pb2.WithdrawRegistrationResponse
)

# What a client may try again with the same request id: nobody knows whether it took effect, or
# the service has no time for it now.
TRY_AGAIN = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}
CALL_SECONDS = 5.0
# How soon somebody in haste asks again: a batch of the desk takes about as long.
HASTY_SECONDS = (0.002, 0.03)
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 120.0


@dataclass
class Tally:
    """What happened on the way."""

    retries: int = 0
    # No seat was left, and the sitting keeps no waiting list.
    refusals: int = 0
    # What a service that keeps its promises never answers.
    failures: list[str] = field(default_factory=list)


class Patient:
    """Repeats calls until they are answered."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer. Raises what is a definite refusal, and TimeoutError after a long time."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    return await call()
                except grpc.aio.AioRpcError as error:
                    if error.code() not in TRY_AGAIN:
                        raise
                self._tally.retries += 1
                await asyncio.sleep(PAUSE_SECONDS)


@dataclass
class Student:
    """A signed-in student, and the sittings to choose from."""

    person_id: str
    # Call metadata for exams, renewed where it ages.
    metadata: Callable[[], Awaitable[Metadata]]
    user_name: str = ""
    # By sitting: what the student believes to hold or to wait for.
    holds: dict[str, str] = field(default_factory=dict)


class Driver:
    """Drives students against one exams service, which may have several processes."""

    def __init__(self, *targets: str, seed: int, haste: float = 0.0) -> None:
        """`haste` is the share of calls whose answer is not waited for, but asked for again."""
        options = [
            # One refused connection must not keep a client away for long.
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.max_reconnect_backoff_ms", 500),
            ("grpc.service_config", '{"loadBalancingConfig": [{"round_robin": {}}]}'),
        ]
        self._channel = grpc.aio.insecure_channel(f"ipv4:{','.join(targets)}", options)
        self._random = random.Random(seed)
        self._haste = haste
        self._stopped = asyncio.Event()
        self._acknowledged: list[Acknowledged] = []
        self.tally = Tally()
        self._patiently = Patient(self.tally)
        self._registrations = registration_pb2_grpc.RegistrationServiceStub(self._channel)

    @property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        """Everything that was acknowledged so far, in order."""
        return tuple(self._acknowledged)

    async def welcome(self, student: Student) -> None:
        """Accepts the terms."""
        terms = terms_pb2_grpc.TermsServiceStub(self._channel)
        metadata = await student.metadata()
        asked = terms_pb2.GetTermsRequest(person_id=student.person_id)
        in_force = (await terms.GetTerms(asked, metadata=metadata)).terms
        accepted = terms_pb2.AcceptTermsRequest(
            person_id=student.person_id, terms_version=in_force.terms_version
        )
        await terms.AcceptTerms(accepted, metadata=metadata)

    async def drive(
        self, students: Sequence[Student], sitting_ids: Sequence[str], operations: int = 0
    ) -> None:
        """Lets all students register and withdraw; each waits for its answers.

        Each does so many operations, or goes on until `stop` where that is 0.
        """
        async with asyncio.TaskGroup() as group:
            for student in students:
                group.create_task(self._drive(student, sitting_ids, operations))

    def stop(self) -> None:
        """Lets everybody finish what was begun."""
        self._stopped.set()

    async def close(self) -> None:
        """Closes the channel."""
        await self._channel.close(None)

    async def _drive(self, student: Student, sitting_ids: Sequence[str], operations: int) -> None:
        done = 0
        while not self._stopped.is_set() and (operations == 0 or done < operations):
            sitting_id = self._random.choice(sitting_ids)
            if sitting_id in student.holds:
                await self._withdraw(student, sitting_id)
            else:
                await self._register(student, sitting_id)
            done += 1
            # What is awaited may never have waited; others want to go on as well.
            await asyncio.sleep(0)

    async def _register(self, student: Student, sitting_id: str) -> None:
        request = registration_pb2.CreateRegistrationRequest(
            person_id=student.person_id, sitting_id=sitting_id, request_id=self._new_id()
        )
        send = self._registrations.CreateRegistration
        try:
            answer = await self._sent(student, partial(send, request))
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.FAILED_PRECONDITION:
                # The others were faster.
                self.tally.refusals += 1
            else:
                self._fail("register", error)
            return
        student.holds[sitting_id] = answer.registration.registration_id
        waits = answer.registration.status == status_pb2.REGISTRATION_STATUS_WAITING
        self._note(Change.WAITING if waits else Change.REGISTERED, answer)

    async def _withdraw(self, student: Student, sitting_id: str) -> None:
        request = registration_pb2.WithdrawRegistrationRequest(
            registration_id=student.holds.pop(sitting_id), request_id=self._new_id()
        )
        send = self._registrations.WithdrawRegistration
        try:
            answer = await self._sent(student, partial(send, request))
        except grpc.aio.AioRpcError as error:
            self._fail("withdraw", error)
            return
        self._note(Change.WITHDRAWN, answer)

    async def _sent(self, student: Student, send: Callable[..., Awaitable[T]]) -> T:
        """The answer to a request that is sent until there is one."""
        hasty = self._random.random() < self._haste
        timeouts = chain([self._random.uniform(*HASTY_SECONDS)] if hasty else [], repeat(None))

        async def call() -> T:
            timeout = next(timeouts) or CALL_SECONDS
            return await send(metadata=await student.metadata(), timeout=timeout)

        return await self._patiently(call)

    def _fail(self, action: str, error: grpc.aio.AioRpcError) -> None:
        self.tally.failures.append(f"{action}: {error.code().name} {error.details()}")

    def _note(self, change: Change, answer: Answer) -> None:
        registration = answer.registration
        self._acknowledged.append(
            Acknowledged(
                change,
                registration.registration_id,
                registration.person_id,
                registration.sitting.sitting_id,
                answer.receipt,
            )
        )

    def _new_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
