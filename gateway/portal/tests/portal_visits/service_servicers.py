"""Servicers of IT services, service passwords and the library over the tests' world."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for. The pages use some of the methods only.
# mypy: disable-error-code="abstract, override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from matrikel.identity.v1 import (
    directory_pb2,
    directory_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    service_password_pb2,
    service_password_pb2_grpc,
)

from . import portal_world as w
from .servicer import Servicer

PASSWORD_OF_TELEPHONE = "019aa000-0000-7000-8000-00000000f101"


def it_services() -> list[directory_pb2.ItService]:
    return [
        directory_pb2.ItService(
            it_service_code="wifi",
            name=w.both("WLAN", "Wifi"),
            purpose=w.both(
                "Internet ohne Kabel in den Gebäuden", "Wireless internet in the buildings"
            ),
            account_kind=directory_pb2.ACCOUNT_KIND_UNIVERSITY,
            instructions_on_intranet_only=True,
            needs_activation=True,
            service_password_use=directory_pb2.SERVICE_PASSWORD_USE_REQUIRED,
            most_service_passwords=5,
        ),
        directory_pb2.ItService(
            it_service_code="mystudy",
            name=w.both("myStudy", "myStudy"),
            purpose=w.both("Portal für Studium und Lehre", "Portal for studying and teaching"),
            account_kind=directory_pb2.ACCOUNT_KIND_OF_SERVICE,
            planned_account_kind=directory_pb2.ACCOUNT_KIND_UNIVERSITY,
            url="https://mystudy.leuphana.example",
            support="support@leuphana.example",
            school_codes=["college"],
            service_password_use=directory_pb2.SERVICE_PASSWORD_USE_NONE,
        ),
    ]


class Directory(Servicer, directory_pb2_grpc.DirectoryServiceServicer):
    """Wifi is active with one password; myStudy is open to everybody who has an account."""

    service = "identity"

    async def ListItServices(self, request, context):
        await self.up(context, "ListItServices")
        return directory_pb2.ListItServicesResponse(it_services=it_services())

    async def ListMyItServices(self, request, context):
        await self.up(context, "ListMyItServices")
        wifi, mystudy = it_services()
        mine = [
            directory_pb2.MyItService(
                it_service=wifi,
                state=directory_pb2.IT_SERVICE_STATE_ACTIVE,
                activate_time=w.moment("2026-10-12T09:00:00+02:00"),
                service_passwords=1,
                user_name="lg100001",
            ),
            directory_pb2.MyItService(
                it_service=mystudy, state=directory_pb2.IT_SERVICE_STATE_AVAILABLE
            ),
        ]
        return directory_pb2.ListMyItServicesResponse(it_services=mine)

    async def DeactivateItService(self, request, context):
        await self.up(context, "DeactivateItService")
        wifi, _ = it_services()
        return directory_pb2.DeactivateItServiceResponse(
            it_service=directory_pb2.MyItService(it_service=wifi), ended_service_passwords=1
        )


class ServicePasswords(Servicer, service_password_pb2_grpc.ServicePasswordServiceServicer):
    service = "identity"

    async def ListServicePasswords(self, request, context):
        await self.up(context, "ListServicePasswords")
        telephone = service_password_pb2.ServicePassword(
            service_password_id=PASSWORD_OF_TELEPHONE,
            person_id=request.person_id,
            it_service_code="wifi",
            name="Telefon",
            create_time=w.moment("2026-10-12T09:00:00+02:00"),
        )
        return service_password_pb2.ListServicePasswordsResponse(service_passwords=[telephone])


class Library(Servicer, library_pb2_grpc.LibraryServiceServicer):
    """Nobody has registered with the library yet."""

    service = "identity"

    async def GetLibraryAccount(self, request, context):
        await self.up(context, "GetLibraryAccount")
        account = library_pb2.LibraryAccount(
            person_id=request.person_id, state=library_pb2.LIBRARY_ACCOUNT_STATE_NONE
        )
        return library_pb2.GetLibraryAccountResponse(library_account=account)


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    directory_pb2_grpc.add_DirectoryServiceServicer_to_server(Directory(world), server)
    service_password_pb2_grpc.add_ServicePasswordServiceServicer_to_server(
        ServicePasswords(world), server
    )
    library_pb2_grpc.add_LibraryServiceServicer_to_server(Library(world), server)
