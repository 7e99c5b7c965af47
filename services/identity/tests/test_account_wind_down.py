"""Enrolments heard, and what time makes of accounts: on both databases with a driven clock."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import DrivenClock, within
from chassis.values import PersonName
from identity.app.accounts.affiliations import affiliations_of
from identity.app.accounts.esi import european_student_identifier
from identity.app.accounts.making import PersonFacts, enrolled, person_changed
from identity.app.accounts.states import disable_account, enable_account
from identity.domain.accounts import AccountState, DisableReason
from identity.domain.affiliations import Affiliation
from identity.domain.enrolments import EnrolmentKind
from identity.domain.roles import Role
from identity.flows.account_upkeep import bring_all_due_up_to_date
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1.affiliation_pb2 import AFFILIATION_STUDENT
from matrikel.identity.v1.events_pb2 import AccountChanged, AccountCreated
from sqlalchemy import select

from services.identity.tests.accounts_factories import DOMAIN, RULES, Accounts, an_enrolment

NAME = PersonName("Ayşe", "Öztürk")
END = date(2027, 3, 31)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


@pytest.fixture
def on(clock: DrivenClock) -> Callable[[date], None]:
    """Sets the clock to noon of a day."""

    def go(day: date) -> None:
        clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    return go


def told(database: Database, kind: type[Any] = AccountChanged) -> list[Any]:
    def read(tx: Transaction) -> list[Any]:
        rows = tx.execute(
            select(outbox.c.body)
            .where(outbox.c.event_type == kind.DESCRIPTOR.full_name)
            .order_by(outbox.c.position)
        )
        return [kind.FromString(body).account for body in rows.scalars()]

    return within(database, read)


async def pass_time(database: Database) -> int:
    return await bring_all_due_up_to_date(database)


@pytest.mark.asyncio
async def test_the_upkeep_takes_an_account_through_all_stages_to_its_end(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 3, 1))
    person_id = accounts.student(end=END).person_id
    for day, stage, state, kinds in (
        (END, "", AccountState.ACTIVE, []),
        (date(2027, 4, 1), "mailbox", AccountState.ACTIVE, ["wind_down_begun"]),
        (date(2027, 8, 30), "mailbox", AccountState.ACTIVE, []),
        (date(2027, 8, 31), "mailbox", AccountState.ACTIVE, ["wind_down_stage_ends"]),
        (date(2027, 10, 1), "portal", AccountState.ACTIVE, ["wind_down_stage"]),
        (date(2028, 3, 1), "portal", AccountState.ACTIVE, ["wind_down_stage_ends"]),
        (date(2028, 4, 1), "", AccountState.DISABLED, ["account_closed"]),
    ):
        before = len(accounts.mailed())
        on(day)
        await pass_time(accounts.database)
        account = accounts.read(person_id)
        assert (account.wind_down_stage, account.state) == (stage, state), day
        assert [kind for kind, _ in accounts.mailed()[before:]] == kinds, day
        assert await pass_time(accounts.database) == 0
    assert account.disable_reason is DisableReason.WIND_DOWN
    last = told(accounts.database)[-1]
    assert last.state == account_pb2.ACCOUNT_STATE_DISABLED
    assert last.version == account.version


@pytest.mark.asyncio
async def test_the_wind_down_is_told_with_its_stage_and_its_days(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 3, 1))
    accounts.student(end=END)
    on(date(2027, 4, 1))
    await pass_time(accounts.database)
    winding = told(accounts.database)[-1].wind_down
    assert winding.stage_code == "mailbox"
    assert winding.stage_name.en == RULES.wind_down.stages[0].name.en
    assert (winding.stage_last_date.month, winding.last_date.year) == (9, 2028)


@pytest.mark.asyncio
async def test_an_account_that_was_away_for_years_takes_all_steps_at_once(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 3, 1))
    person_id = accounts.student(end=END).person_id
    on(date(2030, 1, 1))
    await pass_time(accounts.database)
    assert accounts.read(person_id).state is AccountState.DISABLED
    assert [kind for kind, _ in accounts.mailed()] == ["account_closed"]


def test_an_end_that_is_heard_late_starts_the_wind_down_at_once(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 4, 10))
    open_one = accounts.student()
    ended = an_enrolment(open_one.person_id, enrolment_id=open_one.enrolment_id, end=END, version=2)
    account = accounts.hear(ended)
    assert account.wind_down_stage == "mailbox"
    assert account.roles == {Role.FORMER_STUDENT}


def test_an_older_version_of_an_enrolment_is_ignored(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 4, 10))
    first = accounts.student()
    accounts.hear(
        an_enrolment(first.person_id, end=END, version=3, enrolment_id=first.enrolment_id)
    )
    account = accounts.hear(
        an_enrolment(first.person_id, version=2, enrolment_id=first.enrolment_id)
    )
    assert account.roles == {Role.FORMER_STUDENT}
    withdrawn = accounts.hear(
        an_enrolment(first.person_id, version=4, enrolment_id=first.enrolment_id)
    )
    assert withdrawn.roles == {Role.STUDENT}


def test_a_new_enrolment_restores_a_closed_account_and_mails_it(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 3, 1))
    person_id = accounts.student(end=END).person_id
    on(date(2029, 1, 1))
    accounts.hear(an_enrolment(person_id, kind=EnrolmentKind.DOCTORAL))
    account = accounts.read(person_id)
    assert account.state is AccountState.ACTIVE
    assert account.roles == {Role.DOCTORAL_STUDENT}
    assert account.user_name == "lg100001"


def test_an_account_is_told_with_its_affiliations_when_it_is_made(accounts: Accounts) -> None:
    accounts.hear(an_enrolment())
    [made] = told(accounts.database, AccountCreated)
    [held] = made.affiliations
    assert held.affiliation == AFFILIATION_STUDENT
    assert told(accounts.database) == []


def test_hearing_the_same_again_changes_and_tells_nothing(accounts: Accounts) -> None:
    enrolment = accounts.student()
    version, before = accounts.read(enrolment.person_id).version, len(told(accounts.database))
    accounts.hear(enrolment)
    assert accounts.read(enrolment.person_id).version == version
    assert len(told(accounts.database)) == before


def test_an_end_that_becomes_known_is_told_though_nothing_has_ended_yet(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 1, 10))
    first = accounts.student()
    accounts.hear(
        an_enrolment(first.person_id, enrolment_id=first.enrolment_id, end=END, version=2)
    )
    [held] = told(accounts.database)[-1].affiliations
    assert (held.last_date.month, held.last_date.day) == (3, 31)


def test_a_name_that_is_heard_before_the_account_is_not_lost(accounts: Accounts) -> None:
    person_id = uuid4()
    newest = PersonFacts(PersonName("Ayşe", "Yılmaz"), 5)
    within(accounts.database, person_changed, person_id, newest)
    within(accounts.database, person_changed, person_id, PersonFacts(NAME, 4))
    account = accounts.hear(an_enrolment(person_id))
    assert account.name.family_name == "Yılmaz"
    assert account.person_version == 5


@pytest.mark.asyncio
async def test_a_new_name_and_the_first_enrolment_at_once_lose_nothing(accounts: Accounts) -> None:
    for _ in range(5):
        person_id = uuid4()
        newest = PersonFacts(PersonName("Ayşe", "Yılmaz"), 5)
        await asyncio.gather(
            accounts.database.write(person_changed, person_id, newest),
            accounts.database.write(
                enrolled, an_enrolment(person_id), PersonFacts(NAME, 1), DOMAIN
            ),
        )
        assert accounts.read(person_id).name.family_name == "Yılmaz"


def test_the_affiliations_of_several_persons_are_read_together(
    accounts: Accounts, on: Callable[[date], None]
) -> None:
    on(date(2027, 4, 10))
    student, alum = accounts.student(school="college"), accounts.student(end=END)
    stranger = uuid4()
    found = within(
        accounts.database, affiliations_of, [student.person_id, alum.person_id, stranger]
    )
    assert set(found) == {student.person_id, alum.person_id}
    assert found[student.person_id].schools == {"college"}
    assert found[alum.person_id].held == {Affiliation.ALUM}


def test_a_person_keeps_one_european_student_identifier(accounts: Accounts) -> None:
    first = accounts.student()
    other = accounts.student()
    esi = within(accounts.database, european_student_identifier, first.person_id)
    accounts.hear(an_enrolment(first.person_id, kind=EnrolmentKind.DOCTORAL))
    assert within(accounts.database, european_student_identifier, first.person_id) == esi
    assert within(accounts.database, european_student_identifier, other.person_id) != esi
    assert within(accounts.database, european_student_identifier, uuid4()) == ""


def test_an_account_disabled_by_an_administrator_stays_so_when_a_new_enrolment_is_heard(
    accounts: Accounts,
) -> None:
    person_id = accounts.student().person_id
    within(accounts.database, disable_account, person_id, "Konto missbraucht")
    account = accounts.hear(an_enrolment(person_id, kind=EnrolmentKind.DOCTORAL))
    assert account.state is AccountState.DISABLED
    assert account.roles == {Role.STUDENT, Role.DOCTORAL_STUDENT}
    enabled = within(accounts.database, enable_account, person_id)
    assert (enabled.state, enabled.disable_note) == (AccountState.ACTIVE, "")
    assert [kind for kind, _ in accounts.mailed()] == ["account_disabled", "account_enabled"]


@pytest.mark.asyncio
async def test_new_rules_reach_every_account_in_the_next_round(
    database: Database, on: Callable[[date], None]
) -> None:
    on(date(2027, 3, 1))
    without = Accounts(database, type(RULES)())
    person_id = without.student(end=END).person_id
    on(date(2029, 1, 1))
    await pass_time(database)
    assert without.read(person_id).state is AccountState.ACTIVE
    Accounts(database)
    await pass_time(database)
    assert without.read(person_id).state is AccountState.DISABLED
