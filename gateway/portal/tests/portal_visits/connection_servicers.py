"""What identity knows of other systems in the tests' small university, and what they ask for."""

import grpc
from matrikel.identity.v1 import consent_pb2, consent_pb2_grpc, oidc_pb2

from . import portal_world as w
from .servicer import Servicer

LEARNING = "019aa000-0000-7000-8000-00000000c1e1"
CLIENT = w.both("Lernplattform Nord", "Learning platform North")
HANDLE = "a-request-that-waits"
CALLBACK = "https://lernen.example/callback"


def agreed(taken_back: bool) -> list[consent_pb2.Consent]:
    """What the student agreed to."""
    if taken_back:
        return []
    return [
        consent_pb2.Consent(
            client_id=LEARNING,
            client_name=CLIENT,
            client_description=w.both("Kurse der Hochschulen im Norden.", "Courses in the north."),
            contact="hilfe@lernen.example",
            scopes=["openid", "email", "offline_access"],
            claims=["email", "unheard_of"],
            agree_time=w.moment("2026-11-02T09:30:00+01:00"),
        )
    ]


def consent_needed() -> oidc_pb2.ConsentNeeded:
    """The question that the consent page asks."""
    return oidc_pb2.ConsentNeeded(
        request_handle=HANDLE,
        client_id=LEARNING,
        client_name=CLIENT,
        client_description=w.both("Kurse der Hochschulen im Norden.", "Courses in the north."),
        contact="hilfe@lernen.example",
        privacy_uri="https://lernen.example/datenschutz",
        released=[
            oidc_pb2.ReleasedClaims(
                scope="email",
                title=w.both("E-Mail-Adresse", "E-mail address"),
                claims=["email", "email_verified"],
                values=[
                    oidc_pb2.ReleasedValue(claim="email", values=["lg100001@stud.leuphana.example"])
                ],
            ),
            oidc_pb2.ReleasedClaims(
                scope="eduperson",
                title=w.both("Zugehörigkeit", "Affiliation"),
                claims=["eduperson_affiliation"],
            ),
        ],
        offline_access=True,
        redirect_uri=CALLBACK,
    )


class Waiting:
    """One request of the learning platform waits for a sign-in."""

    async def waiting(self, request_handle: str) -> oidc_pb2.SignInNeeded | None:
        if request_handle != HANDLE:
            return None
        return oidc_pb2.SignInNeeded(
            request_handle=HANDLE,
            client_name=CLIENT,
            login_hint="lg100001",
            redirect_uri=CALLBACK,
        )


class Consents(Servicer, consent_pb2_grpc.ConsentServiceServicer):
    service = "identity"

    async def ListConsents(self, request, context):
        await self.up(context, "ListConsents")
        taken_back = LEARNING in self.world.consents_taken_back
        return consent_pb2.ListConsentsResponse(consents=agreed(taken_back))

    async def RevokeConsent(self, request, context):
        await self.up(context, "RevokeConsent")
        self.world.consents_taken_back.add(request.client_id)
        return consent_pb2.RevokeConsentResponse()


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    consent_pb2_grpc.add_ConsentServiceServicer_to_server(Consents(world), server)
