"""How the rush is won: registrations through gRPC and at the desk, beside what is bare.

All on PostgreSQL with fsync on: in a closed loop on one hot sitting and on 200, in an open loop
with latencies from the intended moment of sending, in a burst, and under ten times the load.
"""

import asyncio
import re
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import grpc
from chassis.database import Transaction
from chassis.rpc import Call, Caller, MethodContract
from chassis.rpc.batch import Batch
from chassis.rpc.relations import Relations
from chassis.signing import Signer
from chassis.testing.postgres import find_binaries, running_postgres
from chassis.values import Language
from exams.api.desk_answers import deciding_with
from exams.api.relations import relation_to_person
from exams.domain.desk import Register
from exams.domain.receipts import RECEIPT_TYPE
from exams.store.tables import enrolments
from grpc_health.v1 import health_pb2, health_pb2_grpc
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import registration_pb2
from sqlalchemy import select, text

from tests.load.desk_setting import DeskSetting
from tests.load.measuring import (
    Figure,
    at_least,
    at_most,
    cpu_seconds,
    in_turn,
    per_second,
    percentile,
)

AT_ONCE = 256
_DAWN = datetime(2026, 1, 1, tzinfo=UTC)
NAIVE_CLIENTS = 32
TOGETHER = 256
OPEN_LOOP_PER_SECOND = 500
SCRIPT = Path(__file__).parent / "naive_registration.sql"


def registrations(quick: bool) -> Iterator[Figure]:
    """Every figure of the desk."""
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_through_grpc(folder, server, "", 1, quick))
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_through_grpc(folder, server, "_200_sittings", 200, quick))
    with _folder() as folder:
        yield from asyncio.run(_through_grpc(folder, None, "_sqlite", 1, quick))
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_at_the_desk(folder, server, quick))
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_open_loop(folder, server, quick))
    with running_postgres(fsync=True) as server, _folder() as folder:
        yield from asyncio.run(_rush(folder, server, quick))


def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="matrikel-bench-")


async def _through_grpc(
    folder: str, server: str | None, name: str, count: int, quick: bool
) -> list[Figure]:
    """Registrations per second beside empty calls on the same server, and beside health checks."""
    each = 300 if quick else 2000
    setting = DeskSetting(Path(folder), server)
    cpu: list[float] = []
    bare: list[float] = []
    try:
        await setting.exams.start()
        sitting_ids = setting.sittings(count)
        # The first ones fill caches and are not counted.
        await per_second(setting.registering(200, sitting_ids), AT_ONCE)

        async def register() -> float:
            calls = setting.registering(each, sitting_ids)
            before = cpu_seconds(setting.exams.pid)
            rate = await per_second(calls, AT_ONCE)
            cpu.append((cpu_seconds(setting.exams.pid) - before) / each * 1000)
            return rate

        async def empty() -> float:
            bare.append(await per_second(_health_checks(setting, each), AT_ONCE))
            return await per_second(setting.nothing(each), AT_ONCE)

        rates = await in_turn(
            f"registrations_per_second{name}", "1/s", register, empty, at_least(0.6)
        )
    finally:
        await setting.close()
    return [
        rates,
        Figure(
            f"registrations_beside_health_checks{name}",
            rates.value,
            "1/s",
            statistics.median(bare),
            None,
            tuple(rates.value / one for one in bare),
        ),
        Figure(f"registration_cpu{name}", statistics.median(cpu), "CPU-ms in the service"),
    ]


def _health_checks(setting: DeskSetting, count: int) -> Iterator[Callable[[], Awaitable[object]]]:
    channel = grpc.aio.insecure_channel(setting.exams.target)
    stub = health_pb2_grpc.HealthStub(channel)
    return iter([lambda: stub.Check(health_pb2.HealthCheckRequest(), timeout=60)] * count)


async def _at_the_desk(folder: str, server: str, quick: bool) -> list[Figure]:
    """Batches without gRPC, with rules, access, receipts and all, beside plain SQL one by one."""
    each = 2_000 if quick else 8_000
    setting = DeskSetting(Path(folder), server)
    database = setting.exams.database
    signer = Signer.from_file(None, RECEIPT_TYPE)
    batch = Batch("exams", Relations({"person": relation_to_person}))
    try:

        async def desk() -> float:
            [sitting_id] = setting.sittings(1)
            asked = [_call(one, sitting_id) for one in setting.students(each)]
            began = time.perf_counter()
            for start in range(0, each, TOGETHER):
                await database.write(_decide, batch, signer, asked[start : start + TOGETHER])
            return each / (time.perf_counter() - began)

        async def naive() -> float:
            [sitting_id] = setting.sittings(1)
            people = setting.students(each)
            database.write_now(_number_students, people)
            return await asyncio.to_thread(_pgbench, database.url, sitting_id, each)

        figure = await in_turn("desk_per_second", "1/s", desk, naive, at_least(2))
    finally:
        await setting.close()
    return [figure]


def _call(person_id: UUID, sitting_id: UUID) -> tuple[Call, Register]:
    contract = MethodContract.of_service(
        registration_pb2.DESCRIPTOR.services_by_name["RegistrationService"]
    )[0]
    caller = Caller(person_id, "session", frozenset({access_pb2.ROLE_STUDENT}), _DAWN, "token")
    call = Call(
        contract=contract,
        request=registration_pb2.CreateRegistrationRequest(
            person_id=str(person_id), sitting_id=str(sitting_id), request_id=str(uuid4())
        ),
        caller=caller,
        service=None,
        language=Language.DE,
        client_address="",
        metadata={},
        deadline=time.monotonic() + 600,
        relations=contract.opened_relations(caller.roles),
        caller_name=str(person_id),
    )
    return call, Register(person_id, sitting_id)


def _decide(
    tx: Transaction, batch: Batch, signer: Signer, asked: list[tuple[Call, Register]]
) -> None:
    commands = {id(call): command for call, command in asked}
    decide = deciding_with(signer)
    outcomes = batch.answer(
        tx,
        [call for call, _ in asked],
        lambda tx, calls: decide(tx, [(call, commands[id(call)]) for call in calls]),
    )
    refused = [one for one in outcomes if isinstance(one, Exception)]
    if refused:
        raise RuntimeError(f"{len(refused)} were refused, such as {refused[0]!r}")


def _number_students(tx: Transaction, people: list[UUID]) -> None:
    for statement in (
        "DROP TABLE IF EXISTS bench_students",
        "DROP SEQUENCE IF EXISTS bench_next",
        "CREATE SEQUENCE bench_next",
        "CREATE TABLE bench_students (number bigint PRIMARY KEY, person_id uuid,"
        " enrolment_id uuid, regulations_version_code text)",
    ):
        tx.execute(text(statement))
    chosen = select(enrolments).where(enrolments.c.person_id.in_(people))
    tx.execute(
        text("INSERT INTO bench_students VALUES (:number, :person, :enrolment, :version)"),
        [
            {
                "number": number,
                "person": row.person_id,
                "enrolment": row.enrolment_id,
                "version": row.regulations_version_code,
            }
            for number, row in enumerate(tx.execute(chosen), start=1)
        ],
    )


def _pgbench(url: str, sitting_id: UUID, count: int) -> float:
    """Transactions per second of the script, with as many clients as naive programs have."""
    command = [
        *(str(find_binaries() / "pgbench"), "--no-vacuum", "--file", str(SCRIPT)),
        *("--client", str(NAIVE_CLIENTS), "--jobs", "2", "--protocol", "prepared"),
        *("--transactions", str(count // NAIVE_CLIENTS), "--define", f"sitting={sitting_id}"),
        url,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([0-9.]+) \(without", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


async def _open_loop(folder: str, server: str, quick: bool) -> list[Figure]:
    """Calls at fixed moments, whatever became of the former ones."""
    seconds = 3 if quick else 20
    setting = DeskSetting(Path(folder), server)
    try:
        await setting.exams.start()
        sitting_ids = setting.sittings(1)
        await per_second(setting.registering(500, sitting_ids), AT_ONCE)
        calls = list(setting.registering(OPEN_LOOP_PER_SECOND * seconds, sitting_ids))
        latencies, failed = await _at_fixed_moments(calls, OPEN_LOOP_PER_SECOND)
    finally:
        await setting.close()
    name = f"registration_open_loop_{OPEN_LOOP_PER_SECOND}"
    return [
        Figure(f"{name}_p50", percentile(latencies, 0.5) * 1000, "ms"),
        Figure(f"{name}_p99", percentile(latencies, 0.99) * 1000, "ms", goal=at_most(100)),
        Figure(f"{name}_p99.9", percentile(latencies, 0.999) * 1000, "ms"),
        Figure(f"{name}_max", latencies[-1] * 1000, "ms"),
        Figure(f"{name}_failed", failed.total(), "calls", goal=at_most(0)),
    ]


async def _at_fixed_moments(
    calls: list[Callable[[], Awaitable[object]]], rate: float
) -> tuple[list[float], Counter[str]]:
    """Latencies from the intended moments, sorted, and how many calls failed with which code."""
    latencies: list[float] = []
    failed: Counter[str] = Counter()

    async def send(call: Callable[[], Awaitable[object]], intended: float) -> None:
        try:
            await call()
        except grpc.aio.AioRpcError as error:
            failed[error.code().name] += 1
        else:
            latencies.append(time.perf_counter() - intended)

    began = time.perf_counter() + 0.1
    async with asyncio.TaskGroup() as group:
        for number, call in enumerate(calls):
            intended = began + number / rate
            if (early := intended - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            group.create_task(send(call, intended))
    return sorted(latencies), failed


async def _rush(folder: str, server: str, quick: bool) -> list[Figure]:
    """A burst of all at once, and ten times what the service can do, from callers with 5 s."""
    count = 1_000 if quick else 10_000
    setting = DeskSetting(Path(folder), server)
    try:
        await setting.exams.start()
        sitting_ids = setting.sittings(1)
        await per_second(setting.registering(500, sitting_ids), AT_ONCE)
        rated = await per_second(setting.registering(500 if quick else 3000, sitting_ids), AT_ONCE)
        burst = list(setting.registering(count, sitting_ids))
        began = time.perf_counter()
        answers = await asyncio.gather(*(one() for one in burst), return_exceptions=True)
        drained = time.perf_counter() - began
        lost = sum(isinstance(one, BaseException) for one in answers)
        offered = int(rated * 10) * (1 if quick else 2)
        calls = list(setting.registering(offered, sitting_ids, deadline=5.0))
        began = time.perf_counter()
        latencies, failed = await _at_fixed_moments(calls, rated * 10)
        good = len(latencies) / (time.perf_counter() - began)
        overloaded = failed.get("RESOURCE_EXHAUSTED", 0)
        refused = overloaded / max(1, failed.total())
    finally:
        await setting.close()
    return [
        Figure(f"registration_burst_{count}", drained, "s"),
        Figure(f"registration_burst_{count}_unanswered", lost, "calls", goal=at_most(0)),
        Figure(
            "registration_goodput_at_10_times",
            good,
            "1/s",
            rated,
            at_least(0.8),
            (good / rated,),
        ),
        Figure("registration_refused_as_overloaded", refused, "of those that failed"),
    ]
