"""DirectoryService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.packing import pack_date, pack_moment, pack_text
from chassis.rpc import Work
from matrikel.identity.v1 import directory_pb2, directory_pb2_grpc

from identity.app.it_services.directory import (
    MyItService,
    activate_it_service,
    deactivate_it_service,
    list_it_services,
    list_my_it_services,
)
from identity.domain.it_services import AccountKind, ItService
from identity.events.packing import pack_affiliation

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

    async def ListMyItServices(
        self, request: directory_pb2.ListMyItServicesRequest, context: Context
    ) -> directory_pb2.ListMyItServicesResponse:
        services = await self._work.read(
            lambda tx: list_my_it_services(tx, UUID(request.person_id))
        )
        return directory_pb2.ListMyItServicesResponse(
            it_services=[_pack_mine(each) for each in services]
        )

    async def ActivateItService(
        self, request: directory_pb2.ActivateItServiceRequest, context: Context
    ) -> directory_pb2.ActivateItServiceResponse:
        return await self._work.write(
            lambda tx: directory_pb2.ActivateItServiceResponse(
                it_service=_pack_mine(
                    activate_it_service(tx, UUID(request.person_id), request.it_service_code)
                )
            )
        )

    async def DeactivateItService(
        self, request: directory_pb2.DeactivateItServiceRequest, context: Context
    ) -> directory_pb2.DeactivateItServiceResponse:
        def answer(service: MyItService, ended: int) -> directory_pb2.DeactivateItServiceResponse:
            return directory_pb2.DeactivateItServiceResponse(
                it_service=_pack_mine(service), ended_service_passwords=ended
            )

        return await self._work.write(
            lambda tx: answer(
                *deactivate_it_service(
                    tx,
                    UUID(request.person_id),
                    request.it_service_code,
                    validate_only=request.validate_only,
                )
            )
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
        information_url=service.information_url,
        instructions_url=service.instructions_url,
        affiliations=[pack_affiliation(each) for each in service.affiliations],
        needs_activation=service.needs_activation,
        service_password_use=directory_pb2.ServicePasswordUse.Value(
            f"SERVICE_PASSWORD_USE_{service.service_passwords.name}"
        ),
        most_service_passwords=service.most_service_passwords,
        grace_days=service.grace_days,
    )


def _pack_mine(mine: MyItService) -> directory_pb2.MyItService:
    return directory_pb2.MyItService(
        it_service=_pack(mine.service),
        state=directory_pb2.ItServiceState.Value(f"IT_SERVICE_STATE_{mine.state.name}"),
        reason=pack_text(mine.reason) if mine.reason else None,
        last_date=pack_date(mine.entitlement.last_day),
        ends=mine.entitlement.in_grace,
        activate_time=pack_moment(mine.activated_at),
        service_passwords=mine.service_passwords,
        user_name=mine.user_name,
    )


def _pack_kind(kind: AccountKind | None) -> directory_pb2.AccountKind.ValueType:
    if kind is None:
        return directory_pb2.ACCOUNT_KIND_UNSPECIFIED
    return directory_pb2.AccountKind.Value(f"ACCOUNT_KIND_{kind.name}")
