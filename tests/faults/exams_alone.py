"""Exams in a process of its own, with the real profile and students whom it was told of."""

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
from chassis.database import Database, Transaction
from chassis.rpc import bearer
from chassis.testing import TokenMint, until
from chassis.testing.databases import fresh_url
from chassis.testing.ports import free_port
from chassis.values import Semester, local_date
from exams.app.demo_windows import move_windows_around_today
from exams.app.load_profile import load_profile
from exams.app.terms import accept_terms, standing_of
from exams.events.incoming import on_account_created, on_enrolled
from exams.main import service
from exams.profile.reading import read_profile
from google.type.date_pb2 import Date
from grpc_health.v1 import health_pb2, health_pb2_grpc
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1.events_pb2 import AccountCreated
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, person_pb2
from matrikel.records.v1.events_pb2 import Enrolled
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.faults.driver import Metadata, Student

PROFILE = Path(__file__).parents[2] / "deploy" / "profiles" / "leuphana" / "exams"
VERSION = "KUWI-BA-2024"
FIRST_NUMBER = 900_000
TOKEN_SECONDS = 150.0


class ExamsAlone:
    """The service with a database, a maildir and, where one is given, a bus."""

    def __init__(
        self,
        folder: Path,
        postgres: str | None = None,
        bus_url: str = "",
        bus_password_file: Path | None = None,
    ) -> None:
        url = fresh_url(service, folder, postgres)
        self.database = Database(url, threads=4)
        self.mail_dir = folder / "mail"
        self.port = free_port()
        self.output = folder / "exams.log"
        self._mint = TokenMint("exams", SystemClock())
        self._mint.trust_in(self.database)
        self._environment = {
            **os.environ,
            "MATRIKEL_EXAMS_DATABASE_URL": url,
            "MATRIKEL_EXAMS_PORT": str(self.port),
            "MATRIKEL_MAIL_TARGET": f"maildir:{self.mail_dir}",
            "MATRIKEL_LOG_LEVEL": "warning",
            "MATRIKEL_DRAIN_SECONDS": "0",
            # Nobody listens there: exams has to live without the others.
            "MATRIKEL_IDENTITY_TARGET": "127.0.0.1:1",
        }
        if bus_url:
            self._environment["MATRIKEL_NATS_URL"] = bus_url
            self._environment["MATRIKEL_EXAMS_NATS_PASSWORD_FILE"] = str(bus_password_file)
        self._process: subprocess.Popen[bytes] | None = None
        self.database.write_now(_load_profile)

    @property
    def target(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Starts the process and waits until it serves."""
        self._launch()
        await until(self._serves, 60)

    def _launch(self) -> None:
        with self.output.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "exams", "serve"],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """Kills the process."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """Ends everything."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)
        self.database.close()

    def students(self, count: int) -> list[Student]:
        """New students of the current semester who have accepted the terms."""
        people = [uuid4() for _ in range(count)]
        self.database.write_now(_tell_of, people)
        return [Student(str(person_id), self._metadata_of(person_id)) for person_id in people]

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

    async def _serves(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f"exams ended:\n{self.output.read_text(encoding='utf-8')[-2000:]}")
        async with grpc.aio.insecure_channel(self.target) as channel:
            try:
                answer = await health_pb2_grpc.HealthStub(channel).Check(
                    health_pb2.HealthCheckRequest(), timeout=2
                )
            except grpc.aio.AioRpcError:
                return False
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _load_profile(tx: Transaction) -> None:
    profile, problems = read_profile(PROFILE)
    assert profile is not None, problems
    load_profile(tx, profile)
    move_windows_around_today(tx, demo=True, on_loopback=True)


def _tell_of(tx: Transaction, people: list[UUID]) -> None:
    in_force = standing_of(tx, people[0]).terms_version
    text = partial(LocalizedText, de="Kulturwissenschaften", en="Culture, Arts and Media")
    today = local_date(tx.now)
    for person_id in people:
        number = FIRST_NUMBER + person_id.int % 99_999_999
        name = PersonName(given_names="Ayşe", family_name="Öztürk")
        user_name = f"lg{number}"
        account = account_pb2.Account(
            person_id=str(person_id),
            user_name=user_name,
            mailbox=f"{user_name}@stud.leuphana.example",
            name=name,
            version=1,
        )
        on_account_created(tx, AccountCreated(account=account))
        person = person_pb2.Person(
            person_id=str(person_id),
            matriculation_number=f"{3_000_000 + number % 1_000_000}",
            name=name,
            version=1,
        )
        enrolment = enrolment_pb2.Enrolment(
            enrolment_id=str(uuid4()),
            person_id=str(person_id),
            programme=catalogue_pb2.Programme(
                programme_code="KUWI-BA",
                name=text(),
                degree=catalogue_pb2.Degree(degree_code="BA", short_name="B.A.", name=text()),
                regulations_versions=[
                    catalogue_pb2.RegulationsVersion(regulations_version_code=VERSION, name=text())
                ],
            ),
            first_enrolment_date=Date(year=today.year, month=today.month, day=today.day),
            semesters=[
                enrolment_pb2.EnrolledSemester(
                    semester=SemesterMessage(code=Semester.of(today).code),
                    status=enrolment_pb2.SEMESTER_STATUS_ENROLLED,
                )
            ],
            version=1,
        )
        on_enrolled(tx, Enrolled(person=person, enrolment=enrolment))
        accept_terms(tx, person_id, in_force)
