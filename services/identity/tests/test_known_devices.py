"""Devices that accounts know, and the password that is off for all others."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from identity.app.housekeeping import tidy
from identity.domain.roles import Role
from identity.store.tables import devices
from matrikel.identity.v1 import password_pb2, session_pb2
from sqlalchemy import select

from services.identity.tests.factors_factories import PASSWORD
from services.identity.tests.sign_in_factories import CHROME, WRONG, SignInDesk

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(identity: Any) -> SignInDesk:
    """People at their browsers."""
    return SignInDesk(identity)


async def devices_of(desk: SignInDesk, metadata: Any) -> list[session_pb2.Device]:
    answer = await desk.sessions.ListDevices(session_pb2.ListDevicesRequest(), metadata=metadata)
    return list(answer.devices)


async def test_a_sign_in_makes_the_device_known_and_the_next_one_needs_no_new_token(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    first = await desk.sign_in(someone, PASSWORD)
    assert len(first.device_token) >= 43
    again = await desk.sign_in(someone, PASSWORD, device=first.device_token)
    assert again.device_token == ""
    here = await desk.metadata(again.session_token)
    [device] = [each for each in await devices_of(desk, here) if each.current]
    assert (device.browser, device.operating_system) == ("Firefox", "Linux")
    assert device.network == "192.0.2.0/24"


async def test_a_device_token_is_stored_as_a_digest_and_an_invented_one_is_not_taken_over(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    invented = "x" * 43
    answer = await desk.sign_in(someone, PASSWORD, device=invented)
    assert answer.device_token not in ("", invented)
    stored = within(
        desk.identity.database,
        lambda tx: set(tx.execute(select(devices.c.token_digest)).scalars()),
    )
    assert answer.device_token not in stored


async def test_two_people_at_one_browser_are_known_there_by_one_token(desk: SignInDesk) -> None:
    someone, another = await desk.person(), await desk.person()
    token = (await desk.sign_in(someone, PASSWORD)).device_token
    assert (await desk.sign_in(another, PASSWORD, device=token)).device_token == ""
    assert (await desk.sign_in(someone, PASSWORD, device=token)).device_token == ""


async def test_a_sign_in_on_a_new_device_is_told_by_mail_and_on_a_known_one_is_not(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    known = await desk.sign_in(someone, PASSWORD)
    before = len(desk.mails_of_kind("new_device"))
    await desk.sign_in(someone, PASSWORD, device=known.device_token)
    assert len(desk.mails_of_kind("new_device")) == before
    await desk.sign_in(someone, PASSWORD, browser=CHROME, address="203.0.113.9")
    newest = desk.mails_of_kind("new_device")
    assert len(newest) == before + 1
    assert any("Chrome, Windows" in text and "203.0.113.0/24" in text for text in newest)
    assert not any("203.0.113.9" in text for text in newest)


async def test_strangers_in_the_same_network_do_not_make_a_known_device_wait(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    device = (await desk.sign_in(someone, PASSWORD)).device_token
    for _ in range(6):
        await desk.identity.refusal(desk.sign_in(someone, WRONG))
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD))
    assert refusal.reason == "TOO_MANY_ATTEMPTS"
    assert (await desk.sign_in(someone, PASSWORD, device=device)).session_token


async def test_after_100_failures_in_a_row_the_password_is_off_for_unknown_devices_only(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    device = (await desk.sign_in(someone, PASSWORD)).device_token
    desk.fail(someone.user_name, 99)
    assert not desk.mails_of_kind("password_switched_off")
    desk.fail(someone.user_name, 1)
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD, address="203.0.113.80"))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "PASSWORD_SWITCHED_OFF")
    assert len(desk.mails_of_kind("password_switched_off")) == 1
    # On the known device it works, and that opens it again everywhere.
    await desk.sign_in(someone, PASSWORD, device=device)
    assert (await desk.sign_in(someone, PASSWORD, address="203.0.113.80")).session_token


async def test_a_user_name_that_nobody_has_is_answered_alike_after_100_failures(
    desk: SignInDesk,
) -> None:
    someone = await desk.person()
    desk.fail("lg999998", 100)
    unknown = type(someone)(someone.person_id, "lg999998", "", ())
    refusal = await desk.identity.refusal(desk.sign_in(unknown, PASSWORD, address="203.0.113.80"))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "PASSWORD_SWITCHED_OFF")
    assert not desk.mails_of_kind("password_switched_off")


async def test_a_hundred_failures_on_a_known_device_make_it_unknown(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    device = (await desk.sign_in(someone, PASSWORD)).device_token
    for _ in range(100):
        refusal = await desk.identity.refusal(desk.sign_in(someone, WRONG, device=device))
        assert refusal.reason == "SIGN_IN_REFUSED"
        clock.advance(timedelta(minutes=15))
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD, device=device))
    assert refusal.reason == "PASSWORD_SWITCHED_OFF"


async def test_an_administrator_sees_switched_off_passwords_and_opens_them_again(
    desk: SignInDesk,
) -> None:
    administrator = await desk.person(Role.SYSTEM_ADMINISTRATOR)
    clerk = await desk.person(Role.STUDENT_SERVICES)
    someone = await desk.person()
    desk.fail(someone.user_name, 100)
    asked = password_pb2.ListPasswordBlocksRequest()
    refusal = await desk.identity.refusal(
        desk.passwords.ListPasswordBlocks(asked, metadata=clerk.metadata)
    )
    assert refusal.code == "PERMISSION_DENIED"
    listed = await desk.passwords.ListPasswordBlocks(asked, metadata=administrator.metadata)
    [block] = listed.password_blocks
    assert (block.user_name, block.failures) == (someone.user_name, 100)
    lift = password_pb2.LiftPasswordBlockRequest(
        person_id=str(someone.person_id), request_id=str(uuid4())
    )
    await desk.passwords.LiftPasswordBlock(lift, metadata=administrator.metadata)
    assert (await desk.sign_in(someone, PASSWORD, address="203.0.113.80")).session_token
    assert len(desk.mails_of_kind("password_block_lifted")) == 1
    listed = await desk.passwords.ListPasswordBlocks(asked, metadata=administrator.metadata)
    assert not listed.password_blocks


async def test_a_removed_device_is_unknown_and_its_sessions_end(desk: SignInDesk) -> None:
    someone, another = await desk.person(), await desk.person()
    lost = await desk.sign_in(someone, PASSWORD, browser=CHROME)
    here = await desk.metadata((await desk.sign_in(someone, PASSWORD)).session_token)
    [device] = [each for each in await devices_of(desk, here) if each.browser == "Chrome"]
    remove = session_pb2.RemoveDeviceRequest(device_id=device.device_id, request_id=str(uuid4()))
    refusal = await desk.identity.refusal(
        desk.sessions.RemoveDevice(remove, metadata=another.metadata)
    )
    assert refusal.code == "NOT_FOUND"
    await desk.sessions.RemoveDevice(remove, metadata=here)
    assert all(each.browser != "Chrome" for each in await devices_of(desk, here))
    refusal = await desk.identity.refusal(desk.identity.token(lost.session_token))
    assert refusal.reason == "SESSION_ENDED"
    assert (await desk.sign_in(someone, PASSWORD, device=lost.device_token)).device_token


async def test_a_device_that_was_not_used_for_a_year_is_forgotten(
    desk: SignInDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    device = (await desk.sign_in(someone, PASSWORD)).device_token
    clock.advance(timedelta(days=365))
    within(desk.identity.database, tidy)
    assert (await desk.sign_in(someone, PASSWORD, device=device)).device_token
