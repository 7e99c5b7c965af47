"""Whose a mailbox is: each belongs to one account, and students' own are kept for them."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import grpc
import pytest
from chassis.testing import within
from identity.domain.accounts import is_staff_user_name
from identity.domain.mailboxes import MailboxDomains
from identity.domain.roles import Role
from identity.store.accounts import add_account
from matrikel.identity.v1 import account_administration_pb2 as messages
from matrikel.identity.v1.account_administration_pb2_grpc import AccountAdministrationServiceStub
from matrikel.type.v1 import person_name_pb2
from sqlalchemy.exc import IntegrityError

from services.identity.tests.role_factories import an_account
from services.identity.tests.scim_factories import PersonnelSystem

DOMAINS = MailboxDomains("stud.leuphana.example", "leuphana.example")
ADA = person_name_pb2.PersonName(given_names="Ada", family_name="Brandt")


@pytest.fixture
def hr(identity: Any) -> PersonnelSystem:
    """The university's personnel system."""
    return PersonnelSystem(identity)


@pytest.mark.parametrize(
    ("mailbox", "kept"),
    [
        ("ada@leuphana.example", False),
        ("lg100001@leuphana.example", False),
        ("ada@Stud.Leuphana.Example", True),
        ("lg100001@stud.leuphana.example", True),
        ("ada@example.org", False),
    ],
)
def test_the_students_domain_is_kept_for_students(mailbox: str, kept: bool) -> None:
    assert DOMAINS.kept_for_students(mailbox) is kept


def test_where_all_share_a_domain_the_names_of_students_are_kept_for_them() -> None:
    shared = MailboxDomains("leuphana.example", "leuphana.example")
    assert shared.kept_for_students("lg100001@leuphana.example")
    assert not shared.kept_for_students("ada@leuphana.example")


@pytest.mark.parametrize("name", ["root", "admin", "postmaster", "abuse", "system", "matrikel"])
def test_names_that_speak_for_an_office_are_no_user_names(name: str) -> None:
    assert not is_staff_user_name(name)
    assert is_staff_user_name(f"{name}1")


async def test_administrators_give_no_mailbox_that_somebody_has(identity: Any) -> None:
    service = AccountAdministrationServiceStub(identity.under_test.channel)
    metadata = await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))

    async def create(user_name: str, mailbox: str = "") -> Any:
        request = messages.CreateStaffAccountRequest(
            request_id=str(uuid4()), user_name=user_name, name=ADA, mailbox=mailbox
        )
        return (await service.CreateStaffAccount(request, metadata=metadata)).account

    async def give(account: Any, mailbox: str) -> Any:
        request = messages.UpdateStaffAccountRequest(
            request_id=str(uuid4()),
            person_id=account.person_id,
            version=account.version,
            employed=True,
            mailbox=mailbox,
        )
        return (await service.UpdateStaffAccount(request, metadata=metadata)).account

    await create("abrandt")
    other = await create("bmeier")
    for attempt in (
        create("cmeier", "ABrandt@leuphana.example"),
        give(other, "ABRANDT@leuphana.example"),
    ):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "MAILBOX_TAKEN")
        assert refusal.problems == {("mailbox", "MAILBOX_TAKEN")}
    for attempt in (
        create("cmeier", "lg999999@stud.leuphana.example"),
        give(other, "bmeier@stud.leuphana.example"),
    ):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "MAILBOX_FOR_STUDENTS")
    assert (await give(other, "b.meier@leuphana.example")).mailbox == "b.meier@leuphana.example"


async def test_personnel_systems_give_no_mailbox_that_somebody_has(
    identity: Any, hr: PersonnelSystem
) -> None:
    await hr.create(user_name="abrandt")
    other = await hr.create(user_name="bmeier")
    taken, students = "ABrandt@leuphana.example", "bmeier@stud.leuphana.example"
    for attempt in (hr.create(mailbox=taken), hr.replace(other, mailbox=taken)):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "MAILBOX_TAKEN")
    for attempt in (hr.create(mailbox=students), hr.replace(other, mailbox=students)):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "MAILBOX_FOR_STUDENTS")


async def test_of_many_who_want_one_mailbox_at_once_one_gets_it(
    identity: Any, hr: PersonnelSystem
) -> None:
    wishes = [hr.create(mailbox="desk@leuphana.example") for _ in range(6)]
    outcomes = await asyncio.gather(*wishes, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, grpc.aio.AioRpcError)]
    assert [one.code() for one in refused] == [grpc.StatusCode.ALREADY_EXISTS] * 5


def test_the_database_itself_holds_each_mailbox_once(database: Any) -> None:
    first = an_account(Role.EXAMINER, user_name="abrandt", mailbox="ada@leuphana.example")
    second = replace(first, person_id=uuid4(), user_name="bbrandt")
    within(database, add_account, first, "$argon2id$of-tests")
    with pytest.raises(IntegrityError):
        within(database, add_account, second, "$argon2id$of-tests")


def test_only_mailboxes_that_the_university_runs_are_verified() -> None:
    assert DOMAINS.run_here("ada@leuphana.example")
    assert DOMAINS.run_here("lg100001@Stud.leuphana.example")
    assert not DOMAINS.run_here("ada@example.org")
    assert not DOMAINS.run_here("ada@notleuphana.example")
