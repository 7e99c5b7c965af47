"""Passkeys: made, listed, renamed and removed; refused wherever something is wrong."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.domain.roles import Role
from identity.domain.sessions import SecondFactorPolicy
from identity.store.tables import passkey_challenges
from matrikel.identity.v1 import passkey_pb2 as messages
from matrikel.identity.v1 import session_pb2
from sqlalchemy import select

from services.identity.tests.factors_factories import ORIGIN, Device, Someone
from services.identity.tests.passkey_factories import PasskeyDesk

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def desk(start_identity: Any, clock: DrivenClock) -> AsyncIterator[PasskeyDesk]:
    """People with passkeys at an installation that has a name."""
    required = SecondFactorPolicy.REQUIRED
    async with start_identity(public_url=ORIGIN, staff_second_factor=required) as identity:
        yield PasskeyDesk(identity)


async def test_a_passkey_is_made_and_signs_in_alone_with_two_factors(
    desk: PasskeyDesk, clock: DrivenClock
) -> None:
    someone, device = await desk.person(Role.EXAMINER), Device()
    passkey = await desk.passkey(someone, device)
    assert (passkey.name, passkey.synced, passkey.counter_fell) == ("Notebook", False, False)
    assert len(desk.mails("passkey_added")) == 1
    signed_in = await desk.signs_in(device)
    assert signed_in.account.user_name == someone.user_name
    assert not signed_in.second_factor_needed
    session = (
        await desk.identity.sessions.GetOwnSession(
            session_pb2.GetOwnSessionRequest(),
            metadata=await desk.metadata(signed_in.session_token),
        )
    ).session
    assert session.acr == "https://refeds.org/profile/mfa"
    assert list(session.amr) == ["hwk", "user"]
    [listed] = await desk.listed(someone)
    assert listed.last_use_time.ToDatetime(clock.now().tzinfo) == clock.now()
    assert desk.identity.audited("FinishPasskeySignIn") == ["OK"]


async def test_the_options_ask_for_a_verified_discoverable_passkey_of_this_host(
    desk: PasskeyDesk,
) -> None:
    someone, device = await desk.person(), Device()
    await desk.passkey(someone, device)
    options = json.loads(await desk.start_registration(someone))
    assert options["rp"] == {"name": "Leuphana", "id": "portal.leuphana.example"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [-7, -8, -257]
    assert len(options["excludeCredentials"]) == 1
    alone = await desk.passkeys.StartPasskeySignIn(messages.StartPasskeySignInRequest())
    asked = json.loads(alone.options_json)
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize(
    "device",
    [Device(origin="https://portal.leuphana.example.evil.example"), Device(verifies=False)],
    ids=["another origin", "no user verification"],
)
async def test_a_registration_that_does_not_hold_is_refused(
    desk: PasskeyDesk, device: Device
) -> None:
    refusal = await desk.identity.refusal(desk.passkey(await desk.person(), device))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "PASSKEY_REFUSED")


@pytest.mark.parametrize("answer", ["{}", "no json", "[]", '{"id": 7, "rawId": null}', '"text"'])
async def test_an_answer_that_is_none_is_refused(desk: PasskeyDesk, answer: str) -> None:
    someone = await desk.person()
    refusal = await desk.identity.refusal(desk.finish_registration(someone, answer))
    assert refusal.reason == "PASSKEY_REFUSED"
    signing_in = desk.passkeys.FinishPasskeySignIn(
        messages.FinishPasskeySignInRequest(credential_json=answer)
    )
    refusal = await desk.identity.refusal(signing_in)
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "PASSKEY_SIGN_IN_REFUSED")


async def test_passkeys_are_listed_in_pages_renamed_and_removed(
    desk: PasskeyDesk, clock: DrivenClock
) -> None:
    someone = await desk.person()
    for name in ("Notebook", "Telefon", "Schlüssel"):
        await desk.passkey(someone, Device(), name)
        clock.advance(timedelta(seconds=1))
    first = await desk.page(someone, 2)
    second = await desk.page(someone, 2, first.next_page_token)
    names = [each.name for each in (*first.passkeys, *second.passkeys)]
    assert names == ["Notebook", "Telefon", "Schlüssel"]
    assert not second.next_page_token
    passkey_id = first.passkeys[0].passkey_id
    renamed = await desk.passkeys.RenamePasskey(
        messages.RenamePasskeyRequest(
            person_id=str(someone.person_id),
            passkey_id=passkey_id,
            name="Altes Notebook",
            request_id=str(uuid4()),
        ),
        metadata=someone.metadata,
    )
    assert renamed.passkey.name == "Altes Notebook"
    await _remove(desk, someone, passkey_id)
    assert [each.name for each in await desk.listed(someone)] == ["Telefon", "Schlüssel"]
    refusal = await desk.identity.refusal(_remove(desk, someone, passkey_id))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "PASSKEY_UNKNOWN")


async def test_staff_keep_their_last_passkey(desk: PasskeyDesk) -> None:
    someone = await desk.person(Role.EXAMINER)
    passkey = await desk.passkey(someone, Device())
    refusal = await desk.identity.refusal(_remove(desk, someone, passkey.passkey_id))
    assert refusal.reason == "SECOND_FACTOR_REQUIRED"


async def test_a_passkey_belongs_to_one_account_and_twenty_to_each(desk: PasskeyDesk) -> None:
    someone, other, device = await desk.person(), await desk.person(), Device()
    await desk.passkey(someone, device)
    refusal = await desk.identity.refusal(desk.passkey(other, device))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "PASSKEY_KNOWN")
    for number in range(19):
        await desk.passkey(someone, Device(), f"Nummer {number}")
    refusal = await desk.identity.refusal(desk.passkey(someone, Device()))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "TOO_MANY_PASSKEYS")


async def test_the_passkeys_of_somebody_else_are_not_there(desk: PasskeyDesk) -> None:
    owner, stranger = await desk.person(), await desk.person(Role.SYSTEM_ADMINISTRATOR)
    passkey = await desk.passkey(owner, Device())
    foreign = replace(owner, metadata=stranger.metadata)
    assert (await desk.identity.refusal(desk.listed(foreign))).code == "NOT_FOUND"
    refusal = await desk.identity.refusal(_remove(desk, foreign, passkey.passkey_id))
    assert refusal.code == "NOT_FOUND"


async def test_a_challenge_is_stored_as_a_digest_only(desk: PasskeyDesk) -> None:
    someone = await desk.person()
    options = json.loads(await desk.start_registration(someone))

    def stored(tx: Transaction) -> str:
        return str(tx.execute(select(passkey_challenges)).all())

    assert options["challenge"] not in within(desk.identity.database, stored)


async def test_at_a_bare_address_there_are_no_passkeys(
    start_identity: Any, clock: DrivenClock
) -> None:
    async with start_identity(public_url="https://192.0.2.7") as identity:
        desk = PasskeyDesk(identity)
        someone = await desk.person()
        assert not (await desk.security(someone)).passkeys_possible
        refusal = await identity.refusal(desk.start_registration(someone))
        assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "PASSKEYS_NOT_POSSIBLE")


async def test_where_there_are_no_passkeys_strangers_are_told_no_more_than_elsewhere(
    start_identity: Any, clock: DrivenClock
) -> None:
    async with start_identity(public_url="https://192.0.2.7") as identity:
        desk = PasskeyDesk(identity)
        owner, stranger = await desk.person(), await desk.person()
        foreign = replace(owner, metadata=stranger.metadata)
        assert (await identity.refusal(desk.start_registration(foreign))).code == "NOT_FOUND"


async def _remove(desk: PasskeyDesk, someone: Someone, passkey_id: str) -> Any:
    return await desk.passkeys.RemovePasskey(
        messages.RemovePasskeyRequest(
            person_id=str(someone.person_id), passkey_id=passkey_id, request_id=str(uuid4())
        ),
        metadata=someone.metadata,
    )
