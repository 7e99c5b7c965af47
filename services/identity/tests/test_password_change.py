"""Changing the password, and hints about a new one."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock
from matrikel.identity.v1 import password_pb2

from services.identity.tests.factors_factories import PASSWORD
from services.identity.tests.sign_in_factories import WRONG, SignInDesk

pytestmark = pytest.mark.asyncio

NEW = "Sieben Möwen im Nebel"


@pytest_asyncio.fixture
async def desk(identity: Any) -> SignInDesk:
    """People at their browsers."""
    return SignInDesk(identity)


async def test_a_changed_password_signs_in_and_the_former_one_does_not(desk: SignInDesk) -> None:
    someone = await desk.person()
    await desk.change_password(someone.metadata, PASSWORD, NEW)
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD))
    assert refusal.reason == "SIGN_IN_REFUSED"
    assert (await desk.sign_in(someone, NEW)).session_token
    [mail] = desk.mails_of_kind("password_changed")
    assert NEW not in mail
    assert desk.identity.audited("ChangePassword") == ["OK"]


async def test_the_current_password_is_asked_for_and_guessing_it_counts(desk: SignInDesk) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(desk.change_password(someone.metadata, WRONG, NEW))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "PROOF_REFUSED")
    assert refusal.problems == {("current_password", "PROOF_REFUSED")}
    for _ in range(4):
        await desk.identity.refusal(desk.change_password(someone.metadata, WRONG, NEW))
    refusal = await desk.identity.refusal(desk.change_password(someone.metadata, PASSWORD, NEW))
    assert refusal.reason == "TOO_MANY_ATTEMPTS"
    assert desk.identity.audited("ChangePassword") == ["PROOF_REFUSED"] * 5


async def test_a_change_asks_for_a_proof_of_the_last_five_minutes(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    clock.advance(timedelta(minutes=5, seconds=1))
    metadata = await desk.metadata(someone.session_token)
    refusal = await desk.identity.refusal(desk.change_password(metadata, PASSWORD, NEW))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "STEP_UP_REQUIRED")
    await desk.prove(metadata, password=PASSWORD)
    fresh = await desk.metadata(someone.session_token)
    await desk.change_password(fresh, PASSWORD, NEW)


async def test_a_weak_password_is_refused_at_its_field_and_no_failure_is_counted(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    for _ in range(6):
        refusal = await desk.identity.refusal(
            desk.change_password(someone.metadata, PASSWORD, "Leuphana")
        )
        assert refusal.reason == "PASSWORD_TOO_WEAK"
    assert refusal.problems == {
        ("new_password", "PASSWORD_TOO_SHORT"),
        ("new_password", "PASSWORD_CONTAINS_CONTEXT_WORD"),
    }


async def test_15_characters_alone_and_8_with_a_second_factor_that_then_has_to_stay(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(
        desk.change_password(someone.metadata, PASSWORD, "kq7-Rmw2")
    )
    assert refusal.problems == {("new_password", "PASSWORD_TOO_SHORT")}
    await desk.totp(someone)
    await desk.change_password(someone.metadata, PASSWORD, "kq7-Rmw2")
    assert (await desk.security(someone)).password_needs_second_factor
    await desk.change_password(someone.metadata, "kq7-Rmw2", NEW)
    assert not (await desk.security(someone)).password_needs_second_factor


async def test_a_password_of_128_characters_of_any_kind_is_taken_whole(desk: SignInDesk) -> None:
    someone = await desk.person()
    long = "".join(chr(0x1F300 + 7 * number % 500) for number in range(127))
    await desk.change_password(someone.metadata, PASSWORD, long + "ä")
    refusal = await desk.identity.refusal(desk.sign_in(someone, long + "b"))
    assert refusal.reason == "SIGN_IN_REFUSED"
    # The same letter as another keyboard sends it (NFKC).
    assert (await desk.sign_in(someone, long + "a\u0308")).session_token


async def test_on_demand_other_sessions_end_and_other_devices_are_forgotten(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    other = await desk.sign_in(someone, PASSWORD)
    here = await desk.sign_in(someone, PASSWORD)
    metadata = await desk.metadata(here.session_token)
    answer = await desk.change_password(metadata, PASSWORD, NEW, end_others=True)
    assert answer.ended_sessions == 2
    refusal = await desk.identity.refusal(desk.identity.token(other.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert (await desk.sign_in(someone, NEW, device=other.device_token)).device_token
    assert not (await desk.sign_in(someone, NEW, device=here.device_token)).device_token
    await desk.identity.token(here.session_token)


async def test_a_change_leaves_other_sessions_where_nobody_asks_to_end_them(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    other = await desk.sign_in(someone, PASSWORD)
    answer = await desk.change_password(someone.metadata, PASSWORD, NEW)
    assert answer.ended_sessions == 0
    await desk.identity.token(other.session_token)


async def test_a_hint_tells_the_strength_and_what_would_be_refused(desk: SignInDesk) -> None:
    someone = await desk.person()

    async def judged(password: str) -> password_pb2.CheckPasswordResponse:
        request = password_pb2.CheckPasswordRequest(password=password)
        answer: password_pb2.CheckPasswordResponse = await desk.passwords.CheckPassword(
            request, metadata=(*someone.metadata, ("accept-language", "en"))
        )
        return answer

    good = await judged(NEW)
    assert good.strength == password_pb2.PASSWORD_STRENGTH_STRONG
    assert not good.objections
    bad = await judged("sunshine1")
    assert bad.strength == password_pb2.PASSWORD_STRENGTH_WEAK
    assert [each.reason for each in bad.objections] == ["PASSWORD_TOO_SHORT", "PASSWORD_COMMON"]
    assert "15 characters" in bad.objections[0].text
    assert not desk.identity.audited("CheckPassword")
