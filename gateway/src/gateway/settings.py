"""The gateway's settings: `MATRIKEL_GATEWAY_<NAME>` in the environment.

What holds for all parts of the suite can be given once as `MATRIKEL_<NAME>`, such as
`MATRIKEL_HTTP_PORT` and `MATRIKEL_PUBLIC_URL`; the gateway's own name wins.
"""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)


class GatewaySettings(BaseSettings):
    """Where the gateway listens, whom it calls, what it lets through."""

    model_config = SettingsConfigDict(env_prefix="MATRIKEL_GATEWAY_", extra="ignore", frozen=True)

    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    """The address under which people reach the gateway; empty for the one it listens on."""

    identity_target: str = "127.0.0.1:50051"
    records_target: str = "127.0.0.1:50052"
    exams_target: str = "127.0.0.1:50053"
    certificates_target: str = "127.0.0.1:50054"

    service_key_file: Path
    """The gateway's own private key (PEM, P-256), with which it proves itself to the services."""

    trusted_proxies: str = ""
    """Addresses of proxies whose X-Forwarded-For and -Proto are believed, separated by commas."""

    largest_body_bytes: int = Field(default=1024 * 1024, ge=1024)
    body_seconds: float = Field(default=10.0, gt=0)
    largest_upload_bytes: int = Field(default=15 * 1024 * 1024, ge=1024)
    """For requests that bring a document: 10 MiB of it, written in base64, and its fields."""
    upload_seconds: float = Field(default=120.0, gt=0)
    """The time for a document, which may come over a telephone's connection."""
    request_seconds: float = Field(default=10.0, gt=0)
    longest_request_seconds: float = Field(default=60.0, gt=0)
    """The most that a caller can ask for in X-Request-Timeout."""
    stream_seconds: float = Field(default=120.0, gt=0)
    """The time for an answer in pieces, which may be read slowly."""
    drain_seconds: int = Field(default=15, ge=0)
    """How long requests may go on after the gateway was told to stop."""

    log_level: str = "info"
    metrics_port: int = Field(default=0, ge=0, le=65535)
    """Where metrics are served; 0 for nowhere."""
    otlp_target: str = ""
    """A collector of traces as host:port; empty for none."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in, then the gateway's variables, then those for all parts."""
        for_all = EnvSettingsSource(settings_cls, env_prefix="MATRIKEL_")
        return init_settings, env_settings, for_all

    @model_validator(mode="after")
    def check_public_url(self) -> Self:
        """A public address is a whole one, so that origins can be compared with it."""
        if self.public_url and not urlsplit(self.public_url).netloc:
            raise ValueError("public_url must be a whole address such as https://portal.example")
        return self

    @property
    def address(self) -> str:
        """The address under which people reach the gateway, without a slash at its end."""
        return (self.public_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def own_origin(self) -> str:
        """The origin of the gateway's own pages, as browsers name it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def targets(self) -> dict[str, str]:
        """The gRPC address of each service."""
        return {
            "identity": self.identity_target,
            "records": self.records_target,
            "exams": self.exams_target,
            "certificates": self.certificates_target,
        }
