"""The identity service in use: real server, real database, driven clock."""

import json
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
import pytest_asyncio
from chassis.database import Database, Transaction
from chassis.database.tables import audit_entries, outbox
from chassis.rpc import bearer
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import DrivenClock, ServiceUnderTest, database_fixture, running, within
from chassis.values import PersonName
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from identity.app.accounts.demo_staff import new_hashes, store_demo_staff
from identity.app.accounts.making import NewStaff
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.events.incoming import hearings
from identity.main import service
from joserfc.jwk import ECKey, RSAKey
from matrikel.identity.v1 import (
    account_pb2,
    account_pb2_grpc,
    directory_pb2_grpc,
    session_pb2,
    session_pb2_grpc,
    token_pb2,
    token_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, events_pb2, person_pb2
from matrikel.type.v1 import person_name_pb2
from sqlalchemy import select

database = database_fixture(service)

PASSWORD = "Vier Laternen am Deich"
CHEAP_HASHING = {"argon2_passes": 1, "argon2_memory_kib": 8}
# Staff of most tests sign in with a password alone; the rule itself has tests of its own.
OFFERED = {"staff_second_factor": SecondFactorPolicy.OFFERED}

Metadata = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Refusal:
    """What a refused call was answered."""

    code: str
    reason: str
    problems: frozenset[tuple[str, str]]
    retry_after_seconds: int
    text: str


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    person_id: UUID
    user_name: str
    password: str = PASSWORD


class Identity:
    """Acts on the running service as students, offices and other services do."""

    def __init__(
        self, under_test: ServiceUnderTest, database: Database, service_keys: Path
    ) -> None:
        self.under_test = under_test
        self.database = database
        self._service_keys = service_keys
        channel = under_test.channel
        self.accounts = account_pb2_grpc.AccountServiceStub(channel)
        self.sessions = session_pb2_grpc.SessionServiceStub(channel)
        self.tokens = token_pb2_grpc.TokenServiceStub(channel)
        self.directory = directory_pb2_grpc.DirectoryServiceStub(channel)

    def calling_service(self, name: str, client_address: str = "192.0.2.7") -> Metadata:
        """Metadata of a call by another service, for somebody at an address."""
        credential = ServiceCredential(
            name, self._service_keys / f"{name}.pem", self.database.clock
        )
        return (
            ("matrikel-service-credential", credential.for_audience("identity")),
            ("matrikel-client-address", client_address),
        )

    def enrol(
        self,
        name: PersonName | None = None,
        *,
        person_id: UUID | None = None,
        person_version: int = 1,
        kind: enrolment_pb2.EnrolmentKind.ValueType = enrolment_pb2.ENROLMENT_KIND_STUDENT,
    ) -> UUID:
        """Lets the service hear that a person was enrolled."""
        known_as = person_id or uuid4()
        event = events_pb2.Enrolled(
            enrolment=enrolment_pb2.Enrolment(
                enrolment_id=str(uuid4()), person_id=str(known_as), kind=kind, version=1
            ),
            person=_person(known_as, name or PersonName("Ayşe", "Öztürk"), person_version),
        )
        on_enrolled, _ = hearings("stud.leuphana.example")
        within(self.database, on_enrolled.effect, event)
        return known_as

    def rename(self, person_id: UUID, name: PersonName, version: int) -> None:
        """Lets the service hear that a person's facts changed."""
        _, on_person_changed = hearings("stud.leuphana.example")
        event = events_pb2.PersonChanged(person=_person(person_id, name, version))
        within(self.database, on_person_changed.effect, event)

    async def staff(self, role: Role, user_name: str = "") -> Person:
        """An active member of staff."""
        name = user_name or f"s{uuid4().hex[:8]}"
        staff = [NewStaff(name, PersonName("Ada", "Brandt"), frozenset({role}))]
        hashing = PasswordHashing(1, 8)
        hashes = new_hashes(hashing, PASSWORD, staff, {})
        within(self.database, store_demo_staff, staff, PASSWORD, hashes, "leuphana.example", ())
        signed_in = await self.sign_in(Person(UUID(int=0), name), address="198.51.100.1")
        return Person(UUID(signed_in.account.person_id), name)

    async def office(self) -> Metadata:
        """Metadata of a clerk of Student Services."""
        return await self.signed_in(await self.staff(Role.STUDENT_SERVICES))

    async def issue_code(self, person_id: UUID) -> account_pb2.IssueInitialCodeResponse:
        """The office issues an initial code."""
        return await self.accounts.IssueInitialCode(
            account_pb2.IssueInitialCodeRequest(person_id=str(person_id)),
            metadata=await self.office(),
        )

    async def activate(
        self, user_name: str, code: str, password: str = PASSWORD, address: str = "192.0.2.7"
    ) -> account_pb2.Account:
        """Somebody activates an account."""
        request = account_pb2.ActivateAccountRequest(
            user_name=user_name, initial_code=code, password=password
        )
        metadata = self.calling_service("gateway", address)
        return (await self.accounts.ActivateAccount(request, metadata=metadata)).account

    async def student(self) -> Person:
        """An enrolled person with an active account."""
        person_id = self.enrol()
        issued = await self.issue_code(person_id)
        await self.activate(issued.user_name, issued.initial_code)
        return Person(person_id, issued.user_name)

    async def sign_in(
        self,
        person: Person,
        password: str | None = None,
        *,
        address: str = "192.0.2.7",
        through: str = "gateway",
    ) -> session_pb2.SignInResponse:
        """Signs in through a service, or directly where `through` is empty."""
        request = session_pb2.SignInRequest(
            user_name=person.user_name, password=password or person.password
        )
        metadata = self.calling_service(through, address) if through else ()
        return await self.sessions.SignIn(request, metadata=metadata)

    async def token(
        self, session_token: str, audience: str = "identity", through: str = "gateway"
    ) -> str:
        """An access token for a session token."""
        metadata = self.calling_service(through) if through else ()
        request = token_pb2.IssueTokenRequest(session_token=session_token, audience=audience)
        return (await self.tokens.IssueToken(request, metadata=metadata)).access_token

    async def signed_in(self, person: Person) -> Metadata:
        """Metadata of a signed-in person."""
        signed_in = await self.sign_in(person, address="198.51.100.1")
        return bearer(await self.token(signed_in.session_token))

    def told(self, event_type: type[Message]) -> list[Any]:
        """The events of a type in the outbox, in order."""

        def read(tx: Transaction) -> list[Any]:
            rows = tx.execute(
                select(outbox.c.body)
                .where(outbox.c.event_type == event_type.DESCRIPTOR.full_name)
                .order_by(outbox.c.position)
            )
            return [event_type.FromString(body) for body in rows.scalars()]

        return within(self.database, read)

    def audited(self, method: str) -> list[str]:
        """The outcomes that the audit holds for a method, in order."""

        def read(tx: Transaction) -> list[str]:
            rows = tx.execute(select(audit_entries).order_by(audit_entries.c.position))
            return [row.outcome for row in rows if row.method.endswith(f"/{method}")]

        return within(self.database, read)

    async def refusal(self, call: Awaitable[Any]) -> Refusal:
        """What a call that must not succeed is answered."""
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call
        return _refusal(caught.value)


def _refusal(error: grpc.aio.AioRpcError) -> Refusal:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    assert status is not None
    info, bad, retry = (
        error_details_pb2.ErrorInfo(),
        error_details_pb2.BadRequest(),
        error_details_pb2.RetryInfo(),
    )
    for detail in status.details:
        for message in (info, bad, retry):
            detail.Unpack(message)
    return Refusal(
        error.code().name,
        info.reason,
        frozenset((problem.field, problem.reason) for problem in bad.field_violations),
        retry.retry_delay.seconds,
        status.message,
    )


def _person(person_id: UUID, name: PersonName, version: int) -> person_pb2.Person:
    return person_pb2.Person(
        person_id=str(person_id),
        matriculation_number="3000001",
        name=person_name_pb2.PersonName(
            given_names=name.given_names,
            family_name=name.family_name,
            birth_name=name.birth_name,
            title=name.title,
        ),
        version=version,
    )


_RSA_KEYS: list[RSAKey] = []


@pytest.fixture(autouse=True)
def rsa_keys_of_former_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making an RSA key takes longer than most tests: each uses those that others made before."""
    used = count()

    make = RSAKey.generate_key

    def pooled(*shape: Any, **more: Any) -> RSAKey:
        number = next(used)
        if number == len(_RSA_KEYS):
            _RSA_KEYS.append(make(*shape, **more))
        return _RSA_KEYS[number]

    monkeypatch.setattr(RSAKey, "generate_key", pooled)


@pytest.fixture
def service_keys(tmp_path: Path) -> Path:
    """A folder with each calling service's key, their public keys and identity's data key."""
    (tmp_path / "data.key").write_bytes(bytes(32))
    public = []
    for name in ("gateway", "exams", "certificates"):
        key = ECKey.generate_key("P-256")
        (tmp_path / f"{name}.pem").write_bytes(key.as_pem(private=True))
        public.append({**key.as_dict(private=False), "kid": name})
    (tmp_path / "callers.json").write_text(json.dumps({"keys": public}), encoding="utf-8")
    return tmp_path


@pytest.fixture
def start_identity(database: Database, service_keys: Path) -> Any:
    """Starts the service on the test's database with settings of one's choice."""

    @asynccontextmanager
    async def start(**settings: Any) -> AsyncIterator[Identity]:
        chosen = {
            **CHEAP_HASHING,
            **OFFERED,
            "callers_file": service_keys / "callers.json",
            "data_key_file": service_keys / "data.key",
            **settings,
        }
        async with running(service, database, **chosen) as under_test:
            yield Identity(under_test, database, service_keys)

    return start


@pytest_asyncio.fixture
async def identity(start_identity: Any, clock: DrivenClock) -> AsyncIterator[Identity]:
    """The service in use."""
    async with start_identity() as one:
        yield one
