"""Fills a running local installation with demo students, through the services' own methods.

Nothing here goes around a rule: students are enrolled by a clerk of Student Services, accounts
are born from the event, and the logins are activated with their initial codes.
"""

import asyncio
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import grpc
import yaml
from chassis.clock import SystemClock
from chassis.contracts import SERVICES
from chassis.rpc import bearer
from chassis.rpc.tokens import ServiceCredential
from chassis.values import local_date
from demo_accounts import accept_terms, ask_for_role, end_studies_today, make_states
from demo_certificates import DemoCertificates
from demo_clients import DemoClient, agree_to_client, make_clients
from demo_exams import DemoExams
from demo_people import read_people, read_programmes
from demo_records import DemoRecords, Signatures
from demo_services import DemoServices
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
from message_bus import wait_until_heard

Metadata: TypeAlias = tuple[tuple[str, str], ...]

STUDENTS = 300
ENROLLING_AT_ONCE = 16
# So many of the students can sign in; the others have not used their initial codes yet.
ACTIVE_STUDENTS = 8
# So many of the others leave the university today, and so many have a disabled account.
LEAVING_STUDENTS = 1
DISABLED_STUDENTS = 2
# So many of the students have results of former semesters.
STUDENTS_WITH_A_PAST = 30
SEED = 2026
CLERK = "sservice"
EXAMINATIONS_OFFICE = "pamt"
ADMINISTRATOR = "sysadmin"
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
    matriculation_number: str
    is_doctoral: bool


class Demo:
    """Talks to a running installation as a system of its own would."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._channels = {
            service: grpc.aio.insecure_channel(f"127.0.0.1:{getattr(installation.ports, service)}")
            for service in SERVICES
        }

    async def close(self) -> None:
        """Closes the channels."""
        for channel in self._channels.values():
            await channel.close(None)

    async def metadata(self, user_name: str, audience: str) -> Metadata:
        """Signs in and returns the call metadata for one service."""
        tokens = token_pb2_grpc.TokenServiceStub(self._channels["identity"])
        session_token = await self._session_token(user_name)
        issued = await tokens.IssueToken(
            token_pb2.IssueTokenRequest(session_token=session_token, audience=audience)
        )
        return bearer(issued.access_token)

    async def _session_token(self, user_name: str) -> str:
        sessions = session_pb2_grpc.SessionServiceStub(self._channels["identity"])
        request = session_pb2.SignInRequest(user_name=user_name, password=DEMO_PASSWORD)
        return (await sessions.SignIn(request)).session_token

    async def enrol(self, made_up: Sequence[DemoStudent]) -> list[Enrolled]:
        """Enrols the students; a run that was interrupted goes on where it was.

        Those who can sign in come first and one after the other, so that they have the same
        numbers in every installation.
        """
        metadata = await self.metadata(CLERK, "records")
        few_at_once = asyncio.Semaphore(ENROLLING_AT_ONCE)

        async def one(number: int) -> Enrolled:
            async with few_at_once:
                return await self._enrol(number, made_up[number], metadata)

        first = [await one(number) for number in range(min(ACTIVE_STUDENTS, len(made_up)))]
        rest = await asyncio.gather(*(one(number) for number in range(len(first), len(made_up))))
        return [*first, *rest]

    async def _enrol(self, number: int, student: DemoStudent, metadata: Metadata) -> Enrolled:
        stub = enrolment_pb2_grpc.EnrolmentServiceStub(self._channels["records"])
        first = await stub.EnrolPerson(_first_enrolment(number, student), metadata=metadata)
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
            await stub.EnrolPerson(request, metadata=metadata)
        doctoral = first.enrolment.kind == enrolment_pb2.ENROLMENT_KIND_DOCTORAL
        return Enrolled(first.person.person_id, first.person.matriculation_number, doctoral)

    async def give_past(self, students: Sequence[Enrolled]) -> None:
        """Gives students results of former semesters."""
        demo = DemoExams(
            self._channels["exams"],
            self._channels["records"],
            await self.metadata(EXAMINATIONS_OFFICE, "exams"),
            await self.metadata(CLERK, "records"),
        )
        await demo.give_past([(one.person_id, one.matriculation_number) for one in students])

    async def register_clients(self, student: Login) -> list[DemoClient]:
        """Registers systems that use the university account; the student lets one sign them in."""
        identity = self._channels["identity"]
        clients = await make_clients(identity, await self.metadata(ADMINISTRATOR, "identity"))
        credential = ServiceCredential(
            "gateway", self.installation.secrets / "gateway.pem", SystemClock()
        ).for_audience("identity")
        gateway: Metadata = (("matrikel-service-credential", credential),)
        session_token = await self._session_token(student.username)
        await agree_to_client(identity, clients[0], session_token, gateway)
        return clients

    async def fill_records(self, students: Sequence[Enrolled], logins: Sequence[Login]) -> None:
        """Gives students addresses, contributions, payments and applications."""
        channel = self._channels["records"]

        async def signed_in(user_name: str) -> Metadata:
            return await self.metadata(user_name, "records")

        signed = Signatures(await signed_in(CLERK), signed_in)
        persons = [one.person_id for one in students]
        able = [(login.username, who) for login, who in zip(logins, persons, strict=False)]
        await DemoRecords(channel, signed).fill(persons, able)

    async def fill_services(self, students: Sequence[Enrolled], logins: Sequence[Login]) -> None:
        """Gives students IT services and library cards."""

        async def signed_in(user_name: str) -> Metadata:
            return await self.metadata(user_name, "identity")

        able = [
            (login.username, who.person_id) for login, who in zip(logins, students, strict=False)
        ]
        await DemoServices(self._channels["identity"], signed_in).fill(able)

    async def fill_certificates(
        self,
        students: Sequence[Enrolled],
        logins: Sequence[Login],
        leaving: Sequence[Enrolled],
    ) -> None:
        """Issues certificates, one of them to each who leaves."""

        async def signed_in(user_name: str) -> Metadata:
            return await self.metadata(user_name, "certificates")

        demo = DemoCertificates(
            self._channels["certificates"],
            self._channels["records"],
            signed_in,
            await signed_in(CLERK),
            await self.metadata(CLERK, "records"),
        )
        able = [
            (login.username, who.person_id) for login, who in zip(logins, students, strict=False)
        ]
        await demo.fill(able, [one.person_id for one in leaving])

    async def activate(self, students: Sequence[Enrolled]) -> list[Login]:
        """Gives the students' accounts the demo password, where an earlier run did not."""
        clerk = await self.metadata(CLERK, "identity")
        return list(await asyncio.gather(*(self._activate(one, clerk) for one in students)))

    async def _activate(self, student: Enrolled, clerk: Metadata) -> Login:
        accounts = account_pb2_grpc.AccountServiceStub(self._channels["identity"])
        found = await accounts.GetAccount(
            account_pb2.GetAccountRequest(person_id=student.person_id), metadata=clerk
        )
        if found.account.state == account_pb2.ACCOUNT_STATE_ASSIGNED:
            code = await accounts.IssueInitialCode(
                account_pb2.IssueInitialCodeRequest(person_id=student.person_id), metadata=clerk
            )
            await accounts.ActivateAccount(
                account_pb2.ActivateAccountRequest(
                    user_name=code.user_name, initial_code=code.initial_code, password=DEMO_PASSWORD
                )
            )
        user_name = found.account.user_name
        own = await self.metadata(user_name, "identity")
        await accept_terms(self._channels["identity"], student.person_id, own)
        role = "doctoral_student" if student.is_doctoral else "student"
        return Login(role, user_name, DEMO_PASSWORD)

    async def make_account_states(
        self, disabled: Sequence[Enrolled], leaving: Sequence[Enrolled]
    ) -> list[Login]:
        """Staff who wait for their letters and a role that waits; accounts that end, or have ended.

        Returns the logins of those whose studies end today.
        """
        identity = self._channels["identity"]
        administrator = await self.metadata(ADMINISTRATOR, "identity")
        await make_states(identity, administrator, [one.person_id for one in disabled])
        await ask_for_role(identity, administrator)
        logins = await self.activate(leaving)
        clerk = await self.metadata(CLERK, "records")
        for one in leaving:
            await end_studies_today(self._channels["records"], clerk, one.person_id)
        return [replace(one, role="leaving_student") for one in logins]


async def fill(installation: Installation) -> list[Login]:
    """Makes the demo students where there are none yet; returns every demo login."""
    known = installation.var / "demo-logins.json"
    if not known.exists():
        demo = Demo(installation)
        try:
            logins = [*_staff_logins(), *await _make_students(demo)]
        finally:
            await demo.close()
        _keep(known, [asdict(one) for one in logins])
    await wait_until_heard(installation)
    return [Login(**one) for one in json.loads(known.read_text(encoding="utf-8"))]


async def register_clients(installation: Installation, logins: Sequence[Login]) -> list[DemoClient]:
    """Registers the demo clients where they are not yet; returns them."""
    known = installation.var / "demo-clients.json"
    if not known.exists():
        demo = Demo(installation)
        try:
            student = next(one for one in logins if one.role == "student")
            clients = await demo.register_clients(student)
        finally:
            await demo.close()
        _keep(known, [asdict(one) for one in clients])
    return [DemoClient(**one) for one in json.loads(known.read_text(encoding="utf-8"))]


def _keep(file: Path, rows: list[dict[str, Any]]) -> None:
    """Writes a file with passwords or secrets, whole or not at all."""
    unfinished = file.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(rows), encoding="utf-8")
    unfinished.rename(file)


async def _make_students(demo: Demo) -> list[Login]:
    people = read_people(_yaml(Path(__file__).parent / "demo_names.yaml"))
    programmes = read_programmes(_yaml(PROFILE / "records" / "programmes.yaml"))
    made_up = students(SEED, STUDENTS, people, programmes, local_date(SystemClock().now()))
    enrolled = await demo.enrol(made_up)
    await wait_until_heard(demo.installation)
    await demo.give_past(enrolled[:STUDENTS_WITH_A_PAST])
    logins = await demo.activate(enrolled[:ACTIVE_STUDENTS])
    await demo.fill_records(enrolled, logins)
    await demo.fill_services(enrolled, logins)
    others = enrolled[ACTIVE_STUDENTS:]
    leaving, disabled = others[:LEAVING_STUDENTS], others[-DISABLED_STUDENTS:]
    await demo.fill_certificates(enrolled, logins, leaving)
    return [*logins, *await demo.make_account_states(disabled, leaving)]


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
