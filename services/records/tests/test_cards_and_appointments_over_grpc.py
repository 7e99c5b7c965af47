"""Student cards, appointments and the catalogue as their callers meet them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import cast
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running, within
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1.access_pb2 import (
    ROLE_LIBRARY_DESK,
    ROLE_PROGRAMME_ADVISER,
    ROLE_STUDENT,
    ROLE_STUDENT_SERVICES,
    ROLE_SYSTEM,
)
from matrikel.records.v1 import (
    application_content_pb2,
    appointment_pb2,
    catalogue_pb2,
    obstacle_pb2,
    student_card_pb2,
)
from matrikel.records.v1.appointment_pb2_grpc import AppointmentServiceStub
from matrikel.records.v1.catalogue_pb2_grpc import CatalogueServiceStub
from matrikel.records.v1.student_card_pb2_grpc import StudentCardServiceStub
from records.main import service
from records.store.accounts import store_account

from services.records.tests.persons_factories import Enrol

POST = application_content_pb2.CARD_DELIVERY_POST
Refused = pytest.ExceptionInfo[grpc.aio.AioRpcError]


@pytest.fixture
async def records(loaded: Database) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, loaded) as one:
        yield one


@pytest.fixture
def person_id(enrol: Enrol) -> str:
    return str(enrol().person.person_id)


def status_of(error: Refused) -> status_pb2.Status:
    status = rpc_status.from_call(cast(grpc.Call, error.value))
    assert isinstance(status, status_pb2.Status)
    return status


def reason(error: Refused) -> str:
    info = error_details_pb2.ErrorInfo()
    assert status_of(error).details[0].Unpack(info)
    return f"{error.value.code().name} {info.reason}"


def moment(hour: int) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(datetime(2026, 11, 3, hour, tzinfo=UTC))
    return made


async def test_a_card_from_the_desk_to_the_check_by_another_system(
    records: ServiceUnderTest, person_id: str
) -> None:
    cards = StudentCardServiceStub(records.channel)
    clerk = records.signed_in(roles=[ROLE_STUDENT_SERVICES])
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    issue = student_card_pb2.IssueStudentCardRequest(
        person_id=person_id, delivery=POST, request_id=str(uuid4())
    )
    card = (await cards.IssueStudentCard(issue, metadata=clerk)).student_card
    assert card.note.next_semester.code == "2027S"
    issue.request_id = str(uuid4())
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await cards.IssueStudentCard(issue, metadata=clerk)
    assert reason(error) == "FAILED_PRECONDITION STUDENT_CARD_REFUSED"
    refusal = obstacle_pb2.Refusal()
    assert any(detail.Unpack(refusal) for detail in status_of(error).details)
    assert [each.reason for each in refusal.obstacles] == ["CARD_THERE"]

    check = student_card_pb2.CheckStudentCardRequest(card_number=card.card_number)
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await cards.CheckStudentCard(check, metadata=records.signed_in(roles=[ROLE_SYSTEM]))
    assert error.value.code() is grpc.StatusCode.PERMISSION_DENIED
    library = records.signed_in(roles=[ROLE_SYSTEM], scopes=["library"])
    for caller in (library, records.signed_in(roles=[ROLE_LIBRARY_DESK])):
        checked = await cards.CheckStudentCard(check, metadata=caller)
        assert checked.check.valid
        assert checked.check.valid_until_date == Date(year=2027, month=3, day=31)
    block = student_card_pb2.BlockStudentCardRequest(
        student_card_id=card.student_card_id,
        reason=application_content_pb2.CARD_LOSS_LOST,
        request_id=str(uuid4()),
    )
    stranger = records.signed_in(roles=[ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await cards.BlockStudentCard(block, metadata=stranger)
    assert reason(error) == "NOT_FOUND STUDENT_CARD_UNKNOWN"
    blocked = (await cards.BlockStudentCard(block, metadata=student)).student_card
    assert blocked.state == student_card_pb2.STUDENT_CARD_STATE_BLOCKED
    checked = await cards.CheckStudentCard(check, metadata=clerk)
    assert not checked.check.valid
    listed = await cards.ListStudentCards(
        student_card_pb2.ListStudentCardsRequest(person_id=person_id), metadata=student
    )
    assert list(listed.student_cards) == [blocked]


async def test_an_appointment_between_an_adviser_and_a_student(
    records: ServiceUnderTest, loaded: Database, person_id: str
) -> None:
    appointments = AppointmentServiceStub(records.channel)
    adviser_id = uuid4()
    within(loaded, store_account, adviser_id, "padvise", "p.rat@example.org")
    adviser = records.signed_in(adviser_id, [ROLE_PROGRAMME_ADVISER])
    other_adviser = records.signed_in(roles=[ROLE_PROGRAMME_ADVISER])
    student = records.signed_in(UUID(person_id), [ROLE_STUDENT])
    offered = await appointments.OfferAppointments(
        appointment_pb2.OfferAppointmentsRequest(
            start_time=moment(9),
            end_time=moment(10),
            minutes_each=30,
            location="C5.101",
            request_id=str(uuid4()),
        ),
        metadata=adviser,
    )
    assert len(offered.appointments) == 2
    free = await appointments.ListFreeAppointments(
        appointment_pb2.ListFreeAppointmentsRequest(person_id=person_id, page_size=1),
        metadata=student,
    )
    assert free.appointments[0].host.name == "Paul Rat"
    assert free.appointments[0].host.function.en == "Programme adviser"
    assert free.next_page_token
    wanted = free.appointments[0].appointment_id
    await appointments.BookAppointment(
        appointment_pb2.BookAppointmentRequest(
            person_id=person_id, appointment_id=wanted, subject="Thema", request_id=str(uuid4())
        ),
        metadata=student,
    )
    listed = await appointments.ListOfferedAppointments(
        appointment_pb2.ListOfferedAppointmentsRequest(), metadata=adviser
    )
    assert [each.name.family_name for each in listed.appointments] == ["Öztürk", ""]
    cancel = appointment_pb2.CancelAppointmentRequest(
        appointment_id=wanted, reason="krank", request_id=str(uuid4())
    )
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await appointments.CancelAppointment(cancel, metadata=other_adviser)
    assert reason(error) == "NOT_FOUND APPOINTMENT_UNKNOWN"
    give_back = appointment_pb2.CancelBookingRequest(appointment_id=wanted, request_id=str(uuid4()))
    stranger = records.signed_in(roles=[ROLE_STUDENT])
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await appointments.CancelBooking(give_back, metadata=stranger)
    assert reason(error) == "NOT_FOUND APPOINTMENT_UNKNOWN"
    await appointments.CancelBooking(give_back, metadata=student)
    booked = await appointments.ListBookedAppointments(
        appointment_pb2.ListBookedAppointmentsRequest(person_id=person_id), metadata=student
    )
    assert list(booked.appointments) == []
    cancelled = await appointments.CancelAppointment(cancel, metadata=adviser)
    assert cancelled.appointment.person_id == ""


async def test_the_catalogue_says_what_can_be_chosen_and_who_is_in_charge(
    records: ServiceUnderTest,
) -> None:
    catalogue = CatalogueServiceStub(records.channel)
    one = await catalogue.GetProgramme(catalogue_pb2.GetProgrammeRequest(programme_code="HIST-BA"))
    assert [each.en for each in one.programme.majors] == ["Antiquity", "Modern times"]
    assert one.programme.student_council.en == "Student Council Humanities"
    assert one.programme.part_time_possible
    assert not one.programme.consecutive
    asked = catalogue_pb2.ListProgrammeContactsRequest(programme_code="HIST-BA")
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await catalogue.ListProgrammeContacts(asked)
    assert error.value.code() is grpc.StatusCode.UNAUTHENTICATED
    anybody = records.signed_in(roles=[])
    contacts = (await catalogue.ListProgrammeContacts(asked, metadata=anybody)).contacts
    assert [(each.function, each.user_name) for each in contacts] == [
        (catalogue_pb2.CONTACT_FUNCTION_ADMINISTRATOR, "sservice"),
        (catalogue_pb2.CONTACT_FUNCTION_ADVISER, "padvise"),
    ]
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await catalogue.GetProgramme(catalogue_pb2.GetProgrammeRequest(programme_code="X"))
    assert reason(error) == "NOT_FOUND PROGRAMME_UNKNOWN"
