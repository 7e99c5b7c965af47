"""The four services in the test's own process, each with somebody and something to ask about."""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import certificates.main
import exams.main
import grpc
import identity.main
import records.main
from chassis.contracts import SERVICES
from chassis.database import Database
from chassis.rpc import bearer
from chassis.rpc.tokens import ServiceCredential, invalid_token
from chassis.service import Composition, Runtime, ServiceDefinition
from chassis.testing import DrivenClock, Sessions, TokenMint, running, within
from chassis.testing.databases import fresh_database
from chassis.values import PersonName
from exams.app.load_profile import load_profile as load_exams_profile
from exams.events.incoming import on_account_created
from exams.events.incoming import on_enrolled as exams_hears_of_enrolment
from exams.profile.reading import read_profile as read_exams_profile
from identity.app.accounts.demo_staff import new_hashes, store_demo_staff
from identity.app.accounts.making import NewStaff
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.app.tokens.key_chest import KeyChest
from identity.app.tokens.signing_keys import current_signing_key
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.events.incoming import hearings
from joserfc.jwk import ECKey
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import exam_tree_pb2, registration_pb2, sitting_pb2, terms_pb2
from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceStub
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub
from matrikel.exams.v1.sitting_pb2_grpc import SittingServiceStub
from matrikel.exams.v1.terms_pb2_grpc import TermsServiceStub
from matrikel.identity.v1 import account_pb2, session_pb2
from matrikel.identity.v1 import events_pb2 as identity_events
from matrikel.identity.v1.session_pb2_grpc import SessionServiceStub
from matrikel.records.v1 import enrolment_pb2
from matrikel.records.v1 import events_pb2 as records_events
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.type.v1.semester_pb2 import Semester as SemesterCode
from records.app.profile_loading import load_profile as load_records_profile
from records.domain.profile import Profile
from records.profile.files import read_profile as read_records_profile

from tests.requests import Named
from tests.requests.records import enrol_person
from tests.security.application_cases import add_application_case
from tests.security.certificate_cases import add_certificate_cases
from tests.security.exam_cases import CasePeople, add_cases
from tests.security.identity_cases import add_belongings, add_identity_cases
from tests.security.money_cases import add_money_cases
from tests.security.person_cases import add_person_cases

PROFILE = Path(__file__).parents[2] / "deploy" / "profiles" / "leuphana"
CALLERS = (*SERVICES, "gateway")
STRANGER = "stranger"


def _with_sessions(definition: ServiceDefinition, ended: Collection[str]) -> ServiceDefinition:
    """The service, for which every session holds that did not end, whoever minted its token."""

    async def check(session_id: str) -> None:
        if session_id in ended:
            raise invalid_token()

    def compose(runtime: Runtime) -> Composition:
        return replace(definition.compose(runtime), session_check=check)

    return replace(definition, compose=compose)


DEFINITIONS = {
    "records": records.main.service,
    "exams": exams.main.service,
}
CHEAP_HASHING: dict[str, Any] = {
    "argon2_passes": 1,
    "argon2_memory_kib": 8,
    # The member of staff who signs in proves a password alone.
    "staff_second_factor": SecondFactorPolicy.OFFERED,
}
NOBODY_THERE = "127.0.0.1:1"


@dataclass(frozen=True)
class People:
    """Who calls. What is asked for is the owner's; the examiner examines the sitting.

    The other examiner has sittings of their own.
    """

    owner: UUID
    other_student: UUID
    examiner: UUID
    other_examiner: UUID


@dataclass
class RunningServices:
    """The services and what there is to ask them about."""

    channels: Mapping[str, grpc.aio.Channel]
    mints: Mapping[str, TokenMint]
    people: People
    named: Named
    clock: DrivenClock
    keys: Path
    databases: Mapping[str, Database]
    sessions: Sessions
    ended: set[str]

    def end_session(self, session_id: str) -> None:
        """Ends a session; nobody is told, as while the bus is down."""
        self.sessions.end(session_id)
        self.ended.add(session_id)

    def credential(self, caller: str, audience: str, signed_by: str = "") -> str:
        """The credential of a calling service, signed with its own key or another's."""
        key = self.keys / f"{signed_by or caller}.pem"
        return ServiceCredential(caller, key, self.clock).for_audience(audience)


@asynccontextmanager
async def running_services(folder: Path) -> AsyncIterator[RunningServices]:
    """Runs the four services on SQLite; it is 2 November 2026, 10:00 at the university."""
    clock = DrivenClock()
    keys = _make_keys(folder)
    async with AsyncExitStack() as stack:
        databases = {}
        channels = {}
        mints = {}
        sessions = Sessions()
        await sessions.start()
        stack.push_async_callback(sessions.stop)
        ended: set[str] = set()
        definitions = {
            "identity": _with_sessions(identity.main.service, ended),
            **DEFINITIONS,
            # Withdrawing asks whether the session holds, issuing wants identity itself.
            "certificates": _with_sessions(certificates.main.service, ended),
        }
        for name, definition in definitions.items():
            database = fresh_database(definition, folder, clock, None)
            stack.callback(database.close)
            more: dict[str, Any] = {
                "identity": CHEAP_HASHING,
                # Writing grades asks whether the session holds.
                "exams": {"identity_target": sessions.target},
                # Records answers it nothing, so that a job collects for ever.
                "certificates": {"keys_dir": keys / "certificates", "records_target": NOBODY_THERE},
            }.get(name, {})
            one = await stack.enter_async_context(
                running(definition, database, callers_file=keys / "callers.json", **more)
            )
            databases[name], channels[name], mints[name] = database, one.channel, one.tokens
        mints["identity"] = _identity_mint(databases["identity"], clock)
        people, named = await _populate(databases, channels, mints)
        yield RunningServices(
            channels, mints, people, named, clock, keys, databases, sessions, ended
        )


def _make_keys(folder: Path) -> Path:
    """A key for each service that may call, all of them known, and one that nobody knows."""
    known = []
    for name in (*CALLERS, STRANGER):
        key = ECKey.generate_key("P-256")
        (folder / f"{name}.pem").write_bytes(key.as_pem(private=True))
        if name != STRANGER:
            known.append({**key.as_dict(private=False), "kid": name})
    (folder / "callers.json").write_text(json.dumps({"keys": known}), encoding="utf-8")
    return folder


def _identity_mint(database: Database, clock: DrivenClock) -> TokenMint:
    """Identity believes what it signed itself, so the mint signs with its current key."""
    current = within(database, current_signing_key, KeyChest())
    key = ECKey.import_key(current.private_key)
    return TokenMint("identity", clock, key=key, key_id=current.key_id)


async def _populate(
    databases: Mapping[str, Database],
    channels: Mapping[str, grpc.aio.Channel],
    mints: Mapping[str, TokenMint],
) -> tuple[People, Named]:
    _load_profiles(databases)
    clerk = bearer(mints["records"].mint(roles=[access_pb2.ROLE_STUDENT_SERVICES]))
    office = EnrolmentServiceStub(channels["records"])
    enrolled = [await office.EnrolPerson(enrol_person(Named()), metadata=clerk) for _ in range(2)]
    for one in enrolled:
        _tell_of_enrolment(databases, one)
    first = enrolled[0]
    people = People(
        UUID(first.person.person_id), UUID(enrolled[1].person.person_id), uuid4(), uuid4()
    )
    named = Named(person_id=first.person.person_id, enrolment_id=first.enrolment.enrolment_id)
    named = await _register(databases["exams"], channels["exams"], mints["exams"], people, named)
    of_exams = CasePeople(people.owner, people.other_student, people.examiner)
    named = within(databases["exams"], add_cases, of_exams, named)
    asked = (people.owner, people.examiner, named)
    named = within(databases["records"], add_person_cases, *asked)
    named = within(databases["records"], add_money_cases, people.owner, named)
    applied = (people.owner, people.examiner, named)
    named = within(databases["records"], add_application_case, *applied)
    named = within(databases["identity"], add_identity_cases, people.owner, people.examiner, named)
    belonging = (people.owner, people.other_student, named)
    named = within(databases["identity"], add_belongings, *belonging)
    named = await _sign_in(databases["identity"], channels["identity"], named)
    named = replace(named, matriculation_number=first.person.matriculation_number)
    return people, within(databases["certificates"], add_certificate_cases, people.owner, named)


def _load_profiles(databases: Mapping[str, Database]) -> None:
    university = read_records_profile(PROFILE / "records")
    assert isinstance(university, Profile), university
    within(databases["records"], load_records_profile, university)
    examinations, problems = read_exams_profile(PROFILE / "exams")
    assert examinations is not None, problems
    within(databases["exams"], load_exams_profile, examinations)


def _tell_of_enrolment(
    databases: Mapping[str, Database], enrolled: enrolment_pb2.EnrolPersonResponse
) -> None:
    """Identity and exams hear what records tells."""
    event = records_events.Enrolled(enrolment=enrolled.enrolment, person=enrolled.person)
    within(databases["exams"], exams_hears_of_enrolment, event)
    identity_hears_of_enrolment, _ = hearings("stud.leuphana.example")
    within(databases["identity"], identity_hears_of_enrolment.effect, event)


async def _register(
    database: Database,
    channel: grpc.aio.Channel,
    mint: TokenMint,
    people: People,
    named: Named,
) -> Named:
    """Registers the owner for a sitting of the examiner's."""
    for person_id, user_name in ((people.examiner, "ameier"), (people.other_examiner, "bschulz")):
        account = account_pb2.Account(person_id=str(person_id), user_name=user_name, version=1)
        within(database, on_account_created, identity_events.AccountCreated(account=account))
    examiner = bearer(mint.mint(people.examiner, [access_pb2.ROLE_EXAMINER]))
    assigned = await SittingServiceStub(channel).ListSittings(
        sitting_pb2.ListSittingsRequest(semester=SemesterCode(code=named.semester), page_size=100),
        metadata=examiner,
    )
    student = bearer(mint.mint(people.owner))
    tree = await ExamTreeServiceStub(channel).GetExamTree(
        exam_tree_pb2.GetExamTreeRequest(person_id=named.person_id), metadata=student
    )
    terms = await TermsServiceStub(channel).GetTerms(
        terms_pb2.GetTermsRequest(person_id=named.person_id), metadata=student
    )
    version = terms.terms.terms_version
    await TermsServiceStub(channel).AcceptTerms(
        terms_pb2.AcceptTermsRequest(person_id=named.person_id, terms_version=version),
        metadata=student,
    )
    in_tree = [
        node.sitting.sitting_id
        for enrolment in tree.enrolments
        for module in enrolment.modules
        for exam in module.exams
        for node in exam.sittings
    ]
    examined = {sitting.sitting_id for sitting in assigned.sittings}
    sitting_id = next(one for one in in_tree if one in examined)
    created = await RegistrationServiceStub(channel).CreateRegistration(
        registration_pb2.CreateRegistrationRequest(
            person_id=named.person_id, sitting_id=sitting_id, request_id=str(uuid4())
        ),
        metadata=student,
    )
    return replace(
        named,
        sitting_id=sitting_id,
        registration_id=created.registration.registration_id,
        receipt=created.receipt,
        terms_version=version,
    )


async def _sign_in(database: Database, channel: grpc.aio.Channel, named: Named) -> Named:
    """Somebody who can sign in, with a session."""
    staff = [NewStaff("lschulz", PersonName("Lena", "Schulz"), frozenset({Role.EXAMINER}))]
    hashes = new_hashes(PasswordHashing(1, 8), named.password, staff, {})
    within(database, store_demo_staff, staff, named.password, hashes, "leuphana.example", ())
    signed_in = await SessionServiceStub(channel).SignIn(
        session_pb2.SignInRequest(user_name="lschulz", password=named.password)
    )
    return replace(named, user_name="lschulz", session_token=signed_in.session_token)
