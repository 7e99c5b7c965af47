"""Personnel systems make, change, find and delete accounts of staff."""

import asyncio
from typing import Any

import grpc
import pytest
from chassis.testing import DrivenClock, within
from identity.app.accounts.states import disable_account
from identity.domain.roles import Role
from identity.store.accounts import find_account, find_account_by_user_name
from matrikel.identity.v1 import account_pb2, scim_pb2
from matrikel.identity.v1.events_pb2 import AccountChanged, AccountCreated

from services.identity.tests.scim_factories import PersonnelSystem, compared, new_id, some_facts

EQUAL, SIMILAR = scim_pb2.SCIM_OPERATOR_EQUAL, scim_pb2.SCIM_OPERATOR_STARTS_WITH


@pytest.fixture
def hr(identity: Any) -> PersonnelSystem:
    """The university's personnel system."""
    return PersonnelSystem(identity)


async def test_a_new_member_of_staff_gets_an_account_that_waits_for_its_code(
    identity: Any, hr: PersonnelSystem
) -> None:
    made = await hr.create(user_name="abrandt", title="Dr.", external_id="P-4711")
    assert made.state == account_pb2.ACCOUNT_STATE_ASSIGNED
    assert (made.type, list(made.roles)) == (scim_pb2.SCIM_USER_TYPE_STAFF, [])
    assert made.facts == some_facts(user_name="abrandt", title="Dr.", external_id="P-4711")
    assert await hr.get(made.person_id) == made
    [told] = [one.account for one in identity.told(AccountCreated)]
    assert (told.person_id, told.user_name) == (made.person_id, "abrandt")


async def test_a_user_name_is_given_out_once_and_for_all(
    identity: Any, hr: PersonnelSystem
) -> None:
    made = await hr.create(user_name="abrandt")
    await hr.delete(made)
    refusal = await identity.refusal(hr.create(user_name="ABrandt"))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "USER_NAME_TAKEN")


async def test_of_many_who_want_one_user_name_at_once_one_gets_it(
    identity: Any, hr: PersonnelSystem
) -> None:
    wishes = [hr.create(user_name="abrandt", external_id=f"P-{n}") for n in range(8)]
    outcomes = await asyncio.gather(*wishes, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, grpc.aio.AioRpcError)]
    assert [one.code() for one in refused] == [grpc.StatusCode.ALREADY_EXISTS] * 7
    assert await hr.find() == ["abrandt"]


async def test_of_many_who_change_one_version_at_once_one_does(
    identity: Any, hr: PersonnelSystem
) -> None:
    made = await hr.create()
    wishes = [hr.replace(made, made.version, family_name=f"Brandt-{n}") for n in range(8)]
    outcomes = await asyncio.gather(*wishes, return_exceptions=True)
    refused = [one for one in outcomes if isinstance(one, grpc.aio.AioRpcError)]
    assert [one.code() for one in refused] == [grpc.StatusCode.ABORTED] * 7


async def test_what_changes_is_told_and_mailed_and_changes_the_version(
    identity: Any, hr: PersonnelSystem
) -> None:
    made = await hr.create()
    changed = await hr.replace(
        made, made.version, family_name="Öztürk", mailbox="ada.oeztuerk@leuphana.example"
    )
    assert changed.facts.family_name == "Öztürk"
    assert changed.version != made.version
    assert [one.account.mailbox for one in identity.told(AccountChanged)] == [
        "ada.oeztuerk@leuphana.example"
    ]
    refusal = await identity.refusal(hr.replace(made, made.version, family_name="Brandt"))
    assert (refusal.code, refusal.reason) == ("ABORTED", "VERSION_OUTDATED")
    refusal = await identity.refusal(hr.replace(changed, user_name="oeztuerk"))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "USER_NAME_FIXED")


async def test_who_is_no_longer_active_is_signed_out_and_can_come_back(
    identity: Any, hr: PersonnelSystem
) -> None:
    clerk = await identity.staff(Role.LIBRARY_DESK)
    signed_in = await identity.sign_in(clerk)
    user = await hr.get(str(clerk.person_id))
    closed = await hr.replace(user, active=False)
    assert (closed.facts.active, closed.state) == (False, account_pb2.ACCOUNT_STATE_DISABLED)
    refusal = await identity.refusal(identity.token(signed_in.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert (await identity.refusal(identity.sign_in(clerk))).reason == "SIGN_IN_REFUSED"
    opened = await hr.replace(closed, active=True)
    assert (opened.state, opened.roles) == (account_pb2.ACCOUNT_STATE_ACTIVE, user.roles)
    await identity.sign_in(clerk)


async def test_what_an_administrator_closed_stays_closed(
    identity: Any, hr: PersonnelSystem
) -> None:
    made = await hr.create()
    person_id = within(identity.database, lambda tx: _person_id(tx, made.facts.user_name))
    within(identity.database, disable_account, person_id, "stolen laptop")
    refusal = await identity.refusal(hr.replace(made, active=True))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "CLOSED_BY_ADMINISTRATOR")


async def test_a_deleted_user_is_gone_without_password_and_roles(
    identity: Any, hr: PersonnelSystem
) -> None:
    clerk = await identity.staff(Role.LIBRARY_DESK)
    user = await hr.replace(await hr.get(str(clerk.person_id)), external_id="P-1")
    await hr.delete(user)
    refusal = await identity.refusal(hr.get(user.person_id))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "SCIM_USER_UNKNOWN")
    known = within(identity.database, find_account, clerk.person_id)
    assert (known.account.state.value, known.password_hash) == ("disabled", "")
    assert known.account.roles == frozenset()
    assert await hr.find() == []
    # The key is free again, the user name is not.
    assert (await hr.create(external_id="P-1")).facts.external_id == "P-1"


async def test_two_administrators_stay(identity: Any, hr: PersonnelSystem) -> None:
    one, _ = [await identity.staff(Role.SYSTEM_ADMINISTRATOR) for _ in range(2)]
    user = await hr.get(str(one.person_id))
    for attempt in (hr.delete(user), hr.replace(user, active=False)):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "ADMINISTRATORS_TOO_FEW")
    assert await hr.get(user.person_id) == user
    await identity.staff(Role.SYSTEM_ADMINISTRATOR)
    assert not (await hr.replace(user, active=False)).facts.active


async def test_students_can_be_read_only(identity: Any, hr: PersonnelSystem) -> None:
    person_id = str(identity.enrol())
    student = await hr.get(person_id)
    assert student.type == scim_pb2.SCIM_USER_TYPE_STUDENT
    for attempt in (hr.replace(student, family_name="Andere"), hr.delete(student)):
        refusal = await identity.refusal(attempt)
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "USER_KEPT_BY_RECORDS")


async def test_each_system_has_keys_of_its_own(identity: Any, hr: PersonnelSystem) -> None:
    made = await hr.create(external_id="P-1")
    guests = PersonnelSystem(identity)
    assert (await guests.get(made.person_id)).facts.external_id == ""
    other = await guests.create(external_id="P-1")
    refusal = await identity.refusal(hr.replace(await hr.get(other.person_id), external_id="P-1"))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "EXTERNAL_ID_TAKEN")


async def test_users_are_found_by_what_is_known_of_them(
    identity: Any, hr: PersonnelSystem, clock: DrivenClock
) -> None:
    await hr.create(user_name="aoezturk", family_name="Ölçer", external_id="P-1")
    later = clock.now()
    second = await hr.create(user_name="bmeier", family_name="Meier_1")
    await hr.replace(second, active=False)
    identity.enrol()

    async def found(attribute: str, value: object, operator: Any = EQUAL) -> list[str]:
        number = scim_pb2.ScimAttribute.Value(f"SCIM_ATTRIBUTE_{attribute}")
        return await hr.find(compared(number, operator, value))

    assert await found("FAMILY_NAME", "ölÇER") == ["aoezturk"]
    assert await found("FAMILY_NAME", "MEIER_", SIMILAR) == ["bmeier"]
    assert await found("FAMILY_NAME", "meier%", SIMILAR) == []
    assert await found("EXTERNAL_ID", "P-1") == ["aoezturk"]
    assert await found("EXTERNAL_ID", "p-1") == []
    assert await found("ID", second.person_id) == ["bmeier"]
    assert await found("ID", "no id") == []
    assert await found("ACTIVE", False) == ["bmeier"]
    assert await found("ROLE", "student") == ["lg100001"]
    assert await found("USER_TYPE", "Student") == ["lg100001"]
    assert await found("STATE", "disabled") == ["bmeier"]
    assert await found("CREATE_TIME", later, scim_pb2.SCIM_OPERATOR_LESS) == []


async def test_filters_are_joined_and_negated(identity: Any, hr: PersonnelSystem) -> None:
    for name in ("alpha", "beta", "gamma"):
        await hr.create(user_name=name, title="Dr." if name == "beta" else "")
    is_alpha, is_gamma = (
        compared(scim_pb2.SCIM_ATTRIBUTE_USER_NAME, EQUAL, name) for name in ("alpha", "gamma")
    )
    either = scim_pb2.ScimFilter(any_of=scim_pb2.ScimFilters(filters=[is_alpha, is_gamma]))
    has_title = scim_pb2.ScimFilter(present=scim_pb2.SCIM_ATTRIBUTE_TITLE)
    neither = scim_pb2.ScimFilter(**{"not": either})  # type: ignore[arg-type]
    both = scim_pb2.ScimFilter(all_of=scim_pb2.ScimFilters(filters=[neither, has_title]))
    assert await hr.find(either) == ["alpha", "gamma"]
    assert await hr.find(neither) == await hr.find(both) == ["beta"]


async def test_lists_are_sorted_and_paged_by_position(identity: Any, hr: PersonnelSystem) -> None:
    for name, family_name in (("alpha", "Zander"), ("beta", "Ähre"), ("gamma", "meier")):
        await hr.create(user_name=name, family_name=family_name)
    by_name = {"sort_by": scim_pb2.SCIM_ATTRIBUTE_USER_NAME}
    assert await hr.find(**by_name, descending=True) == ["gamma", "beta", "alpha"]
    assert await hr.find(**by_name, start_index=2, count=1) == ["beta"]
    request = scim_pb2.ListScimUsersRequest(count=0)
    alone = await hr.users.ListScimUsers(request, metadata=hr.metadata())
    assert (alone.total, list(alone.users)) == (3, [])


async def test_a_comparison_that_an_attribute_does_not_have_is_refused(
    identity: Any, hr: PersonnelSystem
) -> None:
    part_of_a_key = compared(scim_pb2.SCIM_ATTRIBUTE_EXTERNAL_ID, SIMILAR, "P-")
    refusal = await identity.refusal(hr.find(part_of_a_key))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "FILTER_UNSUITABLE")


async def test_a_system_needs_the_scope(identity: Any, hr: PersonnelSystem) -> None:
    request = scim_pb2.ListScimUsersRequest(count=1)
    call = hr.users.ListScimUsers(request, metadata=hr.metadata("library"))
    refusal = await identity.refusal(call)
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")


async def test_every_change_is_in_the_audit(identity: Any, hr: PersonnelSystem) -> None:
    made = await hr.create()
    await hr.replace(made, active=False)
    checked = scim_pb2.DeleteScimUserRequest(
        person_id=made.person_id, validate_only=True, request_id=new_id()
    )
    await hr.users.DeleteScimUser(checked, metadata=hr.metadata())
    assert (await hr.get(made.person_id)).person_id == made.person_id
    await hr.delete(made)
    for method in ("CreateScimUser", "ReplaceScimUser"):
        assert identity.audited(method) == ["OK"]
    assert identity.audited("DeleteScimUser") == ["OK", "OK"]


def _person_id(tx: Any, user_name: str) -> Any:
    known = find_account_by_user_name(tx, user_name)
    assert known is not None
    return known.account.person_id
