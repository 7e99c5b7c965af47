"""Accounts come from enrolments."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from chassis.database import Transaction
from chassis.testing import within
from chassis.values import PersonName
from identity.app.accounts.making import PersonFacts, enrolled
from identity.domain.enrolments import EnrolmentKind
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_pb2, events_pb2
from matrikel.records.v1 import enrolment_pb2

from services.identity.tests.accounts_factories import an_enrolment

pytestmark = pytest.mark.asyncio


async def account_of(identity: Any, person_id: Any) -> Any:
    response = await identity.accounts.GetAccount(
        account_pb2.GetAccountRequest(person_id=str(person_id)), metadata=await identity.office()
    )
    return response.account


async def test_an_enrolled_person_gets_an_account_and_everybody_is_told(identity: Any) -> None:
    person_id = identity.enrol(PersonName("Nguyễn Thị Mai", "Trần"))
    account = await account_of(identity, person_id)
    assert account.user_name == "lg100001"
    assert account.mailbox == "lg100001@stud.leuphana.example"
    assert account.name.given_names == "Nguyễn Thị Mai"
    assert account.state == account_pb2.ACCOUNT_STATE_ASSIGNED
    assert list(account.roles) == [access_pb2.ROLE_STUDENT]
    assert account.version == 1
    [told, *_staff] = identity.told(events_pb2.AccountCreated)
    assert told.account == account


async def test_user_names_are_given_out_in_sequence_without_gaps(identity: Any) -> None:
    class GoneWrongError(Exception):
        pass

    def fails(tx: Transaction) -> None:
        facts = PersonFacts(PersonName("Jan", "Kowalski"), 1)
        enrolled(tx, an_enrolment(), facts, "stud.leuphana.example")
        raise GoneWrongError

    first = identity.enrol()
    with pytest.raises(GoneWrongError):
        within(identity.database, fails)
    second = identity.enrol()
    assert (await account_of(identity, first)).user_name == "lg100001"
    assert (await account_of(identity, second)).user_name == "lg100002"


async def test_enrolments_of_one_person_that_are_heard_at_once_make_one_account(
    identity: Any,
) -> None:
    person_id, facts = uuid4(), PersonFacts(PersonName("Jan", "Kowalski"), 1)
    enrolments = [
        an_enrolment(person_id, kind=kind)
        for kind in (EnrolmentKind.STUDENT, EnrolmentKind.DOCTORAL) * 4
    ]
    made = await asyncio.gather(
        *(
            identity.database.write(enrolled, each, facts, "stud.leuphana.example")
            for each in enrolments
        )
    )
    assert {account.user_name for account in made} == {"lg100001"}
    assert len((await account_of(identity, person_id)).roles) == 2


async def test_a_second_enrolment_only_adds_its_role(identity: Any) -> None:
    person_id = identity.enrol()
    identity.enrol(person_id=person_id, kind=enrolment_pb2.ENROLMENT_KIND_DOCTORAL)
    account = await account_of(identity, person_id)
    assert account.user_name == "lg100001"
    assert list(account.roles) == [access_pb2.ROLE_STUDENT, access_pb2.ROLE_DOCTORAL_STUDENT]
    assert account.version == 2
    told = identity.told(events_pb2.AccountCreated)
    assert [one.account.person_id for one in told].count(str(person_id)) == 1


async def test_a_doctoral_enrolment_makes_a_doctoral_student(identity: Any) -> None:
    person_id = identity.enrol(kind=enrolment_pb2.ENROLMENT_KIND_DOCTORAL)
    account = await account_of(identity, person_id)
    assert list(account.roles) == [access_pb2.ROLE_DOCTORAL_STUDENT]


async def test_a_changed_name_reaches_the_account_and_an_older_one_does_not(identity: Any) -> None:
    person_id = identity.enrol(PersonName("Ayşe", "Öztürk"), person_version=1)
    identity.rename(person_id, PersonName("Ayşe", "Yılmaz"), version=3)
    identity.rename(person_id, PersonName("Ayşe", "Früher"), version=2)
    identity.enrol(PersonName("Ayşe", "Öztürk"), person_id=person_id, person_version=1)
    account = await account_of(identity, person_id)
    assert account.name.family_name == "Yılmaz"
    assert account.version == 2


async def test_a_changed_person_without_an_account_gets_none(identity: Any) -> None:
    person_id = uuid4()
    identity.rename(person_id, PersonName("Ayşe", "Yılmaz"), version=3)
    refusal = await identity.refusal(account_of(identity, person_id))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "ACCOUNT_UNKNOWN")


async def test_a_student_reads_the_own_account_and_no_other(identity: Any) -> None:
    student = await identity.student()
    other = identity.enrol()
    metadata = await identity.signed_in(student)

    async def read(person_id: Any) -> Any:
        request = account_pb2.GetAccountRequest(person_id=str(person_id))
        return (await identity.accounts.GetAccount(request, metadata=metadata)).account

    assert (await read(student.person_id)).user_name == student.user_name
    assert (await identity.refusal(read(other))).code == "NOT_FOUND"
