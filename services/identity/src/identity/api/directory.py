"""DirectoryService over gRPC."""

from typing import Any

import grpc.aio
from chassis.packing import pack_text
from chassis.rpc import Work
from matrikel.identity.v1 import directory_pb2, directory_pb2_grpc

from identity.app.directory import list_it_services
from identity.domain.it_services import AccountKind, ItService

Context = grpc.aio.ServicerContext[Any, Any]


class DirectoryApi(directory_pb2_grpc.DirectoryServiceServicer):
    """Answers DirectoryService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListItServices(
        self,
        request: directory_pb2.ListItServicesRequest,
        context: Context,
    ) -> directory_pb2.ListItServicesResponse:
        services = await self._work.read(list_it_services)
        return directory_pb2.ListItServicesResponse(
            it_services=[_pack(service) for service in services]
        )


def _pack(service: ItService) -> directory_pb2.ItService:
    return directory_pb2.ItService(
        it_service_code=service.code,
        name=pack_text(service.name),
        purpose=pack_text(service.purpose),
        account_kind=_pack_kind(service.account),
        planned_account_kind=_pack_kind(service.planned_account),
        url=service.url,
        support=service.support,
        instructions_on_intranet_only=service.instructions_on_intranet_only,
        school_codes=service.schools,
    )


def _pack_kind(kind: AccountKind | None) -> directory_pb2.AccountKind.ValueType:
    if kind is None:
        return directory_pb2.ACCOUNT_KIND_UNSPECIFIED
    return directory_pb2.AccountKind.Value(f"ACCOUNT_KIND_{kind.name}")
