"""RoleService and SupportAccessService as administrators, clerks and students call them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.database.tables import audit_entries
from chassis.rpc import bearer
from chassis.testing import within
from google.type import date_pb2
from identity.app.roles.lists import load_grantable_roles
from identity.domain.roles import Role
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import (
    account_pb2,
    events_pb2,
    own_data_pb2,
    own_data_pb2_grpc,
    role_pb2,
    role_pb2_grpc,
    session_pb2,
    support_pb2,
    support_pb2_grpc,
)
from sqlalchemy import select

from .role_factories import ROLES

WHY = "Sieht die Anmeldung zur Klausur nicht"


class Desk:
    """Two administrators and a clerk, signed in at the running service."""

    def __init__(self, identity: Any) -> None:
        self.identity = identity
        channel = identity.under_test.channel
        self.roles = role_pb2_grpc.RoleServiceStub(channel)
        self.support = support_pb2_grpc.SupportAccessServiceStub(channel)

    async def signed_in(self, role: Role) -> Any:
        """Call metadata of somebody new with the role, through the gateway."""
        person = await self.identity.staff(role)
        return await self.through_gateway(person)

    async def through_gateway(self, person: Any) -> Any:
        signed_in = await self.identity.sign_in(person)
        token = await self.identity.token(signed_in.session_token)
        return (*self.identity.calling_service("gateway"), *bearer(token))


@pytest_asyncio.fixture
async def desk(identity: Any) -> Desk:
    within(identity.database, load_grantable_roles, ROLES)
    return Desk(identity)


def asking(person_id: UUID, role: int, **more: Any) -> role_pb2.RequestRoleRequest:
    facts: dict[str, Any] = {"reason": "Vertritt im Winter", "request_id": str(uuid4())}
    return role_pb2.RequestRoleRequest(person_id=str(person_id), role=role, **(facts | more))


async def test_a_privileged_role_from_the_request_to_the_lists(desk: Desk) -> None:
    first = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    second = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    person = await desk.identity.staff(Role.EXAMINER)
    request = asking(
        person.person_id,
        access_pb2.ROLE_EXAMINATIONS_OFFICE,
        expire_date=date_pb2.Date(year=2027, month=3, day=31),
    )
    made = (await desk.roles.RequestRole(request, metadata=first)).role_request
    assert made.state == role_pb2.ROLE_REQUEST_STATE_OPEN
    assert (made.person.user_name, made.expire_date.year) == (person.user_name, 2027)
    assert (await desk.roles.RequestRole(request, metadata=first)).role_request == made
    open_ones = role_pb2.ListRoleRequestsRequest(state=role_pb2.ROLE_REQUEST_STATE_OPEN)
    listed = await desk.roles.ListRoleRequests(open_ones, metadata=second)
    assert list(listed.role_requests) == [made]
    agreeing = role_pb2.ApproveRoleRequest(
        role_request_id=made.role_request_id, request_id=str(uuid4())
    )
    refused = await desk.identity.refusal(desk.roles.ApproveRole(agreeing, metadata=first))
    assert (refused.code, refused.reason) == ("PERMISSION_DENIED", "SECOND_ADMINISTRATOR_NEEDED")
    agreeing.request_id = str(uuid4())
    done = (await desk.roles.ApproveRole(agreeing, metadata=second)).role_request
    assert done.state == role_pb2.ROLE_REQUEST_STATE_GRANTED
    grants = await desk.roles.ListRoleGrants(
        role_pb2.ListRoleGrantsRequest(person_id=str(person.person_id)), metadata=second
    )
    assert {grant.role for grant in grants.role_grants} == {
        access_pb2.ROLE_EXAMINER,
        access_pb2.ROLE_EXAMINATIONS_OFFICE,
    }
    told = desk.identity.told(events_pb2.AccountChanged)[-1].account
    assert set(told.roles) == {access_pb2.ROLE_EXAMINER, access_pb2.ROLE_EXAMINATIONS_OFFICE}
    assert desk.identity.audited("ApproveRole") == ["SECOND_ADMINISTRATOR_NEEDED", "OK"]


async def test_nobody_changes_roles_of_their_own(desk: Desk) -> None:
    person = await desk.identity.staff(Role.SYSTEM_ADMINISTRATOR)
    me = await desk.through_gateway(person)
    own = asking(person.person_id, access_pb2.ROLE_STUDENT_SERVICES)
    refused = await desk.identity.refusal(desk.roles.RequestRole(own, metadata=me))
    assert (refused.code, refused.reason) == ("PERMISSION_DENIED", "OWN_RECORD")
    other = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    made = await desk.roles.RequestRole(own, metadata=other)
    agreeing = role_pb2.ApproveRoleRequest(
        role_request_id=made.role_request.role_request_id, request_id=str(uuid4())
    )
    refused = await desk.identity.refusal(desk.roles.ApproveRole(agreeing, metadata=me))
    assert (refused.code, refused.reason) == ("PERMISSION_DENIED", "OWN_RECORD")


async def test_a_change_of_roles_asks_for_a_recent_proof(desk: Desk) -> None:
    administrator = await desk.identity.staff(Role.SYSTEM_ADMINISTRATOR)
    person = await desk.identity.staff(Role.EXAMINER)
    session = await desk.identity.sign_in(administrator)
    desk.identity.database.clock.advance(timedelta(minutes=5, seconds=1))
    me = bearer(await desk.identity.token(session.session_token))
    late = asking(person.person_id, access_pb2.ROLE_LIBRARY_DESK)
    refused = await desk.identity.refusal(desk.roles.RequestRole(late, metadata=me))
    assert refused.reason == "STEP_UP_REQUIRED"


async def test_a_revoked_role_ends_tokens_that_are_about(desk: Desk) -> None:
    me = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    person = await desk.identity.staff(Role.STUDENT_SERVICES)
    theirs = await desk.through_gateway(person)
    account = account_pb2.GetAccountRequest(person_id=str(person.person_id))
    await desk.identity.accounts.GetAccount(account, metadata=theirs)
    await desk.roles.RevokeRole(
        role_pb2.RevokeRoleRequest(
            person_id=str(person.person_id),
            role=access_pb2.ROLE_STUDENT_SERVICES,
            reason="Wechselt die Abteilung",
            request_id=str(uuid4()),
        ),
        metadata=me,
    )
    revoked = desk.identity.told(events_pb2.SessionRevoked)
    assert str(person.person_id) in {event.person_id for event in revoked}


@pytest.mark.parametrize(
    "role", [access_pb2.ROLE_ACCOUNT, access_pb2.ROLE_SYSTEM, access_pb2.ROLE_STUDENT]
)
async def test_other_roles_are_not_given(desk: Desk, role: int) -> None:
    me = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    person = await desk.identity.staff(Role.EXAMINER)
    asked = desk.roles.RequestRole(asking(person.person_id, role), metadata=me)
    refused = await desk.identity.refusal(asked)
    assert (refused.reason, refused.problems) == (
        "ROLE_NOT_GRANTABLE",
        frozenset({("role", "ROLE_NOT_GRANTABLE")}),
    )


async def test_lists_are_paged(desk: Desk) -> None:
    me = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    for _ in range(4):
        await desk.identity.staff(Role.EXAMINER)
    seen, token = [], ""
    while True:
        request = role_pb2.ListRoleGrantsRequest(page_size=2, page_token=token)
        page = await desk.roles.ListRoleGrants(request, metadata=me)
        seen += [grant.role_grant_id for grant in page.role_grants]
        token = page.next_page_token
        if not token:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_grantable_roles_come_from_the_profile(desk: Desk) -> None:
    me = await desk.signed_in(Role.SYSTEM_ADMINISTRATOR)
    request = role_pb2.ListGrantableRolesRequest()
    answered = await desk.roles.ListGrantableRoles(request, metadata=me)
    assert [one.needs_second_administrator for one in answered.roles] == [
        False,
        False,
        True,
        True,
        True,
    ]


async def test_a_support_access_reads_only_and_is_left_again(desk: Desk) -> None:
    clerk = await desk.identity.staff(Role.STUDENT_SERVICES)
    me = await desk.through_gateway(clerk)
    student = await desk.identity.student()
    started = await desk.support.StartSupportAccess(
        support_pb2.StartSupportAccessRequest(person_id=str(student.person_id), reason=WHY),
        metadata=me,
    )
    assert started.account.user_name == student.user_name
    token = await desk.identity.token(started.session_token)
    view = (*desk.identity.calling_service("gateway"), *bearer(token))
    account = account_pb2.GetAccountRequest(person_id=str(student.person_id))
    seen = await desk.identity.accounts.GetAccount(account, metadata=view)
    assert seen.account.user_name == student.user_name
    current = await desk.support.GetCurrentSupportAccess(
        support_pb2.GetCurrentSupportAccessRequest(), metadata=view
    )
    assert current.support_access == started.support_access
    everything = own_data_pb2.DownloadOwnDataRequest(person_id=str(student.person_id))
    downloads = own_data_pb2_grpc.OwnDataServiceStub(desk.identity.under_test.channel)
    kept = await desk.identity.refusal(downloads.DownloadOwnData(everything, metadata=view).read())
    assert (kept.code, kept.reason) == ("PERMISSION_DENIED", "NOT_FOR_SUPPORT")
    again = support_pb2.StartSupportAccessRequest(person_id=str(student.person_id), reason=WHY)
    refused = await desk.identity.refusal(desk.support.StartSupportAccess(again, metadata=view))
    assert refused.code == "PERMISSION_DENIED"
    left = await desk.identity.sessions.SignOut(session_pb2.SignOutRequest(), metadata=view)
    resumed = await desk.identity.token(left.resumed_session_token)
    account = account_pb2.GetAccountRequest(person_id=str(clerk.person_id))
    await desk.identity.accounts.GetAccount(account, metadata=bearer(resumed))


async def test_what_is_seen_in_a_support_access_is_entered_with_who_looked(desk: Desk) -> None:
    clerk = await desk.identity.staff(Role.STUDENT_SERVICES)
    student = await desk.identity.student()
    started = await desk.support.StartSupportAccess(
        support_pb2.StartSupportAccessRequest(person_id=str(student.person_id), reason=WHY),
        metadata=await desk.through_gateway(clerk),
    )
    view = bearer(await desk.identity.token(started.session_token))
    account = account_pb2.GetAccountRequest(person_id=str(student.person_id))
    await desk.identity.accounts.GetAccount(account, metadata=view)
    chosen = select(audit_entries).order_by(audit_entries.c.position.desc()).limit(1)
    [entry] = within(desk.identity.database, lambda tx: list(tx.execute(chosen)))
    assert entry.method.endswith("/GetAccount")
    assert (entry.caller, entry.actor) == (str(student.person_id), str(clerk.person_id))


async def test_students_see_who_looked_and_others_do_not(desk: Desk) -> None:
    clerk = await desk.identity.staff(Role.STUDENT_SERVICES)
    student, stranger = await desk.identity.student(), await desk.identity.student()
    await desk.support.StartSupportAccess(
        support_pb2.StartSupportAccessRequest(person_id=str(student.person_id), reason=WHY),
        metadata=await desk.through_gateway(clerk),
    )
    request = support_pb2.ListSupportAccessesRequest(person_id=str(student.person_id))
    mine = await desk.identity.signed_in(student)
    [access] = (await desk.support.ListSupportAccesses(request, metadata=mine)).support_accesses
    assert (access.reason, access.staff_name.family_name) == (WHY, "Brandt")
    foreign = await desk.identity.signed_in(stranger)
    listed = desk.support.ListSupportAccesses(request, metadata=foreign)
    assert (await desk.identity.refusal(listed)).code == "NOT_FOUND"
