"""The desk under load: batches grow, nobody is lost, one bad request harms only itself."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import exams.flows.desk
import grpc
import pytest
from chassis.database import Transaction
from chassis.database.tables import answers, audit_entries
from chassis.errors import Code, Failure
from chassis.rpc.call import enter_call, leave_call
from chassis.signing import Signer
from chassis.testing import ServiceUnderTest, running, until
from chassis.values import LocalizedText
from exams.api import desk_answers
from exams.app.desk import Done, Outcome, decide_together
from exams.domain.desk import Command, Register
from exams.main import service
from exams.store.tables import registrations
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.exams.v1 import registration_pb2, registration_pb2_grpc


def _go_on(_commands: Sequence[Command]) -> None:
    """Nothing happens before the decision."""


class Gate:
    """Lets the first batch wait, so that what comes meanwhile makes up the next one."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.is_open = threading.Event()
        self.before: Callable[[Sequence[Command]], None] = _go_on

    def __call__(
        self, tx: Transaction, signer: Signer, commands: Sequence[Command]
    ) -> list[Outcome]:
        self.batches.append(len(commands))
        # A test that failed does not make every batch after it wait as long again.
        opened = self.is_open.wait(20)
        self.is_open.set()
        assert opened
        self.before(commands)
        return decide_together(tx, signer, commands)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    one = Gate()
    monkeypatch.setattr(desk_answers, "decide_together", one)
    yield one
    one.is_open.set()


@pytest.fixture
async def desk(campus: Any) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, campus.database, desk_lanes=1) as one:
        yield one


def wish(person_id: UUID, sitting_id: UUID) -> registration_pb2.CreateRegistrationRequest:
    return registration_pb2.CreateRegistrationRequest(
        person_id=str(person_id), sitting_id=str(sitting_id), request_id=str(uuid4())
    )


def send(one: ServiceUnderTest, request: Any, timeout: float = 30) -> Any:
    stub = registration_pb2_grpc.RegistrationServiceStub(one.channel)
    metadata = one.signed_in(UUID(request.person_id))
    return stub.CreateRegistration(request, metadata=metadata, timeout=timeout)


async def refused(call: Any) -> tuple[str, str, int]:
    """Code, reason and seconds to wait of a call that has to fail."""
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await call
    status = rpc_status.from_call(error.value)  # type: ignore[arg-type]
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    for detail in status.details if status is not None else ():
        detail.Unpack(info)
        detail.Unpack(retry)
    return error.value.code().name, info.reason, retry.retry_delay.seconds


async def waiting_behind(
    desk: ServiceUnderTest, gate: Gate, requests: Sequence[Any]
) -> list["asyncio.Task[Any]"]:
    """Sends the first request, and the others while it is being decided."""
    tasks = [asyncio.ensure_future(_answered(desk, requests[0]))]
    await until(lambda: gate.batches)
    tasks += [asyncio.ensure_future(_answered(desk, one)) for one in requests[1:]]
    await until(lambda: _waiting() >= len(requests))
    return tasks


async def _answered(desk: ServiceUnderTest, request: Any) -> Any:
    return await send(desk, request)


def _waiting() -> float:
    [sample] = [s for m in exams.flows.desk.WAITING.collect() for s in m.samples]
    return float(sample.value)


async def test_a_request_is_decided_at_once_while_nothing_else_is_under_way(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    gate.is_open.set()
    answer = await send(desk, wish(campus.student().person_id, campus.sitting("1001")))
    assert answer.status == registration_pb2.OUTCOME_STATUS_OK
    assert (answer.registration.seq, gate.batches) == (1, [1])


async def test_what_comes_while_a_batch_is_decided_is_decided_together(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(12)]
    tasks = await waiting_behind(desk, gate, requests)
    gate.is_open.set()
    received = await asyncio.gather(*tasks)
    assert gate.batches == [1, 11]
    assert [one.registration.seq for one in received] == list(range(1, 13))
    assert {one.registration.person_id for one in received} == {one.person_id for one in requests}
    assert [row.outcome for row in campus.rows(audit_entries)] == ["OK"] * 12


async def test_a_caller_who_has_gone_harms_nobody(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(4)]
    tasks = await waiting_behind(desk, gate, requests)
    tasks[0].cancel()
    tasks[2].cancel()
    await asyncio.wait([tasks[0], tasks[2]])
    gate.is_open.set()
    done = await asyncio.gather(tasks[1], tasks[3])
    assert {one.status for one in done} == {registration_pb2.OUTCOME_STATUS_OK}
    # The lane goes on, and whoever was being decided is answered when asking again.
    again = await send(desk, requests[0])
    assert again.registration.seq == 1


async def test_a_request_that_breaks_the_batch_fails_alone(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    sitting_id = campus.sitting("1001")
    people = [campus.student().person_id for _ in range(6)]
    broken = people[3]

    def break_for_one(commands: Sequence[Command]) -> None:
        if any(isinstance(one, Register) and one.person_id == broken for one in commands):
            raise KeyError("a fault")

    gate.before = break_for_one
    tasks = await waiting_behind(desk, gate, [wish(one, sitting_id) for one in people])
    gate.is_open.set()
    received = await asyncio.gather(*tasks, return_exceptions=True)
    assert gate.batches == [1, 5, 1, 1, 1, 1, 1]
    failed = [person for person, one in zip(people, received, strict=True) if _failed(one)]
    assert failed == [broken]
    assert {row.person_id for row in campus.rows(registrations)} == {*people} - {broken}


def _failed(received: Any) -> bool:
    return isinstance(received, grpc.aio.AioRpcError) and received.code().name == "INTERNAL"


async def test_a_database_that_cannot_work_fails_the_batch_once(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    def be_down(_commands: Sequence[Command]) -> None:
        text = LocalizedText(de="Nein.", en="No.")
        raise Failure(Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", text)

    gate.before = be_down
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(4)]
    tasks = await waiting_behind(desk, gate, requests)
    gate.is_open.set()
    received = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one.code().name for one in received] == ["UNAVAILABLE"] * 4  # type: ignore[union-attr]
    assert gate.batches == [1, 3]
    gate.before = _go_on
    answer = await send(desk, requests[0])
    assert answer.registration.seq == 1


async def test_the_same_request_several_times_in_one_batch_takes_effect_once(
    campus: Any, desk: ServiceUnderTest, gate: Gate
) -> None:
    sitting_id, person_id = campus.sitting("1001"), campus.student().person_id
    request = wish(person_id, sitting_id)
    first = wish(campus.student().person_id, sitting_id)
    tasks = await waiting_behind(desk, gate, [first, request, request, request])
    gate.is_open.set()
    received = await asyncio.gather(*tasks)
    assert received[1] == received[2] == received[3]
    assert gate.batches == [1, 1]
    assert len(campus.rows(registrations)) == len(campus.rows(answers)) == 2


async def test_more_than_the_desk_takes_on_is_refused_with_a_time_to_come_back(
    campus: Any, gate: Gate
) -> None:
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(4)]
    async with running(service, campus.database, desk_lanes=1, desk_waiting=3) as desk:
        tasks = await waiting_behind(desk, gate, requests[:3])
        found = await refused(send(desk, requests[3]))
        assert found == ("RESOURCE_EXHAUSTED", "OVERLOADED", 1)
        gate.is_open.set()
        await asyncio.gather(*tasks)
        answer = await send(desk, requests[3])
    assert answer.registration.seq == 4


async def test_who_has_no_time_to_wait_so_long_is_refused_at_once(
    campus: Any, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exams.flows.desk._Lane, "expected_seconds", lambda _lane: 7.2)
    gate.is_open.set()
    request = wish(campus.student().person_id, campus.sitting("1001"))
    async with running(service, campus.database, desk_lanes=1) as desk:
        assert await refused(send(desk, request, timeout=5)) == (
            "RESOURCE_EXHAUSTED",
            "OVERLOADED",
            7,
        )
        assert (await send(desk, request, timeout=30)).registration.seq == 1


async def test_a_batch_that_takes_too_long_is_answered_and_the_lane_goes_on(
    campus: Any, desk: ServiceUnderTest, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exams.flows.desk, "BATCH_SECONDS", 0.2)
    sitting_id = campus.sitting("1001")
    request = wish(campus.student().person_id, sitting_id)
    assert await refused(send(desk, request)) == ("UNAVAILABLE", "UNDECIDED", 1)
    monkeypatch.setattr(exams.flows.desk, "BATCH_SECONDS", 15.0)
    gate.is_open.set()
    # What the batch wrote in the end is what the same request is answered.
    answer = await send(desk, request)
    assert answer.registration.seq == 1
    other = await send(desk, wish(campus.student().person_id, sitting_id))
    assert other.registration.seq == 2
    assert len(campus.rows(registrations)) == 2


async def test_requests_under_way_are_answered_when_the_service_stops(
    campus: Any, gate: Gate
) -> None:
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(5)]
    async with running(service, campus.database, desk_lanes=1, stop_seconds=15) as desk:
        own_channel = grpc.aio.insecure_channel(desk.target)
        tasks = await waiting_behind(replace(desk, channel=own_channel), gate, requests)
        threading.Timer(0.3, gate.is_open.set).start()
    received = await asyncio.gather(*tasks)
    await own_channel.close(None)
    assert {one.status for one in received} == {registration_pb2.OUTCOME_STATUS_OK}
    assert len(campus.rows(registrations)) == 5


async def test_the_desk_works_once_the_database_does(campus: Any) -> None:
    """The key that receipts are signed with is published first, however long that takes."""
    tried: list[int] = []
    decided = asyncio.Event()

    async def prepare() -> None:
        tried.append(1)
        if len(tried) == 1:
            raise Failure(Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", LocalizedText(de="", en=""))
        decided.set()

    work: Any = None
    desk: exams.flows.desk.Desk[Command] = exams.flows.desk.Desk(
        work, lambda _tx, _asked: [], exams.flows.desk.DeskLimits(lanes=1)
    )
    running_desk = asyncio.ensure_future(desk.run(prepare))
    await asyncio.wait_for(decided.wait(), 10)
    running_desk.cancel()
    assert len(tried) == 2


async def test_an_overloaded_desk_refuses_before_anything_of_a_call_is_looked_at(
    campus: Any, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exams.flows.desk._Lane, "expected_seconds", lambda _lane: 7.2)
    stub = registration_pb2_grpc.RegistrationServiceStub
    async with running(service, campus.database) as desk:
        register = stub(desk.channel).CreateRegistration
        withdraw = stub(desk.channel).WithdrawRegistration
        metadata = [("authorization", "Bearer nothing that was ever checked")]
        request = wish(uuid4(), uuid4())
        leaving = registration_pb2.WithdrawRegistrationRequest(registration_id=str(uuid4()))
        for call in (
            register(request, metadata=metadata, timeout=5),
            withdraw(leaving, metadata=metadata, timeout=5),
        ):
            assert await refused(call) == ("RESOURCE_EXHAUSTED", "OVERLOADED", 7)
        # Who has the time is looked at as ever, and so is what names no sitting.
        assert (await refused(register(request, metadata=metadata, timeout=30)))[:2] == (
            "UNAUTHENTICATED",
            "TOKEN_INVALID",
        )
        request.sitting_id = "none"
        assert (await refused(register(request, metadata=metadata, timeout=5)))[:2] == (
            "UNAUTHENTICATED",
            "TOKEN_INVALID",
        )


async def test_a_request_whose_time_is_over_is_not_decided(
    campus: Any, desk: ServiceUnderTest, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting_id = campus.sitting("1001")
    requests = [wish(campus.student().person_id, sitting_id) for _ in range(3)]
    tasks = await waiting_behind(desk, gate, requests)
    monkeypatch.setattr(exams.flows.desk, "HOPELESS_SECONDS", 1000.0)
    gate.is_open.set()
    received = await asyncio.gather(*tasks, return_exceptions=True)
    assert [one.code().name for one in received[1:]] == [  # type: ignore[union-attr]
        "DEADLINE_EXCEEDED",
        "DEADLINE_EXCEEDED",
    ]
    assert gate.batches == [1]


async def test_whoever_waits_is_answered_when_the_desk_ends(campus: Any) -> None:
    """A desk that ended, for whatever reason, leaves nobody waiting for it."""
    decided: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    class NeverDone:
        async def write_together(self, *_: Any) -> Any:
            await decided

    work: Any = NeverDone()
    one: exams.flows.desk.Desk[Command] = exams.flows.desk.Desk(
        work, lambda _tx, _asked: [], exams.flows.desk.DeskLimits(lanes=1)
    )

    async def prepare() -> None:
        """Nothing has to be prepared."""

    desk = asyncio.ensure_future(one.run(prepare))
    call: Any = _Asking()
    token = enter_call(call)
    sitting_id = uuid4()
    waiting = []
    for _ in range(3):
        command = Register(uuid4(), sitting_id)
        waiting.append(asyncio.ensure_future(one.decide(command, about=sitting_id)))
        await asyncio.sleep(0.01)
    leave_call(token)
    desk.cancel()
    done = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)
    assert [getattr(failure, "reason", None) for failure in done] == ["UNDECIDED"] * 3


class _Asking:
    """A call with time to wait."""

    def time_remaining(self) -> float:
        return 20.0


async def test_small_batches_say_nothing_about_how_long_a_rush_takes() -> None:
    """Else whoever comes first in a rush is refused, for a time that only single requests take."""

    class Slow:
        async def write_together(self, calls: Sequence[Any], _answer: Any) -> list[Any]:
            await asyncio.sleep(0.02)
            return [registration_pb2.CreateRegistrationResponse() for _ in calls]

    work: Any = Slow()
    lane: Any = exams.flows.desk._Lane(work, lambda _tx, _asked: [], 256)
    for count, expects in ((1, False), (31, False), (32, True)):
        for _ in range(count):
            answered = asyncio.get_running_loop().create_future()
            lane.put(exams.flows.desk._Waiting(_Asking(), None, answered))  # type: ignore[arg-type]
        await lane._answer(lane._take())
        assert (lane._seconds_each > 0) is expects


def test_done_is_what_the_gate_lets_through(campus: Any, gate: Gate) -> None:
    """The gate of these tests decides as the service does."""
    gate.is_open.set()
    command = Register(campus.student().person_id, campus.sitting("1001"))
    [outcome] = campus.run(gate, campus.signer, [command])
    assert isinstance(outcome, Done)
