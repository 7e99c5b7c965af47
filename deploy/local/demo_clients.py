"""Registers demo clients of the OpenID Provider, as a system administrator does on the pages.

Two let people sign in and live on a port of this machine where somebody may try out a program of
their own; the third one acts for itself.
"""

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any, TypeAlias

import grpc
from matrikel.identity.v1 import oidc_client_pb2 as oidc
from matrikel.identity.v1 import oidc_client_pb2_grpc, oidc_pb2, oidc_pb2_grpc
from matrikel.type.v1.localized_text_pb2 import LocalizedText

Metadata: TypeAlias = tuple[tuple[str, str], ...]

NAMESPACE = uuid.UUID("1d3b6f7e-40b7-4f0c-9b7d-5d3b0a2f6c58")
ADDRESS = "http://127.0.0.1:8090"


@dataclass(frozen=True)
class DemoClient:
    """A demo client, as demo.json lists it. `client_secret` is empty for a public one.

    The addresses are empty for a system at which nobody signs in.
    """

    name: str
    client_id: str
    client_secret: str
    redirect_uri: str
    post_logout_redirect_uri: str


def registrations() -> list[oidc.ClientRegistration]:
    """A server of somebody else, whose users are asked, a page of the university, and a system."""
    both = [oidc.CLIENT_GRANT_AUTHORIZATION_CODE, oidc.CLIENT_GRANT_REFRESH_TOKEN]
    return [
        oidc.ClientRegistration(
            name=LocalizedText(de="Lernplattform Nord (Demo)", en="Learning platform North (demo)"),
            description=LocalizedText(
                de="Kurse mehrerer Hochschulen, um die Anmeldung auszuprobieren.",
                en="Courses of several universities, for trying out how to sign in.",
            ),
            contact="lernplattform@nord.example",
            privacy_uri="https://lernplattform.nord.example/datenschutz",
            authentication=oidc.CLIENT_AUTHENTICATION_SECRET_BASIC,
            grants=both,
            redirect_uris=[f"{ADDRESS}/callback"],
            post_logout_redirect_uris=[f"{ADDRESS}/signed-out"],
            scopes=["openid", "profile", "email", "eduperson", "offline_access"],
            claims=["name", "given_name", "family_name", "email", "eduperson_affiliation"],
            third_party=True,
        ),
        oidc.ClientRegistration(
            name=LocalizedText(de="Campus-Karte (Demo)", en="Campus map (demo)"),
            description=LocalizedText(
                de="Eine Seite der Universität, die ganz im Browser läuft.",
                en="A page of the university that runs in the browser alone.",
            ),
            contact="campus@leuphana.example",
            authentication=oidc.CLIENT_AUTHENTICATION_NONE,
            grants=both,
            redirect_uris=[f"{ADDRESS}/"],
            post_logout_redirect_uris=[f"{ADDRESS}/"],
            scopes=["openid", "profile", "offline_access"],
            claims=["name", "preferred_username"],
        ),
        oidc.ClientRegistration(
            name=LocalizedText(de="Bibliothekssystem (Demo)", en="Library system (demo)"),
            description=LocalizedText(
                de="Prüft Bibliotheksausweise und liest Accounts, um die Schnittstellen"
                " auszuprobieren.",
                en="Checks library cards and reads accounts, for trying out the interfaces.",
            ),
            contact="bibliothekssystem@leuphana.example",
            authentication=oidc.CLIENT_AUTHENTICATION_SECRET_BASIC,
            grants=[oidc.CLIENT_GRANT_CLIENT_CREDENTIALS],
            scopes=["library", "accounts:read"],
            audiences=["gateway"],
        ),
    ]


async def make_clients(channel: grpc.aio.Channel, administrator: Metadata) -> list[DemoClient]:
    """Registers the demo clients; those that an interrupted run registered get new secrets."""
    stub = oidc_client_pb2_grpc.OidcClientServiceStub(channel)
    return [await _make(stub, one, administrator) for one in registrations()]


async def _make(
    stub: Any, registration: oidc.ClientRegistration, administrator: Metadata
) -> DemoClient:
    name = registration.name.de
    created = await stub.CreateClient(
        oidc.CreateClientRequest(
            registration=registration, request_id=str(uuid.uuid5(NAMESPACE, name))
        ),
        metadata=administrator,
    )
    client_id, secret = created.client.client_id, ""
    if registration.authentication != oidc.CLIENT_AUTHENTICATION_NONE:
        request = oidc.IssueClientSecretRequest(client_id=client_id)
        secret = (await stub.IssueClientSecret(request, metadata=administrator)).client_secret
    return DemoClient(
        name,
        client_id,
        secret,
        next(iter(registration.redirect_uris), ""),
        next(iter(registration.post_logout_redirect_uris), ""),
    )


async def agree_to_client(
    channel: grpc.aio.Channel, client: DemoClient, session_token: str, gateway: Metadata
) -> None:
    """Somebody who is signed in lets the client know who they are, as on the page for that."""
    provider = oidc_pb2_grpc.OidcServiceStub(channel)
    challenge = hashlib.sha256(secrets.token_urlsafe(32).encode()).digest()
    parameters = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uri,
        "scope": "openid profile email",
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    asked = [oidc_pb2.OidcParameter(name=name, value=one) for name, one in parameters.items()]
    answer = await provider.Authorize(
        oidc_pb2.AuthorizeRequest(parameters=asked, session_token=session_token), metadata=gateway
    )
    # Nothing is asked a second time.
    if answer.HasField("consent_needed"):
        await provider.DecideConsent(
            oidc_pb2.DecideConsentRequest(
                request_handle=answer.consent_needed.request_handle,
                session_token=session_token,
                agreed=True,
            ),
            metadata=gateway,
        )
