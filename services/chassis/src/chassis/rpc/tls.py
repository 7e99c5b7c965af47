"""TLS between services: certificates are read again when their files change."""

from dataclasses import dataclass
from pathlib import Path

import grpc
import structlog
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import load_pem_x509_certificate

from chassis.settings import ServiceSettings

log = structlog.get_logger()


def server_credentials(settings: ServiceSettings) -> grpc.ServerCredentials | None:
    """The server's credentials, asking clients for certificates; None for plaintext.

    Raises ValueError for plaintext on an address that other machines reach, and for settings or
    files that do not belong together.
    """
    certificate, key = settings.tls_certificate_file, settings.tls_key_file
    if (certificate is None) != (key is None):
        raise ValueError("TLS_CERTIFICATE_FILE and TLS_KEY_FILE go together")
    if certificate is None or key is None:
        if settings.tls_client_ca_file is not None:
            raise ValueError("TLS_CLIENT_CA_FILE asks for TLS_CERTIFICATE_FILE and TLS_KEY_FILE")
        if not settings.listens_on_loopback_only:
            raise ValueError(
                f"{settings.host} is reachable from outside: set TLS_CERTIFICATE_FILE and"
                " TLS_KEY_FILE, or listen on a loopback address"
            )
        return None
    files = _Files(certificate, key, settings.tls_client_ca_file)
    reader = _Reader(files)
    return grpc.dynamic_ssl_server_credentials(
        reader.first,
        reader.changed,  # type: ignore[arg-type]  # None keeps what is in use
        require_client_authentication=files.authority is not None,
    )


def channel_credentials(settings: ServiceSettings) -> grpc.ChannelCredentials | None:
    """The credentials of this service as a client; None for plaintext."""
    certificate, key = settings.tls_certificate_file, settings.tls_key_file
    authority = settings.tls_client_ca_file
    if certificate is None or key is None or authority is None:
        return None
    return grpc.ssl_channel_credentials(
        authority.read_bytes(), key.read_bytes(), certificate.read_bytes()
    )


@dataclass(frozen=True, slots=True)
class _Files:
    certificate: Path
    key: Path
    authority: Path | None

    def configuration(self) -> grpc.ServerCertificateConfiguration:
        """Raises ValueError where key and certificate do not belong together."""
        certificate, key = self.certificate.read_bytes(), self.key.read_bytes()
        if _public_of_certificate(certificate) != _public_of_key(key):
            raise ValueError(f"{self.key} is not the key of {self.certificate}")
        authority = self.authority.read_bytes() if self.authority else None
        return grpc.ssl_server_certificate_configuration([(key, certificate)], authority)

    def state(self) -> tuple[tuple[int, int, int], ...]:
        """Changes with any of the files."""
        stats = [file.stat() for file in (self.certificate, self.key, self.authority) if file]
        return tuple((stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in stats)


class _Reader:
    """Gives gRPC new certificates when their files change."""

    def __init__(self, files: _Files) -> None:
        self._files = files
        self._state = files.state()
        self.first = files.configuration()

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """Called by gRPC at each handshake; None keeps what is in use.

        Certificate and key are replaced one after the other: while they do not fit, or one is
        missing, what is in use stays and the next handshake looks again.
        """
        try:
            if (state := self._files.state()) == self._state:
                return None
            configuration = self._files.configuration()
        except (OSError, ValueError) as error:
            log.warning("certificate_not_read", problem=str(error))
            return None
        self._state = state
        return configuration


def _public_of_certificate(pem: bytes) -> bytes:
    key = load_pem_x509_certificate(pem).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public_of_key(pem: bytes) -> bytes:
    key = load_pem_private_key(pem, password=None).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
