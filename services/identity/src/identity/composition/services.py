"""Puts together what serves the directory, the service passwords and the library."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from chassis.rpc.relations import RelationOf
from chassis.service import Runtime, Served
from matrikel.identity.v1 import (
    directory_pb2,
    library_handover_pb2,
    library_pb2,
    service_password_pb2,
)

from identity.api.directory import DirectoryApi
from identity.api.library import (
    LibraryApi,
    relation_to_library_card,
    relation_to_library_person,
)
from identity.api.library_handover import LibraryHandoverApi, relation_to_handover_list
from identity.api.service_passwords import ServicePasswordApi, relation_to_service_password
from identity.flows.entitlements import keep_entitlements
from identity.flows.proving import Proving
from identity.settings import IdentitySettings

SERVICE_RELATIONS: Mapping[str, RelationOf] = {
    "service_password": relation_to_service_password,
    "library_person": relation_to_library_person,
    "library_card": relation_to_library_card,
    "handover_list": relation_to_handover_list,
}


def serve_services(
    runtime: Runtime, settings: IdentitySettings, proving: Proving
) -> tuple[Served, ...]:
    """DirectoryService, ServicePasswordService, LibraryService and LibraryHandoverService."""
    work = runtime.work
    return (
        Served(directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"], DirectoryApi(work)),
        Served(
            service_password_pb2.DESCRIPTOR.services_by_name["ServicePasswordService"],
            ServicePasswordApi(work),
        ),
        Served(
            library_pb2.DESCRIPTOR.services_by_name["LibraryService"],
            LibraryApi(work, proving, settings.password_context_words),
        ),
        Served(
            library_handover_pb2.DESCRIPTOR.services_by_name["LibraryHandoverService"],
            LibraryHandoverApi(work),
        ),
    )


def end_entitlements(runtime: Runtime) -> Callable[[], Awaitable[None]]:
    """What ends IT services with the right to them while the service runs."""
    return partial(keep_entitlements, runtime.database)
