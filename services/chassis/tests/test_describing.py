"""Health, readiness, and the services that describe the server."""

from typing import Any

import grpc
import pytest
from chassis.database import Database
from chassis.rpc.health import Readiness
from chassis.testing import ServiceUnderTest, TokenMint, running, until
from grpc_channelz.v1 import channelz_pb2, channelz_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2
from seat_service import definition

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
REGISTRATIONS = "matrikel.exams.v1.RegistrationService"


async def health(channel: Any, name: str = "") -> int:
    answer = await health_pb2_grpc.HealthStub(channel).Check(
        health_pb2.HealthCheckRequest(service=name)
    )
    return int(answer.status)


async def test_a_service_becomes_ready_without_identity_bus_and_mail(
    sqlite: Database,
) -> None:
    nowhere: dict[str, Any] = {
        "nats_url": "nats://127.0.0.1:1",
        "mail_target": "smtp://127.0.0.1:1",
    }
    async with running(definition, sqlite, **nowhere) as service:
        for name in ("", REGISTRATIONS):

            async def is_ready(name: str = name) -> bool:
                return bool(await health(service.channel, name) == SERVING)

            assert await until(is_ready)
        with pytest.raises(grpc.aio.AioRpcError) as unknown:
            await health(service.channel, "matrikel.unknown")
        assert unknown.value.code() is grpc.StatusCode.NOT_FOUND


async def test_readiness_begins_and_ends_with_not_serving(sqlite: Database) -> None:
    readiness, server = Readiness(sqlite, [REGISTRATIONS]), grpc.aio.server()
    await readiness.add_to(server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        assert await health(channel) == NOT_SERVING
        await readiness._set(SERVING)
        assert await health(channel, REGISTRATIONS) == SERVING
        await readiness.drain()
        # The watch may be about to speak when the drain begins.
        await readiness._set(SERVING)
        assert await health(channel) == NOT_SERVING
    await server.stop(None)


async def test_a_service_without_its_database_is_not_ready(sqlite: Database) -> None:
    lost = Database("postgresql://nobody@127.0.0.1:1/nothing", threads=1)
    assert not await Readiness(lost, [])._works()
    lost.close()


async def test_a_service_is_ready_once_it_has_keys_to_check_tokens_with(sqlite: Database) -> None:
    readiness = Readiness(sqlite, [])
    assert not await readiness._works()
    TokenMint("exams", sqlite.clock).trust_in(sqlite)
    assert await readiness._works()


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
async def test_the_server_tells_its_services_by_reflection(
    service: ServiceUnderTest, version: str
) -> None:
    method = service.channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )

    async def asked() -> Any:
        yield reflection_pb2.ServerReflectionRequest(list_services="")
        yield reflection_pb2.ServerReflectionRequest(file_containing_symbol=REGISTRATIONS)

    listed, file = [answer async for answer in method(asked())]
    assert REGISTRATIONS in {one.name for one in listed.list_services_response.service}
    assert file.file_descriptor_response.file_descriptor_proto


async def test_the_server_tells_its_channels(service: ServiceUnderTest) -> None:
    answer = await channelz_pb2_grpc.ChannelzStub(service.channel).GetServers(
        channelz_pb2.GetServersRequest()
    )
    assert len(answer.server) >= 1


async def test_a_server_that_does_not_describe_itself_keeps_silent(sqlite: Database) -> None:
    async with running(definition, sqlite, describe=False) as service:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await channelz_pb2_grpc.ChannelzStub(service.channel).GetServers(
                channelz_pb2.GetServersRequest()
            )
        assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
