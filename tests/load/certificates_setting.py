"""Certificates in a process of its own, with neighbours who answer at once."""

import asyncio
import json
import os
import subprocess
import sys
from array import array
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import grpc
from certificates.app.profile_loading import load_profile
from certificates.domain.branding import Branding
from certificates.main import service
from certificates.profile.files import read_profile
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.rpc import bearer
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import TokenMint, until
from chassis.testing.databases import fresh_url
from chassis.testing.ports import free_port
from grpc_health.v1 import health_pb2, health_pb2_grpc
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub

from services.certificates.tests.neighbours import Neighbours, running_neighbours
from services.certificates.tests.sample_exams import many_results
from services.certificates.tests.samples import PERSON_ID
from tests.load.certificates_watched import FILE_SETTING
from tests.load.measuring import cpu_seconds, percentile
from tests.suite import ROOT

PROFILE = ROOT / "deploy" / "profiles" / "leuphana" / "certificates"
MODULE = "tests.load.certificates_watched"
# Rows of the transcript: somebody near the end of a bachelor's degree.
RESULTS = 40
Metadata = tuple[tuple[str, str], ...]


class CertificatesSetting:
    """The running service, its database, and what calls to it carry."""

    def __init__(self, folder: Path, server: str | None, neighbours: Neighbours) -> None:
        url = fresh_url(service, folder, server)
        self.neighbours = neighbours
        self.database = Database(url, threads=4)
        self.branding = self._load_profile()
        self.target = f"127.0.0.1:{free_port()}"
        self.keys_dir = folder / "keys"
        self.output = folder / "certificates.log"
        self._lags = {True: folder / "service.lag", False: folder / "nothing.lag"}
        for file in self._lags.values():
            file.unlink(missing_ok=True)
            file.touch()
        self._mint = TokenMint("certificates", SystemClock())
        self._mint.trust_in(self.database)
        self._gateway = ServiceCredential("gateway", _gateway_key(folder), SystemClock())
        most = str(10**9)
        self._environment = {
            **os.environ,
            "MATRIKEL_CERTIFICATES_DATABASE_URL": url,
            "MATRIKEL_CERTIFICATES_PORT": self.target.rpartition(":")[2],
            "MATRIKEL_CERTIFICATES_KEYS_DIR": str(self.keys_dir),
            "MATRIKEL_CERTIFICATES_MISSES_PER_PREFIX": most,
            "MATRIKEL_CERTIFICATES_MISSES_PER_PREFIX_IN_ALARM": most,
            "MATRIKEL_CERTIFICATES_AUDIT_HEADS_FILE": str(folder / "audit-heads.jsonl"),
            "MATRIKEL_CALLERS_FILE": str(folder / "callers.json"),
            "MATRIKEL_MAIL_TARGET": f"maildir:{folder / 'mail'}",
            "MATRIKEL_LOG_LEVEL": "error",
            "MATRIKEL_DRAIN_SECONDS": "0",
            "PYTHONPATH": str(ROOT),
            FILE_SETTING: str(self._lags[True]),
            **{f"MATRIKEL_{name.upper()}": to for name, to in neighbours.settings.items()},
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self.channel = grpc.aio.insecure_channel(
            self.target, options=[("grpc.max_receive_message_length", 2**24)]
        )
        self.certificates = CertificateServiceStub(self.channel)
        self.verification = VerificationServiceStub(self.channel)

    def _load_profile(self) -> Branding:
        profile = read_profile(PROFILE)
        self.database.write_now(load_profile, profile.branding, profile.rules)
        return profile.branding or Branding()

    async def start(self) -> None:
        """Starts the service and waits until it serves."""
        for arguments in (["serve"], [str(self._lags[False])]):
            self._launch(arguments)
        await until(self._serves, 90)

    def _launch(self, arguments: list[str]) -> None:
        with self.output.open("ab") as log:
            self._processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", MODULE, *arguments],
                    env=self._environment,
                    cwd=ROOT,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )

    def cpu_seconds(self) -> tuple[float, float]:
        """What the service has computed so far, and what the processes did that it started."""
        service_id = self._processes[0].pid
        children = Path(f"/proc/{service_id}/task/{service_id}/children").read_text(
            encoding="ascii"
        )
        return cpu_seconds(service_id), sum(cpu_seconds(int(one)) for one in children.split())

    async def close(self) -> None:
        """Ends everything."""
        await self.channel.close(None)
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            await asyncio.to_thread(process.wait)
        self.database.close()

    def student(self) -> Metadata:
        """Call metadata of the student whom the neighbours know."""
        return bearer(self._mint.mint(PERSON_ID))

    def clerk(self) -> Metadata:
        """Call metadata of somebody of Student Services."""
        return bearer(self._mint.mint(uuid4(), (access_pb2.ROLE_STUDENT_SERVICES,)))

    def stranger(self, address: str) -> Metadata:
        """Call metadata of somebody at an address, as the gateway tells it."""
        return (
            ("matrikel-service-credential", self._gateway.for_audience("certificates")),
            ("matrikel-client-address", address),
        )

    @contextmanager
    def watched(self) -> Iterator["Lags"]:
        """What the loops lagged within the block; there when it ends."""
        lags = Lags({one: file.stat().st_size for one, file in self._lags.items()})
        yield lags
        for one, file in self._lags.items():
            content = file.read_bytes()[lags.behind[one] :]
            lags.seconds[one] = sorted(array("d", content))

    async def _serves(self) -> bool:
        if self._processes[0].poll() is not None:
            raise RuntimeError(self.output.read_text(encoding="utf-8")[-2000:])
        try:
            answer = await health_pb2_grpc.HealthStub(self.channel).Check(
                health_pb2.HealthCheckRequest(), timeout=2
            )
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


class Lags:
    """How late the service's loop woke up, and that of a process with nothing to do."""

    def __init__(self, behind: dict[bool, int]) -> None:
        self.behind = behind
        self.seconds: dict[bool, list[float]] = {True: [], False: []}

    def milliseconds(self, share: float, *, service: bool = True) -> float:
        """The percentile of one of both."""
        return 1000 * percentile(self.seconds[service], share)


@asynccontextmanager
async def certificates_alone(
    folder: Path, server: str | None, enrolments: Iterable[UUID] = ()
) -> AsyncIterator[CertificatesSetting]:
    """The service with neighbours who know one student with a long transcript."""
    async with running_neighbours() as neighbours:
        neighbours.page_size = 100
        neighbours.exams = many_results(RESULTS)
        first = neighbours.records.enrolment
        neighbours.other_enrolments = tuple(replace(first, enrolment_id=one) for one in enrolments)
        setting = CertificatesSetting(folder, server, neighbours)
        try:
            await setting.start()
            yield setting
        finally:
            await setting.close()


def _gateway_key(folder: Path) -> Path:
    key = ECKey.generate_key("P-256")
    path = folder / "gateway.pem"
    path.write_bytes(key.as_pem(private=True))
    public = {**key.as_dict(private=False), "kid": "gateway"}
    (folder / "callers.json").write_text(json.dumps({"keys": [public]}), encoding="utf-8")
    return path
