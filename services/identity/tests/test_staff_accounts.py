"""Accounts in the hands of system administrators, over gRPC."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from chassis.testing import DrivenClock, within
from google.type.date_pb2 import Date
from identity.app.roles.lists import load_grantable_roles
from identity.domain.roles import Role
from identity.profile.roles import read_grantable_roles
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import account_administration_pb2 as messages
from matrikel.identity.v1 import account_pb2, events_pb2
from matrikel.identity.v1.account_administration_pb2_grpc import AccountAdministrationServiceStub
from matrikel.type.v1.person_name_pb2 import PersonName

from services.identity.tests.accounts_factories import PROFILE, Accounts

pytestmark = pytest.mark.asyncio

ADA = PersonName(given_names="Ada", family_name="Brandt")


@pytest.fixture
def service(identity: Any) -> AccountAdministrationServiceStub:
    Accounts(identity.database)
    return AccountAdministrationServiceStub(identity.under_test.channel)


@pytest.fixture
async def administrator(identity: Any, service: object) -> Any:
    return await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))


async def create(service: Any, metadata: Any, **facts: Any) -> account_pb2.Account:
    request = messages.CreateStaffAccountRequest(
        **{"request_id": str(uuid4()), "user_name": "abrandt", "name": ADA, **facts}
    )
    return (await service.CreateStaffAccount(request, metadata=metadata)).account


def update(account: account_pb2.Account, **facts: Any) -> messages.UpdateStaffAccountRequest:
    given = {
        "request_id": str(uuid4()),
        "person_id": account.person_id,
        "version": account.version,
        "employed": True,
    }
    return messages.UpdateStaffAccountRequest(**{**given, **facts})


def disable(person_id: object, **facts: Any) -> messages.DisableAccountRequest:
    given = {"request_id": str(uuid4()), "person_id": str(person_id), "note": "Konto missbraucht"}
    return messages.DisableAccountRequest(**{**given, **facts})


def enable(person_id: object) -> messages.EnableAccountRequest:
    return messages.EnableAccountRequest(request_id=str(uuid4()), person_id=str(person_id))


def restart(person_id: object, *, validate_only: bool = False) -> messages.RestartAccountRequest:
    return messages.RestartAccountRequest(
        person_id=str(person_id),
        identity_document=messages.IDENTITY_DOCUMENT_PASSPORT,
        validate_only=validate_only,
    )


async def test_an_administrator_makes_a_staff_account_without_any_role(
    identity: Any, service: Any, administrator: Any
) -> None:
    account = await create(service, administrator, user_name=" ABrandt ")
    assert account.user_name == "abrandt"
    assert account.mailbox == "abrandt@leuphana.example"
    assert list(account.roles) == []
    assert account.employed
    assert account.state == account_pb2.ACCOUNT_STATE_ASSIGNED
    assert identity.told(events_pb2.AccountCreated)[-1].account == account


async def test_the_same_request_twice_makes_one_account(service: Any, administrator: Any) -> None:
    request_id = str(uuid4())
    first = await create(service, administrator, request_id=request_id)
    assert await create(service, administrator, request_id=request_id) == first


@pytest.mark.parametrize(
    ("facts", "reason", "field"),
    [
        ({"user_name": "lg100001"}, "USER_NAME_UNSUITABLE", ""),
        ({"user_name": "Ada Brandt"}, "USER_NAME_UNSUITABLE", ""),
        ({"user_name": "postmaster"}, "USER_NAME_UNSUITABLE", ""),
        ({"mailbox": "nowhere"}, "MAILBOX_UNSUITABLE", "mailbox"),
        ({"employed_until_date": Date(year=2026, month=2, day=30)}, "DAY_UNKNOWN", ""),
    ],
)
async def test_what_a_staff_account_cannot_be_is_refused(
    identity: Any, service: Any, administrator: Any, facts: Any, reason: str, field: str
) -> None:
    refusal = await identity.refusal(create(service, administrator, **facts))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", reason)
    if field:
        assert (field, reason) in refusal.problems


async def test_accounts_are_found_by_words_state_and_role(
    identity: Any, service: Any, administrator: Any
) -> None:
    await create(service, administrator)
    await create(
        service,
        administrator,
        user_name="jkowalski",
        name=PersonName(given_names="Jan", family_name="Kowalski-Đặng"),
    )
    identity.enrol()

    async def found(**filters: Any) -> list[str]:
        request = messages.ListAccountsRequest(**filters)
        answer = await service.ListAccounts(request, metadata=administrator)
        return [each.user_name for each in answer.accounts]

    assert "abrandt" in await found(query="ada BRANDT")
    assert await found(query="jkow") == ["jkowalski"]
    assert await found(query="kowalski-dang") == ["jkowalski"]
    assert await found(query="özt") == ["lg100001"]
    assert await found(query="lg100") == ["lg100001"]
    assert await found(query="%") == []
    assert await found(role=access_pb2.ROLE_STUDENT) == ["lg100001"]
    assert await found(state=account_pb2.ACCOUNT_STATE_DISABLED) == []
    assert await found(winding_down=True) == []


async def test_a_list_of_accounts_goes_on_where_its_page_ended(
    service: Any, administrator: Any
) -> None:
    for number in range(5):
        await create(service, administrator, user_name=f"brandt{number}")
    names, token = [], ""
    while True:
        request = messages.ListAccountsRequest(query="brandt", page_size=2, page_token=token)
        answer = await service.ListAccounts(request, metadata=administrator)
        names += [each.user_name for each in answer.accounts]
        token = answer.next_page_token
        if not token:
            break
    assert [name for name in names if name.startswith("brandt")] == [
        f"brandt{number}" for number in range(5)
    ]
    assert len(names) == len(set(names))


async def test_a_new_mailbox_is_told_to_the_others_and_mailed_to_both_addresses(
    identity: Any, service: Any, administrator: Any
) -> None:
    account = await create(service, administrator)
    request = update(account, mailbox="Ada.Brandt@leuphana.example")
    changed = (await service.UpdateStaffAccount(request, metadata=administrator)).account
    assert changed.mailbox == "ada.brandt@leuphana.example"
    assert changed.version == account.version + 1
    assert identity.told(events_pb2.AccountChanged)[-1].account == changed
    sent = {to for kind, to in Accounts(identity.database).mailed() if kind == "mailbox_changed"}
    assert sent == {"abrandt@leuphana.example", "ada.brandt@leuphana.example"}


async def test_a_change_of_an_older_version_is_refused(
    identity: Any, service: Any, administrator: Any
) -> None:
    account = await create(service, administrator)
    request = update(account, mailbox="ada@leuphana.example")
    await service.UpdateStaffAccount(request, metadata=administrator)
    late = update(account, mailbox="other@leuphana.example")
    refusal = await identity.refusal(service.UpdateStaffAccount(late, metadata=administrator))
    assert (refusal.code, refusal.reason) == ("ABORTED", "ACCOUNT_CHANGED_MEANWHILE")


async def test_the_name_of_a_student_is_changed_in_the_records_only(
    identity: Any, service: Any, administrator: Any
) -> None:
    student = await identity.student()
    account = await read(identity, administrator, student.person_id)
    request = update(account, name=ADA)
    refusal = await identity.refusal(service.UpdateStaffAccount(request, metadata=administrator))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "NAME_COMES_FROM_RECORDS")
    tutor = (await service.UpdateStaffAccount(update(account), metadata=administrator)).account
    assert tutor.employed


async def test_an_employment_that_is_taken_away_ends_the_roles_and_the_sessions(
    identity: Any, service: Any, administrator: Any
) -> None:
    examiner = await identity.staff(Role.EXAMINER)
    signed_in = await identity.sign_in(examiner)
    account = await read(identity, administrator, examiner.person_id)
    request = update(account, employed=False)
    changed = (await service.UpdateStaffAccount(request, metadata=administrator)).account
    assert list(changed.roles) == []
    refusal = await identity.refusal(identity.token(signed_in.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert ("employment_ended", changed.mailbox) in Accounts(identity.database).mailed()


async def test_a_disabled_account_signs_in_no_more_and_its_sessions_are_over(
    identity: Any, service: Any, administrator: Any
) -> None:
    student = await identity.student()
    signed_in = await identity.sign_in(student)
    answer = await service.DisableAccount(disable(student.person_id), metadata=administrator)
    assert answer.account.disable_reason == account_pb2.DISABLE_REASON_ADMINISTRATOR
    refusal = await identity.refusal(identity.token(signed_in.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert identity.told(events_pb2.SessionRevoked)[-1].person_id == str(student.person_id)
    assert (await identity.refusal(identity.sign_in(student))).reason == "SIGN_IN_REFUSED"
    again = service.DisableAccount(disable(student.person_id), metadata=administrator)
    assert (await identity.refusal(again)).reason == "ACCOUNT_DISABLED_ALREADY"
    await service.EnableAccount(enable(student.person_id), metadata=administrator)
    assert (await identity.sign_in(student)).session_token


async def test_checking_a_disabling_changes_nothing(
    identity: Any, service: Any, administrator: Any
) -> None:
    student = await identity.student()
    request = disable(student.person_id, validate_only=True)
    await service.DisableAccount(request, metadata=administrator)
    account = await read(identity, administrator, student.person_id)
    assert account.state == account_pb2.ACCOUNT_STATE_ACTIVE
    refusal = await identity.refusal(
        service.EnableAccount(enable(student.person_id), metadata=administrator)
    )
    assert refusal.reason == "ACCOUNT_NOT_DISABLED"


async def test_a_restarted_account_has_a_new_code_and_nothing_of_what_was(
    identity: Any, service: Any, administrator: Any
) -> None:
    student = await identity.student()
    signed_in = await identity.sign_in(student)
    checked = await service.RestartAccount(
        restart(student.person_id, validate_only=True), metadata=administrator
    )
    assert checked.initial_code == ""
    assert (await identity.token(signed_in.session_token)) != ""
    begun = await service.RestartAccount(restart(student.person_id), metadata=administrator)
    assert begun.account.state == account_pb2.ACCOUNT_STATE_ASSIGNED
    refusal = await identity.refusal(identity.token(signed_in.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert (await identity.refusal(identity.sign_in(student))).reason == "SIGN_IN_REFUSED"
    await identity.activate(student.user_name, begun.initial_code, "Fünf Möwen im Sturm")
    assert await identity.sign_in(student, "Fünf Möwen im Sturm")
    assert ("account_restarted", begun.account.mailbox) in Accounts(identity.database).mailed()
    assert identity.audited("RestartAccount")[-1] == "OK"


async def test_an_account_that_was_never_activated_is_not_restarted(
    identity: Any, service: Any, administrator: Any
) -> None:
    refusal = await identity.refusal(
        service.RestartAccount(restart(identity.enrol()), metadata=administrator)
    )
    assert refusal.reason == "ACCOUNT_NOT_ACTIVATED_YET"


async def test_changes_ask_for_a_proof_that_is_five_minutes_old_at_the_most(
    identity: Any, service: Any, administrator: Any, clock: DrivenClock
) -> None:
    student = await identity.student()
    clock.advance(timedelta(minutes=5, seconds=1))
    refusal = await identity.refusal(
        service.DisableAccount(disable(student.person_id), metadata=administrator)
    )
    assert refusal.reason in {"STEP_UP_REQUIRED", "TOKEN_EXPIRED", "TOKEN_INVALID"}


@pytest.mark.parametrize("role", [Role.STUDENT_SERVICES, Role.EXAMINER])
async def test_only_system_administrators_make_and_change_accounts(
    identity: Any, service: Any, role: Role
) -> None:
    metadata = await identity.signed_in(await identity.staff(role))
    student = await identity.student()
    for call in (
        create(service, metadata),
        service.DisableAccount(disable(student.person_id), metadata=metadata),
        service.EnableAccount(enable(student.person_id), metadata=metadata),
        service.RestartAccount(restart(student.person_id), metadata=metadata),
    ):
        assert (await identity.refusal(call)).code == "PERMISSION_DENIED"


async def test_nobody_disables_or_restarts_the_own_account(identity: Any, service: Any) -> None:
    person = await identity.staff(Role.SYSTEM_ADMINISTRATOR)
    metadata = await identity.signed_in(person)
    for call in (
        service.DisableAccount(disable(person.person_id), metadata=metadata),
        service.RestartAccount(restart(person.person_id), metadata=metadata),
    ):
        assert (await identity.refusal(call)).code == "PERMISSION_DENIED"


async def test_the_search_of_accounts_is_audited(
    identity: Any, service: Any, administrator: Any
) -> None:
    await service.ListAccounts(messages.ListAccountsRequest(query="ada"), metadata=administrator)
    assert identity.audited("ListAccounts") == ["OK"]


async def test_nobody_alone_takes_over_an_account_whose_roles_two_people_agreed_to(
    identity: Any, service: Any
) -> None:
    """Whoever holds the new code becomes the person, roles included."""

    within(identity.database, load_grantable_roles, read_grantable_roles(PROFILE) or ())
    office = await identity.staff(Role.EXAMINATIONS_OFFICE)
    administrator = await identity.signed_in(await identity.staff(Role.SYSTEM_ADMINISTRATOR))
    request = messages.RestartAccountRequest(
        person_id=str(office.person_id),
        identity_document=messages.IDENTITY_DOCUMENT_PASSPORT,
    )
    refusal = await identity.refusal(service.RestartAccount(request, metadata=administrator))
    assert refusal.reason == "ACCOUNT_HOLDS_PRIVILEGED_ROLES"


async def read(identity: Any, metadata: Any, person_id: Any) -> account_pb2.Account:
    request = account_pb2.GetAccountRequest(person_id=str(person_id))
    return (await identity.accounts.GetAccount(request, metadata=metadata)).account
