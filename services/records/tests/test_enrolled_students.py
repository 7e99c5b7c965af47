"""Who is enrolled in a semester, as certificates and Student Services ask for it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from chassis.database import Database
from chassis.rpc.admission import CREDENTIAL_METADATA
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import DrivenClock, ServiceUnderTest, running
from joserfc.jwk import ECKey
from matrikel.access.v1.access_pb2 import ROLE_STUDENT, ROLE_STUDENT_SERVICES
from matrikel.records.v1 import enrolment_pb2, person_pb2, student_card_pb2
from matrikel.records.v1.enrolment_pb2_grpc import EnrolmentServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceStub
from matrikel.type.v1.semester_pb2 import Semester
from records.app.deregistering import deregister_person
from records.domain.enrolment import EndReason
from records.main import service

from services.records.tests.enrol_factories import NEXT, NOW, University


@pytest.fixture
def here(loaded: Database, clock: DrivenClock) -> University:
    return University(loaded, clock)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The key of certificates, and the file that records knows it from."""
    key = ECKey.generate_key("P-256")
    (tmp_path / "certificates.pem").write_bytes(key.as_pem(private=True))
    public = {"keys": [{**key.as_dict(private=False), "kid": "certificates"}]}
    (tmp_path / "callers.json").write_text(json.dumps(public), encoding="utf-8")
    return tmp_path


@pytest.fixture
async def records(here: University, keys: Path) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, here.database, callers_file=keys / "callers.json") as one:
        yield one


@pytest.fixture
def certificates(here: University, keys: Path) -> tuple[tuple[str, str], ...]:
    """Metadata of a call by certificates, without a person."""
    credential = ServiceCredential("certificates", keys / "certificates.pem", here.clock)
    return ((CREDENTIAL_METADATA, credential.for_audience("records")),)


async def listed(
    records: ServiceUnderTest, metadata: Any, semester: str = NOW.code, **more: Any
) -> enrolment_pb2.ListEnrolledStudentsResponse:
    request = enrolment_pb2.ListEnrolledStudentsRequest(semester=Semester(code=semester), **more)
    return await EnrolmentServiceStub(records.channel).ListEnrolledStudents(
        request, metadata=metadata
    )


async def test_certificates_asks_page_by_page_by_matriculation_number(
    records: ServiceUnderTest, here: University, certificates: Any
) -> None:
    """Whoever studies two programmes is there with both; the total counts all pages."""
    first, second = here.student(1), here.student(2)
    again = here.student(programme="PROM", person=first.person.matriculation_number)
    numbers, enrolments, token = [], [], ""
    while True:
        page = await listed(records, certificates, page_size=2, page_token=token)
        assert page.total_count == 3
        numbers += [one.matriculation_number for one in page.students]
        enrolments += [one.enrolment_id for one in page.students]
        token = page.next_page_token
        if not token:
            break
    both = [first.person.matriculation_number] * 2
    assert numbers == [*both, second.person.matriculation_number]
    expected = {str(one.enrolment.enrolment_id) for one in (first, again, second)}
    assert set(enrolments) == expected
    assert len(enrolments) == 3


async def test_programme_and_school_narrow_the_list(
    records: ServiceUnderTest, here: University, certificates: Any
) -> None:
    here.student(1)
    doctoral = here.student(2, programme="PROM")
    by_programme = await listed(records, certificates, programme_code="PROM")
    school = doctoral.enrolment.programme.school_code
    by_school = await listed(records, certificates, school_code=school, programme_code="PROM")
    for page in (by_programme, by_school):
        assert [one.person_id for one in page.students] == [str(doctoral.person.person_id)]
        assert page.students[0].name.given_names == "Ayşe"
    assert not (await listed(records, certificates, school_code="nowhere")).students


async def test_who_left_before_the_semester_or_comes_after_it_is_not_listed(
    records: ServiceUnderTest, here: University, certificates: Any
) -> None:
    leaving = here.student(1).person.person_id
    here.do(deregister_person, leaving, [], NOW.last_date, EndReason.OFFICE, "x")
    assert (await listed(records, certificates)).total_count == 1
    assert (await listed(records, certificates, NEXT.code)).total_count == 0


async def test_student_services_may_ask_and_students_may_not(
    records: ServiceUnderTest, here: University
) -> None:
    here.student(1)
    desk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    assert (await listed(records, desk)).total_count == 1
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await listed(records, records.signed_in(roles=[ROLE_STUDENT]))
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_certificates_reads_what_it_certifies_with_its_own_credential(
    records: ServiceUnderTest, here: University, certificates: Any
) -> None:
    """For an office's order, in which no student signs in."""
    person_id = str(here.student(1).person.person_id)
    person = await PersonServiceStub(records.channel).GetPerson(
        person_pb2.GetPersonRequest(person_id=person_id), metadata=certificates
    )
    assert person.person.person_id == person_id
    cards = await StudentCardServiceStub(records.channel).ListStudentCards(
        student_card_pb2.ListStudentCardsRequest(person_id=person_id), metadata=certificates
    )
    assert not cards.student_cards


async def test_a_students_token_beside_the_credential_opens_nobody_elses_data(
    records: ServiceUnderTest, here: University, certificates: Any
) -> None:
    """The channel of certificates always carries its credential; the student's relation counts."""
    mine, other = here.student(1).person.person_id, here.student(2).person.person_id
    metadata = (*records.signed_in(mine), *certificates)
    persons = PersonServiceStub(records.channel)
    own = person_pb2.GetPersonRequest(person_id=str(mine))
    assert (await persons.GetPerson(own, metadata=metadata)).person.person_id == str(mine)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await persons.GetPerson(
            person_pb2.GetPersonRequest(person_id=str(other)), metadata=metadata
        )
    assert refused.value.code() is grpc.StatusCode.NOT_FOUND
