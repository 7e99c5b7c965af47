"""The servicer of support accesses over the tests' world."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for. The pages use some of the methods only.
# mypy: disable-error-code="abstract, override, no-untyped-def, no-untyped-call, type-arg"

import grpc
from matrikel.identity.v1 import support_pb2, support_pb2_grpc
from matrikel.type.v1.person_name_pb2 import PersonName

from . import portal_world as w
from .servicer import Servicer


class SupportAccesses(Servicer, support_pb2_grpc.SupportAccessServiceServicer):
    """A clerk has looked at the pages of everybody once."""

    service = "identity"

    async def ListSupportAccesses(self, request, context):
        await self.up(context, "ListSupportAccesses")
        access = support_pb2.SupportAccess(
            support_access_id="019aa000-0000-7000-8000-00000000f201",
            person_id=request.person_id,
            staff_person_id=w.CLERK,
            staff_name=PersonName(given_names="Sönke", family_name="Servatius"),
            reason="Die Anmeldung zur Prüfung war nicht zu sehen.",
            start_time=w.moment("2026-11-02T09:00:00+01:00"),
            expire_time=w.moment("2026-11-02T09:15:00+01:00"),
        )
        return support_pb2.ListSupportAccessesResponse(support_accesses=[access])


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    support_pb2_grpc.add_SupportAccessServiceServicer_to_server(SupportAccesses(world), server)
