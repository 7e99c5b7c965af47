"""Records, exams and identity in the test's own process, joined by a real bus, at one university.

All three share a clock that the test drives; it is 2 November 2026 at first.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.database import Database, Transaction
from chassis.database.tables import dead_letters
from chassis.rpc import bearer
from chassis.service import ServiceDefinition
from chassis.testing import DrivenClock, ServiceUnderTest, running, until, within
from chassis.testing.bus import RunningBus
from chassis.testing.databases import fresh_database
from exams.app.load_profile import load_profile as load_exams_profile
from exams.app.terms import accept_terms, get_terms
from exams.main import service as exams_service
from exams.profile.reading import read_profile as read_exams_profile
from exams.store import tables as exams_tables
from identity.main import service as identity_service
from matrikel.exams.v1 import exam_tree_pb2, registration_pb2
from matrikel.exams.v1.exam_tree_pb2_grpc import ExamTreeServiceStub
from matrikel.exams.v1.registration_pb2_grpc import RegistrationServiceStub
from records.app.profile_loading import load_profile as load_records_profile
from records.domain.profile import Profile
from records.main import service as records_service
from records.profile.files import read_profile as read_records_profile
from sqlalchemy import func, select

from services.records.tests.enrol_factories import University
from tests.requests.named import new_id

PROFILE = Path(__file__).parents[2] / "deploy/profiles/leuphana"
# Studentenwerk 112.00, student contribution 131.15, administration 75.00.
CONTRIBUTION = 31_815
# The window for the summer semester is open: its lectures have begun.
REGISTERING = date(2027, 4, 10)


@dataclass
class Databases:
    """Those of the three services, with their profiles loaded."""

    records: Database
    exams: Database
    identity: Database


@contextmanager
def three_databases(folder: Path, clock: DrivenClock) -> Iterator[Databases]:
    """Fresh databases on SQLite."""
    records = fresh_database(records_service, folder, clock, None)
    exams = fresh_database(exams_service, folder, clock, None)
    identity = fresh_database(identity_service, folder, clock, None)
    university = read_records_profile(PROFILE / "records")
    assert isinstance(university, Profile), university
    within(records, load_records_profile, university)
    examinations, problems = read_exams_profile(PROFILE / "exams")
    assert examinations is not None, problems
    within(exams, load_exams_profile, examinations)
    yield Databases(records, exams, identity)
    for one in (records, exams, identity):
        one.close()


@dataclass
class ThreeServices:
    """The running services, and what tests do with them."""

    databases: Databases
    university: University
    records: ServiceUnderTest
    exams: ServiceUnderTest
    identity: ServiceUnderTest

    async def exams_have(self, enrolment_id: UUID, code: str, status: str) -> None:
        """Waits until exams knows how a semester of the enrolment is spent; "" for not at all."""
        table = exams_tables.enrolled_semesters.c
        chosen = select(table.status).where(
            table.enrolment_id == enrolment_id, table.semester == code
        )

        async def is_there() -> bool:
            found = await self.databases.exams.read(
                lambda tx: tx.execute(chosen).scalar_one_or_none()
            )
            return (found or "") == status

        await until(is_there)

    def accepts_terms(self, person_id: UUID) -> None:
        """The student accepts the terms of registration."""

        def accept(tx: Transaction) -> None:
            accept_terms(tx, person_id, get_terms(tx, person_id).terms.terms_version)

        within(self.databases.exams, accept)

    async def enrolment_node(self, person_id: UUID) -> exam_tree_pb2.EnrolmentNode:
        """The student's one programme in the tree of exams."""
        answer = await ExamTreeServiceStub(self.exams.channel).GetExamTree(
            exam_tree_pb2.GetExamTreeRequest(person_id=str(person_id)),
            metadata=bearer(self.exams.mint(person_id)),
        )
        [node] = answer.enrolments
        return node

    async def sittings(self, person_id: UUID) -> dict[str, exam_tree_pb2.SittingNode]:
        """The sittings that the student sees, by their ids."""
        node = await self.enrolment_node(person_id)
        return {
            sitting.sitting.sitting_id: sitting
            for module in node.modules
            for exam in module.exams
            for sitting in exam.sittings
        }

    async def against(self, person_id: UUID) -> set[str]:
        """What stands against every sitting that the student sees."""
        shown = (await self.sittings(person_id)).values()
        assert shown
        return set.intersection(*({one.reason for one in each.obstacles} for each in shown))

    async def registers(self, person_id: UUID) -> str:
        """Registers the student for the first sitting that is open; returns its semester."""
        shown = (await self.sittings(person_id)).values()
        chosen = next(each.sitting for each in shown if each.can_register)
        answer = await RegistrationServiceStub(self.exams.channel).CreateRegistration(
            registration_pb2.CreateRegistrationRequest(
                person_id=str(person_id), sitting_id=chosen.sitting_id, request_id=new_id()
            ),
            metadata=bearer(self.exams.mint(person_id)),
        )
        assert answer.status == registration_pb2.OUTCOME_STATUS_OK
        return str(chosen.semester.code)

    def buried(self) -> int:
        """How many events any of them could not take in."""
        counted = select(func.count()).select_from(dead_letters)
        return sum(
            within(each, lambda tx: tx.execute(counted).scalar_one())
            for each in (self.databases.records, self.databases.exams, self.databases.identity)
        )


@asynccontextmanager
async def three_services(
    bus: RunningBus, databases: Databases, clock: DrivenClock
) -> AsyncIterator[ThreeServices]:
    """Runs the three services until the block ends; no event may have been buried by then."""
    await bus.empty()
    settings: dict[str, Any] = {"nats_url": bus.url, "nats_password_file": bus.password_file}
    async with AsyncExitStack() as stack:

        async def start(definition: ServiceDefinition, database: Database) -> ServiceUnderTest:
            one = await stack.enter_async_context(running(definition, database, **settings))
            settings.setdefault("identity_target", one.target)
            return one

        # The others ask it for keys and sessions.
        identity = await start(identity_service, databases.identity)
        records = await start(records_service, databases.records)
        exams = await start(exams_service, databases.exams)
        university = University(databases.records, clock)
        services = ThreeServices(databases, university, records, exams, identity)
        yield services
        assert services.buried() == 0
