"""A PostgreSQL server that a test stops without warning and starts again on its data."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from chassis.testing.ports import wait_for_port
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

# Popen(user=…) forks, which the handlers of a gRPC in use do not survive (grpcio 1.85).
BECOME = """
import os, sys
os.setgroups([])
os.setgid(int(sys.argv[1]))
os.setuid(int(sys.argv[2]))
os.execv(sys.argv[3], sys.argv[3:])
"""


class StoppablePostgres:
    """Control over a server that `chassis.testing.postgres` has started."""

    def __init__(self, url: str) -> None:
        self._port = int(make_url(url).port or 0)
        engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool
        )
        with engine.connect() as connection:
            self._data = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        engine.dispose()
        self._pid = self._read_pid()
        arguments = Path(f"/proc/{self._pid}/cmdline").read_bytes().split(b"\0")
        self._command = [os.fsdecode(one) for one in arguments[:-1]]
        self._started: subprocess.Popen[bytes] | None = None

    def stop_immediately(self) -> None:
        """Stops it as a crash does: no checkpoint, every session is gone."""
        os.kill(self._pid, signal.SIGQUIT)
        if self._started is not None:
            self._started.wait()
        else:
            os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)

    def start(self) -> None:
        """Starts it again; it recovers from its log."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        owner = self._data.stat()
        command = self._command
        if os.geteuid() != owner.st_uid:
            change = [sys.executable, "-c", BECOME, str(owner.st_gid), str(owner.st_uid)]
            command = [*change, *command]
        self._started = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/"
        )
        wait_for_port(self._port)
        self._pid = self._started.pid

    def close(self) -> None:
        """Ends what was started here."""
        if self._started is not None and self._started.poll() is None:
            self._started.send_signal(signal.SIGINT)
            self._started.wait(timeout=30)

    def _read_pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text(encoding="ascii").split("\n")[0])
