"""The whole suite, running as `make run` runs it, for whatever crosses services."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
START_SECONDS = 180


@dataclass(frozen=True)
class Suite:
    """A running suite, as its demo.json describes it."""

    facts: dict[str, Any]
    var: Path

    @property
    def base_url(self) -> str:
        """Where a browser finds it."""
        return str(self.facts["base_url"])

    @property
    def password(self) -> str:
        """The one password of all demo logins."""
        return str(self.facts["logins"][0]["password"])

    def target(self, service: str) -> str:
        """Host and port of a service's gRPC server."""
        return str(self.facts["grpc"][service])

    @property
    def nats_url(self) -> str:
        """Where the message bus listens."""
        return str(self.facts["nats"])

    @property
    def mail_dir(self) -> Path:
        """The maildir that all mail lands in."""
        return Path(self.facts["mail_dir"])

    def user_names(self, role: str) -> list[str]:
        """The demo logins with a role, in order."""
        return [one["username"] for one in self.facts["logins"] if one["role"] == role]

    def control(self, action: str, *processes: str) -> None:
        """Starts, stops or restarts processes: "stop", "exams"."""
        command = [Path(sys.executable).parent / "supervisorctl", "-c", self.facts["supervisor"]]
        subprocess.run([*command, action, *processes], check=True, capture_output=True)

    def pid(self, process: str) -> int:
        """The process id of a running part: "exams"."""
        command = [Path(sys.executable).parent / "supervisorctl", "-c", self.facts["supervisor"]]
        done = subprocess.run(
            [*command, "pid", process], check=True, capture_output=True, text=True
        )
        return int(done.stdout)


def start_suite(var: Path) -> tuple["subprocess.Popen[bytes]", Suite]:
    """Starts a suite in a folder of its own on free ports and waits until it is ready."""
    output = var.with_suffix(".out")
    facts = var / "run" / "demo.json"
    facts.unlink(missing_ok=True)
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, ROOT / "deploy/local/run.py", "--var", var, "--free-ports"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    deadline = time.monotonic() + START_SECONDS
    while not facts.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            stop_suite(process)
            raise RuntimeError(f"the suite did not start:\n{output.read_text(encoding='utf-8')}")
        time.sleep(0.2)
    return process, Suite(json.loads(facts.read_text(encoding="utf-8")), var)


def stop_suite(process: "subprocess.Popen[bytes]") -> None:
    """Stops a suite as Ctrl-C does."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
