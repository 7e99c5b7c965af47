"""The processes of a local installation, kept running by supervisord.

Whoever kills one of them sees it come back, as an orchestrator would do it in production. The
same control as everywhere: `supervisorctl -c var/run/supervisord.conf status`.
"""

import contextlib
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any

from chassis.contracts import SERVICES
from chassis.events import topology
from installation import Installation
from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

BIN = Path(sys.executable).parent
LOCAL = Path(__file__).parent
# What starts after the preparation.
SERVED = (*SERVICES, "gateway")

SUPERVISOR = """\
[supervisord]
nodaemon = true
silent = true
logfile = {logs}/supervisord.log
pidfile = {run}/supervisord.pid
childlogdir = {logs}

[unix_http_server]
file = {run}/supervisor.sock
chmod = 0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl = unix://{run}/supervisor.sock
"""

PROGRAM = """
[program:{name}]
command = {command}
autostart = {autostart}
autorestart = true
startsecs = 0
startretries = 1000
stopsignal = TERM
stopwaitsecs = 15
redirect_stderr = true
stdout_logfile = {logs}/{name}.log
stdout_logfile_maxbytes = 20MB
stdout_logfile_backups = 2
"""


class Processes:
    """Supervisord with everything below it."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._config = installation.run / "supervisord.conf"
        self._daemon: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Starts supervisord, and below it what needs no preparation: NATS and the mail catcher."""
        socket = self._installation.run / "supervisor.sock"
        socket.unlink(missing_ok=True)
        self._write_configuration()
        self._daemon = subprocess.Popen(
            [BIN / "supervisord", "-n", "-c", self._config],
            env=self._installation.environment(),
            stdout=subprocess.DEVNULL,
            # Ctrl-C reaches only us; we stop the others in order.
            start_new_session=True,
        )
        deadline = time.monotonic() + 20
        while not socket.exists():
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"supervisord did not start; see {self._installation.logs}")
            time.sleep(0.05)

    def start_services(self) -> None:
        """Starts the services and the gateway, all at once."""
        for name in SERVED:
            self._supervisor.startProcess(name, False)

    def wait(self) -> None:
        """Waits until supervisord ends, which it does by itself only when something is wrong."""
        assert self._daemon is not None
        self._daemon.wait()

    def close(self) -> None:
        """Stops everything and waits for it: the services together, then what they lean on."""
        if self._daemon is None or self._daemon.poll() is not None:
            return
        for name in SERVED:
            # It may not run, or supervisord may be on its way out.
            with contextlib.suppress(xmlrpc.client.Fault, OSError):
                self._supervisor.stopProcess(name, False)
        self._daemon.terminate()
        self._daemon.wait(timeout=60)

    @property
    def _supervisor(self) -> Any:
        """Supervisord's interface, without starting a Python for each command."""
        address = f"unix://{self._installation.run / 'supervisor.sock'}"
        transport = SupervisorTransport(None, None, address)
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def _write_configuration(self) -> None:
        ports, var = self._installation.ports, self._installation.var
        passwords = {name: self._installation.nats_password(name) for name in (*SERVICES, "deploy")}
        nats = self._installation.run / "nats.conf"
        nats.touch(mode=0o600)
        nats.write_text(
            topology.server_config(str(var / "nats"), ports.nats, passwords, sync_always=True),
            encoding="utf-8",
        )
        mail = self._installation.mail
        commands = {
            "nats": f"{BIN}/nats-server -c {nats}",
            "mail": f"{sys.executable} {LOCAL}/mail_catcher.py {ports.smtp} {mail}",
            **{service: f"{sys.executable} -m {service} serve" for service in SERVICES},
            "gateway": f"{sys.executable} -m gateway serve",
        }
        places = {"logs": self._installation.logs, "run": self._installation.run}
        sections = [SUPERVISOR.format(**places)]
        sections += [
            PROGRAM.format(
                name=name, command=command, autostart=str(name not in SERVED).lower(), **places
            )
            for name, command in commands.items()
        ]
        self._config.write_text("".join(sections).replace("%", "%%"), encoding="utf-8")
