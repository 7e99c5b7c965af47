"""Passkeys in the tests' small university: enough for the pages that lead to them."""

import grpc
from matrikel.identity.v1 import passkey_pb2, passkey_pb2_grpc, recovery_pb2, recovery_pb2_grpc

from . import portal_world as w
from .servicer import Servicer

_MADE = (
    '{"rp": {"id": "portal.test", "name": "Leuphana"}, "challenge": "bm9uY2U",'
    ' "user": {"id": "cGVyc29u", "name": "lg100001"}}'
)
_USED = '{"rpId": "portal.test", "challenge": "bm9uY2U", "allowCredentials": []}'
NOTEBOOK = "019aa000-0000-7000-8000-00000000f001"


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    passkey_pb2_grpc.add_PasskeyServiceServicer_to_server(Passkeys(world), server)
    recovery_pb2_grpc.add_RecoveryServiceServicer_to_server(Recovery(world), server)


class Passkeys(Servicer, passkey_pb2_grpc.PasskeyServiceServicer):
    """One passkey that nobody can use."""

    service = "identity"

    async def ListPasskeys(self, request, context):
        await self.up(context, "ListPasskeys")
        notebook = passkey_pb2.Passkey(
            passkey_id=NOTEBOOK,
            name="Notebook",
            create_time=w.moment("2026-10-12T09:00:00+02:00"),
            synced=True,
            counter_fell=True,
        )
        return passkey_pb2.ListPasskeysResponse(passkeys=[notebook])

    async def StartPasskeyRegistration(self, request, context):
        await self.up(context, "StartPasskeyRegistration")
        return passkey_pb2.StartPasskeyRegistrationResponse(options_json=_MADE)

    async def StartPasskeySignIn(self, request, context):
        await self.up(context, "StartPasskeySignIn")
        return passkey_pb2.StartPasskeySignInResponse(options_json=_USED)

    async def StartPasskeyProof(self, request, context):
        await self.up(context, "StartPasskeyProof")
        return passkey_pb2.StartPasskeyProofResponse(options_json=_USED)

    async def RemovePasskey(self, request, context):
        await self.up(context, "RemovePasskey")
        return passkey_pb2.RemovePasskeyResponse()


class Recovery(Servicer, recovery_pb2_grpc.RecoveryServiceServicer):
    """Takes every request for a code."""

    service = "identity"

    async def StartPasswordReset(self, request, context):
        await self.up(context, "StartPasswordReset")
        return recovery_pb2.StartPasswordResetResponse()
