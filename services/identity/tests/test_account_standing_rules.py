"""How an account stands on a day: roles, wind-down, grace, and what opens it again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from identity.domain.account_rules import AccountRules
from identity.domain.accounts import Account, AccountState, DisableReason, Employment
from identity.domain.enrolments import EnrolmentKind, HeardEnrolment
from identity.domain.roles import Role
from identity.domain.standing import Standing, nothing_keeps_open, standing_on
from identity.domain.wind_down import months_later

from services.identity.tests.accounts_factories import RULES, an_account, an_enrolment

END = date(2027, 3, 31)
DAY = timedelta(days=1)
STUDENT = an_account(Role.STUDENT)


def stands(
    day: date,
    account: Account = STUDENT,
    *enrolments: HeardEnrolment,
    rules: AccountRules = RULES,
    has_password: bool = True,
) -> Standing:
    return standing_on(day, account, enrolments, rules, has_password=has_password)


def test_the_last_day_of_an_enrolment_still_counts() -> None:
    enrolment = an_enrolment(end=END)
    assert stands(END, STUDENT, enrolment).account.roles == {Role.STUDENT}
    assert stands(END, STUDENT, enrolment).stage is None
    assert Role.STUDENT not in stands(END + DAY, STUDENT, enrolment).account.roles


def test_roles_follow_the_enrolments_that_hold() -> None:
    both = (an_enrolment(end=END), an_enrolment(kind=EnrolmentKind.DOCTORAL))
    assert stands(END, STUDENT, *both).account.roles == {Role.STUDENT, Role.DOCTORAL_STUDENT}
    after = stands(END + DAY, STUDENT, *both)
    assert after.account.roles == {Role.DOCTORAL_STUDENT}
    assert after.account.wind_down_from is None


@pytest.mark.parametrize(
    ("day", "stage", "roles"),
    [
        (END + DAY, "mailbox", {Role.FORMER_STUDENT}),
        (date(2027, 9, 30), "mailbox", {Role.FORMER_STUDENT}),
        (date(2027, 10, 1), "portal", {Role.FORMER_STUDENT}),
        (date(2028, 3, 31), "portal", {Role.FORMER_STUDENT}),
    ],
)
def test_after_the_last_enrolment_the_account_goes_through_its_stages(
    day: date, stage: str, roles: set[Role]
) -> None:
    found = stands(day, STUDENT, an_enrolment(end=END))
    assert found.account.wind_down_stage == stage
    assert found.account.wind_down_from == END
    assert found.account.roles == roles
    assert found.account.state is AccountState.ACTIVE


def test_the_day_after_the_last_stage_the_account_is_disabled() -> None:
    found = stands(date(2028, 4, 1), STUDENT, an_enrolment(end=END)).account
    assert (found.state, found.disable_reason) == (
        AccountState.DISABLED,
        DisableReason.WIND_DOWN,
    )
    assert found.roles == frozenset()
    assert found.wind_down_stage == ""


def test_the_wind_down_counts_from_the_enrolment_that_ended_last() -> None:
    earlier = an_enrolment(end=END - timedelta(days=400))
    assert stands(END + DAY, STUDENT, earlier, an_enrolment(end=END)).account.wind_down_from == END


def test_a_new_enrolment_ends_the_wind_down_and_restores_the_role() -> None:
    winding = stands(date(2027, 6, 1), STUDENT, an_enrolment(end=END)).account
    again = stands(date(2027, 6, 1), winding, an_enrolment(end=END), an_enrolment()).account
    assert again.roles == {Role.STUDENT}
    assert (again.wind_down_from, again.wind_down_stage) == (None, "")


@pytest.mark.parametrize(
    ("has_password", "state"), [(True, AccountState.ACTIVE), (False, AccountState.ASSIGNED)]
)
def test_a_new_enrolment_opens_an_account_again_that_time_had_closed(
    has_password: bool, state: AccountState
) -> None:
    closed = stands(date(2029, 1, 1), STUDENT, an_enrolment(end=END)).account
    again = stands(
        date(2029, 1, 1), closed, an_enrolment(end=END), an_enrolment(), has_password=has_password
    ).account
    assert (again.state, again.disable_reason) == (state, None)


def test_what_an_administrator_disabled_stays_disabled_whatever_is_heard() -> None:
    disabled = replace(
        STUDENT, state=AccountState.DISABLED, disable_reason=DisableReason.ADMINISTRATOR
    )
    for day in (END, END + DAY, date(2028, 4, 1)):
        found = stands(day, disabled, an_enrolment(end=END), an_enrolment()).account
        assert found.state is AccountState.DISABLED
        assert found.disable_reason is DisableReason.ADMINISTRATOR


def test_without_rules_no_account_is_closed_by_time() -> None:
    found = stands(date(2040, 1, 1), STUDENT, an_enrolment(end=END), rules=AccountRules()).account
    assert found.state is AccountState.ACTIVE
    assert found.roles == frozenset()


def test_roles_of_staff_end_with_the_employment_and_the_account_after_the_days_of_grace() -> None:
    clerk = an_account(Role.STUDENT_SERVICES, employment=Employment(END))
    assert stands(END, clerk).account.roles == {Role.STUDENT_SERVICES}
    in_grace = stands(END + DAY, clerk).account
    assert (in_grace.state, in_grace.roles) == (AccountState.ACTIVE, frozenset())
    assert stands(END + timedelta(days=14), clerk).account.state is AccountState.ACTIVE
    closed = stands(END + timedelta(days=15), clerk).account
    assert closed.disable_reason is DisableReason.EMPLOYMENT_ENDED


def test_an_employment_without_an_end_keeps_the_account_open() -> None:
    clerk = an_account(Role.EXAMINER, employment=Employment())
    assert stands(date(2050, 1, 1), clerk).account == clerk


def test_a_student_who_is_employed_goes_on_as_staff_after_the_studies() -> None:
    tutor = an_account(Role.STUDENT, Role.EXAMINER, employment=Employment())
    found = stands(date(2029, 1, 1), tutor, an_enrolment(end=END)).account
    assert (found.state, found.roles) == (AccountState.ACTIVE, {Role.EXAMINER})


def test_a_role_of_staff_without_an_employment_ends_with_the_studies() -> None:
    tutor = an_account(Role.STUDENT, Role.EXAMINER)
    assert Role.EXAMINER in stands(END, tutor, an_enrolment(end=END)).account.roles
    assert Role.EXAMINER not in stands(END + DAY, tutor, an_enrolment(end=END)).account.roles


def test_the_end_of_a_stage_is_announced_thirty_days_before() -> None:
    last = date(2027, 9, 30)
    enrolment = an_enrolment(end=END)
    assert not stands(last - timedelta(days=31), STUDENT, enrolment).announces
    assert stands(last - timedelta(days=30), STUDENT, enrolment).announces


def test_every_change_that_time_brings_is_due_on_its_day() -> None:
    enrolment, seen = an_enrolment(end=END), []
    day: date | None = date(2027, 1, 1)
    while day:
        seen.append(day)
        day = stands(day, STUDENT, enrolment).due
    assert seen[1:] == [
        END + DAY,
        date(2027, 8, 31),
        date(2027, 10, 1),
        date(2028, 3, 1),
        date(2028, 4, 1),
    ]


def test_nothing_keeps_an_account_open_whose_times_are_over() -> None:
    ended = (an_enrolment(end=END),)
    assert nothing_keeps_open(date(2028, 4, 1), STUDENT, ended, RULES)
    assert not nothing_keeps_open(date(2028, 3, 31), STUDENT, ended, RULES)
    employed = replace(STUDENT, employment=Employment())
    assert not nothing_keeps_open(date(2028, 4, 1), employed, ended, RULES)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later
