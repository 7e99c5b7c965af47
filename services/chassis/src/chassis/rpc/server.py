"""The gRPC server that every service runs.

Each method of a contract is served through one pipeline: who calls, is there time left, may they,
is the request well formed, then the servicer; around it metrics, a trace span, one log line, and
the translation of every failure.
"""

import asyncio
import ipaddress
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, partial
from typing import Any, TypeAlias
from urllib.parse import unquote

import grpc
import structlog
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2
from grpc_status import rpc_status

from chassis.database.database import Database
from chassis.errors import Code, Failure
from chassis.rpc import audit
from chassis.rpc.admission import CLIENT_ADDRESS_METADATA, Admission
from chassis.rpc.answers import Replayed
from chassis.rpc.call import DEFAULT_SECONDS, Call, enter_call
from chassis.rpc.contract import ContractError, MethodContract
from chassis.rpc.observation import IN_FLIGHT, Observation, Observer, traceparent
from chassis.rpc.relations import Relations
from chassis.rpc.status import to_status, unexpected
from chassis.values import Language, LocalizedText

log = structlog.get_logger()

# grpc-stubs 1.53 lack abort_with_status, and the generated messages fit no type variable.
Context: TypeAlias = Any

MAX_MESSAGE_BYTES = 12 * 1024 * 1024
# A call with less time left than this is refused instead of begun.
HOPELESS_SECONDS = 0.005
# Calls in work or waiting; grpcio's own limit is unreliable with asyncio (grpc 1.85).
MAX_CALLS_IN_FLIGHT = 10_000
# The service that may say on whose behalf, in terms of network addresses, it calls.
GATEWAY = "gateway"

# Failures that say when the service could not answer, not what it refused.
BAD_TIMES = {Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED}

# How a call ended that nobody waits for any more.
CANCELLED = (grpc.StatusCode.CANCELLED.value[0], "CANCELLED")
TIMED_OUT = (grpc.StatusCode.DEADLINE_EXCEEDED.value[0], "TOO_LITTLE_TIME")

UNREADABLE = LocalizedText(
    de="Die Anfrage ist keine gültige Nachricht dieser Methode. Bitte erzeugen Sie sie aus dem"
    " aktuellen Vertrag.",
    en="The request is no valid message of this method. Please make it from the current contract.",
)
OVERLOADED = LocalizedText(
    de="Gerade sind sehr viele Anfragen unterwegs. Bitte versuchen Sie es gleich noch einmal.",
    en="Very many requests are under way right now. Please try again in a moment.",
)
TOO_LATE = LocalizedText(
    de="Die Zeit für diese Anfrage war zu knapp. Bitte versuchen Sie es noch einmal.",
    en="There was too little time for this request. Please try again.",
)


class Unreadable:
    """Stands for a request that could not be read.

    gRPC answers an exception in a deserializer by itself (grpcio 1.85): with UNKNOWN, the text of
    the exception and a traceback in the log, before anything of ours runs.
    """


def _read(request_type: type[Message], data: bytes) -> Message | Unreadable:
    try:
        return request_type.FromString(data)
    except DecodeError:
        return Unreadable()


Gate: TypeAlias = Callable[[Call], None]


@dataclass(frozen=True)
class Served:
    """One service of the contracts and the object that answers it.

    `gates` are asked first, by the name of a method: one raises where its method cannot take on the
    call at the moment. Nothing of the call was checked then, neither who calls nor what is asked.
    """

    descriptor: ServiceDescriptor
    servicer: object
    gates: Mapping[str, Gate] = field(default_factory=dict)


class Pipeline:
    """What happens around every servicer method."""

    def __init__(
        self,
        service: str,
        database: Database,
        admission: Admission,
        relations: Relations,
        most_in_flight: int = MAX_CALLS_IN_FLIGHT,
    ) -> None:
        self._service = service
        self._database = database
        self._admission = admission
        self._relations = relations
        self._in_flight = 0
        self._most_in_flight = most_in_flight
        IN_FLIGHT.set_function(lambda: self._in_flight)

    def handlers(self, served: Iterable[Served]) -> "list[grpc.GenericRpcHandler[Any, Any]]":
        """gRPC handlers for all methods. Raises ContractError where a contract is incomplete."""
        return [self._handlers_of(one) for one in served]

    def _handlers_of(self, served: Served) -> "grpc.GenericRpcHandler[Any, Any]":
        handlers: dict[str, Any] = {}
        for contract in MethodContract.of_service(served.descriptor):
            self._relations.require_for(contract)
            method = getattr(served.servicer, contract.descriptor.name, None)
            if method is None:
                raise ContractError(f"{contract.path} has nobody who answers it")
            streams = contract.descriptor.server_streaming
            make = (
                grpc.unary_stream_rpc_method_handler
                if streams
                else grpc.unary_unary_rpc_method_handler
            )
            handlers[contract.descriptor.name] = make(
                self._stream(contract, method)
                if streams
                else self._unary(contract, method, served.gates.get(contract.descriptor.name)),
                request_deserializer=partial(_read, contract.request_type),
                response_serializer=contract.response_type.SerializeToString,
            )
        return grpc.method_handlers_generic_handler(served.descriptor.full_name, handlers)

    def _unary(
        self,
        contract: MethodContract,
        method: Callable[[Message, Context], Awaitable[Message]],
        gate: Gate | None,
    ) -> Callable[[Message, Context], Awaitable[Message]]:
        observer = Observer(contract)

        async def answer(request: Message, context: Context) -> Message:
            metadata = _metadata(context)
            with _Counted(self, observer.watch(metadata)) as observation:
                try:
                    call = await self._open(contract, request, context, metadata, observation, gate)
                    if call.has_own_deadline:
                        response = await method(request, context)
                        await self._before_answering(call)
                        return response
                    async with _Until(call):
                        response = await method(request, context)
                        await self._before_answering(call)
                    return response
                except BaseException as error:
                    status = await self._status(error, observation)
                await context.abort_with_status(rpc_status.to_status(status))
                raise AssertionError("abort raises")

        return answer

    def _stream(
        self,
        contract: MethodContract,
        method: Callable[[Message, Context], AsyncGenerator[Message]],
    ) -> Callable[[Message, Context], Awaitable[None]]:
        # A coroutine that writes, not a generator: gRPC leaves a generator that nobody listens to
        # any more to the garbage collector, which ends it late and in another context.
        observer = Observer(contract)

        async def answer(request: Message, context: Context) -> None:
            metadata = _metadata(context)
            with _Counted(self, observer.watch(metadata)) as observation:
                try:
                    call = await self._open(contract, request, context, metadata, observation)
                    async with aclosing(method(request, context)) as responses:
                        async for response in responses:
                            await self._before_answering(call)
                            await _send(context, response)
                    await self._before_answering(call)
                    return
                except BaseException as error:
                    status = await self._status(error, observation)
                await context.abort_with_status(rpc_status.to_status(status))

        return answer

    async def _open(
        self,
        contract: MethodContract,
        request: Message | Unreadable,
        context: Context,
        metadata: Mapping[str, str],
        observation: Observation,
        gate: Gate | None = None,
    ) -> Call:
        if isinstance(request, Unreadable):
            raise Failure(Code.INVALID_ARGUMENT, "REQUEST_UNREADABLE", UNREADABLE)
        remaining = context.time_remaining()
        call = Call(
            contract=contract,
            request=request,
            caller=None,
            service=None,
            language=_language(metadata.get("accept-language", "")),
            client_address=_address(context.peer()),
            metadata=metadata,
            # grpc-stubs 1.53 do not know that a call may have no deadline.
            deadline=time.monotonic() + (DEFAULT_SECONDS if remaining is None else remaining),
            has_own_deadline=remaining is not None,
        )
        observation.call = call
        enter_call(call)
        if self._in_flight > self._most_in_flight:
            raise Failure(
                Code.RESOURCE_EXHAUSTED, "OVERLOADED", OVERLOADED, retry_after=timedelta(seconds=1)
            )
        if call.time_remaining() < HOPELESS_SECONDS:
            raise Failure(Code.DEADLINE_EXCEEDED, "TOO_LITTLE_TIME", TOO_LATE)
        if gate is not None:
            gate(call)
        await self._admission.identify(call)
        call.trace = traceparent()
        if call.service == GATEWAY:
            told = _as_address(metadata.get(CLIENT_ADDRESS_METADATA, ""))
            call.client_address = told or call.client_address
        await self._admission.admit(call)
        call.admitted = not call.contract.access.resource
        return call

    async def _before_answering(self, call: Call) -> None:
        """Nothing leaves without a relation check, nor without the audit entry it asks for."""
        # A servicer that answers without a relation check is a fault, never a leak.
        if not call.admitted and call.service not in call.contract.access.callers:
            raise RuntimeError(f"{call.contract.path} was answered without a relation check")
        if audit.is_audited(call):
            await self._database.write(audit.enter, call)
            call.entered = True

    async def _status(self, error: BaseException, observation: Observation) -> status_pb2.Status:
        """The status of whatever went wrong; cancellation and the like are raised again."""
        call = observation.call
        if isinstance(error, Replayed):
            observation.ended(error.status.code, "REPLAYED")
            return error.status
        if isinstance(error, grpc.aio.AbortError) or not isinstance(error, Exception):
            observation.ended(*(TIMED_OUT if call and not call.time_remaining() else CANCELLED))
            raise error
        failure = _as_failure(error)
        language = call.language if call else Language.DE
        try:
            status = to_status(failure, self._service, language)
        except Exception as fault:
            # Metadata or details that no status can carry; the program made them.
            failure = _fault(fault)
            status = to_status(failure, self._service, language)
        observation.ended(status.code, failure.reason)
        if call and _is_refusal_to_enter(call, failure):
            await self._audit_refusal(call, failure)
        return status

    async def _audit_refusal(self, call: Call, failure: Failure) -> None:
        try:
            await self._database.write(audit.enter, call, failure.reason)
        except Exception as error:
            log.error("refusal_not_audited", method=call.contract.path, exc_info=error)

    def entered(self) -> None:
        """Counts a call that began."""
        self._in_flight += 1

    def left(self) -> None:
        """Counts a call that ended."""
        self._in_flight -= 1


async def _send(context: Context, response: Message) -> None:
    """Sends one piece of an answer. Raises CancelledError where nobody is there to receive it."""
    try:
        await context.write(response)
    except grpc.aio.InternalError as error:
        # A send fails only where the stream is gone; grpcio 1.85 tells so before it cancels.
        raise asyncio.CancelledError from error


class _Counted:
    """Counts a call while it is observed."""

    def __init__(self, pipeline: Pipeline, observation: Observation) -> None:
        self._pipeline = pipeline
        self._observation = observation

    def __enter__(self) -> Observation:
        self._pipeline.entered()
        return self._observation.__enter__()

    def __exit__(self, *exception: Any) -> None:
        self._observation.__exit__(*exception)
        self._pipeline.left()


class _Until:
    """Ends the work of a call whose time is over; gRPC does so where the caller named it."""

    def __init__(self, call: Call) -> None:
        self._limit = asyncio.timeout(call.time_remaining())

    async def __aenter__(self) -> None:
        await self._limit.__aenter__()

    async def __aexit__(self, *exception: Any) -> None:
        try:
            await self._limit.__aexit__(*exception)
        except TimeoutError:
            raise Failure(Code.DEADLINE_EXCEEDED, "TOO_LITTLE_TIME", TOO_LATE) from None


def _is_refusal_to_enter(call: Call, failure: Failure) -> bool:
    """Whether somebody was refused something and the audit table has yet to say so.

    Who came at a bad time was refused nothing, and one more transaction for each of them would
    make a bad time worse.
    """
    if call.caller is None or not call.contract.access.audited:
        return False
    return not failure.keeps_changes and failure.code not in BAD_TIMES


def _as_failure(error: Exception) -> Failure:
    if isinstance(error, Failure):
        return error
    if isinstance(error, grpc.aio.AioRpcError):
        log.warning("upstream_failed", code=error.code().name, details=error.details())
        return _of_upstream(error)
    return _fault(error)


def _fault(error: Exception) -> Failure:
    failure = unexpected()
    log.error("fault", exc_info=error, **failure.metadata)
    return failure


def _of_upstream(error: grpc.aio.AioRpcError) -> Failure:
    """A failure of another service: its absence is passed on, anything else is a fault here."""
    if error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED):
        return Failure(
            Code.UNAVAILABLE,
            "UPSTREAM_UNAVAILABLE",
            LocalizedText(
                de="Ein anderer Dienst der Universität antwortet gerade nicht. Bitte versuchen Sie"
                " es in einigen Minuten noch einmal.",
                en="Another service of the university does not answer right now. Please try again"
                " in a few minutes.",
            ),
        )
    return unexpected()


_language = lru_cache(maxsize=1024)(Language.preferred)


def _metadata(context: Context) -> dict[str, str]:
    given = context.invocation_metadata() or ()
    return {key: value for key, value in given if type(value) is str}


@lru_cache(maxsize=4096)
def _address(peer: str) -> str:
    """The network address in a gRPC peer name: "ipv4:127.0.0.1:4711" → "127.0.0.1"."""
    family, _, rest = unquote(peer).partition(":")
    return _as_address(rest.rpartition(":")[0].strip("[]")) if family in ("ipv4", "ipv6") else ""


def _as_address(text: str) -> str:
    """A network address in its usual spelling; empty for anything else.

    A server that listens on IPv6 sees IPv4 clients as ::ffff:a.b.c.d.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def server_options() -> list[tuple[str, int]]:
    """Options of the server; see grpc's channel arguments.

    Two servers must not share a port silently, a burst must wait instead of being cancelled, and
    clients reconnect now and then so that new replicas get their share.
    """
    return [
        ("grpc.so_reuseport", 0),
        ("grpc.server.max_pending_requests", 50_000),
        ("grpc.server.max_pending_requests_hard_limit", 60_000),
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
        ("grpc.max_connection_age_ms", 30 * 60_000),
        ("grpc.keepalive_time_ms", 60_000),
        ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    ]
