"""Settings: environment variables MATRIKEL_<SERVICE>_<NAME>.

What holds for all services can be given once as MATRIKEL_<NAME>; the service's own name wins.
"""

import ipaddress
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PORTS = {"identity": 50051, "records": 50052, "exams": 50053, "certificates": 50054}


def settings_config(service: str) -> SettingsConfigDict:
    """The configuration of a service's settings class: its prefix in the environment."""
    return SettingsConfigDict(
        env_prefix=f"MATRIKEL_{service.upper()}_", extra="ignore", frozen=True
    )


class ServiceSettings(BaseSettings):
    """What every service can be told; a service's own settings extend it.

    Secrets come as files (`…_file`), so that they are in no process list and no log.
    """

    # Where the service listens. Port 0 takes a free one.
    host: str = "127.0.0.1"
    port: int = 0
    # postgresql://user:password@host/database, or sqlite:///path.
    database_url: str = ""
    database_threads: int = Field(default=8, ge=1, le=64)
    # Empty: the service runs without a bus; events stay in the outbox.
    nats_url: str = ""
    nats_password_file: Path | None = None
    # smtp://host:port, smtps://user:password@host:port, or maildir:path.
    mail_target: str = "maildir:var/mail"
    # Mails a second: in a rush people are answered first, and their mails follow.
    mails_per_second: float = Field(default=100.0, gt=0)
    mail_sender: str = "Matrikel <matrikel@leuphana.example>"
    # The address people and systems reach the suite at; also the issuer of tokens.
    public_url: str = "http://127.0.0.1:8080"
    identity_target: str = f"127.0.0.1:{PORTS['identity']}"
    records_target: str = f"127.0.0.1:{PORTS['records']}"
    exams_target: str = f"127.0.0.1:{PORTS['exams']}"
    certificates_target: str = f"127.0.0.1:{PORTS['certificates']}"
    # This service's private key (PEM, P-256) for its own credential, and the public keys of the
    # services that may call (a JWK set whose key ids are the services' names).
    service_key_file: Path | None = None
    callers_file: Path | None = None
    # Signed heads of the audit chain are appended to this file; unless set, to
    # var/<service>/audit-heads.jsonl. Best on another machine's disk, or copied to one: who holds
    # both it and the database can rewrite both. A head is signed after so many entries, or seconds.
    audit_heads_file: Path | None = None
    audit_head_entries: int = Field(default=1000, ge=1)
    audit_head_seconds: float = Field(default=15.0, ge=0)
    # Server certificate and key, and the authority that clients' certificates must come from.
    # Without them the service speaks plaintext, which is for the loopback interface only.
    tls_certificate_file: Path | None = None
    tls_key_file: Path | None = None
    tls_client_ca_file: Path | None = None
    # Reflection and channelz describe the server to whoever reaches it.
    describe: bool = True
    # 0: no metrics are served.
    metrics_port: int = 0
    # An OTLP collector for traces: host:port; empty for none.
    otlp_target: str = ""
    log_level: str = "info"
    # Seconds between saying "not serving" and refusing connections, and for calls to end.
    drain_seconds: float = Field(default=0.5, ge=0)
    stop_seconds: float = Field(default=10.0, ge=0)
    # Calls in work or waiting; further ones are refused with RESOURCE_EXHAUSTED.
    calls_in_flight: int = Field(default=10_000, ge=1)
    # Allows what only a demonstration may do, on loopback addresses only.
    demo: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # no files of settings
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in, then the service's variables, then those for all services."""
        for_all = EnvSettingsSource(settings_cls, env_prefix="MATRIKEL_")
        return init_settings, env_settings, for_all

    @property
    def listens_on_loopback_only(self) -> bool:
        """Whether nothing outside this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
