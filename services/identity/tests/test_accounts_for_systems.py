"""What other systems may read of accounts, and that their scopes are those of the contracts."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from chassis.contracts import scopes_of_systems
from chassis.testing import within
from identity.app.accounts.states import disable_account
from identity.domain.oidc.scopes import INTROSPECT, SYSTEM_SCOPES
from identity.domain.roles import Role
from matrikel.identity.v1 import account_pb2, affiliation_pb2
from matrikel.identity.v1.account_administration_pb2 import ListAccountsRequest
from matrikel.identity.v1.account_administration_pb2_grpc import AccountAdministrationServiceStub

from services.identity.tests.accounts_factories import Accounts
from services.identity.tests.scim_factories import PersonnelSystem


def test_systems_are_registered_for_what_the_contracts_open_and_for_nothing_else() -> None:
    assert SYSTEM_SCOPES - {INTROSPECT} == scopes_of_systems()


@pytest.fixture
def system(identity: Any) -> Any:
    """Metadata of a system with a scope."""
    Accounts(identity.database)
    return PersonnelSystem(identity).metadata


async def listed(identity: Any, metadata: Any, **wanted: Any) -> list[account_pb2.Account]:
    service = AccountAdministrationServiceStub(identity.under_test.channel)
    answer = await service.ListAccounts(ListAccountsRequest(**wanted), metadata=metadata)
    return list(answer.accounts)


async def account(identity: Any, metadata: Any, person_id: UUID) -> account_pb2.Account:
    request = account_pb2.GetAccountRequest(person_id=str(person_id))
    answer = await identity.accounts.GetAccount(request, metadata=metadata)
    found: account_pb2.Account = answer.account
    return found


@pytest.mark.asyncio
async def test_a_system_finds_who_is_behind_a_user_name_with_affiliations(
    identity: Any, system: Any
) -> None:
    student, _ = await identity.student(), await identity.student()
    may_read = system("accounts:read")
    [found] = await listed(identity, may_read, user_name=student.user_name.upper())
    assert (found.person_id, found.user_name) == (str(student.person_id), student.user_name)
    held = [each.affiliation for each in found.affiliations]
    assert affiliation_pb2.AFFILIATION_STUDENT in held
    assert found == await account(identity, may_read, student.person_id)
    assert await listed(identity, may_read, user_name=student.user_name[:-1]) == []


@pytest.mark.asyncio
async def test_a_system_does_not_learn_why_and_when_an_account_ends(
    identity: Any, system: Any
) -> None:
    student = await identity.student()
    within(identity.database, disable_account, student.person_id, "misuse")
    clerk = await identity.signed_in(await identity.staff(Role.STUDENT_SERVICES))
    for_clerk = await account(identity, clerk, student.person_id)
    for_system = await account(identity, system("accounts:read"), student.person_id)
    assert for_clerk.disable_reason == account_pb2.DISABLE_REASON_ADMINISTRATOR
    assert for_system.state == account_pb2.ACCOUNT_STATE_DISABLED
    for name in ("disable_reason", "wind_down", "employed_until_date"):
        for_clerk.ClearField(name)
    assert for_system == for_clerk


@pytest.mark.asyncio
async def test_accounts_are_closed_to_systems_with_another_scope(
    identity: Any, system: Any
) -> None:
    for call in (
        listed(identity, system("scim"), user_name="lg100001"),
        account(identity, system("library"), uuid4()),
    ):
        refusal = await identity.refusal(call)
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")
