"""The provider that the tests of this package share: identity and the gateway behind TLS.

Both run in the test's own process, on SQLite and loopback addresses. The conformance suite asks for
https everywhere, so the gateway serves with a certificate of its own here.
"""

import asyncio
import ipaddress
import json
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from chassis.database import Database
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import running
from chassis.testing.databases import fresh_database
from chassis.values import LocalizedText
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from gateway.application import create_application
from gateway.contract.methods import read_contract
from gateway.main import channel_to, create_pages, server_config
from gateway.settings import GatewaySettings
from identity.domain.oidc.clients import Authentication, GrantType, Registration
from identity.domain.oidc.scopes import KNOWN_CLAIMS
from identity.main import service as identity_service
from joserfc.jwk import ECKey

from services.identity.tests.conftest import CHEAP_HASHING, OFFERED, Identity
from services.identity.tests.oidc_factories import registered

NOWHERE = "127.0.0.1:1"


class MovableClock:
    """The machine's clock, which tests can put forward: some modules wait for half a minute."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC) + self.ahead

    @contextmanager
    def forward(self, by: timedelta) -> Iterator[None]:
        """Puts the clock forward until the block ends."""
        self.ahead += by
        try:
            yield
        finally:
            self.ahead -= by


@dataclass(frozen=True)
class Login:
    """A person's user name and password."""

    person_id: str
    user_name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Client:
    """A registered client."""

    client_id: str
    secret: str = field(repr=False)
    method: str
    redirect_uri: str
    post_logout_redirect_uri: str = ""


# All that the suite asks a client for; it belongs to somebody else, so that people are asked.
SUITE_CLIENT = Registration(
    name=LocalizedText(de="Prüfstand Nord", en="Test bench North"),
    description=LocalizedText(de="Prüft die Anmeldung.", en="Tests signing in."),
    contact="pruefstand@client.example",
    authentication=Authentication.SECRET_BASIC,
    grants=frozenset({GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN}),
    redirect_uris=("https://client.example/callback",),
    post_logout_redirect_uris=("https://client.example/post_logout_redirect",),
    privacy_uri="https://client.example/privacy",
    scopes=frozenset({"openid", "profile", "email", "eduperson", "offline_access"}),
    claims=KNOWN_CLAIMS,
    third_party=True,
    pkce_optional=True,
)


@dataclass
class Provider:
    """A running provider."""

    issuer: str
    certificate: Path
    trust: ssl.SSLContext
    database: Database
    clock: MovableClock
    identity: Identity

    @property
    def discovery_url(self) -> str:
        """Where clients find everything else."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def register(self, registration: Registration = SUITE_CLIENT) -> Client:
        """Registers a client, with a secret where it has one."""
        added = registered(self.database, registration)
        return Client(
            added.client_id,
            added.secret,
            registration.authentication.value,
            registration.redirect_uris[0],
            registration.post_logout_redirect_uris[0],
        )

    def register_public_client(self, address: str) -> Client:
        """Registers a program in a browser that lives at an address; PKCE is a must for it."""
        public = replace(
            SUITE_CLIENT,
            authentication=Authentication.NONE,
            redirect_uris=(address,),
            post_logout_redirect_uris=(address,),
            pkce_optional=False,
        )
        return self.register(public)


class ServerWithoutSignals(uvicorn.Server):
    """Leaves the signals of the process to the test runner."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def started_provider(folder: Path) -> AsyncIterator[Provider]:
    """Runs the provider until the block ends."""
    clock = MovableClock()
    certificate = write_certificate(folder)
    write_service_keys(folder)
    listening = socket.create_server(("127.0.0.1", 0))
    issuer = f"https://127.0.0.1:{listening.getsockname()[1]}"
    database = fresh_database(identity_service, folder, clock, None)
    chosen: dict[str, Any] = {
        "public_url": issuer,
        "oidc_back_channel_ca_file": certificate,
        "callers_file": folder / "callers.json",
        "data_key_file": folder / "data.key",
        **CHEAP_HASHING,
        **OFFERED,
    }
    async with running(identity_service, database, **chosen) as identity:
        settings = GatewaySettings(
            public_url=issuer,
            service_key_file=folder / "gateway.pem",
            identity_target=identity.target,
            # Only identity runs: pages have to do without the others.
            records_target=NOWHERE,
            exams_target=NOWHERE,
            certificates_target=NOWHERE,
        )
        with closing(listening):
            async with serving(settings, clock, listening, certificate):
                yield Provider(
                    issuer,
                    certificate,
                    ssl.create_default_context(cafile=str(certificate)),
                    database,
                    clock,
                    Identity(identity, database, folder),
                )
    database.close()


@asynccontextmanager
async def serving(
    settings: GatewaySettings, clock: MovableClock, listening: socket.socket, certificate: Path
) -> AsyncIterator[None]:
    """The gateway on a socket, until the block ends."""
    methods = read_contract()
    credential = ServiceCredential("gateway", settings.service_key_file, clock)
    channels = {
        name: channel_to(name, target, credential, methods)
        for name, target in settings.targets.items()
    }
    application = create_application(settings, methods, channels, create_pages)
    config = server_config(application, settings)
    config.ssl_certfile, config.ssl_keyfile = certificate, certificate.with_suffix(".key")
    server = ServerWithoutSignals(config)
    serving_task = asyncio.create_task(server.serve(sockets=[listening]))
    trust = ssl.create_default_context(cafile=str(certificate))
    transport = httpx.AsyncHTTPTransport(verify=trust, retries=5)
    async with httpx.AsyncClient(transport=transport) as http:
        ready = await http.get(f"{settings.address}/readyz")
        assert ready.status_code == 200
    yield
    server.should_exit = True
    await serving_task


def write_certificate(folder: Path) -> Path:
    """A certificate for the loopback address that signs itself; its key lies beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test of the OpenID Provider")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "provider.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


def write_service_keys(folder: Path) -> None:
    """The keys of the calling services, the file by which identity knows them, its data key."""
    (folder / "data.key").write_bytes(bytes(32))
    public = []
    for name in ("gateway", "exams", "certificates"):
        key = ECKey.generate_key("P-256")
        (folder / f"{name}.pem").write_bytes(key.as_pem(private=True))
        public.append({**key.as_dict(private=False), "kid": name})
    (folder / "callers.json").write_text(json.dumps({"keys": public}), encoding="utf-8")
