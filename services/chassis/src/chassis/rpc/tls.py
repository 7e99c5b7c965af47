"""TLS between services: certificates are read again when their files change."""

from pathlib import Path

import grpc

from chassis.settings import ServiceSettings


def server_credentials(settings: ServiceSettings) -> grpc.ServerCredentials | None:
    """The server's credentials, asking clients for certificates; None for plaintext.

    Raises ValueError for plaintext on an address that other machines reach.
    """
    certificate, key = settings.tls_certificate_file, settings.tls_key_file
    if certificate is None or key is None:
        if not settings.listens_on_loopback_only:
            raise ValueError(
                f"{settings.host} is reachable from outside: set TLS_CERTIFICATE_FILE and"
                " TLS_KEY_FILE, or listen on a loopback address"
            )
        return None
    read = _Reader(certificate, key, settings.tls_client_ca_file)
    return grpc.dynamic_ssl_server_credentials(
        read.configuration(), read.changed, require_client_authentication=read.asks_clients
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


class _Reader:
    def __init__(self, certificate: Path, key: Path, authority: Path | None) -> None:
        self._files = (certificate, key, *((authority,) if authority else ()))
        self.asks_clients = authority is not None
        self._read_at = self._newest()

    def configuration(self) -> grpc.ServerCertificateConfiguration:
        contents = [file.read_bytes() for file in self._files]
        authority = contents[2] if self.asks_clients else None
        return grpc.ssl_server_certificate_configuration([(contents[1], contents[0])], authority)

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """Called by gRPC at each handshake; None keeps what is in use."""
        if (newest := self._newest()) == self._read_at:
            return None
        self._read_at = newest
        return self.configuration()

    def _newest(self) -> float:
        return max(file.stat().st_mtime for file in self._files)
