"""Passwords of single services and devices: made, shown once, checked, revoked."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.database import Transaction
from chassis.packing import unpack_date
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from identity.store.activations import activate
from identity.store.tables import accounts, service_passwords
from matrikel.identity.v1 import service_password_pb2 as messages
from sqlalchemy import select, update

from services.identity.tests.services_factories import (
    Campus,
    add_system,
    enrol,
    mails_of_kind,
    new_id,
)


@pytest.fixture
def campus(identity: Any) -> Campus:
    """The service with the university's directory."""
    return Campus(identity)


def online(campus: Campus, code: str = "wifi") -> UUID:
    """A student who activated a service."""
    student = enrol(campus.database)
    within(campus.database, activate, student, code)
    return student


async def make(
    campus: Campus, person_id: UUID, code: str = "wifi", name: str = "Laptop"
) -> messages.CreateServicePasswordResponse:
    request = messages.CreateServicePasswordRequest(
        person_id=str(person_id), it_service_code=code, name=name
    )
    metadata = campus.person(person_id)
    return await campus.passwords.CreateServicePassword(request, metadata=metadata)


async def listed(campus: Campus, person_id: UUID) -> list[messages.ServicePassword]:
    request = messages.ListServicePasswordsRequest(person_id=str(person_id))
    answer = await campus.passwords.ListServicePasswords(request, metadata=campus.person(person_id))
    return list(answer.service_passwords)


def check(campus: Campus, user_name: str, password: str, **more: Any) -> Any:
    client_id = more.pop("client_id", None) or within(campus.database, add_system, "wifi")
    request = messages.CheckServicePasswordRequest(
        **{
            "it_service_code": "wifi",
            "user_name": user_name,
            "password": password,
            "client_address": "02-00-00-00-00-07",
            **more,
        }
    )
    metadata = campus.system("service_passwords", client_id=client_id)
    return campus.passwords.CheckServicePassword(request, metadata=metadata)


async def test_a_password_is_shown_once_and_kept_as_a_digest(campus: Campus) -> None:
    student = online(campus)
    made = await make(campus, student)
    [kept] = await listed(campus, student)
    assert (kept.name, kept.it_service_code) == ("Laptop", "wifi")
    assert not kept.HasField("last_use_date")
    plain = made.password.replace("-", "")
    rows = within(campus.database, lambda tx: tx.execute(select(service_passwords)).all())
    for secret in (made.password, plain):
        assert secret not in repr(rows)
        assert secret not in repr(mails_of_kind(campus.database, "service_password_made"))
    [(address, text)] = mails_of_kind(campus.database, "service_password_made")
    assert address.endswith("@stud.leuphana.example")
    assert "Laptop" in text


async def test_the_right_password_answers_what_a_network_needs(campus: Campus) -> None:
    student = online(campus)
    made = await make(campus, student)
    for user_name in (made.user_name, f" {made.user_name.upper()}@STUD.leuphana.example"):
        user = await check(campus, user_name, made.password.lower())
        assert user.user_name == made.user_name
        assert list(user.affiliations) == [1]
        assert user.mailbox == f"{made.user_name}@stud.leuphana.example"
    [kept] = await listed(campus, student)
    assert unpack_date(kept.last_use_date) == local_date(campus.database.clock.now())


async def test_whatever_is_wrong_the_answer_is_the_same(campus: Campus) -> None:
    student, other = online(campus), online(campus)
    made, theirs = await make(campus, student), await make(campus, other)
    without = enrol(campus.database)
    answers = [
        await campus.identity.refusal(check(campus, name, password, client_address=f"192.0.2.{n}"))
        for n, (name, password) in enumerate(
            [
                ("lg999999", made.password),
                (made.user_name, theirs.password),
                (made.user_name, "Vier Laternen am Deich"),
                (f"{made.user_name}@other.example", made.password),
                (str(without), made.password),
            ]
        )
    ]
    assert {(each.code, each.reason, each.text) for each in answers} == {
        ("UNAUTHENTICATED", "SERVICE_PASSWORD_REFUSED", answers[0].text)
    }


async def test_the_password_of_one_service_opens_no_other(campus: Campus) -> None:
    student = online(campus, "email")
    made = await make(campus, student, "email")
    refusal = await campus.identity.refusal(check(campus, made.user_name, made.password))
    assert refusal.reason == "SERVICE_PASSWORD_REFUSED"


async def test_a_disabled_account_and_a_lost_right_shut_the_password_out(
    campus: Campus, clock: DrivenClock
) -> None:
    student = enrol(campus.database, enrolment_id=(enrolment := uuid4()))
    within(campus.database, activate, student, "wifi")
    made = await make(campus, student)
    enrol(campus.database, student, enrolment_id=enrolment, end=clock.now().date(), version=2)
    clock.advance(timedelta(days=14))
    assert (await check(campus, made.user_name, made.password)).HasField("last_date")
    clock.advance(timedelta(days=1))
    refusal = await campus.identity.refusal(check(campus, made.user_name, made.password))
    assert refusal.reason == "SERVICE_PASSWORD_REFUSED"
    second = online(campus)
    password = await make(campus, second)

    def disable(tx: Transaction) -> None:
        tx.execute(
            update(accounts)
            .where(accounts.c.person_id == second)
            .values(state="disabled", disable_reason="administrator")
        )

    within(campus.database, disable)
    refusal = await campus.identity.refusal(
        check(campus, password.user_name, password.password, client_address="192.0.2.99")
    )
    assert refusal.reason == "SERVICE_PASSWORD_REFUSED"


async def test_a_system_checks_only_the_services_that_it_runs(campus: Campus) -> None:
    made = await make(campus, online(campus))
    mail_server = within(campus.database, add_system, "email")
    for client_id in (mail_server, uuid4()):
        refusal = await campus.identity.refusal(
            check(campus, made.user_name, made.password, client_id=client_id)
        )
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "IT_SERVICE_NOT_OF_CLIENT")
    request = messages.CheckServicePasswordRequest(
        it_service_code="wifi", user_name="a", password="b"
    )
    for metadata, reason in (
        (campus.system("library"), "SCOPE_MISSING"),
        (campus.person(uuid4()), "ROLE_MISSING"),
        ((), "SIGN_IN_REQUIRED"),
    ):
        refusal = await campus.identity.refusal(
            campus.passwords.CheckServicePassword(request, metadata=metadata)
        )
        assert refusal.reason == reason


async def test_wrong_passwords_make_the_device_wait_and_nobody_else(campus: Campus) -> None:
    student = online(campus)
    made = await make(campus, student)
    client_id = within(campus.database, add_system, "wifi")
    for _ in range(5):
        await campus.identity.refusal(check(campus, made.user_name, "wrong", client_id=client_id))
    refusal = await campus.identity.refusal(
        check(campus, made.user_name, made.password, client_id=client_id)
    )
    assert refusal.reason == "TOO_MANY_ATTEMPTS"
    assert refusal.retry_after_seconds == 30
    other_device = check(
        campus,
        made.user_name,
        made.password,
        client_id=client_id,
        client_address="02-00-00-00-00-08",
    )
    assert (await other_device).user_name == made.user_name


async def test_a_person_has_at_most_as_many_as_the_service_allows(campus: Campus) -> None:
    student = online(campus, "vpn")
    made = await asyncio.gather(
        *(make(campus, student, "vpn", f"Gerät {each}") for each in range(6)),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, BaseException) for each in made) == 4
    assert len(await listed(campus, student)) == 4
    refusal = await campus.identity.refusal(make(campus, student, "vpn"))
    assert refusal.reason == "TOO_MANY_SERVICE_PASSWORDS"


@pytest.mark.parametrize(
    ("code", "name", "reason"),
    [
        ("printing", "Laptop", "IT_SERVICE_WITHOUT_PASSWORDS"),
        ("email", "Laptop", "IT_SERVICE_NOT_ACTIVE"),
        ("teleport", "Laptop", "IT_SERVICE_UNKNOWN"),
        ("wifi", "  ", "REQUEST_MALFORMED"),
    ],
)
async def test_no_password_is_made_without_need(
    campus: Campus, code: str, name: str, reason: str
) -> None:
    refusal = await campus.identity.refusal(make(campus, online(campus), code, name))
    assert refusal.reason == reason


async def test_making_a_password_asks_for_a_recent_proof(
    campus: Campus, clock: DrivenClock
) -> None:
    student = online(campus)
    metadata = campus.person(student, lifetime=timedelta(minutes=9))
    request = messages.CreateServicePasswordRequest(
        person_id=str(student), it_service_code="wifi", name="Laptop"
    )
    await campus.passwords.CreateServicePassword(request, metadata=metadata)
    clock.advance(timedelta(minutes=6))
    refusal = await campus.identity.refusal(
        campus.passwords.CreateServicePassword(request, metadata=metadata)
    )
    assert refusal.reason == "STEP_UP_REQUIRED"


async def test_a_revoked_password_is_gone_at_once(campus: Campus) -> None:
    student, stranger = online(campus), enrol(campus.database)
    made = await make(campus, student)
    request = messages.RevokeServicePasswordRequest(
        service_password_id=made.service_password.service_password_id, request_id=new_id()
    )
    refusal = await campus.identity.refusal(
        campus.passwords.RevokeServicePassword(request, metadata=campus.person(stranger))
    )
    assert refusal.code == "NOT_FOUND"
    await campus.passwords.RevokeServicePassword(request, metadata=campus.person(student))
    assert await listed(campus, student) == []
    assert len(mails_of_kind(campus.database, "service_password_ended")) == 1
    refusal = await campus.identity.refusal(check(campus, made.user_name, made.password))
    assert refusal.reason == "SERVICE_PASSWORD_REFUSED"
