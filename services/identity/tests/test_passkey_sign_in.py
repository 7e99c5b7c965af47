"""Passkeys in use: signing in alone or after the password, and proving again who one is."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import grpc
import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.domain.sessions import SecondFactorPolicy
from identity.store.tables import accounts
from matrikel.identity.v1 import passkey_pb2 as messages
from matrikel.identity.v1 import session_pb2
from sqlalchemy import update

from services.identity.tests.factors_factories import ORIGIN, Device
from services.identity.tests.passkey_factories import PasskeyDesk, like

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[PasskeyDesk]:
    """People with passkeys at an installation that has a name."""
    required = SecondFactorPolicy.REQUIRED
    async with start_identity(public_url=ORIGIN, staff_second_factor=required) as identity:
        yield PasskeyDesk(identity)


async def test_a_challenge_is_answered_once_and_within_five_minutes(
    desk: PasskeyDesk, clock: DrivenClock
) -> None:
    someone, device = await desk.person(), Device()
    answer = device.register(await desk.start_registration(someone))
    await desk.finish_registration(someone, answer)
    again = await desk.identity.refusal(desk.finish_registration(someone, answer))
    assert again.reason == "PASSKEY_REFUSED"
    options = await desk.passkey_options()
    signed = device.sign(options)
    await desk.passkey_sign_in(signed)
    replayed = await desk.identity.refusal(desk.passkey_sign_in(signed))
    assert replayed.reason == "PASSKEY_SIGN_IN_REFUSED"
    late = await desk.passkey_options()
    clock.advance(timedelta(minutes=5))
    refusal = await desk.identity.refusal(desk.passkey_sign_in(device.sign(late)))
    assert refusal.reason == "PASSKEY_SIGN_IN_REFUSED"


async def test_of_many_answers_to_one_challenge_at_once_one_starts_a_session(
    desk: PasskeyDesk,
) -> None:
    # A device without a counter: nothing but the challenge holds the others back.
    someone, device = await desk.person(), Device(counts=False)
    await desk.passkey(someone, device)
    signed = device.sign(await desk.passkey_options())
    answers = await asyncio.gather(
        *(desk.passkey_sign_in(signed) for _ in range(20)), return_exceptions=True
    )
    [signed_in] = [each for each in answers if isinstance(each, session_pb2.SignedIn)]
    assert signed_in.account.user_name == someone.user_name
    refused = [each for each in answers if isinstance(each, grpc.aio.AioRpcError)]
    assert {each.code() for each in refused} == {grpc.StatusCode.UNAUTHENTICATED}
    assert len(refused) == 19


async def test_a_challenge_for_one_thing_answers_no_other_and_nobody_elses(
    desk: PasskeyDesk,
) -> None:
    someone, other, device = await desk.person(), await desk.person(), Device()
    await desk.passkey(someone, device)
    for_other = Device().register(await desk.start_registration(other))
    refusal = await desk.identity.refusal(desk.finish_registration(someone, for_other))
    assert refusal.reason == "PASSKEY_REFUSED"
    proof = await desk.passkeys.StartPasskeyProof(
        messages.StartPasskeyProofRequest(), metadata=someone.metadata
    )
    refusal = await desk.identity.refusal(desk.passkey_sign_in(device.sign(proof.options_json)))
    assert refusal.reason == "PASSKEY_SIGN_IN_REFUSED"


async def test_unknown_foreign_and_forged_passkeys_are_answered_alike(desk: PasskeyDesk) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    unknown = Device()
    forged = Device()
    forged.credential_id = device.credential_id
    unverified = like(device, verifies=False)
    elsewhere = like(device, origin="https://evil.example")
    misled = like(device, user_handle=uuid4().bytes)
    answers = [
        await desk.identity.refusal(desk.signs_in(each))
        for each in (unknown, forged, unverified, elsewhere, misled)
    ]
    assert len(set(answers)) == 1
    assert answers[0].reason == "PASSKEY_SIGN_IN_REFUSED"


async def test_a_disabled_account_does_not_sign_in(desk: PasskeyDesk) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)

    def disable(tx: Transaction) -> None:
        tx.execute(
            update(accounts)
            .where(accounts.c.person_id == someone.person_id)
            .values(state="disabled", disable_reason="administrator")
        )

    within(desk.identity.database, disable)
    refusal = await desk.identity.refusal(desk.signs_in(device))
    assert refusal.reason == "PASSKEY_SIGN_IN_REFUSED"


async def test_a_counter_that_falls_is_refused_noted_and_told(desk: PasskeyDesk) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    await desk.signs_in(device)
    copied = like(device)
    copied.count = 0
    refusal = await desk.identity.refusal(desk.signs_in(copied))
    assert refusal.reason == "PASSKEY_SIGN_IN_REFUSED"
    [passkey] = await desk.listed(someone)
    assert passkey.counter_fell
    assert len(desk.mails("passkey_counter_fell")) == 1
    await desk.signs_in(device)


async def test_a_device_that_does_not_count_signs_in_again_and_again(desk: PasskeyDesk) -> None:
    someone, device = await desk.person(), Device(counts=False)
    await desk.passkey(someone, device)
    for _ in range(3):
        await desk.signs_in(device)
    assert not desk.mails("passkey_counter_fell")


async def test_a_passkey_completes_a_sign_in_with_a_password(desk: PasskeyDesk) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    waiting = await desk.password(someone)
    assert not waiting.session_token
    assert session_pb2.SECOND_FACTOR_KIND_PASSKEY in waiting.second_factor_kinds
    challenge = waiting.second_factor_challenge
    options = await desk.passkey_options(challenge)
    assert len(json.loads(options)["allowCredentials"]) == 1
    signed_in = await desk.passkey_sign_in(device.sign(options), challenge)
    assert signed_in.account.user_name == someone.user_name
    repeated = await desk.identity.refusal(desk.passkey_sign_in(device.sign(options), challenge))
    assert repeated.reason == "SIGN_IN_EXPIRED"


async def test_the_passkey_of_somebody_else_completes_no_sign_in(desk: PasskeyDesk) -> None:
    someone, other = await desk.person(), await desk.person()
    await desk.passkey(someone, Device())
    of_other = Device()
    await desk.passkey(other, of_other)
    challenge = (await desk.password(someone)).second_factor_challenge
    for options in (await desk.passkey_options(challenge), await desk.passkey_options()):
        refusal = await desk.identity.refusal(
            desk.passkey_sign_in(of_other.sign(options), challenge)
        )
        assert refusal.reason == "PASSKEY_SIGN_IN_REFUSED"


async def test_a_passkey_proves_again_who_one_is(desk: PasskeyDesk, clock: DrivenClock) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    clock.advance(timedelta(minutes=6))
    stale = await desk.metadata(someone.session_token)
    refusal = await desk.identity.refusal(
        desk.passkeys.StartPasskeyRegistration(
            messages.StartPasskeyRegistrationRequest(person_id=str(someone.person_id)),
            metadata=stale,
        )
    )
    assert refusal.reason == "STEP_UP_REQUIRED"
    proof = await desk.passkeys.StartPasskeyProof(
        messages.StartPasskeyProofRequest(), metadata=stale
    )
    proven = await desk.passkeys.FinishPasskeyProof(
        messages.FinishPasskeyProofRequest(credential_json=device.sign(proof.options_json)),
        metadata=stale,
    )
    assert proven.authenticate_time.ToDatetime(clock.now().tzinfo) == clock.now()
    fresh = replace(someone, metadata=await desk.metadata(someone.session_token))
    await desk.start_registration(fresh)


async def test_without_a_passkey_there_is_nothing_to_prove_with(desk: PasskeyDesk) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(
        desk.passkeys.StartPasskeyProof(
            messages.StartPasskeyProofRequest(), metadata=someone.metadata
        )
    )
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "NO_PASSKEY")
