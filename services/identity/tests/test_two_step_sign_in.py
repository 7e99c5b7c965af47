"""Signing in with a second factor: challenge, code, and the roles that tokens carry."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from identity.app.sign_in.password_hashing import PasswordHashing
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.flows.account_upkeep import bring_all_due_up_to_date
from identity.store.accounts import set_password_hash
from matrikel.identity.v1 import session_pb2

from services.identity.tests.accounts_factories import Accounts, an_enrolment
from services.identity.tests.factors_factories import PASSWORD, Someone
from services.identity.tests.sign_in_factories import WRONG, SignInDesk

pytestmark = pytest.mark.asyncio

TOTP = session_pb2.SECOND_FACTOR_KIND_TOTP
RECOVERY = session_pb2.SECOND_FACTOR_KIND_RECOVERY_CODE
ONE_FACTOR = "https://refeds.org/profile/sfa"
TWO_FACTORS = "https://refeds.org/profile/mfa"


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[SignInDesk]:
    """The service where staff need a second factor."""
    async with start_identity(staff_second_factor=SecondFactorPolicy.REQUIRED) as identity:
        yield SignInDesk(identity)


async def claims(desk: SignInDesk, session_token: str) -> dict[str, Any]:
    """What the session's next access token says."""
    payload = (await desk.identity.token(session_token)).split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return read


async def test_who_is_winding_down_still_signs_in_as_a_former_student(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    accounts = Accounts(desk.identity.database)
    enrolment = an_enrolment(end=local_date(clock.now()))
    user_name = accounts.hear(enrolment).user_name
    accounts.activate(enrolment.person_id)
    hashed = PasswordHashing(1, 8).hash(PASSWORD)
    within(accounts.database, set_password_hash, enrolment.person_id, hashed)
    clock.advance(timedelta(days=1))
    await bring_all_due_up_to_date(desk.identity.database)
    someone = Someone(enrolment.person_id, user_name, "", ())
    answer = await desk.sign_in(someone, PASSWORD)
    assert accounts.read(enrolment.person_id).wind_down_stage == "mailbox"
    assert (await claims(desk, answer.session_token))["roles"] == ["former_student"]


async def test_a_password_alone_starts_a_session_of_one_factor(desk: SignInDesk) -> None:
    someone = await desk.person()
    answer = await desk.sign_in(someone, PASSWORD)
    assert not answer.second_factor_challenge
    assert not answer.second_factor_needed
    said = await claims(desk, answer.session_token)
    assert (said["acr"], said["roles"]) == (ONE_FACTOR, ["student"])


async def test_with_a_second_factor_the_password_gives_a_challenge_and_the_code_a_session(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    await desk.recovery_codes(someone)
    clock.advance(timedelta(seconds=30))
    answer = await desk.sign_in(someone, PASSWORD)
    assert not answer.session_token
    assert set(answer.second_factor_kinds) == {TOTP, RECOVERY}
    signed_in = await desk.complete(answer.second_factor_challenge, desk.code(app))
    said = await claims(desk, signed_in.session_token)
    assert (said["acr"], said["auth_time"]) == (TWO_FACTORS, int(clock.now().timestamp()))
    assert signed_in.account.user_name == someone.user_name


async def test_a_recovery_code_completes_a_sign_in_and_works_once(desk: SignInDesk) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    code, *_ = await desk.recovery_codes(someone)
    first = await desk.sign_in(someone, PASSWORD)
    signed_in = await desk.complete(first.second_factor_challenge, code)
    own = await desk.own_session(await desk.metadata(signed_in.session_token))
    assert (list(own.amr), own.acr) == (["pwd", "recovery"], TWO_FACTORS)
    second = await desk.sign_in(someone, PASSWORD)
    refusal = await desk.identity.refusal(desk.complete(second.second_factor_challenge, code))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "SECOND_FACTOR_REFUSED")


async def test_a_challenge_holds_for_five_minutes_and_starts_one_session(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    codes = await desk.recovery_codes(someone)
    challenge = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
    clock.advance(timedelta(minutes=5) - timedelta(seconds=1))
    await desk.complete(challenge, desk.code(app))
    refusal = await desk.identity.refusal(desk.complete(challenge, codes[0]))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "SIGN_IN_EXPIRED")
    late = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
    clock.advance(timedelta(minutes=5))
    refusal = await desk.identity.refusal(desk.complete(late, codes[1]))
    assert refusal.reason == "SIGN_IN_EXPIRED"


async def test_of_parallel_completions_of_one_challenge_one_starts_a_session(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    await desk.totp(someone)
    codes = await desk.recovery_codes(someone)
    challenge = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
    outcomes = await asyncio.gather(
        *(desk.complete(challenge, code) for code in codes[:4]), return_exceptions=True
    )
    assert sum(isinstance(each, session_pb2.SignedIn) for each in outcomes) == 1


async def test_a_challenge_is_of_use_to_the_service_that_it_was_given_to_alone(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    challenge = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
    request = session_pb2.CompleteSignInRequest(
        second_factor_challenge=challenge, code=desk.code(app, 1)
    )
    refusal = await desk.identity.refusal(desk.sessions.CompleteSignIn(request))
    assert refusal.reason == "SIGN_IN_EXPIRED"


async def test_wrong_codes_count_with_wrong_passwords(desk: SignInDesk) -> None:
    """One counter: whoever knows the password gets no new tries by typing it again."""
    someone = await desk.person()
    app = await desk.totp(someone)
    for _ in range(3):
        await desk.identity.refusal(desk.sign_in(someone, WRONG))
    for _ in range(2):
        challenge = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
        refusal = await desk.identity.refusal(desk.complete(challenge, "000000"))
        assert refusal.reason == "SECOND_FACTOR_REFUSED"
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD))
    assert (refusal.code, refusal.reason) == ("RESOURCE_EXHAUSTED", "TOO_MANY_ATTEMPTS")
    refusal = await desk.identity.refusal(desk.complete(challenge, desk.code(app, 1)))
    assert refusal.reason == "TOO_MANY_ATTEMPTS"


async def test_staff_without_a_second_factor_have_no_role_that_opens_other_peoples_data(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    clerk = await desk.person(Role.STUDENT_SERVICES)
    answer = await desk.sign_in(clerk, PASSWORD)
    assert answer.second_factor_needed
    assert (await claims(desk, answer.session_token))["roles"] == []
    app = await desk.totp(clerk)
    metadata = await desk.metadata(answer.session_token)
    await desk.prove(metadata, code=desk.code(app, 1))
    said = await claims(desk, answer.session_token)
    assert (said["roles"], said["acr"]) == (["student_services"], TWO_FACTORS)
    own = await desk.own_session(await desk.metadata(answer.session_token))
    assert not own.second_factor_needed


async def test_where_a_second_factor_is_only_offered_staff_work_without_one(
    start_identity: Any,
) -> None:
    async with start_identity(staff_second_factor=SecondFactorPolicy.OFFERED) as identity:
        desk = SignInDesk(identity)
        answer = await desk.sign_in(await desk.person(Role.EXAMINER), PASSWORD)
        assert not answer.second_factor_needed
        assert (await claims(desk, answer.session_token))["roles"] == ["examiner"]


async def test_codes_and_challenges_are_in_no_audit_entry_and_attempts_are(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    challenge = (await desk.sign_in(someone, PASSWORD)).second_factor_challenge
    await desk.identity.refusal(desk.complete(challenge, "000000"))
    await desk.complete(challenge, desk.code(app, 1))
    assert desk.identity.audited("CompleteSignIn") == ["SECOND_FACTOR_REFUSED", "OK"]
