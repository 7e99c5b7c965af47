"""What happens around every call: faults, deadlines, cancellation, streams, load, draining."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from calls import creation, download, listing, refusal, stub, unpack
from chassis.database import Database, Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc import current_call
from chassis.rpc.call import current_call_or_none
from chassis.rpc.client import open_channel
from chassis.service import Composition, Runtime, start
from chassis.testing import DrivenClock, ServiceUnderTest, TokenMint, running, until
from chassis.testing.databases import fresh_database
from chassis.values import LocalizedText
from google.protobuf import duration_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from matrikel.exams.v1 import registration_pb2
from matrikel.identity.v1 import directory_pb2, directory_pb2_grpc
from seat_service import (
    Script,
    compose,
    count_registrations,
    definition,
    open_sitting,
    piece,
    registered,
    take_seat,
)
from structlog.testing import capture_logs

NO = LocalizedText(de="Nein.", en="No.")
LIST = registration_pb2.ListRegistrationsResponse


def raising(error: Callable[[], BaseException]) -> Any:
    async def fail(work: Any, request: Any, context: Any) -> Any:
        raise error()

    return fail


async def list_own(service: ServiceUnderTest, **more: Any) -> Any:
    person = uuid4()
    return await stub(service).ListRegistrations(
        listing(person), metadata=service.signed_in(person), **more
    )


async def test_a_fault_tells_an_error_id_and_nothing_else(
    service: ServiceUnderTest, script: Script
) -> None:
    script["ListRegistrations"] = raising(lambda: KeyError("the secret"))
    with capture_logs() as logs:
        refused = await refusal(list_own(service))
    assert (refused.code, refused.reason) == ("INTERNAL", "INTERNAL")
    error_id = refused.metadata["error_id"]
    assert error_id in refused.german
    assert error_id in refused.english
    assert "secret" not in repr(refused)
    fault = next(entry for entry in logs if entry["event"] == "fault")
    assert (fault["error_id"], repr(fault["exc_info"])) == (error_id, "KeyError('the secret')")


@pytest.mark.parametrize("data", [b"\x0a\x04\xff\xfe\xfd\xfc", b"\xff" * 40])
@pytest.mark.parametrize("name", ["ListRegistrations", "CreateRegistration"])
async def test_bytes_that_are_no_message_are_refused_like_any_wrong_request(
    service: ServiceUnderTest, name: str, data: bytes
) -> None:
    call = service.channel.unary_unary(f"/matrikel.exams.v1.RegistrationService/{name}")
    with capture_logs() as logs:
        refused = await refusal(call(data))
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "REQUEST_UNREADABLE")
    assert not logs


async def test_a_failure_reaches_the_caller_with_all_it_says(
    service: ServiceUnderTest, script: Script
) -> None:
    script["ListRegistrations"] = raising(
        lambda: Failure(
            Code.RESOURCE_EXHAUSTED,
            "TOO_MANY",
            NO,
            metadata={"limit": "3"},
            fields=(FieldProblem("semester.code", "ODD", LocalizedText(de="Ä?", en="A?")),),
            details=(duration_pb2.Duration(seconds=1),),
            retry_after=timedelta(seconds=7),
        )
    )
    refused = await refusal(list_own(service))
    assert (refused.code, refused.reason, refused.text) == ("RESOURCE_EXHAUSTED", "TOO_MANY", "No.")
    assert (refused.metadata, refused.retry_seconds) == ({"limit": "3"}, 7)
    assert refused.fields == {"semester.code": ("Ä?", "A?")}
    assert refused.german == "Nein."


@pytest.mark.parametrize("code", list(Code))
async def test_every_code_has_its_status(
    service: ServiceUnderTest, script: Script, code: Code
) -> None:
    script["ListRegistrations"] = raising(lambda: Failure(code, "SOME_REASON", NO))
    refused = await refusal(list_own(service))
    assert (refused.code, refused.reason) == (code.name, "SOME_REASON")


async def test_a_failure_that_no_status_can_carry_is_a_fault(
    service: ServiceUnderTest, script: Script
) -> None:
    wrong: Any = {"number": 7}
    script["ListRegistrations"] = raising(lambda: Failure(Code.NOT_FOUND, "X", NO, metadata=wrong))
    assert (await refusal(list_own(service))).code == "INTERNAL"


async def test_more_field_problems_than_metadata_holds_are_cut(
    service: ServiceUnderTest, script: Script
) -> None:
    long = LocalizedText(de="Ä" * 150, en="A" * 150)
    fields = tuple(FieldProblem(f"field_{number}", "LONG", long) for number in range(500))
    script["ListRegistrations"] = raising(
        lambda: Failure(Code.INVALID_ARGUMENT, "X", NO, fields=fields)
    )
    refused = await refusal(list_own(service))
    assert refused.code == "INVALID_ARGUMENT"
    assert 5 < len(refused.fields) < 500


async def test_an_unreachable_service_is_passed_on_and_its_faults_are_not(
    service: ServiceUnderTest, script: Script
) -> None:
    def upstream(code: grpc.StatusCode) -> grpc.aio.AioRpcError:
        nothing = grpc.aio.Metadata()
        return grpc.aio.AioRpcError(code, nothing, nothing, "secret of the other", None)

    for code, seen in (
        (grpc.StatusCode.UNAVAILABLE, ("UNAVAILABLE", "UPSTREAM_UNAVAILABLE")),
        (grpc.StatusCode.DEADLINE_EXCEEDED, ("UNAVAILABLE", "UPSTREAM_UNAVAILABLE")),
        (grpc.StatusCode.NOT_FOUND, ("INTERNAL", "INTERNAL")),
    ):
        script["ListRegistrations"] = raising(lambda code=code: upstream(code))  # type: ignore[misc]
        refused = await refusal(list_own(service))
        assert (refused.code, refused.reason) == seen
        assert "secret" not in repr(refused)


async def test_a_servicer_that_forgets_the_relation_check_leaks_nothing(
    service: ServiceUnderTest, script: Script
) -> None:
    async def forget(work: Any, request: Any, context: Any) -> Any:
        return LIST(next_page_token="secret")

    async def forget_in_stream(work: Any, request: Any, context: Any) -> Any:
        yield piece(b"secret")

    script["ListRegistrations"] = forget
    script["DownloadCertificate"] = forget_in_stream
    assert (await refusal(list_own(service))).code == "INTERNAL"
    received: list[bytes] = []
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await collect(download(service, uuid4()), received)
    assert (received, unpack(refused.value).code) == ([], "INTERNAL")


@pytest.fixture
def waiting(script: Script) -> "Waiting":
    one = Waiting()
    script["ListRegistrations"] = one.answer
    return one


class Waiting:
    """A servicer that begins and waits to be let go on."""

    def __init__(self) -> None:
        self.begun = 0
        self.cancelled = 0
        self.go_on = asyncio.Event()

    async def answer(self, work: Any, request: Any, context: Any) -> Any:
        self.begun += 1
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return await work.read(lambda _: LIST())


async def test_a_caller_that_goes_away_cancels_the_work(
    service: ServiceUnderTest, waiting: Waiting
) -> None:
    call = asyncio.create_task(list_own(service))
    await until(lambda: waiting.begun)
    call.cancel()
    await until(lambda: waiting.cancelled)
    waiting.go_on.set()
    assert await list_own(service) == LIST()


async def test_the_callers_deadline_ends_the_work(
    service: ServiceUnderTest, waiting: Waiting
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await list_own(service, timeout=0.1)
    assert refused.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    await until(lambda: waiting.cancelled)


async def test_a_call_without_a_deadline_gets_one(
    service: ServiceUnderTest, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.rpc.server.DEFAULT_SECONDS", 0.1)
    refused = await refusal(list_own(service))
    assert (refused.code, refused.reason) == ("DEADLINE_EXCEEDED", "TOO_LITTLE_TIME")
    await until(lambda: waiting.cancelled)


async def test_a_timeout_inside_the_servicer_is_a_fault(
    service: ServiceUnderTest, script: Script
) -> None:
    script["ListRegistrations"] = raising(TimeoutError)
    assert (await refusal(list_own(service))).code == "INTERNAL"


async def test_a_call_with_no_time_left_is_not_begun(
    service: ServiceUnderTest, waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.rpc.server.HOPELESS_SECONDS", 5.0)
    refused = await refusal(list_own(service, timeout=4))
    assert (refused.code, refused.reason) == ("DEADLINE_EXCEEDED", "TOO_LITTLE_TIME")
    assert waiting.begun == 0


async def test_calls_beyond_the_limit_are_told_to_come_back(
    sqlite: Database, waiting: Waiting
) -> None:
    async with running(definition, sqlite, calls_in_flight=2) as service:
        calls = [asyncio.create_task(list_own(service)) for _ in range(2)]
        await until(lambda: waiting.begun == 2)
        refused = await refusal(list_own(service))
        assert (refused.code, refused.reason) == ("RESOURCE_EXHAUSTED", "OVERLOADED")
        assert refused.retry_seconds == 1
        waiting.go_on.set()
        assert await asyncio.gather(*calls) == [LIST(), LIST()]
        assert await list_own(service) == LIST()


async def test_a_caller_that_goes_away_during_a_write_leaves_it_whole(
    service_on_both: ServiceUnderTest, script: Script
) -> None:
    service, began, go_on = service_on_both, threading.Event(), threading.Event()
    database = service.in_use.runtime.database
    sitting_id = await database.write(open_sitting)

    async def register_slowly(work: Any, request: Any, context: Any) -> Any:
        def register(tx: Transaction) -> Any:
            made = registered(take_seat(tx, UUID(request.person_id), sitting_id))
            began.set()
            assert go_on.wait(10)
            return made

        return await work.write(register)

    script["CreateRegistration"] = register_slowly
    person = uuid4()
    request, metadata = creation(person, sitting_id), service.signed_in(person)
    call = asyncio.ensure_future(
        _answer(stub(service).CreateRegistration(request, metadata=metadata))
    )
    await asyncio.to_thread(began.wait, 10)
    call.cancel()
    go_on.set()
    # What the caller did not hear is asked for again with the same id.
    answer = await stub(service).CreateRegistration(request, metadata=metadata)
    assert answer.registration.registration_id
    assert await database.read(count_registrations) == 1


async def _answer(call: Any) -> Any:
    return await call


async def collect(call: Any, received: list[bytes]) -> None:
    """Adds the pieces of a stream as they arrive."""
    async for one in call:
        received.append(one.body.data)


async def test_a_stream_brings_its_pieces_in_order(service: ServiceUnderTest) -> None:
    received = [one.body.data async for one in download(service, uuid4())]
    assert received == [b"one", b"two", b"three"]


async def test_a_stream_that_fails_midway_says_so_after_its_pieces(
    service: ServiceUnderTest, script: Script
) -> None:
    for error, code in (
        (KeyError("secret"), "INTERNAL"),
        (Failure(Code.ABORTED, "X", NO), "ABORTED"),
    ):

        async def fail_midway(
            work: Any, request: Any, context: Any, error: Exception = error
        ) -> AsyncIterator[Any]:
            await work.read(lambda _: None)
            yield piece(b"one")
            raise error

        script["DownloadCertificate"] = fail_midway
        received: list[bytes] = []
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await collect(download(service, uuid4()), received)
        assert received == [b"one"]
        assert unpack(refused.value).code == code
        assert "secret" not in repr(unpack(refused.value))


async def test_a_stream_that_nobody_reads_any_more_is_closed_at_once_and_in_order(
    service: ServiceUnderTest, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    mark: ContextVar[int] = ContextVar("mark")
    closed: list[str] = []

    async def endless(work: Any, request: Any, context: Any) -> AsyncIterator[Any]:
        token = mark.set(1)
        await work.read(lambda _: None)
        try:
            while True:
                yield piece(b"x" * 100_000)
        finally:
            # Fails where the garbage collector closes the stream.
            mark.reset(token)
            closed.append("in order")

    script["DownloadCertificate"] = endless
    with capture_logs() as logs:
        for number in range(3):
            call = download(service, uuid4())
            async for _ in call:
                break
            call.cancel()
            await until(lambda number=number: len(closed) == number + 1)  # type: ignore[misc]
    assert closed == ["in order"] * 3
    assert caplog.records == []
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    assert [one async for one in _first(download(service, uuid4()))]


async def _first(call: Any) -> AsyncIterator[Any]:
    try:
        async for one in call:
            yield one
            return
    finally:
        call.cancel()


async def test_running_calls_end_before_the_service_does(
    sqlite: Database, waiting: Waiting, clock: DrivenClock, tmp_path: Path
) -> None:
    settings = definition.settings(
        database_url=sqlite.url,
        mail_target=f"maildir:{tmp_path / 'mail'}",
        identity_target="127.0.0.1:1",
        drain_seconds=0.3,
    )
    mint = TokenMint("exams", clock)
    await asyncio.to_thread(mint.trust_in, sqlite)
    stack = AsyncExitStack()
    in_use = await stack.enter_async_context(start(definition, settings, clock))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{in_use.port}") as channel:
        service = ServiceUnderTest(in_use, channel, mint)
        health = health_pb2_grpc.HealthStub(channel)

        async def is_serving() -> bool:
            answer = await health.Check(health_pb2.HealthCheckRequest())
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

        await until(is_serving)
        call = asyncio.create_task(list_own(service))
        await until(lambda: waiting.begun)
        stopping = asyncio.create_task(stack.aclose())

        async def says_that_it_stops() -> bool:
            return not await is_serving()

        await until(says_that_it_stops)
        # Whoever does not know yet is still served.
        assert (
            await directory_pb2_grpc.DirectoryServiceStub(channel).ListItServices(
                directory_pb2.ListItServicesRequest()
            )
            is not None
        )
        asyncio.get_running_loop().call_later(0.5, waiting.go_on.set)
        assert await call == LIST()
        await stopping
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await list_own(service)
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_a_job_that_fails_ends_the_service(sqlite: Database) -> None:
    async def fail() -> None:
        raise KeyError("a job")

    def with_job(runtime: Runtime) -> Composition:
        return replace(compose(runtime), background=(fail,))

    failing = replace(definition, compose=with_job)
    async with running(failing, sqlite) as service:
        with pytest.raises(KeyError):
            await asyncio.wait_for(service.in_use.failed, 10)


async def test_two_processes_do_not_serve_one_sqlite_file(
    service: ServiceUnderTest, sqlite: Database
) -> None:
    with pytest.raises(RuntimeError, match="another process serves"):
        async with running(definition, sqlite):
            pass


async def test_two_servers_do_not_share_a_port(
    service: ServiceUnderTest, tmp_path: Path, clock: DrivenClock
) -> None:
    other = fresh_database(definition, tmp_path, clock, None)
    with pytest.raises(RuntimeError, match="Failed to bind"):
        async with running(definition, other, port=service.in_use.port):
            pass
    other.close()


async def test_heavy_work_leaves_the_loop_free(service: ServiceUnderTest) -> None:
    go_on = threading.Event()

    def work(value: int) -> int:
        assert go_on.wait(10)
        return value * 2

    heavy = [asyncio.create_task(service.in_use.runtime.compute(work, n)) for n in range(4)]
    assert await list_own(service) == LIST()
    go_on.set()
    assert await asyncio.gather(*heavy) == [0, 2, 4, 6]


async def test_a_call_to_another_service_carries_deadline_language_and_trace(
    service: ServiceUnderTest, script: Script
) -> None:
    seen: list[Any] = []

    async def ask(work: Any, request: Any, context: Any) -> Any:
        call = current_call()
        if not seen:
            seen.append(call.time_remaining())
            directory = directory_pb2_grpc.DirectoryServiceStub(channel)
            return await directory.ListItServices(request)
        seen.extend((call.time_remaining(), call.language.value))
        return await work.read(lambda _: directory_pb2.ListItServicesResponse())

    channel = open_channel(service.target)
    script["ListItServices"] = ask
    directory = directory_pb2_grpc.DirectoryServiceStub(service.channel)
    request = directory_pb2.ListItServicesRequest()
    await directory.ListItServices(request, timeout=5, metadata=(("accept-language", "en"),))
    await channel.close(None)
    outer, inner, language = seen
    # gRPC sends the deadline rounded up and counts it from its arrival.
    assert inner < outer < 5.1
    assert language == "en"
    assert current_call_or_none() is None
