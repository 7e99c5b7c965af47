"""What records decides about a student, and what exams and identity make of it."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import DrivenClock, until, within
from chassis.testing.bus import RunningBus
from chassis.values import PersonName
from exams.store import tables as exams_tables
from google.type.date_pb2 import Date
from identity.store import tables as identity_tables
from matrikel.access.v1.access_pb2 import ROLE_STUDENT_SERVICES
from matrikel.records.v1 import bank_pb2, deregistration_pb2
from matrikel.records.v1.bank_pb2_grpc import BankServiceStub
from matrikel.records.v1.deregistration_pb2_grpc import DeregistrationServiceStub
from records.app.persons import person_with_id
from records.domain.applications.contents import (
    Leave,
    LeaveWithdrawal,
    NameChange,
    SemesterAbroad,
)
from records.domain.rules import LeaveGround
from records.domain.semester_jobs import JobKind
from sqlalchemy import select

from services.records.tests.application_factories import REPORT, approved, clerk, international
from services.records.tests.bank_factories import file_of, one
from services.records.tests.enrol_factories import NEXT, NOW, OPENS, University
from services.records.tests.semester_factories import FIRST, Student
from tests.integration.three_services import (
    CONTRIBUTION,
    REGISTERING,
    Databases,
    ThreeServices,
    three_databases,
    three_services,
)
from tests.requests.named import new_id

STUDENTENWERK = 11_200


@pytest.fixture
def databases(tmp_path: Path, clock: DrivenClock) -> Iterator[Databases]:
    with three_databases(tmp_path, clock) as three:
        yield three


@pytest_asyncio.fixture
async def three(
    bus: RunningBus, databases: Databases, clock: DrivenClock
) -> AsyncIterator[ThreeServices]:
    async with three_services(bus, databases, clock) as running:
        yield running


@pytest_asyncio.fixture
async def student(three: ThreeServices) -> Student:
    """A student in the third semester, whom exams knows and who has accepted its terms."""
    at = three.university
    enrolled = Student(at, at.student(programme="KUWI-BA", first=FIRST))
    await three.exams_have(enrolled.enrolment_id, NOW.code, "reregistered")
    three.accepts_terms(enrolled.person_id)
    return enrolled


async def the_bank_tells(three: ThreeServices, reference: str, value: date) -> None:
    """A clerk imports a file in which somebody transfers the whole contribution."""
    euros = f"{CONTRIBUTION // 100}.{CONTRIBUTION % 100:02d}"
    content = file_of(one(reference, euros, value=value.isoformat(), booked=value.isoformat()))
    answer = await BankServiceStub(three.records.channel).ImportBankStatements(
        bank_pb2.ImportBankStatementsRequest(
            file_name="umsatz.xml", content=content, request_id=new_id()
        ),
        metadata=three.records.signed_in(roles=[ROLE_STUDENT_SERVICES]),
    )
    assert not answer.known_file


async def test_a_payment_in_the_banks_file_opens_the_exams_of_the_next_semester(
    three: ThreeServices, student: Student
) -> None:
    """002, "Re-registration": it is done with the payment, whose value date counts."""
    three.university.on(OPENS).runs(JobKind.OPEN)
    three.university.on(REGISTERING)
    assert await three.against(student.person_id) == {"NOT_ENROLLED_IN_SEMESTER"}
    number = student.enrolled.person.matriculation_number
    await the_bank_tells(three, f"MatrNr {number} Oeztuerka", date(2027, 2, 10))
    await three.exams_have(student.enrolment_id, NEXT.code, "reregistered")
    assert await three.registers(student.person_id) == NEXT.code


async def test_nobody_registers_while_on_leave_but_after_giving_it_up(
    three: ThreeServices, student: Student
) -> None:
    """002, "Leave of absence": "you are not allowed to take examinations"."""
    student.is_granted(Leave((NEXT,), LeaveGround.FAMILY), "family_proof")
    at = three.university
    at.on(OPENS).runs(JobKind.OPEN)
    at.pays(student.person_id, STUDENTENWERK, OPENS)
    await three.exams_have(student.enrolment_id, NEXT.code, "on_leave")
    at.on(REGISTERING)
    assert await three.against(student.person_id) == {"ON_LEAVE"}
    student.is_granted(LeaveWithdrawal(NEXT, "Es klappt doch."))
    await three.exams_have(student.enrolment_id, NEXT.code, "reregistered")
    assert await three.registers(student.person_id) == NEXT.code


async def test_a_semester_abroad_keeps_all_rights(three: ThreeServices, student: Student) -> None:
    """002, "Semester abroad": nothing is due, and the student keeps all rights."""
    abroad = SemesterAbroad(NEXT, "Universidad de Sevilla", "ES", recognised_work_planned=True)
    application_id = student.submits(abroad, "study_abroad_confirmation")
    approved(three.databases.records, international(), application_id)
    approved(three.databases.records, clerk(), application_id, step=2)
    three.university.on(OPENS).runs(JobKind.OPEN)
    await three.exams_have(student.enrolment_id, NEXT.code, "abroad")
    three.university.on(REGISTERING)
    assert await three.registers(student.person_id) == NEXT.code


async def test_an_applicant_who_pays_is_enrolled_and_gets_an_account(three: ThreeServices) -> None:
    """002, "Enrolment" and "Part-time study": what was decided before enrolling arrives, too."""
    applicant = three.university.applicant("KUWI-BA", NOW, part_time=True).applicant
    person_id = applicant.person_id
    await the_bank_tells(three, f"{applicant.applicant_number}, Smith, John", date(2026, 11, 3))
    [enrolment] = three.university.enrolments(person_id)
    await three.exams_have(enrolment.enrolment_id, NOW.code, "enrolled")
    mailbox = await until(lambda: _mailbox(three.databases.records, person_id))
    assert mailbox == within(three.databases.identity, _account, person_id).mailbox
    assert (await three.enrolment_node(person_id)).part_time_limit_tenths == 150
    rights = exams_tables.preselection_rights.c
    chosen = select(rights.semester, rights.ground).where(rights.person_id == person_id)

    async def has_the_right() -> bool:
        found = await three.databases.exams.read(lambda tx: tx.execute(chosen).all())
        return [tuple(each) for each in found] == [(NOW.code, "part_time")]

    await until(has_the_right)


async def test_mails_wait_for_the_mailbox(
    bus: RunningBus, databases: Databases, clock: DrivenClock
) -> None:
    """Whoever was enrolled while identity was away finds the mails of that time in the mailbox."""
    at = University(databases.records, clock)
    new = Student(at, at.student(programme="KUWI-BA"))
    new.submits(REPORT)
    waiting = within(databases.records, _addresses, new.person_id)
    assert set(waiting) == {""}
    async with three_services(bus, databases, clock):
        mailbox = await until(lambda: _mailbox(databases.records, new.person_id))
    assert within(databases.records, _addresses, new.person_id) == [mailbox] * len(waiting)


async def test_de_registration_is_heard(three: ThreeServices, student: Student) -> None:
    """002, "De-registration": exams takes no registrations for the time behind it."""
    await DeregistrationServiceStub(three.records.channel).DeregisterPerson(
        deregistration_pb2.DeregisterPersonRequest(
            person_id=str(student.person_id),
            end_date=Date(year=2027, month=3, day=31),
            reason="Studienplatz aufgegeben",
            request_id=new_id(),
        ),
        metadata=three.records.signed_in(roles=[ROLE_STUDENT_SERVICES]),
    )
    ends = exams_tables.enrolments.c
    chosen = select(ends.end_date).where(ends.enrolment_id == student.enrolment_id)

    async def has_the_end() -> bool:
        found = await three.databases.exams.read(lambda tx: tx.execute(chosen).scalar_one())
        return bool(found == date(2027, 3, 31))

    await until(has_the_end)
    three.university.on(REGISTERING)
    assert not [
        each for each in (await three.sittings(student.person_id)).values() if each.can_register
    ]


async def test_a_new_name_goes_to_the_account_and_to_exams(
    three: ThreeServices, student: Student
) -> None:
    """002, "Change of name": with the document, in all systems."""
    await until(lambda: _mailbox(three.databases.records, student.person_id))
    change = NameChange(PersonName("Ayşe", "Yılmaz", "Öztürk"), date(2026, 11, 1))
    student.is_granted(change, "name_change_document")

    async def both_know() -> bool:
        person = exams_tables.persons.c
        found = select(person.family_name).where(person.person_id == student.person_id)
        in_exams = await three.databases.exams.read(lambda tx: tx.execute(found).scalar_one())
        account = await three.databases.identity.read(_account, student.person_id)
        return bool(in_exams == account.family_name == "Yılmaz")

    await until(both_know)


def _mailbox(database: Database, person_id: UUID) -> str:
    return within(database, person_with_id, person_id).mailbox


def _account(tx: Transaction, person_id: UUID) -> Any:
    table = identity_tables.accounts
    return tx.execute(select(table).where(table.c.person_id == person_id)).one()


def _addresses(tx: Transaction, person_id: UUID) -> list[str]:
    """Where the mails to a person go."""
    chosen = select(mails.c.address).where(mails.c.person_id == person_id)
    return list(tx.execute(chosen).scalars())
