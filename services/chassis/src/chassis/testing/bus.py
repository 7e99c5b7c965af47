"""A NATS server of one's own for a test run, with streams and users as in production."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nats

from chassis.contracts import SERVICES
from chassis.events import topology
from chassis.testing.ports import free_port, wait_for_port

PASSWORD = "test"


@dataclass
class RunningBus:
    """A NATS server; it can be stopped and started again with the same data."""

    url: str
    folder: Path
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def password_file(self) -> Path:
        """Holds the one password that every test user has."""
        return self.folder / "password"

    def start(self) -> None:
        """Starts the server on its port."""
        command = [
            str(Path(sys.executable).parent / "nats-server"),
            "-c",
            str(self.folder / "nats.conf"),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(int(self.url.rpartition(":")[2]))

    def stop(self) -> None:
        """Kills the server; what it acknowledged survives."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def empty(self) -> None:
        """Forgets all events and what was heard of them, so that a test starts from nothing."""
        client = await nats.connect(self.url, user="deploy", password=PASSWORD)
        try:
            stream = client.jetstream()
            for service in SERVICES:
                await stream.delete_stream(topology.stream_name(service))
            await topology.apply(stream)
        finally:
            await client.close()

    async def apply(self) -> None:
        """Creates streams and consumers from the contracts."""
        client = await nats.connect(self.url, user="deploy", password=PASSWORD)
        try:
            await topology.apply(client.jetstream())
        finally:
            await client.close()


@contextmanager
def running_bus() -> Iterator[RunningBus]:
    """Runs a fresh server with streams applied; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="matrikel-nats-") as name:
        folder, port = Path(name), free_port()
        passwords = dict.fromkeys((*SERVICES, "deploy"), PASSWORD)
        # A killed process loses nothing that it wrote; only a machine without power does.
        config = topology.server_config(str(folder / "store"), port, passwords, sync_always=False)
        (folder / "nats.conf").write_text(config, encoding="utf-8")
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        bus = RunningBus(f"nats://127.0.0.1:{port}", folder)
        bus.start()
        try:
            asyncio.run(bus.apply())
            yield bus
        finally:
            bus.stop()
