"""Health and readiness, and the services that describe the server to tools."""

import asyncio
from collections.abc import Iterable

import grpc
import structlog
from grpc_channelz.v1 import channelz
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from chassis.database.database import Database
from chassis.rpc.keys import ReadKeys, read_trusted_keys

log = structlog.get_logger()

READINESS_SECONDS = 1.0
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class Readiness:
    """Says NOT_SERVING until the service can work, and again when it drains.

    It can work when its own database answers and holds keys to check tokens with. Nothing remote
    is asked, so that one service's trouble does not take others out of service; a new service
    waits for identity's keys once.
    """

    def __init__(
        self, database: Database, services: Iterable[str], read_keys: ReadKeys = read_trusted_keys
    ) -> None:
        self._database = database
        self._read_keys = read_keys
        self._services = ("", *services)
        self._health = health.aio.HealthServicer()  # type: ignore[attr-defined]  # grpc-stubs 1.53

    async def add_to(self, server: grpc.aio.Server) -> None:
        """Registers the health service, not serving yet."""
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        await self._set(NOT_SERVING)

    async def keep_watch(self) -> None:
        """Asks the database every second until cancelled."""
        while True:
            await self._set(SERVING if await self._works() else NOT_SERVING)
            await asyncio.sleep(READINESS_SECONDS)

    async def drain(self) -> None:
        """Says NOT_SERVING for good, whatever `keep_watch` is about to say."""
        await self._health.enter_graceful_shutdown()

    async def _works(self) -> bool:
        try:
            keys = await self._database.read(self._read_keys)
        except Exception as error:
            log.warning("not_ready", problem=repr(error))
            return False
        return bool(keys)

    async def _set(self, status: int) -> None:
        for service in self._services:
            await self._health.set(service, status)


def add_descriptions(server: grpc.aio.Server, services: Iterable[str]) -> None:
    """Registers reflection and channelz.

    grpcio-reflection 1.85 knows v1alpha only. v1 has the same messages on the wire, so one
    servicer answers under both names.
    """
    names = (*services, health.SERVICE_NAME, reflection.SERVICE_NAME)
    servicer = reflection.aio.ReflectionServicer(names)  # type: ignore[attr-defined]
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    for version in ("v1", "v1alpha"):
        service = f"grpc.reflection.{version}.ServerReflection"
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(service, {"ServerReflectionInfo": handler}),)
        )
    channelz.add_channelz_servicer(server)  # type: ignore[arg-type]  # grpc-stubs 1.53
