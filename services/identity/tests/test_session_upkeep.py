"""Sessions that end by time: whoever hangs on them learns of it, and nobody else is disturbed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.database import Database, Transaction
from chassis.database.tables import outbox
from chassis.testing import DrivenClock, within
from identity.app.roles.support_access import StaffSession, start_support_access
from identity.app.sign_in import sessions as use_cases
from identity.app.sign_in.session_starting import Origin
from identity.domain.roles import Role
from identity.flows.session_upkeep import end_all_sessions_over
from identity.settings import IdentitySettings
from identity.store.sessions import open_sessions_from, touch_session
from identity.store.tables import oidc_logout_notices
from matrikel.identity.v1 import token_pb2
from matrikel.identity.v1.events_pb2 import SessionRevoked
from sqlalchemy import select

from services.identity.tests.oidc_factories import (
    REFRESHING_CLIENT,
    SYSTEM,
    OpenId,
    registered,
)
from services.identity.tests.role_factories import Office

pytestmark = pytest.mark.asyncio

RULES = IdentitySettings().session_rules
SECOND = timedelta(seconds=1)


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


@pytest.fixture
def office(database: Database, clock: DrivenClock) -> Office:
    return Office(database, clock)


def noticed(tx: Transaction) -> list[UUID]:
    """Of whom clients are told that a session of theirs ended."""
    return list(tx.execute(select(oidc_logout_notices.c.person_id)).scalars())


def told_of(tx: Transaction) -> list[str]:
    """The sessions whose tokens every service was told to refuse."""
    chosen = select(outbox.c.body).where(outbox.c.event_type == SessionRevoked.DESCRIPTOR.full_name)
    return [SessionRevoked.FromString(body).session_id for body in tx.execute(chosen).scalars()]


async def test_a_session_that_was_left_idle_ends_for_the_systems_that_hang_on_it(
    openid: OpenId, clock: DrivenClock
) -> None:
    database = openid.identity.database
    told_at = "http://127.0.0.1:1/nobody-listens"
    client = registered(database, replace(REFRESHING_CLIENT, back_channel_logout_uri=told_at))
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    tokens = await openid.signed_in_at(client, session_token)
    offline = await openid.signed_in_at(client, session_token, scope="openid offline_access")
    clock.advance(RULES.students.idle - SECOND)
    await end_all_sessions_over(database, RULES)
    assert within(database, noticed) == []
    clock.advance(SECOND)
    assert await end_all_sessions_over(database, RULES) == 1
    assert within(database, noticed) == [student.person_id]
    refused = await openid.refresh(client, tokens["refresh_token"])
    assert refused.body["error"] == "invalid_grant"
    # The person let this client go on while they are away.
    assert (await openid.refresh(client, offline["refresh_token"])).status == 200
    assert await end_all_sessions_over(database, RULES) == 0
    assert len(within(database, noticed)) == 1


async def test_staff_are_held_to_their_shorter_time(office: Office, clock: DrivenClock) -> None:
    student = office.signed_in(office.student()).session
    clerk = office.signed_in(office.staff("clerk", Role.STUDENT_SERVICES)).session
    clock.advance(RULES.staff.idle)
    assert await end_all_sessions_over(office.database, office.rules) == 1
    assert [office.is_open(each.session_id) for each in (student, clerk)] == [True, False]


async def test_a_session_in_use_ends_after_its_longest_time_and_has_no_tokens_left_to_refuse(
    office: Office, clock: DrivenClock
) -> None:
    session = office.signed_in(office.student()).session
    for _ in range(24):
        assert await end_all_sessions_over(office.database, office.rules) == 0
        clock.advance(RULES.students.absolute / 24)
        office.run(touch_session, session.session_id)
    assert await end_all_sessions_over(office.database, office.rules) == 1
    assert not office.is_open(session.session_id)
    assert office.run(told_of) == []


async def test_tokens_of_an_idle_session_are_refused_everywhere(
    office: Office, clock: DrivenClock
) -> None:
    session = office.signed_in(office.student()).session
    clock.advance(RULES.students.idle)
    await end_all_sessions_over(office.database, office.rules)
    assert office.run(told_of) == [str(session.session_id)]


async def test_many_sessions_end_some_in_each_transaction(
    office: Office, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "AT_ONCE", 2)
    student = office.student()
    left = [office.signed_in(student).session.session_id for _ in range(5)]
    clock.advance(RULES.students.idle - SECOND)
    fresh = office.signed_in(student).session.session_id
    clock.advance(SECOND)
    first = office.run(use_cases.end_sessions_over, office.rules, None)
    assert first.ended <= 2
    assert first.ended + await end_all_sessions_over(office.database, office.rules) == 5
    assert not any(office.is_open(each) for each in left)
    assert office.is_open(fresh)


async def test_a_session_is_in_use_while_the_support_access_from_it_is(
    office: Office, clock: DrivenClock
) -> None:
    clerk = office.staff("clerk", Role.STUDENT_SERVICES)
    own = office.signed_in(clerk).session.session_id
    staff = StaffSession(clerk, own, "gateway", Origin("192.0.2.7"))
    student, most = office.student(), timedelta(hours=1)
    office.run(start_support_access, student, "Sieht nichts", staff, office.rules, most)
    [support] = office.run(open_sessions_from, [own])
    access = support.session_id
    clock.advance(timedelta(minutes=10))
    office.run(touch_session, access)
    clock.advance(timedelta(minutes=10))
    assert await end_all_sessions_over(office.database, office.rules) == 0
    clock.advance(timedelta(minutes=5))
    await end_all_sessions_over(office.database, office.rules)
    assert [office.is_open(each) for each in (own, access)] == [False, False]


async def test_a_systems_grant_is_checked_like_a_session_and_ends_for_every_service(
    openid: OpenId,
) -> None:
    tokens = openid.identity.tokens
    client = registered(openid.identity.database, SYSTEM)
    answer = await openid.ask_for_tokens(client, grant_type="client_credentials")
    token = answer.body["access_token"]
    asked = token_pb2.CheckSessionRequest(session_id=(await openid.read(token, "ES256"))["sid"])
    exams = openid.identity.calling_service("exams")
    exchange = token_pb2.ExchangeTokenRequest(subject_token=token, audience="records")
    await tokens.CheckSession(asked, metadata=exams)
    await tokens.ExchangeToken(exchange, metadata=openid.gateway)
    assert (await openid.revoke(client, token)).status == 200
    for refused in (
        tokens.CheckSession(asked, metadata=exams),
        tokens.ExchangeToken(exchange, metadata=openid.gateway),
    ):
        refusal = await openid.identity.refusal(refused)
        assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "SESSION_ENDED")
