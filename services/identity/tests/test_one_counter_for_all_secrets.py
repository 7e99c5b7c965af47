"""Failures count together, whichever secret was wrong; passkeys and recoveries stay open."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from chassis.testing import within
from identity.composition.sign_in import hashing_of
from identity.settings import IdentitySettings
from matrikel.identity.v1 import service_password_pb2

from services.identity.tests.factors_factories import ORIGIN, PASSWORD, Device
from services.identity.tests.services_factories import Campus, add_system
from services.identity.tests.sign_in_factories import HOME, SignInDesk

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(start_identity: Any) -> AsyncIterator[SignInDesk]:
    """People at their browsers, at an installation that has a name."""
    async with start_identity(public_url=ORIGIN) as identity:
        yield SignInDesk(identity)


async def wrong_service_password(campus: Campus, client_id: Any, user_name: str) -> str:
    """What a mail server is answered for somebody at home."""
    request = service_password_pb2.CheckServicePasswordRequest(
        it_service_code="email", user_name=user_name, password="wrong", client_address=HOME
    )
    metadata = campus.system("service_passwords", client_id=client_id)
    refusal = await campus.identity.refusal(
        campus.passwords.CheckServicePassword(request, metadata=metadata)
    )
    reason: str = refusal.reason
    return reason


async def test_wrong_passwords_of_a_mail_program_count_with_those_at_the_sign_in(
    identity: Any,
) -> None:
    campus, desk = Campus(identity), SignInDesk(identity)
    client_id = within(campus.database, add_system, "email")
    someone = await desk.person()
    for _ in range(5):
        reason = await wrong_service_password(campus, client_id, someone.user_name)
        assert reason == "SERVICE_PASSWORD_REFUSED"
    refusal = await identity.refusal(desk.sign_in(someone, PASSWORD))
    assert (refusal.reason, refusal.retry_after_seconds) == ("TOO_MANY_ATTEMPTS", 30)
    assert (await desk.sign_in(someone, PASSWORD, address="203.0.113.80")).session_token


async def test_a_passkey_signs_in_where_the_password_is_off_and_opens_it_again(
    desk: SignInDesk,
) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    desk.fail(someone.user_name, 100)
    refusal = await desk.identity.refusal(desk.sign_in(someone, PASSWORD, address="203.0.113.80"))
    assert refusal.reason == "PASSWORD_SWITCHED_OFF"
    signed_in = await desk.passkey_sign_in(device.sign(await desk.passkey_options()))
    assert signed_in.account.user_name == someone.user_name
    answer = await desk.sign_in(someone, PASSWORD, address="203.0.113.80")
    assert answer.second_factor_challenge


async def test_passwords_are_hashed_as_owasp_recommends_unless_an_operator_chooses_more() -> None:
    """OWASP Password Storage Cheat Sheet, "Argon2id": 19 MiB of memory, two passes, one lane."""
    encoded = hashing_of(IdentitySettings()).hash(PASSWORD)
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
