"""Many calls in one transaction: each has its own outcome, and none harms its neighbours."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
import seat_service
from calls import Refusal, creation, stub, unpack
from chassis.database import Database, Transaction
from chassis.database.tables import answers, audit_entries
from chassis.errors import Code, Failure
from chassis.rpc import Call, Caller, DecidedTogether, Relation, current_call
from chassis.testing import ServiceUnderTest, until
from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.exams.v1 import registration_pb2
from seat_service import (
    FULL,
    Script,
    count_registrations,
    open_sitting,
    registered,
    take_seat,
)
from sqlalchemy import select, text

Answer = Callable[[Transaction, Sequence[Call]], Sequence[Message | Failure]]


class Gathering:
    """Lets calls wait until so many are there, and then answers them together."""

    def __init__(self, count: int, answer: Answer) -> None:
        self._count = count
        self._answer = answer
        self._waiting: list[tuple[Call, asyncio.Future[Any]]] = []
        self.asked: list[int] = []

    async def __call__(self, work: Any, _request: Any, _context: Any) -> Any:
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((current_call(), future))
        if len(self._waiting) == self._count:
            together, self._waiting = self._waiting, []
            await self._decide(work, together)
        outcome = await future
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def _decide(self, work: Any, together: list[tuple[Call, asyncio.Future[Any]]]) -> None:
        try:
            outcomes = await work.write_together([call for call, _ in together], self._noted)
        except Exception as error:
            outcomes = [error] * len(together)
        for (_, future), outcome in zip(together, outcomes, strict=True):
            future.set_result(outcome)

    def _noted(self, tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
        self.asked.append(len(calls))
        return self._answer(tx, calls)


def seats(tx: Transaction, calls: Sequence[Call]) -> list[Message | Failure]:
    """A seat for each."""
    requests: list[Any] = [call.request for call in calls]
    return [
        registered(take_seat(tx, UUID(one.person_id), UUID(one.sitting_id))) for one in requests
    ]


def database_of(service: ServiceUnderTest) -> Database:
    return service.in_use.runtime.database


async def rows_of(service: ServiceUnderTest, table: Any) -> list[Any]:
    return await database_of(service).read(lambda tx: list(tx.execute(select(table))))


async def send(service: ServiceUnderTest, person: UUID, request: Any) -> Any:
    """The answer, or the refusal."""
    try:
        return await stub(service).CreateRegistration(request, metadata=service.signed_in(person))
    except AioRpcError as error:
        return unpack(error)


async def test_calls_that_are_answered_together_each_get_their_own_answer(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, people = service_on_both, [uuid4() for _ in range(12)]
    script["CreateRegistration"] = gathering = Gathering(len(people), seats)
    sitting_id = await database_of(service).write(open_sitting)
    requests = [creation(person, sitting_id) for person in people]
    received = await asyncio.gather(
        *(send(service, p, r) for p, r in zip(people, requests, strict=True))
    )
    assert gathering.asked == [12]
    assert len({one.registration.registration_id for one in received}) == 12
    assert await database_of(service).read(count_registrations) == 12
    entered = {(row.caller, row.outcome) for row in await rows_of(service, audit_entries)}
    assert entered == {(str(person), "OK") for person in people}
    kept = {row.request_id: row.answer for row in await rows_of(service, answers)}
    assert kept == {
        request.request_id: answer.SerializeToString()
        for request, answer in zip(requests, received, strict=True)
    }


async def test_a_call_about_somebody_else_is_refused_and_its_neighbours_are_not(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, person, stranger = service_on_both, uuid4(), uuid4()
    script["CreateRegistration"] = gathering = Gathering(2, seats)
    sitting_id = await database_of(service).write(open_sitting)
    mine, theirs = await asyncio.gather(
        send(service, person, creation(person, sitting_id)),
        send(service, stranger, creation(person, sitting_id)),
    )
    assert mine.status == registration_pb2.OUTCOME_STATUS_OK
    assert (theirs.code, theirs.reason) == ("NOT_FOUND", "PERSON_UNKNOWN")
    assert gathering.asked == [1]
    outcomes = {row.caller: row.outcome for row in await rows_of(service, audit_entries)}
    assert outcomes == {str(person): "OK", str(stranger): "PERSON_UNKNOWN"}


async def test_the_same_request_twice_together_takes_effect_once(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, person = service_on_both, uuid4()
    script["CreateRegistration"] = gathering = Gathering(3, seats)
    sitting_id = await database_of(service).write(open_sitting)
    request = creation(person, sitting_id)
    received = await asyncio.gather(*(send(service, person, request) for _ in range(3)))
    assert gathering.asked == [1]
    assert received[0] == received[1] == received[2]
    assert await database_of(service).read(count_registrations) == 1


async def test_an_id_used_for_two_requests_together_is_refused_to_the_second(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, person, request_id = service_on_both, uuid4(), uuid4()
    script["CreateRegistration"] = Gathering(2, seats)
    sittings = [await database_of(service).write(open_sitting) for _ in range(2)]
    received = await asyncio.gather(
        *(send(service, person, creation(person, one, request_id)) for one in sittings)
    )
    refused = [one for one in received if isinstance(one, Refusal)]
    assert [one.reason for one in refused] == ["REQUEST_ID_REUSED"]
    assert await database_of(service).read(count_registrations) == 1


async def test_requests_that_were_answered_before_are_answered_alike(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, people = service_on_both, [uuid4() for _ in range(4)]
    sitting_id = await database_of(service).write(open_sitting)
    requests = [creation(person, sitting_id) for person in people]
    script["CreateRegistration"] = gathering = Gathering(4, _every_second_is_refused)

    async def all_again() -> list[Any]:
        return await asyncio.gather(
            *(send(service, p, r) for p, r in zip(people, requests, strict=True))
        )

    first = await all_again()
    assert sum(isinstance(one, Refusal) for one in first) == 2
    assert await all_again() == first
    assert gathering.asked == [4]
    outcomes = sorted(row.outcome for row in await rows_of(service, audit_entries))
    assert outcomes == ["FULL", "FULL", "OK", "OK"]


def _every_second_is_refused(tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
    refusal = Failure(Code.FAILED_PRECONDITION, "FULL", FULL, keeps_changes=True)
    return [refusal if place % 2 else seats(tx, [call])[0] for place, call in enumerate(calls)]


async def test_a_failure_that_keeps_nothing_can_be_tried_again(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, people = service_on_both, [uuid4(), uuid4()]
    sitting_id = await database_of(service).write(open_sitting)
    requests = [creation(person, sitting_id) for person in people]
    fails = [True]

    def answer(tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
        gone = Failure(Code.NOT_FOUND, "GONE", FULL)
        return [gone] * len(calls) if fails else seats(tx, calls)

    script["CreateRegistration"] = gathering = Gathering(2, answer)
    for expected in (2, 0):
        received = await asyncio.gather(
            *(send(service, p, r) for p, r in zip(people, requests, strict=True))
        )
        assert sum(isinstance(one, Refusal) for one in received) == expected
        fails.clear()
    assert gathering.asked == [2, 2]
    outcomes = sorted(row.outcome for row in await rows_of(service, audit_entries))
    assert outcomes == ["GONE", "GONE", "OK", "OK"]


async def test_a_fault_undoes_everything_and_fails_every_call(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, people = service_on_both, [uuid4() for _ in range(3)]
    sitting_id = await database_of(service).write(open_sitting)

    def answer(tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
        seats(tx, calls)
        raise KeyError("a fault")

    script["CreateRegistration"] = Gathering(3, answer)
    received = await asyncio.gather(
        *(send(service, person, creation(person, sitting_id)) for person in people)
    )
    assert [one.reason for one in received] == ["INTERNAL"] * 3
    assert await database_of(service).read(count_registrations) == 0
    assert await rows_of(service, answers) == []


async def test_the_same_request_in_two_transactions_at_once_takes_effect_once(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    """Whoever comes second waits for the id, not for a row that both would write."""
    service, person = service_on_both, uuid4()
    sitting_ids = [await database_of(service).write(open_sitting) for _ in range(2)]
    places = iter(sitting_ids)
    request = creation(person, sitting_ids[0])

    def elsewhere(tx: Transaction, calls: Sequence[Call]) -> Sequence[Message | Failure]:
        return [registered(take_seat(tx, person, next(places))) for _ in calls]

    script["CreateRegistration"] = gathering = Gathering(1, elsewhere)
    received = await asyncio.gather(*(send(service, person, request) for _ in range(8)))
    assert gathering.asked == [1]
    assert all(one == received[0] for one in received)


async def test_a_relation_that_is_decided_together_is_asked_once(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, people = service_on_both, [uuid4() for _ in range(5)]
    asked: list[int] = []

    def decide(tx: Transaction, pairs: Sequence[tuple[Caller, str]]) -> Sequence[Relation | None]:
        asked.append(len(pairs))
        return [seat_service.relation_to_person(tx, caller, one) for caller, one in pairs]

    service.in_use.runtime.relations["person"] = DecidedTogether(decide)
    script["CreateRegistration"] = Gathering(5, seats)
    sitting_id = await database_of(service).write(open_sitting)
    await asyncio.gather(
        *(send(service, person, creation(person, sitting_id)) for person in people)
    )
    assert asked == [5]
    await stub(service).ListRegistrations(
        registration_pb2.ListRegistrationsRequest(person_id=str(people[0])),
        metadata=service.signed_in(people[0]),
    )
    assert asked == [5, 1]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_name_that_another_transaction_holds_is_waited_for(database: Database) -> None:
    """On SQLite there is one writer, which holds everything."""
    order: list[str] = []
    held, go_on = threading.Event(), threading.Event()

    def first(tx: Transaction) -> None:
        tx.hold(["the same", "and another"])
        held.set()
        go_on.wait(10)
        order.append("first")

    def second(tx: Transaction) -> None:
        tx.hold(["the same"])
        order.append("second")

    def waiters(tx: Transaction) -> int:
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return int(tx.execute(waiting).scalar_one())

    one = asyncio.create_task(database.write(first))
    await asyncio.to_thread(held.wait, 10)
    other = asyncio.create_task(database.write(second))
    await until(lambda: database.read(waiters))
    go_on.set()
    await asyncio.gather(one, other)
    assert order == ["first", "second"]
