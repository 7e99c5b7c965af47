"""What identity makes of what others tell, and what the others make of what identity tells."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import pytest
import pytest_asyncio
from certificates.main import service as certificates_service
from chassis.command import service_command
from chassis.database import Transaction
from chassis.database.tables import outbox
from chassis.rpc import bearer
from chassis.testing import DrivenClock, ServiceUnderTest, running, until, within
from chassis.testing.bus import RunningBus
from chassis.testing.databases import fresh_database
from chassis.values import PersonName
from google.type.date_pb2 import Date
from identity.app.accounts.making import NewStaff, create_staff_account
from identity.app.accounts.rules import load_rules as load_account_rules
from identity.app.accounts.views import view_of
from identity.app.library.desk import issue_card, return_card
from identity.app.roles.changes import revoke_role
from identity.app.roles.lists import load_grantable_roles
from identity.app.sign_in.session_starting import Origin, SignedIn, start_session
from identity.domain.account_view import AccountView
from identity.domain.accounts import AccountState
from identity.domain.enrolments import HeardEnrolment
from identity.domain.library import IdentityDocument
from identity.domain.proofs import Proof
from identity.domain.roles import Role
from identity.events.packing import pack_view
from identity.flows.account_upkeep import bring_all_due_up_to_date
from identity.main import service as identity_service
from identity.profile.accounts import read_account_rules
from identity.profile.roles import read_grantable_roles
from identity.settings import IdentitySettings
from identity.store.accounts import find_account
from identity.store.enrolments import enrolments_of
from matrikel.access.v1.access_pb2 import ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.certificates.v1 import certificate_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.exams.v1 import exam_tree_pb2, sitting_pb2
from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceStub
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from matrikel.identity.v1 import account_pb2, events_pb2, session_pb2, token_pb2
from matrikel.identity.v1.account_pb2_grpc import AccountServiceStub
from matrikel.identity.v1.affiliation_pb2 import AFFILIATION_STUDENT
from matrikel.identity.v1.session_pb2_grpc import SessionServiceStub
from matrikel.identity.v1.token_pb2_grpc import TokenServiceStub
from matrikel.records.v1 import deregistration_pb2, person_pb2
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.type.v1.semester_pb2 import Semester as SemesterCode
from sqlalchemy import select
from typer.testing import CliRunner

from services.identity.tests.services_factories import card_number, enrol, make_active, with_profile
from services.records.tests.enrol_factories import NOW
from services.records.tests.semester_factories import FIRST, Student
from tests.integration.three_services import (
    PROFILE,
    Databases,
    ThreeServices,
    three_databases,
    three_services,
)
from tests.requests.named import new_id

Metadata = Any
# Seconds. It takes a fraction of one, which `make bench` measures; a busy machine gets some more.
AT_ONCE = 5.0
UNAUTHENTICATED = "UNAUTHENTICATED"
END = date(2027, 3, 31)
DEPOSIT = 1_000


@pytest.fixture
def databases(tmp_path: Path, clock: DrivenClock) -> Iterator[Databases]:
    with three_databases(tmp_path, clock) as three:
        with_profile(three.identity)
        rules = read_account_rules(PROFILE / "identity")
        roles = read_grantable_roles(PROFILE / "identity")
        assert rules is not None
        assert roles is not None
        within(three.identity, load_account_rules, rules)
        within(three.identity, load_grantable_roles, roles)
        yield three


@pytest_asyncio.fixture
async def three(
    bus: RunningBus, databases: Databases, clock: DrivenClock
) -> AsyncIterator[ThreeServices]:
    async with three_services(bus, databases, clock) as services:
        yield services


@pytest_asyncio.fixture
async def certificates(
    bus: RunningBus, three: ThreeServices, tmp_path: Path, clock: DrivenClock
) -> AsyncIterator[ServiceUnderTest]:
    database = fresh_database(certificates_service, tmp_path, clock, None)
    settings: dict[str, Any] = {"nats_url": bus.url, "nats_password_file": bus.password_file}
    target = three.identity.target
    async with running(
        certificates_service, database, identity_target=target, **settings
    ) as service:
        yield service
    database.close()


@pytest_asyncio.fixture
async def student(three: ThreeServices) -> Student:
    """A student in the third semester, with an active account."""
    at = three.university
    enrolled = Student(at, at.student(programme="KUWI-BA", first=FIRST))
    await three.exams_have(enrolled.enrolment_id, NOW.code, "reregistered")
    await until(lambda: within(three.databases.identity, find_account, enrolled.person_id))
    within(three.databases.identity, make_active, enrolled.person_id)
    return enrolled


@dataclass
class Browser:
    """Somebody with a session, whose tokens identity issues."""

    three: ThreeServices
    signed_in: SignedIn

    async def metadata(self, audience: str) -> Metadata:
        """Metadata with a token for a service."""
        issued = await TokenServiceStub(self.three.identity.channel).IssueToken(
            token_pb2.IssueTokenRequest(
                session_token=self.signed_in.session_token, audience=audience
            )
        )
        return bearer(issued.access_token)


def signed_in(three: ThreeServices, person_id: UUID, *amr: str) -> Browser:
    """A new session of somebody."""

    def start(tx: Transaction) -> SignedIn:
        known = find_account(tx, person_id)
        assert known is not None
        return start_session(
            tx,
            known.account,
            IdentitySettings().session_rules,
            service="",
            proof=Proof(amr or ("pwd",)),
            origin=Origin("192.0.2.7"),
        )

    return Browser(three, within(three.databases.identity, start))


async def refused_at_once(call: Callable[[], Awaitable[object]]) -> str:
    """Calls until it is refused, which has to be soon; what the refusal says."""

    async def refusal() -> str:
        try:
            await call()
        except grpc.aio.AioRpcError as error:
            return error.code().name
        return ""

    return await until(refusal, AT_ONCE)


async def test_whoever_is_enrolled_gets_an_account_and_keeps_it_for_a_time_after_the_end(
    three: ThreeServices, student: Student
) -> None:
    """001, "Leuphana account": the account outlives the studies, the role of a student does not."""
    identity = three.databases.identity
    assert within(identity, _view, student.person_id).account.roles == {Role.STUDENT}
    await DeregistrationServiceStub(three.records.channel).DeregisterPerson(
        deregistration_pb2.DeregisterPersonRequest(
            person_id=str(student.person_id),
            end_date=Date(year=END.year, month=END.month, day=END.day),
            reason="Studienplatz aufgegeben",
            request_id=new_id(),
        ),
        metadata=three.records.signed_in(roles=[ROLE_STUDENT_SERVICES]),
    )
    await until(lambda: [each.end_date for each in _enrolments(three, student)] == [END])
    three.university.on(END + timedelta(days=1))
    browser = signed_in(three, student.person_id)
    of_before = await browser.metadata("exams")
    await until(lambda: _succeeds(lambda: _exam_tree(three, student, of_before)))

    await bring_all_due_up_to_date(identity)

    assert await refused_at_once(lambda: _exam_tree(three, student, of_before)) == UNAUTHENTICATED
    winding_down = within(identity, _view, student.person_id)
    assert winding_down.account.roles == {Role.FORMER_STUDENT}
    assert winding_down.account.state is AccountState.ACTIVE
    assert winding_down.winding_down is not None
    of_a_former_student = await signed_in(three, student.person_id).metadata("exams")
    refusal = await refused_at_once(lambda: _exam_tree(three, student, of_a_former_student))
    assert refusal == "PERMISSION_DENIED"


async def test_a_library_card_is_charged_for_and_its_deposit_goes_back(
    three: ThreeServices, student: Student
) -> None:
    """001, "Library account": "The card is issued against a deposit of € 10.00"."""
    identity, number = three.databases.identity, card_number(1)
    before = three.university.account(student.person_id).open
    document = IdentityDocument.PASSPORT
    within(identity, issue_card, student.person_id, number, document, validate_only=False)
    await until(lambda: three.university.account(student.person_id).open == before + DEPOSIT)
    within(identity, return_card, number, validate_only=False)
    await until(lambda: three.university.account(student.person_id).open == before)


async def test_everybody_refuses_the_tokens_of_a_session_that_was_ended(
    three: ThreeServices, certificates: ServiceUnderTest, student: Student
) -> None:
    person_id = str(student.person_id)
    browser = signed_in(three, student.person_id)
    in_records = await browser.metadata("records")
    in_exams = await browser.metadata("exams")
    in_certificates = await browser.metadata("certificates")
    in_identity = await browser.metadata("identity")
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: PersonServiceStub(three.records.channel).GetPerson(
            person_pb2.GetPersonRequest(person_id=person_id), metadata=in_records
        ),
        lambda: _exam_tree(three, student, in_exams),
        lambda: CertificateServiceStub(certificates.channel).ListCertificates(
            certificate_pb2.ListCertificatesRequest(person_id=person_id), metadata=in_certificates
        ),
        lambda: AccountServiceStub(three.identity.channel).GetAccount(
            account_pb2.GetAccountRequest(person_id=person_id), metadata=in_identity
        ),
    ]
    for call in calls:
        await until(partial(_succeeds, call))
    await SessionServiceStub(three.identity.channel).SignOut(
        session_pb2.SignOutRequest(), metadata=in_identity
    )
    refusals = await asyncio.gather(*(refused_at_once(call) for call in calls))
    assert refusals == [UNAUTHENTICATED] * len(calls)


async def test_a_revoked_role_opens_nothing_any_more(three: ThreeServices) -> None:
    identity = three.databases.identity
    clerk = within(identity, _add_staff, "kclerk", Role.EXAMINATIONS_OFFICE)
    administrator = within(identity, _add_staff, "kadmin", Role.SYSTEM_ADMINISTRATOR)
    metadata = await signed_in(three, clerk, "pwd", "otp").metadata("exams")

    async def lists_sittings() -> object:
        request = sitting_pb2.ListSittingsRequest(semester=SemesterCode(code=NOW.code))
        return await SittingServiceStub(three.exams.channel).ListSittings(
            request, metadata=metadata
        )

    await until(lambda: _succeeds(lists_sittings))
    revoked = (clerk, Role.EXAMINATIONS_OFFICE, administrator, "Wechselt die Abteilung")
    within(identity, revoke_role, *revoked)
    assert await refused_at_once(lists_sittings) == UNAUTHENTICATED
    metadata = await signed_in(three, clerk, "pwd", "otp").metadata("exams")
    assert await refused_at_once(lists_sittings) == "PERMISSION_DENIED"


async def test_a_replay_carries_whole_accounts(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that is installed later learns of an account what others heard bit by bit."""
    identity = databases.identity
    person_id = enrol(identity)
    within(
        identity,
        issue_card,
        person_id,
        card_number(1),
        IdentityDocument.PASSPORT,
        validate_only=False,
    )
    monkeypatch.setenv("MATRIKEL_IDENTITY_DATABASE_URL", identity.url)
    for hearer in ("records", "exams"):
        told = CliRunner().invoke(
            service_command(identity_service), ["events", "replay", "--for", hearer]
        )
        assert told.exit_code == 0, told.output
    [for_records, for_exams] = within(identity, _told_again)
    assert for_records == for_exams == pack_view(within(identity, _view, person_id))
    assert for_records.mailbox
    assert list(for_records.roles) == [ROLE_STUDENT]
    assert [each.affiliation for each in for_records.affiliations] == [AFFILIATION_STUDENT]


def _view(tx: Transaction, person_id: UUID) -> AccountView:
    known = find_account(tx, person_id)
    assert known is not None
    return view_of(tx, known.account)


def _enrolments(three: ThreeServices, student: Student) -> Sequence[HeardEnrolment]:
    """What identity has heard."""
    heard = within(three.databases.identity, enrolments_of, [student.person_id])
    return heard[student.person_id]


async def _succeeds(call: Callable[[], Awaitable[object]]) -> bool:
    """Whether a call succeeds; the first tokens of all come before the keys to check them with."""
    try:
        await call()
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.UNAUTHENTICATED:
            raise
        return False
    return True


async def _exam_tree(three: ThreeServices, student: Student, metadata: Metadata) -> object:
    request = exam_tree_pb2.GetExamTreeRequest(person_id=str(student.person_id))
    stub = ExamTreeServiceStub(three.exams.channel)
    answer: object = await stub.GetExamTree(request, metadata=metadata)
    return answer


def _add_staff(tx: Transaction, user_name: str, role: Role) -> UUID:
    staff = NewStaff(user_name, PersonName("Kim", "Sommer"), frozenset({role}))
    account = create_staff_account(tx, staff, "leuphana.example")
    make_active(tx, account.person_id)
    return account.person_id


def _told_again(tx: Transaction) -> list[account_pb2.Account]:
    """The accounts of the events that were told again."""
    rows = tx.execute(select(outbox).where(outbox.c.subject.contains("replay"))).all()
    return [events_pb2.AccountCreated.FromString(each.body).account for each in rows]
