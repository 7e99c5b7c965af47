"""ServicePasswordService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_date, pack_moment, pack_name
from chassis.rpc import Caller, Relation, Work, current_call
from matrikel.identity.v1 import service_password_pb2 as messages
from matrikel.identity.v1 import service_password_pb2_grpc

from identity.app.it_services.service_password_checks import ServiceUser, check_service_password
from identity.app.it_services.service_passwords import (
    MadePassword,
    create_service_password,
    list_service_passwords,
    owner_of_service_password,
    revoke_service_password,
)
from identity.domain.service_passwords import ServicePassword
from identity.events.packing import pack_affiliation

Context = grpc.aio.ServicerContext[Any, Any]

NO_CALLER = UUID(int=0)


def relation_to_service_password(
    tx: Transaction, caller: Caller, resource_id: str
) -> Relation | None:
    """OWN for the caller's service password, ANY for those of others, None where there is none."""
    owner = owner_of_service_password(tx, UUID(resource_id))
    if owner is None:
        return None
    return Relation.OWN if owner == caller.person_id else Relation.ANY


class ServicePasswordApi(service_password_pb2_grpc.ServicePasswordServiceServicer):
    """Answers ServicePasswordService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListServicePasswords(
        self, request: messages.ListServicePasswordsRequest, context: Context
    ) -> messages.ListServicePasswordsResponse:
        found = await self._work.read(
            lambda tx: list_service_passwords(tx, UUID(request.person_id))
        )
        return messages.ListServicePasswordsResponse(
            service_passwords=[_pack(each) for each in found]
        )

    async def CreateServicePassword(
        self, request: messages.CreateServicePasswordRequest, context: Context
    ) -> messages.CreateServicePasswordResponse:
        return await self._work.write(
            lambda tx: _pack_made(
                create_service_password(
                    tx, UUID(request.person_id), request.it_service_code, request.name
                )
            )
        )

    async def RevokeServicePassword(
        self, request: messages.RevokeServicePasswordRequest, context: Context
    ) -> messages.RevokeServicePasswordResponse:
        def revoke(tx: Transaction) -> messages.RevokeServicePasswordResponse:
            revoke_service_password(tx, UUID(request.service_password_id))
            return messages.RevokeServicePasswordResponse()

        return await self._work.write(revoke)

    async def CheckServicePassword(
        self, request: messages.CheckServicePasswordRequest, context: Context
    ) -> messages.CheckServicePasswordResponse:
        caller = current_call().caller
        client_id = caller.person_id if caller else NO_CALLER
        return await self._work.write(
            lambda tx: _pack_user(
                check_service_password(
                    tx,
                    client_id,
                    request.it_service_code,
                    request.user_name,
                    request.password,
                    request.client_address,
                )
            )
        )


def _pack(password: ServicePassword) -> messages.ServicePassword:
    return messages.ServicePassword(
        service_password_id=str(password.service_password_id),
        person_id=str(password.person_id),
        it_service_code=password.it_service_code,
        name=password.name,
        create_time=pack_moment(password.created_at),
        last_use_date=pack_date(password.last_used_on),
    )


def _pack_made(made: MadePassword) -> messages.CreateServicePasswordResponse:
    return messages.CreateServicePasswordResponse(
        service_password=_pack(made.service_password),
        password=made.password,
        user_name=made.user_name,
    )


def _pack_user(user: ServiceUser) -> messages.CheckServicePasswordResponse:
    return messages.CheckServicePasswordResponse(
        user_name=user.account.user_name,
        mailbox=user.account.mailbox,
        name=pack_name(user.account.name),
        affiliations=[pack_affiliation(each) for each in user.affiliations],
        last_date=pack_date(user.last_day),
    )
