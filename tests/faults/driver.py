"""Students who register and withdraw without a pause, and remember what they were told."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

import grpc
from matrikel.exams.v1 import (
    exam_tree_pb2,
    exam_tree_pb2_grpc,
    registration_pb2,
    registration_pb2_grpc,
    terms_pb2,
    terms_pb2_grpc,
)

from tests.faults.history import Acknowledged, Action

T = TypeVar("T")
Metadata = Sequence[tuple[str, str]]

# What a client may try again with the same request id: nobody knows whether it took effect.
UNKNOWN_OUTCOMES = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
}
CALL_SECONDS = 5.0
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 120.0


@dataclass
class Tally:
    """What happened on the way."""

    retries: int = 0
    refusals: int = 0


class Patient:
    """Repeats calls with an unknown outcome until they are answered."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The answer. Raises what is a definite refusal, and TimeoutError after a long time."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    return await call()
                except grpc.aio.AioRpcError as error:
                    if error.code() not in UNKNOWN_OUTCOMES:
                        raise
                self._tally.retries += 1
                await asyncio.sleep(PAUSE_SECONDS)


@dataclass
class Student:
    """A signed-in student, and the sittings that are free to choose from."""

    person_id: str
    # Call metadata for exams, renewed where it ages.
    metadata: Callable[[], Awaitable[Metadata]]
    user_name: str = ""
    sitting_ids: list[str] = field(default_factory=list)
    # By sitting.
    holds: dict[str, str] = field(default_factory=dict)


class Driver:
    """Drives students against one exams service."""

    def __init__(self, target: str, seed: int) -> None:
        # One refused connection must not keep a client away for long.
        options = [
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.max_reconnect_backoff_ms", 500),
        ]
        self._channel = grpc.aio.insecure_channel(target, options)
        self._random = random.Random(seed)
        self._stopped = asyncio.Event()
        self._acknowledged: list[Acknowledged] = []
        self.tally = Tally()
        self._patiently = Patient(self.tally)
        self._registrations = registration_pb2_grpc.RegistrationServiceStub(self._channel)

    @property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        """Everything that was acknowledged so far, in order."""
        return tuple(self._acknowledged)

    async def welcome(self, student: Student, sittings: int) -> None:
        """Accepts the terms and chooses sittings, scarce ones first, as rushes are about those."""
        terms = terms_pb2_grpc.TermsServiceStub(self._channel)
        metadata = await student.metadata()
        asked = terms_pb2.GetTermsRequest(person_id=student.person_id)
        in_force = (await terms.GetTerms(asked, metadata=metadata)).terms
        accepted = terms_pb2.AcceptTermsRequest(
            person_id=student.person_id, terms_version=in_force.terms_version
        )
        await terms.AcceptTerms(accepted, metadata=metadata)
        tree = await exam_tree_pb2_grpc.ExamTreeServiceStub(self._channel).GetExamTree(
            exam_tree_pb2.GetExamTreeRequest(person_id=student.person_id), metadata=metadata
        )
        free = [
            (node.sitting.capacity or 1_000_000, node.sitting.sitting_id)
            for enrolment in tree.enrolments
            for module in enrolment.modules
            for exam in module.exams
            for node in exam.sittings[:1]
            if node.can_register
        ]
        student.sitting_ids = [sitting_id for _, sitting_id in sorted(free)[:sittings]]

    async def drive(self, students: Sequence[Student]) -> None:
        """Lets all students register and withdraw until `stop`; each waits for its answers."""
        async with asyncio.TaskGroup() as group:
            for student in students:
                group.create_task(self._drive(student))

    def stop(self) -> None:
        """Lets everybody finish what was begun."""
        self._stopped.set()

    async def close(self) -> None:
        """Closes the channel."""
        await self._channel.close(None)

    async def _drive(self, student: Student) -> None:
        while not self._stopped.is_set():
            sitting_id = self._random.choice(student.sitting_ids)
            if sitting_id in student.holds:
                await self._withdraw(student, sitting_id)
            else:
                await self._register(student, sitting_id)
            # What is awaited may never have waited; others want to go on as well.
            await asyncio.sleep(0)

    async def _register(self, student: Student, sitting_id: str) -> None:
        request = registration_pb2.CreateRegistrationRequest(
            person_id=student.person_id, sitting_id=sitting_id, request_id=self._new_id()
        )

        async def call() -> registration_pb2.CreateRegistrationResponse:
            metadata = await student.metadata()
            return await self._registrations.CreateRegistration(
                request, metadata=metadata, timeout=CALL_SECONDS
            )

        try:
            answer = await self._patiently(call)
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
                raise
            # The others were faster.
            self.tally.refusals += 1
            return
        student.holds[sitting_id] = answer.registration.registration_id
        self._note(Action.REGISTER, answer.registration)

    async def _withdraw(self, student: Student, sitting_id: str) -> None:
        request = registration_pb2.WithdrawRegistrationRequest(
            registration_id=student.holds[sitting_id], request_id=self._new_id()
        )

        async def call() -> registration_pb2.WithdrawRegistrationResponse:
            metadata = await student.metadata()
            return await self._registrations.WithdrawRegistration(
                request, metadata=metadata, timeout=CALL_SECONDS
            )

        answer = await self._patiently(call)
        del student.holds[sitting_id]
        self._note(Action.WITHDRAW, answer.registration)

    def _note(self, action: Action, registration: registration_pb2.Registration) -> None:
        self._acknowledged.append(
            Acknowledged(
                action,
                registration.registration_id,
                registration.person_id,
                registration.sitting.sitting_id,
            )
        )

    def _new_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
