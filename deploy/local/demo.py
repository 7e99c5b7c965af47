"""Fills a running local installation with demo students, through the services' own methods.

Nothing here goes around a rule: students are enrolled by a clerk of Student Services, accounts
are born from the event, and the logins are activated with their initial codes.
"""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import grpc
import nats
import yaml
from chassis.clock import SystemClock
from chassis.contracts import SERVICES
from chassis.events.topology import consumer_name, heard_streams, stream_name
from chassis.rpc import bearer
from chassis.values import local_date
from demo_people import read_people, read_programmes
from demo_students import DemoStudent, students
from google.type import date_pb2
from installation import DEMO_PASSWORD, PROFILE, Installation
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1 import person_name_pb2, semester_pb2

T = TypeVar("T")

STUDENTS = 300
# So many of the students can sign in; the others have not used their initial codes yet.
ACTIVE_STUDENTS = 8
SEED = 2026
CLERK = "sservice"
# Request ids are made from this, so that an interrupted run goes on where it was.
NAMESPACE = uuid.UUID("6f0a1c52-8b5e-4d3e-9f0a-0f6f2f4f9c11")


@dataclass(frozen=True)
class Login:
    """A demo login, as demo.json lists it."""

    role: str
    username: str
    password: str


@dataclass(frozen=True)
class Enrolled:
    """A demo student after enrolment."""

    person_id: str
    is_doctoral: bool


class Demo:
    """Talks to a running installation as a system of its own would."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._channels = {
            service: grpc.aio.insecure_channel(f"127.0.0.1:{getattr(installation.ports, service)}")
            for service in SERVICES
        }

    async def close(self) -> None:
        """Closes the channels."""
        for channel in self._channels.values():
            await channel.close(None)

    async def token(self, user_name: str, audience: str) -> Sequence[tuple[str, str]]:
        """Signs in and returns the call metadata for one service."""
        sessions = session_pb2_grpc.SessionServiceStub(self._channels["identity"])
        tokens = token_pb2_grpc.TokenServiceStub(self._channels["identity"])
        session = await sessions.SignIn(
            session_pb2.SignInRequest(user_name=user_name, password=DEMO_PASSWORD)
        )
        issued = await tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=session.session_token, audience=audience)
        )
        return bearer(issued.access_token)

    async def enrol(self, made_up: Sequence[DemoStudent]) -> list[Enrolled]:
        """Enrols the students in order; a run that was interrupted goes on where it was."""
        clerk = await self.token(CLERK, "records")
        stub = enrolment_pb2_grpc.EnrolmentServiceStub(self._channels["records"])
        done = []
        for number, student in enumerate(made_up):
            first = await stub.EnrolPerson(_first_enrolment(number, student), metadata=clerk)
            for place, further in enumerate(student.further_enrolments):
                request = enrolment_pb2.EnrolPersonRequest(
                    request_id=_request_id("further", number, place),
                    matriculation_number=first.person.matriculation_number,
                    programme_code=further.programme_code,
                    regulations_version_code=further.regulations_version_code,
                    first_semester=semester_pb2.Semester(code=further.first_semester),
                    major=further.major,
                    minor=further.minor,
                )
                await stub.EnrolPerson(request, metadata=clerk)
            doctoral = first.enrolment.kind == enrolment_pb2.ENROLMENT_KIND_DOCTORAL
            done.append(Enrolled(first.person.person_id, doctoral))
        return done

    async def activate(self, student: Enrolled) -> Login:
        """Activates the student's account with a fresh initial code and the demo password."""
        clerk = await self.token(CLERK, "identity")
        accounts = account_pb2_grpc.AccountServiceStub(self._channels["identity"])
        code = await accounts.IssueInitialCode(
            account_pb2.IssueInitialCodeRequest(person_id=student.person_id), metadata=clerk
        )
        await accounts.ActivateAccount(
            account_pb2.ActivateAccountRequest(
                user_name=code.user_name, initial_code=code.initial_code, password=DEMO_PASSWORD
            )
        )
        role = "doctoral_student" if student.is_doctoral else "student"
        return Login(role, code.user_name, DEMO_PASSWORD)

    async def wait_until_heard(self) -> None:
        """Waits until every event was published and heard, by the consumers' own numbers."""
        client = await nats.connect(
            f"nats://127.0.0.1:{self._installation.ports.nats}",
            user="deploy",
            password=self._installation.nats_password("deploy"),
        )
        try:
            await _until(lambda: _nobody_lags(client.jetstream()), calm=4)
        finally:
            await client.close()


async def fill(installation: Installation) -> list[Login]:
    """Makes the demo students where there are none yet; returns every demo login."""
    known = installation.var / "demo-logins.json"
    if not known.exists():
        demo = Demo(installation)
        try:
            logins = [*_staff_logins(), *await _make_students(demo)]
        finally:
            await demo.close()
        known.write_text(json.dumps([asdict(one) for one in logins]), encoding="utf-8")
    return [Login(**one) for one in json.loads(known.read_text(encoding="utf-8"))]


async def _make_students(demo: Demo) -> list[Login]:
    people = read_people(_yaml(Path(__file__).parent / "demo_names.yaml"))
    programmes = read_programmes(_yaml(PROFILE / "records" / "programmes.yaml"))
    made_up = students(SEED, STUDENTS, people, programmes, local_date(SystemClock().now()))
    enrolled = await demo.enrol(made_up)
    await demo.wait_until_heard()
    return [await demo.activate(student) for student in enrolled[:ACTIVE_STUDENTS]]


def _staff_logins() -> list[Login]:
    staff: Any = _yaml(PROFILE / "identity" / "demo_staff.yaml")
    return [
        Login(role, one["user_name"], DEMO_PASSWORD)
        for one in staff["staff"]
        for role in one["roles"]
    ]


def _first_enrolment(number: int, student: DemoStudent) -> enrolment_pb2.EnrolPersonRequest:
    return enrolment_pb2.EnrolPersonRequest(
        request_id=_request_id("first", number),
        new_person=enrolment_pb2.EnrolPersonRequest.NewPerson(
            name=person_name_pb2.PersonName(
                given_names=student.given_names,
                family_name=student.family_name,
                birth_name=student.birth_name,
                title=student.title,
            ),
            birth_date=date_pb2.Date(
                year=student.birth_date.year,
                month=student.birth_date.month,
                day=student.birth_date.day,
            ),
            birth_place=student.birth_place,
            citizenship=student.citizenship,
        ),
        programme_code=student.programme_code,
        regulations_version_code=student.regulations_version_code,
        first_semester=semester_pb2.Semester(code=student.first_semester),
        major=student.major,
        minor=student.minor,
    )


def _request_id(*parts: object) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, (SEED, *parts)))))


def _yaml(file: Path) -> object:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


async def _nobody_lags(stream: Any) -> bool:
    for heard in heard_streams():
        info = await stream.consumer_info(stream_name(heard.teller), consumer_name(heard.hearer))
        if info.num_pending or info.num_ack_pending:
            return False
    return True


async def _until(holds: Callable[[], Awaitable[bool]], calm: int, seconds: float = 120) -> None:
    """Waits until `holds` was true `calm` times in a row, half a second apart."""
    times = 0
    for _ in range(int(seconds * 2)):
        times = times + 1 if await holds() else 0
        if times >= calm:
            return
        await asyncio.sleep(0.5)
    raise TimeoutError("the services did not become quiet")
