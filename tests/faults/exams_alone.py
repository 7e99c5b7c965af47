"""Exams in processes of its own, with the real profile and students whom it was told of."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import grpc
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.rpc import bearer
from chassis.testing import TokenMint, until
from chassis.testing.databases import fresh_url
from chassis.testing.ports import free_port
from exams.main import service
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.faults.driver import Metadata, Student
from tests.faults.university import load_university, offer_scarce_sittings, tell_of_students

TOKEN_SECONDS = 150.0


class ExamsAlone:
    """The service with a database, a maildir and, where one is given, a bus.

    It may have several processes, each with a port of its own, on the one database.
    """

    def __init__(
        self,
        folder: Path,
        postgres: str | None = None,
        bus_url: str = "",
        bus_password_file: Path | None = None,
        module: str = "exams",
        processes: int = 1,
    ) -> None:
        self._module = module
        url = fresh_url(service, folder, postgres)
        self.database = Database(url, threads=4)
        self.mail_dir = folder / "mail"
        self.ports = [free_port() for _ in range(processes)]
        self.output = folder / "exams.log"
        self._mint = TokenMint("exams", SystemClock())
        self._mint.trust_in(self.database)
        self._environment = {
            **os.environ,
            "MATRIKEL_EXAMS_DATABASE_URL": url,
            "MATRIKEL_MAIL_TARGET": f"maildir:{self.mail_dir}",
            "MATRIKEL_LOG_LEVEL": "warning",
            "MATRIKEL_DRAIN_SECONDS": "0",
            # Nobody listens there: exams has to live without the others.
            "MATRIKEL_IDENTITY_TARGET": "127.0.0.1:1",
        }
        if bus_url:
            self._environment["MATRIKEL_NATS_URL"] = bus_url
            self._environment["MATRIKEL_EXAMS_NATS_PASSWORD_FILE"] = str(bus_password_file)
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.database.write_now(load_university)

    @property
    def targets(self) -> list[str]:
        """Host and port of each process."""
        return [f"127.0.0.1:{port}" for port in self.ports]

    @property
    def target(self) -> str:
        """Host and port of the first process."""
        return self.targets[0]

    @property
    def pid(self) -> int:
        """The first process."""
        return self._processes[0].pid

    async def start(self) -> None:
        """Starts all processes that do not run and waits until they serve."""
        for place in range(len(self.ports)):
            if place not in self._processes:
                self._launch(place)
        for place in range(len(self.ports)):
            await until(partial(self._serves, place), 60)

    def _launch(self, place: int) -> None:
        with self.output.open("ab") as log:
            self._processes[place] = subprocess.Popen(
                [sys.executable, "-m", self._module, "serve"],
                env={**self._environment, "MATRIKEL_EXAMS_PORT": str(self.ports[place])},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, place: int = 0) -> None:
        """Kills a process."""
        process = self._processes.pop(place)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        """Ends everything."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self._processes.values():
            process.wait(timeout=30)
        self.database.close()

    def students(self, count: int) -> list[Student]:
        """New students of the current semester who have accepted the terms."""
        people = [uuid4() for _ in range(count)]
        self.database.write_now(tell_of_students, people)
        return [Student(str(person_id), self._metadata_of(person_id)) for person_id in people]

    def scarce_sittings(self) -> list[str]:
        """Offers sittings with few seats; returns their ids."""
        return self.database.write_now(offer_scarce_sittings)

    def metadata(self, person_id: UUID) -> Metadata:
        """Call metadata of a student with a fresh token."""
        return bearer(self._mint.mint(person_id))

    def _metadata_of(self, person_id: UUID) -> Callable[[], Awaitable[Metadata]]:
        made: tuple[float, Metadata] = (float("-inf"), ())

        async def metadata() -> Metadata:
            nonlocal made
            now = asyncio.get_running_loop().time()
            if now - made[0] > TOKEN_SECONDS:
                made = (now, self.metadata(person_id))
            return made[1]

        return metadata

    async def _serves(self, place: int) -> bool:
        if self._processes[place].poll() is not None:
            raise RuntimeError(f"exams ended:\n{self.output.read_text(encoding='utf-8')[-2000:]}")
        async with grpc.aio.insecure_channel(self.targets[place]) as channel:
            try:
                answer = await health_pb2_grpc.HealthStub(channel).Check(
                    health_pb2.HealthCheckRequest(), timeout=2
                )
            except grpc.aio.AioRpcError:
                return False
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
