"""A gRPC client that knows addresses only and learns everything else by reflection.

It speaks JSON to its user, as grpcurl does.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import grpc
from google.protobuf import descriptor_pb2, json_format
from google.protobuf.any_pb2 import Any as Envelope
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_reflection.v1alpha import reflection_pb2
from grpc_status import rpc_status

Json = dict[str, Any]

ASK = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"


class RefusedError(Exception):
    """A call that was answered with an error."""

    def __init__(self, code: str, reason: str, sentences: Mapping[str, str], more: list[Json]):
        super().__init__(f"{code} {reason}: {sentences.get('en')}")
        self.code = code
        self.reason = reason
        # By language: "de", "en".
        self.sentences = sentences
        # Details of the services' own types.
        self.more = more


@dataclass(frozen=True)
class _Server:
    """One address, with the types that it describes."""

    channel: grpc.aio.Channel
    pool: DescriptorPool


class DiscoveringClient:
    """Calls any method of any server that it was given the address of."""

    def __init__(self) -> None:
        self._servers: dict[str, _Server] = {}

    async def discover(self, channel: grpc.aio.Channel) -> None:
        """Learns the services of a server."""
        server = _Server(channel, DescriptorPool())
        known: set[str] = set()
        (listed,) = await _ask(channel, [reflection_pb2.ServerReflectionRequest(list_services="")])
        for service in listed.list_services_response.service:
            request = reflection_pb2.ServerReflectionRequest(file_containing_symbol=service.name)
            for file in await _files(channel, [request], known):
                server.pool.Add(file)
            self._servers[service.name] = server

    @property
    def services(self) -> frozenset[str]:
        """The full names of all services that were found."""
        return frozenset(self._servers)

    async def call(self, name: str, fields: Json | None = None, token: str = "") -> Json:
        """Calls a method: "matrikel.exams.v1.TermsService/GetTerms". Raises RefusedError."""
        server, method = self._find(name)
        call = server.channel.unary_unary(
            f"/{name}", _encode, GetMessageClass(method.output_type).FromString
        )
        request = json_format.ParseDict(fields or {}, GetMessageClass(method.input_type)())
        try:
            return _as_json(await call(request, metadata=_bearer(token), timeout=30))
        except grpc.aio.AioRpcError as error:
            raise _refused(error, server.pool) from error

    async def stream(self, name: str, fields: Json, token: str = "") -> list[Json]:
        """Calls a method that answers in pieces. Raises RefusedError."""
        server, method = self._find(name)
        call = server.channel.unary_stream(
            f"/{name}", _encode, GetMessageClass(method.output_type).FromString
        )
        request = json_format.ParseDict(fields, GetMessageClass(method.input_type)())
        try:
            pieces = call(request, metadata=_bearer(token), timeout=30)
            return [_as_json(piece) async for piece in pieces]
        except grpc.aio.AioRpcError as error:
            raise _refused(error, server.pool) from error

    def _find(self, name: str) -> tuple[_Server, MethodDescriptor]:
        service, _, method = name.partition("/")
        server = self._servers[service]
        return server, server.pool.FindServiceByName(service).methods_by_name[method]


@asynccontextmanager
async def discovering(targets: Iterable[str]) -> AsyncIterator[DiscoveringClient]:
    """A client of the servers at these addresses."""
    channels = [grpc.aio.insecure_channel(target) for target in targets]
    client = DiscoveringClient()
    try:
        for channel in channels:
            await client.discover(channel)
        yield client
    finally:
        for channel in channels:
            await channel.close(None)


async def _ask(
    channel: grpc.aio.Channel, requests: list[reflection_pb2.ServerReflectionRequest]
) -> list[reflection_pb2.ServerReflectionResponse]:
    """Asks one question after the other. Both versions of reflection look alike on the wire."""
    call = channel.stream_stream(
        ASK,
        reflection_pb2.ServerReflectionRequest.SerializeToString,
        reflection_pb2.ServerReflectionResponse.FromString,
    )
    return [answer async for answer in call(iter(requests), timeout=30)]


async def _files(
    channel: grpc.aio.Channel,
    requests: list[reflection_pb2.ServerReflectionRequest],
    known: set[str],
) -> list[descriptor_pb2.FileDescriptorProto]:
    """The files that are asked for and those they import, each after what it imports."""
    ordered = []
    for answer in await _ask(channel, requests):
        described = {}
        for raw in answer.file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(raw)
            described[file.name] = file
        for file in described.values():
            if file.name in known:
                continue
            known.add(file.name)
            imports = [
                reflection_pb2.ServerReflectionRequest(file_by_filename=name)
                for name in file.dependency
                if name not in known
            ]
            ordered += await _files(channel, imports, known)
            ordered.append(file)
    return ordered


def _encode(message: Message) -> bytes:
    return message.SerializeToString()


def _as_json(message: Message) -> Json:
    return json_format.MessageToDict(message)


def _bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),) if token else ()


def _refused(error: grpc.aio.AioRpcError, pool: DescriptorPool) -> Exception:
    """The error in the form of google.rpc.Status; the error itself where it has none."""
    # A call that failed with asyncio is described by its error.
    status = rpc_status.from_call(cast(grpc.Call, error))
    if status is None:
        return error
    info = error_details_pb2.ErrorInfo()
    sentences, more = {}, []
    for detail in status.details:
        sentence = error_details_pb2.LocalizedMessage()
        if detail.Unpack(sentence):
            sentences[sentence.locale] = sentence.message
        elif not detail.Unpack(info):
            more.append(_detail(detail, pool))
    return RefusedError(error.code().name, info.reason, sentences, more)


def _detail(envelope: Envelope, pool: DescriptorPool) -> Json:
    name = envelope.type_url.rpartition("/")[2]
    if name.startswith("google.rpc."):
        message: Message = getattr(error_details_pb2, name.rpartition(".")[2])()
    else:
        message = GetMessageClass(pool.FindMessageTypeByName(name))()
    message.ParseFromString(envelope.value)
    return _as_json(message)
