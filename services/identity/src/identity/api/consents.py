"""ConsentService over gRPC."""

from typing import Any
from uuid import UUID

import grpc.aio
from chassis.database import Transaction
from chassis.packing import pack_moment, pack_text
from chassis.rpc import Work
from matrikel.identity.v1 import consent_pb2, consent_pb2_grpc

from identity.app.oidc.consents import ShownConsent, list_consents, revoke_consent

Context = grpc.aio.ServicerContext[Any, Any]


class ConsentApi(consent_pb2_grpc.ConsentServiceServicer):
    """Answers ConsentService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListConsents(
        self, request: consent_pb2.ListConsentsRequest, context: Context
    ) -> consent_pb2.ListConsentsResponse:
        shown = await self._work.read(lambda tx: list_consents(tx, UUID(request.person_id)))
        return consent_pb2.ListConsentsResponse(consents=map(_pack, shown))

    async def RevokeConsent(
        self, request: consent_pb2.RevokeConsentRequest, context: Context
    ) -> consent_pb2.RevokeConsentResponse:
        def revoke(tx: Transaction) -> consent_pb2.RevokeConsentResponse:
            revoke_consent(tx, UUID(request.person_id), UUID(request.client_id))
            return consent_pb2.RevokeConsentResponse()

        return await self._work.write(revoke)


def _pack(shown: ShownConsent) -> consent_pb2.Consent:
    registration = shown.client.registration
    return consent_pb2.Consent(
        client_id=str(shown.client.client_id),
        client_name=pack_text(registration.name),
        client_description=pack_text(registration.description),
        contact=registration.contact,
        scopes=sorted(shown.consent.scopes),
        claims=shown.claims,
        agree_time=pack_moment(shown.consent.agreed_at),
    )
