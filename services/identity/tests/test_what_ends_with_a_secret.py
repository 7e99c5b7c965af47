"""Rights that somebody got with a secret end with it; asking for codes does no harm to others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from identity.app.accounts.states import disable_account, enable_account
from identity.app.recovery.password_resets import send_waiting_codes
from identity.domain.totp import STEP
from matrikel.identity.v1 import password_pb2, password_pb2_grpc, session_pb2
from matrikel.identity.v1 import recovery_pb2 as messages

from services.identity.tests.factors_factories import (
    DATA_KEY,
    ORIGIN,
    PASSWORD,
    Device,
    FactorsDesk,
    Someone,
)
from services.identity.tests.oidc_factories import REFRESHING_CLIENT, OpenId, registered

pytestmark = pytest.mark.asyncio

NEW = "Acht Dohlen im Nebel"
OFFLINE = "openid profile offline_access"
Change = Callable[[FactorsDesk, Someone], Awaitable[object]]


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[FactorsDesk]:
    async with start_identity(public_url=ORIGIN) as identity:
        yield FactorsDesk(identity)


async def change_password(desk: FactorsDesk, someone: Someone) -> None:
    passwords = password_pb2_grpc.PasswordServiceStub(desk.identity.under_test.channel)
    request = password_pb2.ChangePasswordRequest(
        current_password=PASSWORD, new_password=NEW, end_other_sessions=True
    )
    await passwords.ChangePassword(request, metadata=someone.metadata)


async def remove_address(desk: FactorsDesk, someone: Someone) -> None:
    request = messages.RemoveRecoveryAddressRequest(
        person_id=str(someone.person_id), request_id=str(uuid4())
    )
    await desk.recovery.RemoveRecoveryAddress(request, metadata=someone.metadata)


async def replace_address(desk: FactorsDesk, someone: Someone) -> None:
    desk.identity.database.clock.advance(timedelta(minutes=1))
    await desk.set_address(someone, "neu@privat.example")
    await desk.confirm_address(someone, desk.mailed_code("recovery_address_code"))


async def set_up_app(desk: FactorsDesk, someone: Someone) -> None:
    await desk.totp(someone)


async def set_up_passkey(desk: FactorsDesk, someone: Someone) -> None:
    await desk.passkey(someone, Device())


@pytest.mark.parametrize(
    "change", [change_password, remove_address, replace_address, set_up_app, set_up_passkey]
)
async def test_a_right_to_a_new_password_ends_once_its_owner_changes_something(
    desk: FactorsDesk, change: Change
) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    token = await reset_token(desk, someone)
    await change(desk, someone)
    refusal = await desk.identity.refusal(finish(desk, token))
    assert refusal.reason == "RESET_ENDED"


@pytest.mark.parametrize("way", ["reset", "change"])
async def test_a_new_password_ends_what_systems_do_while_the_person_is_away(
    desk: FactorsDesk, way: str
) -> None:
    someone, openid = await desk.person(), OpenId(desk.identity)
    client = registered(desk.identity.database, REFRESHING_CLIENT)
    tokens = await openid.signed_in_at(client, someone.session_token, scope=OFFLINE)
    if way == "reset":
        await desk.with_address(someone)
        await finish(desk, await reset_token(desk, someone))
    else:
        await change_password(desk, someone)
    answer = await openid.refresh(client, tokens["refresh_token"])
    assert (answer.status, answer.body["error"]) == (400, "invalid_grant")


async def test_what_was_granted_does_not_come_back_with_a_disabled_account(
    desk: FactorsDesk,
) -> None:
    someone, openid = await desk.person(), OpenId(desk.identity)
    client = registered(desk.identity.database, REFRESHING_CLIENT)
    tokens = await openid.signed_in_at(client, someone.session_token, scope=OFFLINE)
    within(desk.identity.database, disable_account, someone.person_id, "gestohlen")
    within(desk.identity.database, enable_account, someone.person_id)
    assert (await openid.refresh(client, tokens["refresh_token"])).status == 400


async def test_nobody_has_codes_sent_to_everybody_from_one_address(desk: FactorsDesk) -> None:
    for number in range(20):
        await start(desk, f"lg2{number:05d}", "203.0.113.9")
    refusal = await desk.identity.refusal(start(desk, "lg200020", "203.0.113.9"))
    assert refusal.reason == "TOO_MANY_ATTEMPTS"
    await start(desk, "lg200020", "203.0.113.10")


async def test_asking_for_codes_switches_nobodys_password_off(desk: FactorsDesk) -> None:
    someone = await desk.person()
    for number in range(105):
        await start(desk, someone.user_name, f"198.18.{number // 5}.7")
    signed_in = await desk.identity.sessions.SignIn(
        session_pb2.SignInRequest(user_name=someone.user_name, password=PASSWORD),
        metadata=desk.identity.calling_service("gateway", "203.0.113.7"),
    )
    assert signed_in.session_token


async def test_codes_of_an_app_are_not_guessed_from_many_networks(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    app = await desk.totp(someone)
    clock.advance(STEP)
    waiting = await desk.identity.sessions.SignIn(
        session_pb2.SignInRequest(user_name=someone.user_name, password=PASSWORD),
        metadata=desk.identity.calling_service("gateway", "203.0.113.7"),
    )

    async def guess(code: str, network: int) -> str:
        request = session_pb2.CompleteSignInRequest(
            second_factor_challenge=waiting.second_factor_challenge, code=code
        )
        metadata = desk.identity.calling_service("gateway", f"2001:db8:0:{network:x}::7")
        refusal = await desk.identity.refusal(
            desk.identity.sessions.CompleteSignIn(request, metadata=metadata)
        )
        return refusal.reason

    wrong = f"{(int(desk.code(app)) + 1) % 1_000_000:06d}"
    assert {await guess(wrong, n // 5) for n in range(100)} == {"SECOND_FACTOR_REFUSED"}
    assert await guess(desk.code(app), 100) == "PASSWORD_SWITCHED_OFF"


async def test_after_a_hundred_failures_a_mailed_code_gives_one_guess_at_the_second_factor(
    desk: FactorsDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    await desk.with_address(someone)
    app = await desk.totp(someone)
    clock.advance(STEP)
    await start(desk, someone.user_name)
    mailed = await mailed_code(desk)

    async def guess(code: str, network: int) -> str:
        request = messages.ProvePasswordResetRequest(
            user_name=someone.user_name, mailed_code=mailed, code=code
        )
        metadata = desk.identity.calling_service("gateway", f"2001:db8:0:{network:x}::7")
        refusal = await desk.identity.refusal(
            desk.recovery.ProvePasswordReset(request, metadata=metadata)
        )
        return refusal.reason

    wrong = f"{(int(desk.code(app)) + 1) % 1_000_000:06d}"
    assert {await guess(wrong, n // 5) for n in range(100)} == {"SECOND_FACTOR_REFUSED"}
    assert await guess(desk.code(app), 100) == "RESET_REFUSED"


async def start(desk: FactorsDesk, user_name: str, address: str = "192.0.2.7") -> None:
    await desk.recovery.StartPasswordReset(
        messages.StartPasswordResetRequest(user_name=user_name),
        metadata=desk.identity.calling_service("gateway", address),
    )


async def reset_token(desk: FactorsDesk, someone: Someone) -> str:
    """What whoever reads the recovery mailbox gets."""
    await start(desk, someone.user_name)
    mailed = await mailed_code(desk)
    request = messages.ProvePasswordResetRequest(user_name=someone.user_name, mailed_code=mailed)
    proven = await desk.recovery.ProvePasswordReset(
        request, metadata=desk.identity.calling_service("gateway")
    )
    return str(proven.reset_token)


async def mailed_code(desk: FactorsDesk) -> str:
    within(desk.identity.database, send_waiting_codes, DATA_KEY)
    # The service itself may have been first, and be at it still.
    for _ in range(100):
        if desk.mails("password_reset_code"):
            break
        await asyncio.sleep(0.02)
    return desk.mailed_code("password_reset_code")


async def finish(desk: FactorsDesk, token: str) -> None:
    await desk.recovery.FinishPasswordReset(
        messages.FinishPasswordResetRequest(reset_token=token, password="Neun Reiher am Ufer"),
        metadata=desk.identity.calling_service("gateway"),
    )
