"""Each service describes itself completely to tools that know nothing of it."""

from pathlib import Path

import grpc
from chassis.contracts import SERVICES, services_of
from grpc_reflection.v1alpha import reflection_pb2

from tests.security.running_services import running_services

VERSIONS = ("v1", "v1alpha")


async def test_reflection_lists_every_service_under_both_of_its_names(tmp_path: Path) -> None:
    async with running_services(tmp_path) as services:
        for service in SERVICES:
            wanted = {one.full_name for one in services_of(service)}
            for version in VERSIONS:
                assert wanted <= await _listed(services.channels[service], version)


async def _listed(channel: grpc.aio.Channel, version: str) -> set[str]:
    """The services that reflection lists. Both versions look alike on the wire."""
    ask = channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        reflection_pb2.ServerReflectionRequest.SerializeToString,
        reflection_pb2.ServerReflectionResponse.FromString,
    )
    question = reflection_pb2.ServerReflectionRequest(list_services="")
    (answer,) = [one async for one in ask(iter([question]))]
    return {one.name for one in answer.list_services_response.service}
