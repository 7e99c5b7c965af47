"""What records decides itself about who may do what: home addresses, inboxes, own applications."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.contracts import services_of
from chassis.database import Transaction
from chassis.rpc import bearer
from chassis.testing import within
from chassis.values import Semester, local_date
from google.protobuf.descriptor import MethodDescriptor
from matrikel.access.v1 import access_pb2
from matrikel.records.v1 import application_pb2
from matrikel.records.v1.application_pb2_grpc import ApplicationServiceStub
from records.domain.applications import workflow
from records.domain.applications.contents import Content, ErrorReport, ErrorSubject, Leave
from records.domain.applications.kinds import Office, Step
from records.domain.applications.workflow import Application, ApplicationState, Change
from records.domain.rules import LeaveGround
from records.store import applications, tables
from sqlalchemy import select

from tests.requests import Named
from tests.security.access_cells import ROLES, Method, Standing, answer_of
from tests.security.application_cases import appoint
from tests.security.asking import access_of
from tests.security.running_services import RunningServices, running_services

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("hands")]

STUDENT_SERVICES = access_pb2.ROLE_STUDENT_SERVICES
INTERNATIONAL_CENTER = access_pb2.ROLE_INTERNATIONAL_CENTER
ADVISER = access_pb2.ROLE_PROGRAMME_ADVISER
OFFICES = (STUDENT_SERVICES, INTERNATIONAL_CENTER, ADVISER)
METHODS = [method for one in services_of("records") for method in one.methods]
ABOUT_APPLICATIONS = [one for one in METHODS if access_of(one).resource == "application"]
UNKNOWN = "NOT_FOUND APPLICATION_UNKNOWN"
LEAVE = Leave((Semester.parse("2027S"),), LeaveGround.FAMILY)
REPORT = ErrorReport(ErrorSubject.RESULT, "1010101", "Es fehlt meine Note.")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def services(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningServices]:
    async with running_services(tmp_path_factory.mktemp("hands")) as all_four:
        yield all_four


async def asked(
    services: RunningServices, method: MethodDescriptor, person_id: UUID, *roles: int
) -> str:
    """What a holder of the roles is answered."""
    metadata: Any = bearer(services.mints["records"].mint(person_id, roles))
    return await answer_of(services, Method(method, access_of(method)), Standing.OWN, metadata)


def stored_application(
    services: RunningServices, content: Content, *steps: Step, draft: bool = False
) -> str:
    """An application of the owner's that waits for its first step, or is still a draft."""

    def store(tx: Transaction) -> str:
        made = Application(
            application_id=tx.new_id(),
            person_id=services.people.owner,
            enrolment_id=UUID(services.named.enrolment_id),
            content=content,
            state=ApplicationState.DRAFT,
            create_time=tx.now,
            version=1,
        )
        applications.insert_application(tx, made)
        if not draft:
            sent = workflow.submitted(made, steps, local_date(tx.now), tx.now, "lg100001")
            assert isinstance(sent, Change)
            applications.update_application(tx, sent.application)
            applications.add_events(tx, made.application_id, sent.events)
        return str(made.application_id)

    return within(services.databases["records"], store)


def about(services: RunningServices, application_id: str) -> RunningServices:
    """The same services, asked about another application."""
    named: Named = replace(services.named, application_id=application_id)
    return replace(services, named=named)


async def inbox(services: RunningServices, person_id: UUID, role: int) -> set[str]:
    """The applications that somebody finds to be decided."""
    answer = await ApplicationServiceStub(services.channels["records"]).ListOpenApplications(
        application_pb2.ListOpenApplicationsRequest(page_size=50),
        metadata=bearer(services.mints["records"].mint(person_id, [role])),
    )
    return {one.application_id for one in answer.applications}


async def test_nobody_but_student_services_changes_a_home_address(
    services: RunningServices,
) -> None:
    """Every method of records, with every other role there is, leaves them as they are."""
    database = services.databases["records"]
    before = within(database, _home_addresses)
    assert before
    others = [role for role in ROLES if role != STUDENT_SERVICES]
    for method in METHODS:
        await asked(services, method, services.people.owner, *others)
    assert within(database, _home_addresses) == before
    [change] = [one for one in METHODS if one.name == "SetHomeAddress"]
    owner = services.people.owner
    assert await asked(services, change, owner, *others) == "PERMISSION_DENIED ROLE_MISSING"
    assert await asked(services, change, uuid4(), STUDENT_SERVICES) == "OK"


async def test_the_international_center_has_to_do_with_semesters_abroad_alone(
    services: RunningServices,
) -> None:
    leave = about(services, stored_application(services, LEAVE, Step(Office.STUDENT_SERVICES)))
    for method in ABOUT_APPLICATIONS:
        found = await asked(leave, method, uuid4(), INTERNATIONAL_CENTER)
        assert found == UNKNOWN, method.name
        assert await asked(services, method, uuid4(), INTERNATIONAL_CENTER) != UNKNOWN
    assert leave.named.application_id not in await inbox(services, uuid4(), INTERNATIONAL_CENTER)
    assert leave.named.application_id in await inbox(services, uuid4(), STUDENT_SERVICES)


async def test_an_adviser_has_to_do_with_the_own_programmes_alone(
    services: RunningServices,
) -> None:
    elsewhere = uuid4()
    within(services.databases["records"], appoint, str(elsewhere), "BWL-BSC")
    own = stored_application(services, REPORT, Step(Office.ADVISER, services.named.programme_code))
    waiting = about(services, own)
    for method in ABOUT_APPLICATIONS:
        open_to_advisers = any(ADVISER in grant.roles for grant in access_of(method).grants)
        found = await asked(waiting, method, elsewhere, ADVISER)
        assert found == (UNKNOWN if open_to_advisers else "PERMISSION_DENIED ROLE_MISSING")
        if open_to_advisers:
            assert await asked(waiting, method, services.people.examiner, ADVISER) != UNKNOWN
    assert await inbox(services, elsewhere, ADVISER) == set()
    assert own in await inbox(services, services.people.examiner, ADVISER)


async def test_a_draft_is_nobodys_but_the_students(services: RunningServices) -> None:
    draft = about(services, stored_application(services, LEAVE, draft=True))
    for method in ABOUT_APPLICATIONS:
        for role in OFFICES:
            found = await asked(draft, method, services.people.examiner, role)
            assert found in {UNKNOWN, "PERMISSION_DENIED ROLE_MISSING"}, method.name
        student = await asked(draft, method, services.people.owner, access_pb2.ROLE_STUDENT)
        assert student != UNKNOWN


@pytest.mark.parametrize("office", [Office.STUDENT_SERVICES, Office.ADVISER])
async def test_nobody_decides_on_an_application_of_their_own(
    services: RunningServices, office: Office
) -> None:
    """Not with every role there is, and not as the programme's adviser."""
    owner, code = services.people.owner, services.named.programme_code
    of_people = [role for role in ROLES if role != access_pb2.ROLE_SYSTEM]
    if office is Office.ADVISER:
        within(services.databases["records"], appoint, str(owner), code)
    step = Step(office, code if office is Office.ADVISER else "")
    own = about(services, stored_application(services, REPORT, step))
    for method in METHODS:
        if method.name in {"DecideApplication", "AskQuestion", "FileApplication"}:
            found = await asked(own, method, owner, *of_people)
            assert found == "PERMISSION_DENIED OWN_RECORD", method.name
    for role in OFFICES:
        assert own.named.application_id not in await inbox(services, owner, role)


def _home_addresses(tx: Transaction) -> list[tuple[Any, ...]]:
    table = tables.addresses
    rows = tx.execute(select(table).where(table.c.kind == "home").order_by(table.c.address_id))
    return [tuple(row) for row in rows]
