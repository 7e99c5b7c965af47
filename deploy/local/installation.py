"""Where a local installation keeps its things: folders, ports, secrets and the environment."""

import json
import os
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from chassis.contracts import SERVICES
from joserfc.jwk import ECKey

ROOT = Path(__file__).parents[2]
# In the environment of every process of an installation: the folder that it belongs to.
MARK = "MATRIKEL_INSTALLATION"
PROFILE = ROOT / "deploy" / "profiles" / "leuphana"
CALLERS = (*SERVICES, "gateway")

# What the demo logins sign in with; known to everybody who reads this file, so it is used on
# loopback addresses only.
DEMO_PASSWORD = "apfelkuchen-am-deich-42"


@dataclass(frozen=True)
class Ports:
    """The ports on 127.0.0.1 that the parts listen on."""

    http: int
    nats: int
    smtp: int
    identity: int
    records: int
    exams: int
    certificates: int

    @classmethod
    def usual(cls) -> "Ports":
        """The documented ports; MATRIKEL_HTTP_PORT changes the address of the pages."""
        http = int(os.environ.get("MATRIKEL_HTTP_PORT", "8080"))
        return cls(http, 4222, 1025, 50051, 50052, 50053, 50054)

    @classmethod
    def free(cls) -> "Ports":
        """Ports that nobody listens on, for an installation beside others."""
        probes = [socket.socket() for _ in range(7)]
        try:
            for probe in probes:
                probe.bind(("127.0.0.1", 0))
            return cls(*(int(probe.getsockname()[1]) for probe in probes))
        finally:
            for probe in probes:
                probe.close()

    def taken(self) -> dict[str, int]:
        """The ports that somebody else listens on, by name."""
        return {name: port for name, port in vars(self).items() if not _can_listen(port)}


def _can_listen(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class Installation:
    """One local installation below a folder of its own."""

    var: Path
    ports: Ports

    @property
    def run(self) -> Path:
        """What belongs to the running installation: its configuration, process ids, demo facts."""
        return self.var / "run"

    @property
    def facts(self) -> Path:
        """What tests and scripts need to know, as JSON; there while the suite runs."""
        return self.run / "demo.json"

    @property
    def logs(self) -> Path:
        """One log file for each process."""
        return self.var / "log"

    @property
    def secrets(self) -> Path:
        """Keys and passwords, made once, readable by the owner only."""
        return self.var / "secrets"

    @property
    def mail(self) -> Path:
        """The maildir of the mail catcher."""
        return self.var / "mail"

    @property
    def base_url(self) -> str:
        """Where a browser finds the portal."""
        return f"http://127.0.0.1:{self.ports.http}"

    @property
    def localhost_url(self) -> str:
        """The same under a name: browsers bind passkeys to names and not to addresses."""
        return f"http://localhost:{self.ports.http}"

    def database_file(self, service: str) -> Path | None:
        """The service's SQLite file; None where the environment names a database of its own."""
        if f"MATRIKEL_{service.upper()}_DATABASE_URL" in os.environ:
            return None
        return self.var / service / f"{service}.db"

    def prepare(self) -> None:
        """Makes the folders and, the first time, the secrets."""
        for folder in (self.run, self.logs, self.secrets):
            folder.mkdir(parents=True, exist_ok=True)
        self.secrets.chmod(0o700)
        for service in (*SERVICES, "deploy"):
            self._secret(f"{service}.nats", secrets.token_urlsafe(24))
        for caller in CALLERS:
            self._secret(f"{caller}.pem", ECKey.generate_key("P-256").as_pem(private=True).decode())
        keys = [
            {**ECKey.import_key(self._read(f"{caller}.pem")).as_dict(private=False), "kid": caller}
            for caller in CALLERS
        ]
        (self.secrets / "callers.json").write_text(json.dumps({"keys": keys}), encoding="utf-8")
        self._secret("demo-password", DEMO_PASSWORD)
        self._secret("identity-data.key", secrets.token_bytes(32))

    def _secret(self, name: str, value: str | bytes) -> None:
        file = self.secrets / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_bytes(value if isinstance(value, bytes) else value.encode())

    def _read(self, name: str) -> str:
        return (self.secrets / name).read_text(encoding="utf-8")

    def nats_password(self, user: str) -> str:
        """The password of a user on the message bus."""
        return self._read(f"{user}.nats")

    def environment(self) -> dict[str, str]:
        """The settings of all parts, as environment variables."""
        values: dict[str, object] = {
            MARK: self.var,
            "MATRIKEL_DEMO": 1,
            "MATRIKEL_LOG_LEVEL": os.environ.get("MATRIKEL_LOG_LEVEL", "warning"),
            "MATRIKEL_PUBLIC_URL": os.environ.get("MATRIKEL_PUBLIC_URL", self.base_url),
            "MATRIKEL_NATS_URL": f"nats://127.0.0.1:{self.ports.nats}",
            # No balancer has to notice that a part stops.
            "MATRIKEL_DRAIN_SECONDS": 0,
            "MATRIKEL_MAIL_TARGET": f"smtp://127.0.0.1:{self.ports.smtp}",
            "MATRIKEL_CALLERS_FILE": self.secrets / "callers.json",
            "MATRIKEL_GATEWAY_SERVICE_KEY_FILE": self.secrets / "gateway.pem",
            "MATRIKEL_IDENTITY_DATA_KEY_FILE": self.secrets / "identity-data.key",
            # The known passwords of the demonstration are to open everything.
            "MATRIKEL_IDENTITY_STAFF_SECOND_FACTOR": "offered",
            # Test keys, made on the first start; they stay, as documents are sealed with them.
            "MATRIKEL_CERTIFICATES_KEYS_DIR": self.var / "certificates" / "keys",
            "MATRIKEL_GATEWAY_HTTP_PORT": self.ports.http,
            "MATRIKEL_HTTP_PORT": self.ports.http,
        }
        for service in SERVICES:
            port = getattr(self.ports, service)
            prefix = f"MATRIKEL_{service.upper()}"
            values[f"MATRIKEL_{service.upper()}_TARGET"] = f"127.0.0.1:{port}"
            values[f"{prefix}_PORT"] = port
            if (database := self.database_file(service)) is not None:
                values[f"{prefix}_DATABASE_URL"] = f"sqlite:///{database}"
            values[f"{prefix}_NATS_PASSWORD_FILE"] = self.secrets / f"{service}.nats"
            values[f"{prefix}_SERVICE_KEY_FILE"] = self.secrets / f"{service}.pem"
            # Beside the database whose audit it is about, wherever that installation lives.
            heads = self.var / service / "audit-heads.jsonl"
            values[f"{prefix}_AUDIT_HEADS_FILE"] = heads
        return {**os.environ, **{name: str(value) for name, value in values.items()}}
