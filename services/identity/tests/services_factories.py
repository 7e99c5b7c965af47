"""What tests of IT services and of the library are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.packing import pack_date
from chassis.rpc import bearer
from chassis.testing import TokenMint, within
from chassis.testing.tokens import ISSUER
from chassis.values import LocalizedText, PersonName
from identity.app.it_services.directory import load_it_services
from identity.app.library.cards import load_rules
from identity.app.tokens.signing_keys import current_signing_key
from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import AccountKind, ItService, ServicePasswordUse
from identity.domain.oidc.clients import Authentication, Client, GrantType, Registration
from identity.events.incoming import hearings
from identity.profile.it_services import read_it_services
from identity.profile.library import read_library_rules
from identity.store.accounts import (
    change_account,
    find_account_for_change,
    set_password_hash,
)
from identity.store.oidc import clients
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import (
    directory_pb2_grpc,
    library_handover_pb2_grpc,
    library_pb2,
    library_pb2_grpc,
    service_password_pb2_grpc,
)
from matrikel.identity.v1.account_administration_pb2 import IDENTITY_DOCUMENT_PASSPORT
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, events_pb2, person_pb2
from matrikel.type.v1 import localized_text_pb2, person_name_pb2, semester_pb2
from sqlalchemy import select

from services.identity.tests.factors_factories import CHEST

PROFILE = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "identity"
SECRET = "Vier Laternen am Deich"


def card_number(number: int) -> str:
    """The number of the n-th printed card: 311, seven digits, Luhn's check digit."""
    digits = f"311{number:07d}"
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value // 10 + value % 10
    return digits + str(-total % 10)


def an_it_service(code: str = "chat", **chosen: Any) -> ItService:
    """An IT service that everybody may use without activation, unless chosen otherwise."""
    facts: dict[str, Any] = {
        "name": LocalizedText(de="Chat", en="Chat"),
        "purpose": LocalizedText(de="Reden", en="Talking"),
        "account": AccountKind.UNIVERSITY,
        **chosen,
    }
    return ItService(code=code, **facts)


MEMBERS = (Affiliation.STUDENT, Affiliation.DOCTORAL_STUDENT, Affiliation.EMPLOYEE)
WIFI = an_it_service(
    "wifi",
    affiliations=MEMBERS,
    needs_activation=True,
    service_passwords=ServicePasswordUse.REQUIRED,
    most_service_passwords=2,
    grace_days=14,
    notice_days=7,
)


def new_id() -> str:
    """A request id."""
    return str(uuid4())


def with_profile(database: Database) -> None:
    """Loads the university's directory and library rules."""
    within(database, load_it_services, read_it_services(PROFILE))
    rules = read_library_rules(PROFILE)
    assert rules is not None
    within(database, load_rules, rules)


def enrol(
    database: Database,
    person_id: UUID | None = None,
    *,
    name: PersonName | None = None,
    school: str = "college",
    programme: str = "KUWI-BA",
    first_semester: str = "2026W",
    doctoral: bool = False,
    end: date | None = None,
    version: int = 1,
    enrolment_id: UUID | None = None,
    active: bool = True,
) -> UUID:
    """An enrolled person, whose account is activated unless it is to wait."""
    known_as = person_id or uuid4()
    called = name or PersonName("Ayşe", "Öztürk")
    enrolment = enrolment_pb2.Enrolment(
        enrolment_id=str(enrolment_id or uuid4()),
        person_id=str(known_as),
        kind=(
            enrolment_pb2.ENROLMENT_KIND_DOCTORAL
            if doctoral
            else enrolment_pb2.ENROLMENT_KIND_STUDENT
        ),
        programme=catalogue_pb2.Programme(
            programme_code=programme,
            name=localized_text_pb2.LocalizedText(de=programme, en=programme),
            school_code=school,
        ),
        semesters=[
            enrolment_pb2.EnrolledSemester(semester=semester_pb2.Semester(code=first_semester))
        ],
        end_date=pack_date(end),
        end_reason=(
            enrolment_pb2.END_REASON_APPLICATION if end else enrolment_pb2.END_REASON_UNSPECIFIED
        ),
        version=version,
    )
    person = person_pb2.Person(
        person_id=str(known_as),
        matriculation_number="3000001",
        name=person_name_pb2.PersonName(
            given_names=called.given_names, family_name=called.family_name
        ),
        version=version,
    )
    on_enrolled = hearings("stud.leuphana.example")[0]
    within(database, on_enrolled.effect, events_pb2.Enrolled(enrolment=enrolment, person=person))
    if active:
        within(database, make_active, known_as)
    return known_as


def make_active(tx: Transaction, person_id: UUID) -> None:
    """Activates an account without its code."""
    known = find_account_for_change(tx, person_id)
    assert known is not None
    if not known.password_hash:
        set_password_hash(tx, person_id, "nobody's hash")
        change_account(tx, known.account.activated())


def add_system(tx: Transaction, *it_service_codes: str) -> UUID:
    """A registered system that runs these IT services."""
    name = LocalizedText(de="Netz", en="Network")
    registration = Registration(
        name=name,
        description=name,
        contact="",
        authentication=Authentication.SECRET_BASIC,
        grants=frozenset({GrantType.CLIENT_CREDENTIALS}),
        scopes=frozenset({"service_passwords"}),
        it_service_codes=frozenset(it_service_codes),
    )
    client = Client(uuid4(), registration, tx.now, tx.now, 1)
    clients.add_client(tx, client)
    return client.client_id


def mails_of_kind(database: Database, kind: str) -> list[tuple[str, str]]:
    """Address and text of the mails of a kind, in the order in which they were queued."""

    def read(tx: Transaction) -> list[tuple[str, str]]:
        rows = tx.execute(
            select(mails.c.address, mails.c.body)
            .where(mails.c.kind == kind)
            .order_by(mails.c.create_time, mails.c.mail_id)
        )
        return [(row.address, row.body) for row in rows]

    return within(database, read)


@dataclass
class Campus:
    """Acts on the running service as students, the library's desk and other systems do."""

    identity: Any
    desk_person: UUID = field(default_factory=uuid4)
    issuer: str = ISSUER

    def __post_init__(self) -> None:
        channel = self.identity.under_test.channel
        self.directory = directory_pb2_grpc.DirectoryServiceStub(channel)
        self.passwords = service_password_pb2_grpc.ServicePasswordServiceStub(channel)
        self.library = library_pb2_grpc.LibraryServiceStub(channel)
        self.handover = library_handover_pb2_grpc.LibraryHandoverServiceStub(channel)
        with_profile(self.database)

    @property
    def database(self) -> Database:
        """The database of the service."""
        database: Database = self.identity.database
        return database

    def person(
        self, person_id: UUID, *roles: int, lifetime: timedelta = timedelta(minutes=5)
    ) -> Any:
        """Metadata of a person who signed in just now."""
        return self._bearer(person_id, (access_pb2.ROLE_ACCOUNT, *roles), (), lifetime)

    def desk(self) -> Any:
        """Metadata of a clerk at the library's service desk."""
        return self.person(self.desk_person, access_pb2.ROLE_LIBRARY_DESK)

    def system(self, *scopes: str, client_id: UUID | None = None) -> Any:
        """Metadata of another system."""
        return self._bearer(client_id or uuid4(), (access_pb2.ROLE_SYSTEM,), scopes)

    def _bearer(
        self,
        subject: UUID,
        roles: Iterable[int],
        scopes: Iterable[str],
        lifetime: timedelta = timedelta(minutes=5),
    ) -> Any:
        key = within(self.database, current_signing_key, CHEST)
        private = ECKey.import_key(key.private_key)
        mint = TokenMint(
            "identity", self.database.clock, self.issuer, key=private, key_id=key.key_id
        )
        return bearer(mint.mint(subject, roles, lifetime, scopes=scopes))

    async def issue_card(self, person_id: UUID, number: int) -> library_pb2.LibraryCard:
        """The desk hands out the n-th printed card."""
        request = library_pb2.IssueLibraryCardRequest(
            person_id=str(person_id),
            card_number=card_number(number),
            identity_document=IDENTITY_DOCUMENT_PASSPORT,
            request_id=new_id(),
        )
        answer = await self.library.IssueLibraryCard(request, metadata=self.desk())
        card: library_pb2.LibraryCard = answer.card
        return card

    async def start_code(self, person_id: UUID) -> str:
        """The desk hands out a start code."""
        request = library_pb2.IssueLibraryStartCodeRequest(person_id=str(person_id))
        answer = await self.library.IssueLibraryStartCode(request, metadata=self.desk())
        code: str = answer.start_code
        return code

    async def set_secret(self, number: int, secret: str = SECRET, **proof: str) -> None:
        """The owner of the n-th card chooses a secret."""
        request = library_pb2.SetLibrarySecretRequest(
            card_number=card_number(number), secret=secret, **proof
        )
        metadata = self.identity.calling_service("gateway", "192.0.2.20")
        await self.library.SetLibrarySecret(request, metadata=metadata)

    async def with_secret(self, number: int) -> UUID:
        """A student with the n-th card and a secret."""
        person_id = enrol(self.database)
        await self.issue_card(person_id, number)
        await self.set_secret(number, start_code=await self.start_code(person_id))
        return person_id
