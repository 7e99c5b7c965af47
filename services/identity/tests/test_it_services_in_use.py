"""The directory as it stands for a person: activated, deactivated, ended with the right to it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.testing import DrivenClock, within
from identity.app.it_services.entitlement_ends import end_what_is_over
from identity.app.it_services.service_passwords import list_service_passwords
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import directory_pb2 as messages
from matrikel.identity.v1 import events_pb2, service_password_pb2

from services.identity.tests.services_factories import Campus, enrol, mails_of_kind, new_id


@pytest.fixture
def campus(identity: Any) -> Campus:
    """The service with the university's directory."""
    return Campus(identity)


async def services_of(campus: Campus, person_id: UUID) -> dict[str, messages.MyItService]:
    request = messages.ListMyItServicesRequest(person_id=str(person_id))
    answer = await campus.directory.ListMyItServices(request, metadata=campus.person(person_id))
    return {each.it_service.it_service_code: each for each in answer.it_services}


async def activate(campus: Campus, person_id: UUID, code: str) -> messages.MyItService:
    request = messages.ActivateItServiceRequest(
        person_id=str(person_id), it_service_code=code, request_id=new_id()
    )
    metadata = campus.person(person_id)
    return (await campus.directory.ActivateItService(request, metadata=metadata)).it_service


def deactivating(code: str, person_id: UUID, **more: Any) -> messages.DeactivateItServiceRequest:
    return messages.DeactivateItServiceRequest(
        person_id=str(person_id), it_service_code=code, request_id=new_id(), **more
    )


async def make_password(campus: Campus, person_id: UUID, code: str) -> str:
    request = service_password_pb2.CreateServicePasswordRequest(
        person_id=str(person_id), it_service_code=code, name="Laptop"
    )
    metadata = campus.person(person_id)
    return (await campus.passwords.CreateServicePassword(request, metadata=metadata)).password


def look(campus: Campus) -> None:
    assert within(campus.database, end_what_is_over, None) is None


async def test_the_directory_is_open_to_everybody_with_all_that_a_row_says(
    campus: Campus,
) -> None:
    """Guide 001, "IT for the start of your studies": "On this page we inform you about the most
    important IT services of the MIZ."
    """
    answer = await campus.directory.ListItServices(messages.ListItServicesRequest())
    assert len(answer.it_services) == 13
    wifi = answer.it_services[1]
    assert wifi.needs_activation
    assert wifi.service_password_use == messages.SERVICE_PASSWORD_USE_REQUIRED
    assert wifi.instructions_url
    assert wifi.grace_days == 14


async def test_the_directory_says_how_each_service_stands_for_me(campus: Campus) -> None:
    """Guide 001, "Leuphana account": "The Leuphana account is used for authentication for most IT
    services of the MIZ (see below)."
    """
    student = enrol(campus.database, school="professional-school", programme="SUM-MBA")
    mine = await services_of(campus, student)
    assert mine["wifi"].state == messages.IT_SERVICE_STATE_TO_BE_ACTIVATED
    assert mine["printing"].state == messages.IT_SERVICE_STATE_AVAILABLE
    assert mine["other-services"].state == messages.IT_SERVICE_STATE_AVAILABLE
    assert mine["mystudy"].state == messages.IT_SERVICE_STATE_NOT_ENTITLED
    assert "Schools" in mine["mystudy"].reason.de
    assert mine["wifi"].user_name.startswith("lg")
    assert mine["mystudy"].user_name == ""
    assert mine["lux"].user_name == ""


async def test_activating_is_told_once_and_mailed(campus: Campus) -> None:
    """Guide 001, "Systems, tools and infrastructure": "Changing your Leuphana account password,
    activation of services".
    """
    student = enrol(campus.database)
    for _ in range(2):
        active = await activate(campus, student, "email")
        assert active.state == messages.IT_SERVICE_STATE_ACTIVE
    [told] = campus.identity.told(events_pb2.ItServiceActivated)
    assert (told.it_service_code, told.person_id, told.version) == ("email", str(student), 1)
    assert told.mailbox == f"{told.user_name}@stud.leuphana.example"
    assert len(mails_of_kind(campus.database, "it_service_activated")) == 1


async def test_deactivating_ends_the_service_and_its_passwords(campus: Campus) -> None:
    student = enrol(campus.database)
    await activate(campus, student, "email")
    await make_password(campus, student, "email")
    metadata = campus.person(student)
    dry = await campus.directory.DeactivateItService(
        deactivating("email", student, validate_only=True), metadata=metadata
    )
    assert dry.ended_service_passwords == 1
    assert dry.it_service.state == messages.IT_SERVICE_STATE_ACTIVE
    done = await campus.directory.DeactivateItService(
        deactivating("email", student), metadata=metadata
    )
    assert done.ended_service_passwords == 1
    assert done.it_service.state == messages.IT_SERVICE_STATE_TO_BE_ACTIVATED
    [told] = campus.identity.told(events_pb2.ItServiceDeactivated)
    assert (told.it_service_code, told.version) == ("email", 2)
    refusal = await campus.identity.refusal(
        campus.directory.DeactivateItService(deactivating("email", student), metadata=metadata)
    )
    assert refusal.reason == "IT_SERVICE_NOT_ACTIVE"
    again = await activate(campus, student, "email")
    assert again.service_passwords == 0
    assert campus.identity.told(events_pb2.ItServiceActivated)[-1].version == 3


@pytest.mark.parametrize(
    ("code", "school", "reason"),
    [
        ("mystudy", "professional-school", "IT_SERVICE_NOT_ENTITLED"),
        ("printing", "college", "IT_SERVICE_NEEDS_NO_ACTIVATION"),
        ("teleport", "college", "IT_SERVICE_UNKNOWN"),
    ],
)
async def test_what_cannot_be_activated_is_refused_with_the_reason(
    campus: Campus, code: str, school: str, reason: str
) -> None:
    student = enrol(campus.database, school=school)
    refusal = await campus.identity.refusal(activate(campus, student, code))
    assert refusal.reason == reason


async def test_an_account_that_waits_for_its_code_activates_nothing(campus: Campus) -> None:
    student = enrol(campus.database, active=False)
    refusal = await campus.identity.refusal(activate(campus, student, "wifi"))
    assert refusal.reason == "IT_SERVICE_ACCOUNT_NOT_ACTIVE"


async def test_a_service_ends_after_its_grace_with_a_mail_before(
    campus: Campus, clock: DrivenClock
) -> None:
    student = enrol(campus.database, enrolment_id=(first := uuid4()))
    await activate(campus, student, "wifi")
    await make_password(campus, student, "wifi")
    look(campus)
    assert mails_of_kind(campus.database, "it_service_ends") == []
    today = clock.now().date()
    enrol(campus.database, student, enrolment_id=first, end=today, version=2)
    for _ in range(2):
        look(campus)
    [(_, text)] = mails_of_kind(campus.database, "it_service_ends")
    last = today + timedelta(days=14)
    assert f"{last:%d.%m.%Y}" in text
    clock.advance(timedelta(days=14))
    look(campus)
    wifi = (await services_of(campus, student))["wifi"]
    assert wifi.state == messages.IT_SERVICE_STATE_ACTIVE
    assert wifi.ends
    assert date(wifi.last_date.year, wifi.last_date.month, wifi.last_date.day) == last
    clock.advance(timedelta(days=1))
    for _ in range(2):
        look(campus)
    assert within(campus.database, list_service_passwords, student) == ()
    assert len(campus.identity.told(events_pb2.ItServiceDeactivated)) == 1
    assert len(mails_of_kind(campus.database, "it_service_ended")) == 1
    wifi = (await services_of(campus, student))["wifi"]
    assert wifi.state == messages.IT_SERVICE_STATE_NOT_ENTITLED
    assert "abgelaufen" in wifi.reason.de


async def test_a_new_enrolment_calls_the_end_off(campus: Campus, clock: DrivenClock) -> None:
    student = enrol(campus.database, enrolment_id=(first := uuid4()))
    await activate(campus, student, "wifi")
    enrol(campus.database, student, enrolment_id=first, end=clock.now().date(), version=2)
    look(campus)
    enrol(campus.database, student, school="graduate-school", version=3)
    look(campus)
    clock.advance(timedelta(days=20))
    look(campus)
    wifi = (await services_of(campus, student))["wifi"]
    assert wifi.state == messages.IT_SERVICE_STATE_ACTIVE
    assert not wifi.ends
    assert campus.identity.told(events_pb2.ItServiceDeactivated) == []


async def test_nobody_sees_or_changes_the_services_of_others(campus: Campus) -> None:
    student, stranger = enrol(campus.database), enrol(campus.database)
    metadata = campus.person(stranger, access_pb2.ROLE_LIBRARY_DESK)
    listing = messages.ListMyItServicesRequest(person_id=str(student))
    activating = messages.ActivateItServiceRequest(
        person_id=str(student), it_service_code="wifi", request_id=new_id()
    )
    for call in (
        campus.directory.ListMyItServices(listing, metadata=metadata),
        campus.directory.ActivateItService(activating, metadata=metadata),
        campus.directory.DeactivateItService(deactivating("wifi", student), metadata=metadata),
    ):
        assert (await campus.identity.refusal(call)).code == "NOT_FOUND"
    admin = campus.person(stranger, access_pb2.ROLE_SYSTEM_ADMINISTRATOR)
    seen = await campus.directory.ListMyItServices(listing, metadata=admin)
    assert len(seen.it_services) == 13
    refusal = await campus.identity.refusal(
        campus.directory.ActivateItService(activating, metadata=admin)
    )
    assert refusal.code == "NOT_FOUND"
