"""Who may ask for a role, who may agree, and how long it is held."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from identity.domain.accounts import AccountState
from identity.domain.role_grants import (
    GrantOrigin,
    RequestState,
    RoleGrant,
    RoleObjection,
    RoleRequest,
    WantedRole,
    is_last_administrator,
    objection_to_approval,
    objection_to_decision,
    objection_to_wish,
)
from identity.domain.roles import Role

from .role_factories import NOON, a_grantable, an_account

TODAY = date(2026, 11, 2)


def a_wish(**more: Any) -> WantedRole:
    return WantedRole(uuid4(), Role.EXAMINER, "Prüft im Wintersemester", **more)


def a_request(**more: Any) -> RoleRequest:
    facts: dict[str, Any] = {
        "role_request_id": uuid4(),
        "wanted": a_wish(),
        "requested_by": uuid4(),
        "requested_at": NOON,
        "lapses_at": NOON + timedelta(days=14),
        "state": RequestState.OPEN,
    }
    return RoleRequest(**(facts | more))


def a_grant(expires_on: date | None) -> RoleGrant:
    return RoleGrant(
        uuid4(), uuid4(), Role.EXAMINER, GrantOrigin.ACCOUNT, "", None, None, NOON, expires_on
    )


def wish_objection(account: Any = None, **more: Any) -> RoleObjection | None:
    facts: dict[str, Any] = {
        "wanted": a_wish(),
        "grantable": a_grantable(),
        "held": None,
        "asked_by": uuid4(),
        "today": TODAY,
    }
    return objection_to_wish(account or an_account(), **(facts | more))


def test_a_role_is_given_to_somebody_else() -> None:
    assert wish_objection() is None


def test_nobody_asks_for_a_role_of_their_own() -> None:
    account = an_account(Role.SYSTEM_ADMINISTRATOR)
    assert wish_objection(account, asked_by=account.person_id) is RoleObjection.OWN_ROLE


def test_only_roles_of_the_profile_are_given() -> None:
    assert wish_objection(grantable=None) is RoleObjection.ROLE_NOT_GRANTABLE


def test_a_disabled_account_gets_no_role() -> None:
    account = replace(an_account(), state=AccountState.DISABLED)
    assert wish_objection(account) is RoleObjection.ACCOUNT_DISABLED


@pytest.mark.parametrize(
    ("last_day", "most_days", "expected"),
    [
        (None, 0, None),
        (TODAY, 0, None),
        (TODAY - timedelta(days=1), 0, RoleObjection.EXPIRE_DATE_PASSED),
        (TODAY + timedelta(days=30), 30, None),
        (TODAY + timedelta(days=31), 30, RoleObjection.EXPIRE_DATE_TOO_FAR),
        (None, 30, RoleObjection.EXPIRE_DATE_TOO_FAR),
    ],
)
def test_the_last_day_is_not_over_and_not_too_far(
    last_day: date | None, most_days: int, expected: RoleObjection | None
) -> None:
    found = wish_objection(
        wanted=a_wish(expires_on=last_day), grantable=a_grantable(most_days=most_days)
    )
    assert found is expected


@pytest.mark.parametrize(
    ("held_until", "wanted_until", "expected"),
    [
        (None, None, RoleObjection.ROLE_HELD),
        (None, date(2027, 1, 1), RoleObjection.ROLE_HELD),
        (date(2027, 1, 1), date(2027, 1, 1), RoleObjection.ROLE_HELD),
        (date(2027, 1, 1), date(2027, 1, 2), None),
        (date(2027, 1, 1), None, None),
    ],
)
def test_a_role_that_is_held_can_only_be_made_longer(
    held_until: date | None, wanted_until: date | None, expected: RoleObjection | None
) -> None:
    found = wish_objection(wanted=a_wish(expires_on=wanted_until), held=a_grant(held_until))
    assert found is expected


def test_whoever_asked_does_not_agree() -> None:
    request = a_request()
    found = objection_to_approval(request, request.requested_by, NOON)
    assert found is RoleObjection.SECOND_ADMINISTRATOR_NEEDED


def test_whoever_gets_the_role_does_not_agree() -> None:
    request = a_request()
    found = objection_to_approval(request, request.wanted.person_id, NOON)
    assert found is RoleObjection.OWN_ROLE


def test_a_second_administrator_agrees_until_the_request_lapses() -> None:
    request = a_request()
    moment = timedelta(microseconds=1)
    assert objection_to_approval(request, uuid4(), request.lapses_at - moment) is None
    found = objection_to_approval(request, uuid4(), request.lapses_at)
    assert found is RoleObjection.ROLE_REQUEST_LAPSED


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RequestState.OPEN, None),
        (RequestState.GRANTED, RoleObjection.ROLE_REQUEST_DECIDED),
        (RequestState.REFUSED, RoleObjection.ROLE_REQUEST_DECIDED),
        (RequestState.LAPSED, RoleObjection.ROLE_REQUEST_LAPSED),
    ],
)
def test_a_request_is_decided_once(state: RequestState, expected: RoleObjection | None) -> None:
    assert objection_to_decision(a_request(state=state), NOON) is expected


def test_the_last_active_administrator_is_known() -> None:
    me, other = an_account(Role.SYSTEM_ADMINISTRATOR), an_account(Role.SYSTEM_ADMINISTRATOR)
    assert is_last_administrator(me, [me])
    assert not is_last_administrator(me, [me, other])
    assert is_last_administrator(me, [me, replace(other, state=AccountState.ASSIGNED)])
