"""An identity that only knows which sessions hold: a real gRPC server with its one answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
from matrikel.identity.v1 import token_pb2

from chassis.clock import Clock
from chassis.database.database import Database
from chassis.service import ServiceDefinition
from chassis.testing.server import ServiceUnderTest, running

_SERVICE = token_pb2.DESCRIPTOR.services_by_name["TokenService"].full_name


class Sessions:
    """Every session holds until a test ends it; `asked` are the ids that were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.target = ""
        self._ended: set[str] = set()
        self._server: grpc.aio.Server | None = None

    def end(self, session_id: str) -> None:
        """Ends a session; nobody is told, as while the bus is down."""
        self._ended.add(session_id)

    async def _check(self, request: token_pb2.CheckSessionRequest, context: Any) -> Any:
        """As identity answers."""
        self.asked.append(request.session_id)
        if request.session_id in self._ended:
            await context.abort(grpc.StatusCode.UNAUTHENTICATED, "SESSION_ENDED")
        return token_pb2.CheckSessionResponse()

    async def start(self) -> None:
        """Serves on a free port of the loopback interface."""
        check = grpc.unary_unary_rpc_method_handler(
            self._check,
            request_deserializer=token_pb2.CheckSessionRequest.FromString,
            response_serializer=token_pb2.CheckSessionResponse.SerializeToString,
        )
        handler = grpc.method_handlers_generic_handler(_SERVICE, {"CheckSession": check})
        self._server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        self._server.add_generic_rpc_handlers((handler,))
        self.target = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        await self._server.start()

    async def stop(self) -> None:
        """Is gone at once, as if identity were down."""
        if self._server is not None:
            await self._server.stop(0)


@asynccontextmanager
async def running_with_sessions(
    definition: ServiceDefinition, database: Database, clock: Clock | None = None, **settings: Any
) -> AsyncIterator[tuple[ServiceUnderTest, Sessions]]:
    """Runs a service beside an identity that answers for the sessions of its callers."""
    sessions = Sessions()
    await sessions.start()
    try:
        target = sessions.target
        async with running(
            definition, database, clock, identity_target=target, **settings
        ) as service:
            yield service, sessions
    finally:
        await sessions.stop()
