"""What personnel systems may ask for, and what stands against it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from chassis.values import PersonName
from identity.domain.accounts import Account, AccountState, DisableReason
from identity.domain.roles import Role
from identity.domain.scim_users import (
    Comparison,
    Joined,
    Negated,
    Operator,
    Present,
    ScimUser,
    Standing,
    UserAttribute,
    UserFacts,
    UserType,
    against_changing,
    against_replacing,
    closing_note,
    is_closed_by_personnel,
    unsuitable_comparisons,
)

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACCOUNT = Account(
    person_id=uuid4(),
    user_name="abrandt",
    mailbox="ada.brandt@leuphana.example",
    name=PersonName("Ada", "Brandt"),
    roles=frozenset({Role.EXAMINER}),
    state=AccountState.ACTIVE,
    created_at=NOW,
    version=3,
)
USER = ScimUser(ACCOUNT, "P-1", NOW, ("member", "staff"))
FACTS = UserFacts("P-1", "abrandt", ACCOUNT.name, ACCOUNT.mailbox, active=True)


@pytest.mark.parametrize(
    "other",
    [
        replace(USER, external_id="P-2"),
        replace(USER, affiliations=("member",)),
        replace(USER, account=replace(ACCOUNT, mailbox="ab@leuphana.example")),
        replace(USER, account=replace(ACCOUNT, roles=frozenset())),
        replace(USER, account=replace(ACCOUNT, state=AccountState.ASSIGNED)),
        replace(USER, account=replace(ACCOUNT, name=PersonName("Ada", "Brandt", title="Dr."))),
    ],
)
def test_the_version_differs_whenever_something_shown_differs(other: ScimUser) -> None:
    assert other.version != USER.version
    assert USER.version == replace(USER).version


def test_whoever_records_knows_is_left_to_records() -> None:
    student = replace(USER, account=replace(ACCOUNT, person_version=1))
    assert (USER.type, student.type) == (UserType.STAFF, UserType.STUDENT)
    assert against_changing(student, "") is Standing.KEPT_BY_RECORDS
    assert against_changing(USER, "") is None


def test_an_outdated_version_and_another_user_name_stand_against_a_change() -> None:
    assert against_replacing(USER, FACTS, USER.version) is None
    assert against_replacing(USER, FACTS, "outdated") is Standing.VERSION_OUTDATED
    renamed = replace(FACTS, user_name="abrand")
    assert against_replacing(USER, renamed, "") is Standing.USER_NAME_FIXED


def test_what_a_personnel_system_closed_is_told_from_what_administrators_closed() -> None:
    closed = replace(
        ACCOUNT, state=AccountState.DISABLED, disable_reason=DisableReason.ADMINISTRATOR
    )
    assert is_closed_by_personnel(replace(closed, disable_note=closing_note(uuid4())))
    assert not is_closed_by_personnel(replace(closed, disable_note="stolen laptop"))


@pytest.mark.parametrize(
    ("attribute", "operator", "value", "suits"),
    [
        (UserAttribute.FAMILY_NAME, Operator.CONTAINS, "ö", True),
        (UserAttribute.FAMILY_NAME, Operator.GREATER, "m", True),
        (UserAttribute.FAMILY_NAME, Operator.EQUAL, True, False),
        (UserAttribute.EXTERNAL_ID, Operator.NOT_EQUAL, "P-1", True),
        (UserAttribute.EXTERNAL_ID, Operator.STARTS_WITH, "P", False),
        (UserAttribute.ACTIVE, Operator.EQUAL, False, True),
        (UserAttribute.ACTIVE, Operator.LESS, False, False),
        (UserAttribute.ROLE, Operator.CONTAINS, "desk", False),
        (UserAttribute.CREATE_TIME, Operator.LESS_OR_EQUAL, NOW, True),
        (UserAttribute.CREATE_TIME, Operator.CONTAINS, "2026", False),
    ],
)
def test_each_kind_of_attribute_has_its_comparisons(
    attribute: UserAttribute, operator: Operator, value: str | bool | datetime, suits: bool
) -> None:
    assert Comparison(attribute, operator, value).is_suitable is suits


def test_unsuitable_comparisons_are_found_however_deep() -> None:
    unsuitable = Comparison(UserAttribute.ROLE, Operator.CONTAINS, "desk")
    fine = Present(UserAttribute.TITLE)
    inner = Joined((fine, Negated(unsuitable)), all_of_them=False)
    assert list(unsuitable_comparisons(Joined((fine, inner), all_of_them=True))) == [unsuitable]
    assert not unsuitable_comparisons(None)
