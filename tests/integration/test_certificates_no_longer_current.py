"""What records tells makes a certificate "no longer current", over a real bus."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from certificates.app.verifying import verify_certificate
from certificates.clients.records_unpacking import unpack_enrolment, unpack_person
from certificates.domain.basis import enrolment_part, person_part
from certificates.domain.certificate import Certificate, CertificateState, CertificateType
from certificates.store.accounts import mailbox_of
from chassis.database import Database
from chassis.rpc import bearer
from chassis.testing import DrivenClock, running, until, within
from chassis.testing.bus import RunningBus
from chassis.testing.databases import fresh_database
from chassis.values import PersonName
from matrikel.records.v1 import enrolment_pb2, person_pb2
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from records.domain.applications.contents import NameChange

from services.certificates.tests.lifecycle_factories import HERE, RULES, issued, named
from services.certificates.tests.lifecycle_service import lifecycle_service
from services.records.tests.enrol_factories import NOW
from services.records.tests.semester_factories import FIRST, Student
from tests.integration.three_services import (
    Databases,
    ThreeServices,
    three_databases,
    three_services,
)


@pytest.fixture
def databases(tmp_path: Path, clock: DrivenClock) -> Iterator[Databases]:
    with three_databases(tmp_path, clock) as three:
        yield three


@pytest_asyncio.fixture
async def three(
    bus: RunningBus, databases: Databases, clock: DrivenClock
) -> AsyncIterator[ThreeServices]:
    async with three_services(bus, databases, clock) as they:
        yield they


@pytest_asyncio.fixture
async def certificates(
    three: ThreeServices, bus: RunningBus, tmp_path: Path, clock: DrivenClock
) -> AsyncIterator[Database]:
    """The database of a running certificates service."""
    database = fresh_database(lifecycle_service, tmp_path, clock, None)
    settings: dict[str, Any] = {
        "nats_url": bus.url,
        "nats_password_file": bus.password_file,
        "identity_target": three.identity.target,
        "keys_dir": tmp_path / "keys",
    }
    async with running(lifecycle_service, database, **settings):
        yield database
    database.close()


async def certificate_about(
    three: ThreeServices, database: Database, student: Student
) -> Certificate:
    """An enrolment certificate that rests on what records says of the student now."""
    metadata = bearer(three.records.mint(student.person_id))
    person = await PersonServiceStub(three.records.channel).GetPerson(
        person_pb2.GetPersonRequest(person_id=str(student.person_id)), metadata=metadata
    )
    enrolment = await EnrolmentServiceStub(three.records.channel).GetEnrolment(
        enrolment_pb2.GetEnrolmentRequest(enrolment_id=str(student.enrolment_id)),
        metadata=metadata,
    )
    studies = unpack_enrolment(enrolment.enrolment)
    basis = {
        "person": person_part(unpack_person(person.person)),
        "enrolments": {str(studies.enrolment_id): enrolment_part(studies)},
    }
    kind = CertificateType.ENROLMENT
    return issued(database, kind=kind, basis=basis, person_id=student.person_id)


async def test_a_change_of_name_outdates_the_certificate_that_prints_the_old_one(
    three: ThreeServices, certificates: Database, clock: DrivenClock
) -> None:
    at = three.university
    student = Student(at, at.student(programme="KUWI-BA", first=FIRST))
    await three.exams_have(student.enrolment_id, NOW.code, "reregistered")

    async def knows_the_mailbox() -> bool:
        return bool(await certificates.read(mailbox_of, student.person_id))

    # What happened before is heard first, so that it cannot be what outdates the certificate.
    await until(knows_the_mailbox)
    certificate = await certificate_about(three, certificates, student)

    def state() -> CertificateState:
        number = certificate.number
        found = within(certificates, verify_certificate, number, named(number), HERE, RULES)
        return found.certificate.state(clock.now())

    assert state() is CertificateState.VALID
    change = NameChange(PersonName("Ayşe", "Yılmaz", "Öztürk"), date(2026, 11, 1))
    student.is_granted(change, "name_change_document")

    async def is_outdated() -> bool:
        return state() is CertificateState.NO_LONGER_CURRENT

    await until(is_outdated)
