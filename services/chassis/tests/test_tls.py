"""TLS: certificates for both sides, read again when they change; never plaintext to the world."""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import grpc
import pytest
from chassis.database import Database
from chassis.rpc.client import open_channel
from chassis.rpc.tls import channel_credentials, server_credentials
from chassis.testing import ServiceUnderTest, running
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from matrikel.identity.v1 import directory_pb2, directory_pb2_grpc
from seat_service import SeatSettings, definition


class Authority:
    """A certificate authority for tests, with the files of those whom it certifies."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder, self.name = folder, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._certify(self._key.public_key(), name, 1)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def issue(self, name: str, serial: int, key_file: Path, certificate_file: Path) -> None:
        """Writes a key and its certificate, the key first."""
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key_file.write_bytes(pem)
        certificate = self._certify(key.public_key(), name, serial)
        certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def _certify(self, key: ec.EllipticCurvePublicKey, name: str, serial: int) -> x509.Certificate:
        now = datetime.now(UTC)
        is_authority = name == self.name
        return (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(self.name))
            .public_key(key)
            .serial_number(serial)
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
            )
            .sign(self._key, hashes.SHA256())
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def files(authority: Authority, name: str, serial: int = 2) -> dict[str, Any]:
    certificate, key = authority.folder / f"{name}.crt", authority.folder / f"{name}.key"
    authority.issue(name, serial, key, certificate)
    return {
        "tls_certificate_file": certificate,
        "tls_key_file": key,
        "tls_client_ca_file": authority.file,
    }


@pytest.fixture
async def secure(sqlite: Database, authority: Authority) -> AsyncIterator[ServiceUnderTest]:
    async with running(definition, sqlite, **files(authority, "exams")) as one:
        yield one


async def ask(target: str, credentials: Any) -> grpc.StatusCode:
    """How a call with the credentials ends."""
    channel = open_channel(target, credentials=credentials)
    directory = directory_pb2_grpc.DirectoryServiceStub(channel)
    try:
        await directory.ListItServices(directory_pb2.ListItServicesRequest(), timeout=5)
    except grpc.aio.AioRpcError as error:
        return error.code()
    finally:
        await channel.close(None)
    return grpc.StatusCode.OK


async def test_services_with_certificates_of_the_authority_talk_to_each_other(
    secure: ServiceUnderTest, authority: Authority
) -> None:
    gateway = SeatSettings(**files(authority, "gateway"))
    assert await ask(secure.target, channel_credentials(gateway)) is grpc.StatusCode.OK


async def test_a_client_without_a_certificate_of_the_authority_is_shut_out(
    secure: ServiceUnderTest, authority: Authority, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    stranger = files(Authority(other, "stranger authority"), "gateway")
    for credentials in (
        None,
        grpc.ssl_channel_credentials(authority.file.read_bytes()),
        grpc.ssl_channel_credentials(
            authority.file.read_bytes(),
            stranger["tls_key_file"].read_bytes(),
            stranger["tls_certificate_file"].read_bytes(),
        ),
    ):
        assert await ask(secure.target, credentials) is grpc.StatusCode.UNAVAILABLE


def serial_of(port: int, authority: Authority, client: dict[str, Any]) -> int:
    context = ssl.create_default_context(cafile=str(authority.file))
    context.load_cert_chain(client["tls_certificate_file"], client["tls_key_file"])
    context.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as wrapped,
    ):
        der = wrapped.getpeercert(binary_form=True)
        assert der is not None
        return x509.load_der_x509_certificate(der).serial_number


async def test_a_new_certificate_is_used_without_a_restart(
    secure: ServiceUnderTest, authority: Authority
) -> None:
    port, client = secure.in_use.port, files(authority, "gateway", 9)

    async def serial() -> int:
        return await asyncio.to_thread(serial_of, port, authority, client)

    certificate, key = authority.folder / "exams.crt", authority.folder / "exams.key"
    assert await serial() == 2
    # Half of a change: the key is new and the certificate is still the old one.
    half = authority.folder / "half.crt"
    authority.issue("exams", 3, key, half)
    assert await serial() == 2
    os.replace(half, certificate)
    assert await serial() == 3
    key.unlink()
    assert await serial() == 3
    authority.issue("exams", 4, key, certificate)
    assert await serial() == 4


def test_plaintext_to_the_world_is_refused(authority: Authority) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "records.internal"):
        with pytest.raises(ValueError, match="reachable from outside"):
            server_credentials(SeatSettings(host=host))
        given = files(authority, "exams")
        assert server_credentials(SeatSettings(host=host, **given)) is not None
    assert server_credentials(SeatSettings()) is None
    assert channel_credentials(SeatSettings()) is None


async def test_a_service_does_not_start_in_plaintext_for_the_world(sqlite: Database) -> None:
    with pytest.raises(ValueError, match="reachable from outside"):
        async with running(definition, sqlite, host="0.0.0.0"):
            pass


def test_settings_that_do_not_belong_together_are_refused(authority: Authority) -> None:
    given = files(authority, "exams")
    for missing, problem in (
        ({"tls_key_file"}, "go together"),
        ({"tls_certificate_file"}, "go together"),
        ({"tls_certificate_file", "tls_key_file"}, "TLS_CLIENT_CA_FILE asks for"),
    ):
        some = {name: file for name, file in given.items() if name not in missing}
        with pytest.raises(ValueError, match=problem):
            server_credentials(SeatSettings(**some))
    other = files(authority, "other")
    with pytest.raises(ValueError, match="is not the key of"):
        server_credentials(SeatSettings(**given | {"tls_key_file": other["tls_key_file"]}))


async def test_a_service_listens_on_ipv6_too(sqlite: Database) -> None:
    async with running(definition, sqlite, host="::1") as service:
        status = await ask(f"[::1]:{service.in_use.port}", None)
    assert status is grpc.StatusCode.OK
