"""A person's sessions: listed, ended, checked online; and proving again who one is."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.database import Database, Transaction
from chassis.testing import DrivenClock, within
from identity.app.accounts.states import disable_account
from identity.domain.roles import Role
from identity.store.tables import sessions
from matrikel.identity.v1 import session_pb2, token_pb2
from matrikel.identity.v1.events_pb2 import SessionRevoked
from sqlalchemy import select

from services.identity.tests.factors_factories import PASSWORD, Someone
from services.identity.tests.sign_in_factories import CHROME, WRONG, SignInDesk

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(identity: Any) -> SignInDesk:
    """People at their browsers."""
    return SignInDesk(identity)


async def sessions_of(desk: SignInDesk, metadata: Any) -> list[session_pb2.Session]:
    answer = await desk.sessions.ListSessions(session_pb2.ListSessionsRequest(), metadata=metadata)
    return list(answer.sessions)


async def refused(desk: SignInDesk, session_token: str) -> str:
    """Why a session token is refused."""
    return (await desk.identity.refusal(desk.identity.token(session_token))).reason


async def test_a_person_sees_the_own_sessions_and_which_one_asks(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone, _ = await desk.person(), await desk.person()
    clock.advance(timedelta(minutes=1))
    other = await desk.sign_in(someone, PASSWORD, browser=CHROME, address="2001:db8:5:6::7")
    clock.advance(timedelta(minutes=1))
    here = await desk.metadata((await desk.sign_in(someone, PASSWORD)).session_token)
    current, second, _ = await sessions_of(desk, here)
    assert current.current
    assert not second.current
    assert (second.browser, second.operating_system) == ("Chrome", "Windows")
    assert second.network == "2001:db8:5::/48"
    assert list(second.amr) == ["pwd"]
    assert other.session_token not in str(await sessions_of(desk, here))


async def test_pages_of_sessions_hold_each_of_them_once(desk: SignInDesk) -> None:
    someone = await desk.person()
    for _ in range(4):
        await desk.sign_in(someone, PASSWORD)
    seen, token = [], ""
    while True:
        page = await desk.sessions.ListSessions(
            session_pb2.ListSessionsRequest(page_size=2, page_token=token),
            metadata=someone.metadata,
        )
        seen += [each.session_id for each in page.sessions]
        if not (token := page.next_page_token):
            break
    assert len(seen) == len(set(seen)) == 5


async def test_one_session_is_ended_and_its_tokens_are_refused_at_once(desk: SignInDesk) -> None:
    someone, another = await desk.person(), await desk.person()
    other = await desk.sign_in(someone, PASSWORD)
    theirs = await desk.metadata(other.session_token)
    their_id = (await desk.own_session(theirs)).session_id
    end = session_pb2.EndSessionRequest(session_id=their_id, request_id=str(uuid4()))
    refusal = await desk.identity.refusal(desk.sessions.EndSession(end, metadata=another.metadata))
    assert refusal.code == "NOT_FOUND"
    await desk.sessions.EndSession(end, metadata=someone.metadata)
    assert await refused(desk, other.session_token) == "SESSION_ENDED"
    refusal = await desk.identity.refusal(desk.own_session(theirs))
    assert refusal.code == "UNAUTHENTICATED"
    assert [each.session_id for each in desk.identity.told(SessionRevoked)] == [their_id]


async def test_ending_the_others_leaves_the_one_that_asks(desk: SignInDesk) -> None:
    someone = await desk.person()
    others = [(await desk.sign_in(someone, PASSWORD)).session_token for _ in range(2)]
    here = await desk.metadata((await desk.sign_in(someone, PASSWORD)).session_token)
    answer = await desk.sessions.EndOtherSessions(
        session_pb2.EndOtherSessionsRequest(request_id=str(uuid4())), metadata=here
    )
    assert answer.ended == 3
    [left] = await sessions_of(desk, here)
    assert left.current
    assert {await refused(desk, each) for each in others} == {"SESSION_ENDED"}


async def test_a_sign_in_has_a_new_session_each_time(desk: SignInDesk) -> None:
    someone = await desk.person()
    tokens = {(await desk.sign_in(someone, PASSWORD)).session_token for _ in range(3)}
    assert len(tokens) == 3


async def test_the_sessions_of_a_disabled_account_end(desk: SignInDesk) -> None:
    someone = await desk.person()
    token = (await desk.sign_in(someone, PASSWORD)).session_token
    within(desk.identity.database, disable_account, someone.person_id, "misuse")
    assert await refused(desk, token) == "SESSION_ENDED"


@pytest.mark.parametrize(
    ("role", "idle", "absolute"),
    [
        (Role.STUDENT, timedelta(minutes=30), timedelta(hours=12)),
        (Role.EXAMINER, timedelta(minutes=15), timedelta(hours=8)),
    ],
)
async def test_idle_and_absolute_end_of_sessions(
    desk: SignInDesk, clock: DrivenClock, role: Role, idle: timedelta, absolute: timedelta
) -> None:
    someone = await desk.person(role)
    left = (await desk.sign_in(someone, PASSWORD)).session_token
    clock.advance(idle - timedelta(seconds=1))
    await desk.identity.token(left)
    clock.advance(idle)
    assert await refused(desk, left) == "SESSION_ENDED"
    busy = (await desk.sign_in(someone, PASSWORD)).session_token
    for _ in range(int(absolute / idle) * 2 - 1):
        clock.advance(idle / 2)
        await desk.identity.token(busy)
    clock.advance(idle / 2)
    assert await refused(desk, busy) == "SESSION_ENDED"


async def test_the_use_of_a_session_is_written_down_every_ten_seconds_at_most(
    desk: SignInDesk, clock: DrivenClock, database: Database
) -> None:
    def last_used(tx: Transaction) -> Any:
        return tx.execute(
            select(sessions.c.last_used_at).order_by(sessions.c.started_at.desc()).limit(1)
        ).scalar_one()

    someone = await desk.person()
    clock.advance(timedelta(minutes=1))
    token = (await desk.sign_in(someone, PASSWORD)).session_token
    began = clock.now()
    clock.advance(timedelta(seconds=9))
    await desk.identity.token(token)
    assert within(database, last_used) == began
    clock.advance(timedelta(seconds=1))
    await desk.identity.token(token)
    assert within(database, last_used) == began + timedelta(seconds=10)


async def test_services_ask_whether_a_session_holds_and_nobody_else_may(desk: SignInDesk) -> None:
    someone = await desk.person()
    session_id = (await desk.own_session(someone.metadata)).session_id
    asked = token_pb2.CheckSessionRequest(session_id=session_id)
    exams = desk.identity.calling_service("exams")
    await desk.identity.tokens.CheckSession(asked, metadata=exams)
    refusal = await desk.identity.refusal(
        desk.identity.tokens.CheckSession(asked, metadata=someone.metadata)
    )
    assert refusal.code == "PERMISSION_DENIED"
    await desk.sessions.SignOut(session_pb2.SignOutRequest(), metadata=someone.metadata)
    refusal = await desk.identity.refusal(desk.identity.tokens.CheckSession(asked, metadata=exams))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "SESSION_ENDED")


async def change_something(desk: SignInDesk, someone: Someone, metadata: Any) -> None:
    """A sensitive change: it asks for a proof that is at most five minutes old."""
    await desk.recovery_codes(Someone(someone.person_id, someone.user_name, "", metadata))


async def test_a_sensitive_change_asks_for_a_proof_of_the_last_five_minutes(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    clock.advance(timedelta(minutes=5))
    await change_something(desk, someone, await desk.metadata(someone.session_token))
    clock.advance(timedelta(seconds=1))
    old = await desk.metadata(someone.session_token)
    refusal = await desk.identity.refusal(change_something(desk, someone, old))
    assert refusal.reason == "STEP_UP_REQUIRED"
    proven = await desk.prove(old, password=PASSWORD)
    assert proven.authenticate_time.ToDatetime(clock.now().tzinfo) == clock.now()
    await change_something(desk, someone, await desk.metadata(someone.session_token))


async def test_a_wrong_proof_is_refused_at_its_field_and_counts_as_a_failed_sign_in(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    refusal = await desk.identity.refusal(desk.prove(someone.metadata, password=WRONG))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "PROOF_REFUSED")
    assert refusal.problems == {("password", "PROOF_REFUSED")}
    refusal = await desk.identity.refusal(desk.prove(someone.metadata, code="000000"))
    assert refusal.problems == {("code", "PROOF_REFUSED")}
    for _ in range(3):
        await desk.identity.refusal(desk.prove(someone.metadata, password=WRONG))
    refusal = await desk.identity.refusal(desk.prove(someone.metadata, password=PASSWORD))
    assert refusal.reason == "TOO_MANY_ATTEMPTS"
    refusal = await desk.identity.refusal(desk.prove(someone.metadata))
    assert refusal.problems == {("password", "PROOF_MISSING")}


async def test_a_code_raises_a_session_of_one_factor_to_two(desk: SignInDesk) -> None:
    someone = await desk.person()
    before = await desk.metadata((await desk.sign_in(someone, PASSWORD)).session_token)
    app = await desk.totp(someone)
    assert (await desk.own_session(before)).acr.rpartition("/")[2] == "sfa"
    await desk.prove(before, code=desk.code(app, 1))
    own = await desk.own_session(before)
    assert (own.acr.rpartition("/")[2], list(own.amr)) == ("mfa", ["pwd", "otp"])
