"""Contact data, facts and photos as their callers meet them: roles, relations, audit."""

from collections.abc import AsyncIterator, Callable
from typing import cast
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.database.tables import audit_entries
from chassis.testing import ServiceUnderTest, running, within
from google.rpc import error_details_pb2, status_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1.access_pb2 import (
    ROLE_STUDENT,
    ROLE_STUDENT_SERVICES,
)
from matrikel.records.v1 import (
    application_content_pb2,
    contact_pb2,
    person_pb2,
)
from matrikel.records.v1.contact_pb2_grpc import ContactServiceStub
from matrikel.records.v1.person_pb2_grpc import PersonServiceStub
from records.main import service
from sqlalchemy import select

from services.records.tests.persons_factories import PDF, PNG, Enrol

SAND = application_content_pb2.MailingAddress(
    street_address="Am Sande 1", postal_code="21335", city="Lüneburg", country="DE"
)
Refused = pytest.ExceptionInfo[grpc.aio.AioRpcError]


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


@pytest.fixture
def person_id(enrol: Enrol) -> str:
    return str(enrol().person.person_id)


@pytest.fixture
def audited(loaded: Database) -> Callable[[], list[tuple[str, str]]]:
    chosen = select(audit_entries.c.method, audit_entries.c.subject, audit_entries.c.outcome)

    def read() -> list[tuple[str, str]]:
        rows = within(loaded, lambda tx: tx.execute(chosen).all())
        return [(row.method.rpartition("/")[2], row.subject) for row in rows]

    return read


def status_of(error: Refused) -> status_pb2.Status:
    status = rpc_status.from_call(cast(grpc.Call, error.value))
    assert isinstance(status, status_pb2.Status)
    return status


def reason(error: Refused) -> str:
    info = error_details_pb2.ErrorInfo()
    assert status_of(error).details[0].Unpack(info)
    return f"{error.value.code().name} {info.reason}"


async def test_students_enter_the_semester_address_and_student_services_the_home_address(
    records: ServiceUnderTest, person_id: str, audited: Callable[[], list[tuple[str, str]]]
) -> None:
    contact = ContactServiceStub(records.channel)
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    clerk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    home = contact_pb2.SetHomeAddressRequest(
        person_id=person_id, address=SAND, request_id=str(uuid4())
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await contact.SetHomeAddress(home, metadata=student)
    assert reason(error) == "PERMISSION_DENIED ROLE_MISSING"
    first = await contact.SetHomeAddress(home, metadata=clerk)
    assert await contact.SetHomeAddress(home, metadata=clerk) == first
    room = contact_pb2.SetSemesterAddressRequest(
        person_id=person_id,
        address=SAND,
        valid_from_date=Date(year=2026, month=11, day=20),
        request_id=str(uuid4()),
    )
    answer = await contact.SetSemesterAddress(room, metadata=student)
    assert answer.contact_data.later_addresses[0].valid_from_date == Date(
        year=2026, month=11, day=20
    )
    letter = await contact.GetLetterAddress(
        contact_pb2.GetLetterAddressRequest(person_id=person_id), metadata=student
    )
    assert list(letter.letter_address.lines) == ["Ayşe Öztürk", "Am Sande 1", "21335 Lüneburg"]
    read = contact_pb2.GetContactDataRequest(person_id=person_id)
    await contact.GetContactData(read, metadata=student)
    assert ("GetContactData", person_id) not in audited()
    await contact.GetContactData(read, metadata=clerk)
    assert ("GetContactData", person_id) in audited()
    assert ("SetHomeAddress", person_id) in audited()


async def test_a_day_that_no_calendar_has_is_a_problem_of_its_field(
    records: ServiceUnderTest, person_id: str
) -> None:
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await ContactServiceStub(records.channel).RemoveSemesterAddress(
            contact_pb2.RemoveSemesterAddressRequest(
                person_id=person_id,
                from_date=Date(year=2026, month=2, day=30),
                request_id=str(uuid4()),
            ),
            metadata=student,
        )
    assert reason(error) == "INVALID_ARGUMENT DATE_WRONG"


async def test_a_stranger_learns_nothing_about_how_somebody_is_reached(
    records: ServiceUnderTest, person_id: str
) -> None:
    contact = ContactServiceStub(records.channel)
    stranger = records.signed_in(roles=[ROLE_STUDENT])
    added = contact_pb2.AddContactEntryRequest(
        person_id=person_id,
        kind=contact_pb2.CONTACT_ENTRY_KIND_PHONE,
        value="04131 677-2277",
        request_id=str(uuid4()),
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await contact.AddContactEntry(added, metadata=stranger)
    assert reason(error) == "NOT_FOUND PERSON_UNKNOWN"
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    entry = (await contact.AddContactEntry(added, metadata=student)).contact_entry
    assert (entry.value, entry.display_value) == ("+4941316772277", "+49 4131 6772277")
    history = contact_pb2.ListContactHistoryRequest(person_id=person_id, page_size=1)
    page = await contact.ListContactHistory(history, metadata=student)
    assert [each.change for each in page.entries] == [contact_pb2.CONTACT_CHANGE_ENTRY_ADDED]
    assert page.next_page_token == ""
    history.page_token = "WyJ4Il0"
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await contact.ListContactHistory(history, metadata=student)
    assert reason(error) == "INVALID_ARGUMENT PAGE_TOKEN_INVALID"


async def test_a_photo_goes_up_comes_down_and_goes_away(
    records: ServiceUnderTest, person_id: str
) -> None:
    persons = PersonServiceStub(records.channel)
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    upload = person_pb2.UploadPhotoRequest(
        person_id=person_id, file_name="ich.jpg", content=PDF, request_id=str(uuid4())
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await persons.UploadPhoto(upload, metadata=student)
    assert reason(error) == "INVALID_ARGUMENT PHOTO_TYPE_UNKNOWN"
    upload.content, upload.request_id = PNG, str(uuid4())
    assert (await persons.UploadPhoto(upload, metadata=student)).person.has_photo
    asked = person_pb2.DownloadPhotoRequest(person_id=person_id)
    pieces = [each async for each in persons.DownloadPhoto(asked, metadata=student)]
    assert b"".join(each.body.data for each in pieces) == PNG
    assert (pieces[0].body.content_type, pieces[0].file_name) == ("image/png", "ich.png")
    remove = person_pb2.RemovePhotoRequest(person_id=person_id, request_id=str(uuid4()))
    assert not (await persons.RemovePhoto(remove, metadata=student)).person.has_photo
    with pytest.raises(grpc.aio.AioRpcError) as error:
        _ = [each async for each in persons.DownloadPhoto(asked, metadata=student)]
    assert reason(error) == "NOT_FOUND PHOTO_UNKNOWN"


async def test_student_services_correct_facts_and_give_a_reason(
    records: ServiceUnderTest, person_id: str
) -> None:
    persons = PersonServiceStub(records.channel)
    clerk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    correction = person_pb2.CorrectPersonRequest(
        person_id=person_id,
        sex_entry=person_pb2.SEX_ENTRY_NONE,
        birth_place="Bursa",
        reason="Reisepass",
        request_id=str(uuid4()),
    )
    corrected = (await persons.CorrectPerson(correction, metadata=clerk)).person
    assert (corrected.sex_entry, corrected.birth_place) == (person_pb2.SEX_ENTRY_NONE, "Bursa")
    listed = await persons.ListPersonCorrections(
        person_pb2.ListPersonCorrectionsRequest(person_id=person_id), metadata=clerk
    )
    assert {each.fact for each in listed.corrections} == {"birth_place", "sex_entry"}
    names = await persons.ListFormerNames(
        person_pb2.ListFormerNamesRequest(person_id=person_id), metadata=clerk
    )
    assert list(names.former_names) == []
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await persons.CorrectPerson(correction, metadata=student)
    assert reason(error) == "PERMISSION_DENIED ROLE_MISSING"
    memberships = await persons.ListMemberships(
        person_pb2.ListMembershipsRequest(person_id=person_id), metadata=student
    )
    (one,) = memberships.memberships
    assert (one.school_name.en, one.student_council.de) == ("College", "Fachschaft Geist")
