"""A small service on existing contracts: seats in sittings. What it does can be scripted."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.database import NAMING, Transaction, columns
from chassis.errors import Code, Failure
from chassis.events import Hearing, tell
from chassis.mail import Mail, send_mail
from chassis.rpc import Caller, MethodContract, Relation, Work
from chassis.service import Composition, Runtime, Served, ServiceDefinition
from chassis.settings import ServiceSettings, settings_config
from chassis.values import LocalizedText
from google.api import httpbody_pb2
from matrikel.certificates.v1 import certificate_pb2
from matrikel.exams.v1 import events_pb2, registration_pb2
from matrikel.identity.v1 import directory_pb2, session_pb2, token_pb2
from matrikel.identity.v1 import events_pb2 as identity_events
from matrikel.records.v1 import events_pb2 as records_events
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

metadata = MetaData(naming_convention=NAMING)
seats = Table(
    "seats",
    metadata,
    Column("sitting_id", columns.Id, primary_key=True),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
)
registrations = Table(
    "registrations",
    metadata,
    Column("registration_id", columns.Id, primary_key=True),
    Column("person_id", columns.Id, nullable=False),
    Column("sitting_id", columns.Id, ForeignKey("seats.sitting_id"), nullable=False),
    Column("register_time", columns.Moment, nullable=False),
    Column("notes", columns.Json),
    Column("title", columns.Texts),
)
effects = Table(
    "effects",
    metadata,
    Column("position", columns.Position, primary_key=True, autoincrement=True),
    Column("aggregate_id", String(100), nullable=False),
    Column("version", Integer, nullable=False),
)

FULL = LocalizedText(de="Kein Platz ist mehr frei.", en="No seat is left.")
NOBODY = UUID(int=0)

Script = dict[str, Callable[..., Any]]
SCRIPT: Script = {}


def open_sitting(tx: Transaction, capacity: int = 100) -> UUID:
    """Adds a sitting."""
    sitting_id = tx.new_id()
    tx.execute(insert(seats).values(sitting_id=sitting_id, capacity=capacity, taken=0))
    return sitting_id


def take_seat(tx: Transaction, person_id: UUID, sitting_id: UUID) -> UUID:
    """Takes a seat, tells so and sends a mail; it reads and then writes, so that races show."""
    tx.lock(seats.c.sitting_id, [sitting_id])
    row = tx.execute(select(seats).where(seats.c.sitting_id == sitting_id)).one()
    if row.taken >= row.capacity:
        raise Failure(Code.FAILED_PRECONDITION, "SITTING_FULL", FULL)
    registration_id = tx.new_id()
    tx.execute(
        insert(registrations).values(
            registration_id=registration_id,
            person_id=person_id,
            sitting_id=sitting_id,
            register_time=tx.now,
        )
    )
    tx.execute(update(seats).where(seats.c.sitting_id == sitting_id).values(taken=row.taken + 1))
    tell(
        tx,
        events_pb2.Registered(
            registration=registration_pb2.Registration(
                registration_id=str(registration_id), version=1
            )
        ),
    )
    send_mail(tx, Mail(person_id, "student@leuphana.example", "registered", "Platz", "Ja."))
    return registration_id


def count_registrations(tx: Transaction) -> int:
    """How many seats were taken, by the rows."""
    return int(tx.execute(select(func.count()).select_from(registrations)).scalar_one())


def seen_effects(tx: Transaction) -> list[tuple[str, int]]:
    """Which events took effect, in order: aggregate id and version."""
    rows = tx.execute(select(effects).order_by(effects.c.position))
    return [(row.aggregate_id, row.version) for row in rows]


def on_account(tx: Transaction, event: identity_events.AccountCreated) -> None:
    """Notes an account; a scripted "account" may fail."""
    if scripted := SCRIPT.get("account"):
        scripted(tx, event)
    _note(tx, event.account.person_id, event.account.version)


def on_person(tx: Transaction, event: records_events.PersonChanged) -> None:
    """Notes a person."""
    _note(tx, event.person.person_id, event.person.version)


def _note(tx: Transaction, aggregate_id: str, version: int) -> None:
    tx.execute(insert(effects).values(aggregate_id=aggregate_id, version=version))


def relation_to_person(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """One's own, or there and not one's own; nobody is not there."""
    if UUID(resource_id) == NOBODY:
        return None
    return Relation.OWN if UUID(resource_id) == caller.person_id else Relation.ANY


def relation_to_nothing(tx: Transaction, caller: Caller, resource_id: str) -> Relation | None:
    """For methods of the contract that these tests have no use for."""
    return None


def relation_to_registration(
    tx: Transaction, caller: Caller, registration_id: str
) -> Relation | None:
    """Looks for the owner."""
    chosen = registrations.c.registration_id == UUID(registration_id)
    owner = tx.execute(select(registrations.c.person_id).where(chosen)).scalar()
    if owner is None:
        return None
    return Relation.OWN if owner == caller.person_id else Relation.ANY


async def _unused(request: Any, context: Any) -> Any:
    raise NotImplementedError


class _Scripted:
    def __init__(self, work: Work) -> None:
        self.work = work

    def __getattr__(self, name: str) -> Any:
        """Methods of the contract that these tests have no use for."""
        if not name[:1].isupper():
            raise AttributeError(name)
        return _unused

    def play(self, name: str, *arguments: Any) -> Any:
        return SCRIPT[name](self.work, *arguments) if name in SCRIPT else None


class Registrations(_Scripted):
    """Takes seats."""

    async def CreateRegistration(self, request: Any, context: Any) -> Any:
        if played := self.play("CreateRegistration", request, context):
            return await played

        def register(tx: Transaction) -> registration_pb2.CreateRegistrationResponse:
            person_id, sitting_id = UUID(request.person_id), UUID(request.sitting_id)
            return registered(take_seat(tx, person_id, sitting_id))

        return await self.work.write(register)

    async def WithdrawRegistration(self, request: Any, context: Any) -> Any:
        return await self.play("WithdrawRegistration", request, context)

    async def GetRegistration(self, request: Any, context: Any) -> Any:
        if played := self.play("GetRegistration", request, context):
            return await played
        return await self.work.read(
            lambda _: registration_pb2.GetRegistrationResponse(
                registration=registration_pb2.Registration(registration_id=request.registration_id)
            )
        )

    async def ListRegistrations(self, request: Any, context: Any) -> Any:
        if played := self.play("ListRegistrations", request, context):
            return await played
        return await self.work.read(lambda _: registration_pb2.ListRegistrationsResponse())


class Certificates(_Scripted):
    """Streams a document in pieces."""

    async def DownloadCertificate(
        self, request: Any, context: Any
    ) -> AsyncGenerator[certificate_pb2.DownloadCertificateResponse, None]:
        if "DownloadCertificate" in SCRIPT:
            async with aclosing(self.play("DownloadCertificate", request, context)) as pieces:
                async for one in pieces:
                    yield one
            return
        await self.work.read(lambda _: None)
        for content in (b"one", b"two", b"three"):
            yield piece(content)


class Directory(_Scripted):
    """Public and open to everybody."""

    async def ListItServices(self, request: Any, context: Any) -> Any:
        if played := self.play("ListItServices", request, context):
            return await played
        return await self.work.read(lambda _: directory_pb2.ListItServicesResponse())


class Sessions(_Scripted):
    """For every account."""

    async def SignIn(self, request: Any, context: Any) -> Any:
        return await self.play("SignIn", request, context)

    async def SignOut(self, request: Any, context: Any) -> Any:
        return await self.work.write(lambda _: session_pb2.SignOutResponse())


class Tokens(_Scripted):
    """For services."""

    async def ExchangeToken(self, request: Any, context: Any) -> Any:
        return await self.work.read(lambda _: token_pb2.ExchangeTokenResponse(access_token="new"))

    async def IssueToken(self, request: Any, context: Any) -> Any:
        return token_pb2.IssueTokenResponse()

    async def ListSigningKeys(self, request: Any, context: Any) -> Any:
        return token_pb2.ListSigningKeysResponse()


def registered(registration_id: UUID) -> registration_pb2.CreateRegistrationResponse:
    """The answer that names a registration."""
    return registration_pb2.CreateRegistrationResponse(
        status=registration_pb2.OUTCOME_STATUS_OK,
        registration=registration_pb2.Registration(registration_id=str(registration_id)),
    )


def piece(content: bytes) -> certificate_pb2.DownloadCertificateResponse:
    """A piece of a document."""
    return certificate_pb2.DownloadCertificateResponse(body=httpbody_pb2.HttpBody(data=content))


def compose(runtime: Runtime) -> Composition:
    """Puts the service together."""
    work = runtime.work
    return Composition(
        served=(
            Served(_named(registration_pb2, "RegistrationService"), Registrations(work)),
            Served(_named(certificate_pb2, "CertificateService"), Certificates(work)),
            Served(_named(directory_pb2, "DirectoryService"), Directory(work)),
            Served(_named(session_pb2, "SessionService"), Sessions(work)),
            Served(_named(token_pb2, "TokenService"), Tokens(work)),
        ),
        relations={
            **dict.fromkeys(_resources_of_identity(), relation_to_nothing),
            "person": relation_to_person,
            "registration": relation_to_registration,
            "sitting": relation_to_nothing,
            "certificate": relation_to_person,
        },
        hears=(
            Hearing(identity_events.AccountCreated, on_account),
            Hearing(records_events.PersonChanged, on_person),
        ),
    )


def _resources_of_identity() -> set[str]:
    """What methods name that these tests have no use for; without a relation no service starts."""
    services = (
        _named(directory_pb2, "DirectoryService"),
        _named(session_pb2, "SessionService"),
        _named(token_pb2, "TokenService"),
    )
    contracts = (one for service in services for one in MethodContract.of_service(service))
    return {one.access.resource for one in contracts if one.access.resource}


def _named(module: Any, name: str) -> Any:
    return module.DESCRIPTOR.services_by_name[name]


class SeatSettings(ServiceSettings):
    """The settings every service has."""

    model_config = settings_config("exams")


definition = ServiceDefinition(
    name="exams",
    settings=SeatSettings,
    tables=metadata,
    migrations=Path(__file__).parent / "seat_migrations",
    compose=compose,
)
