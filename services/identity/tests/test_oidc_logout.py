"""Clients sign people out, and are told when people sign out elsewhere."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from identity.app.oidc.back_channel import claim_deliveries, note_failed
from identity.app.oidc.housekeeping import tidy_provider
from identity.app.oidc.rules import ProviderRules
from identity.clients.back_channel import BackChannel
from identity.domain.oidc.grants import RETRIES
from identity.flows.back_channel_logout import LogoutNotifier
from identity.settings import IdentitySettings

from services.identity.tests.factors_factories import CHEST
from services.identity.tests.oidc_factories import (
    CODE_CLIENT,
    ISSUER,
    OpenId,
    lifetimes,
    query_of,
    registered,
)

pytestmark = pytest.mark.asyncio

[SIGNED_OUT] = CODE_CLIENT.post_logout_redirect_uris
RULES = ProviderRules(
    ISSUER, IdentitySettings().session_rules, lifetimes(), CHEST, IdentitySettings().mailbox_domains
)


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def signed_in(openid: OpenId) -> str:
    student = await openid.identity.student()
    return str((await openid.identity.sign_in(student)).session_token)


async def is_alive(openid: OpenId, session_token: str) -> bool:
    client = registered(openid.identity.database)
    answer = await openid.authorize(client, session_token)
    return answer.WhichOneof("outcome") == "return_to_client"


async def test_a_client_that_proves_whom_it_knows_signs_the_person_out_at_once(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    hint = (await openid.signed_in_at(client, session_token))["id_token"]
    # Expired for long; the session is what counts.
    clock.advance(timedelta(minutes=25))
    answer = await openid.logout(
        session_token,
        id_token_hint=hint,
        post_logout_redirect_uri=SIGNED_OUT,
        state="where was I?",
    )
    assert answer.signed_out.session_ended
    assert answer.signed_out.location.split("?")[0] == SIGNED_OUT
    assert query_of(answer.signed_out.location) == {"state": "where was I?"}
    assert not await is_alive(openid, session_token)


async def test_without_a_proof_the_person_is_asked_and_can_stay(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    other = await openid.signed_in_at(client, await signed_in(openid))
    for parameters in (
        {},
        {"state": "only"},
        {"client_id": client.client_id, "post_logout_redirect_uri": SIGNED_OUT},
        # It proves that the client knows somebody else.
        {"id_token_hint": other["id_token"]},
    ):
        question = (await openid.logout(session_token, **parameters)).question
        stayed = await openid.decide_logout(question.logout_handle, session_token, agreed=False)
        assert stayed.WhichOneof("outcome") == "stayed"
        assert await is_alive(openid, session_token)


async def test_who_agrees_is_signed_out_and_goes_back_only_to_a_client_that_was_named(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    for parameters, location in (
        ({"post_logout_redirect_uri": SIGNED_OUT}, ""),
        ({"client_id": client.client_id, "post_logout_redirect_uri": SIGNED_OUT}, SIGNED_OUT),
    ):
        session_token = await signed_in(openid)
        handle = (await openid.logout(session_token, **parameters)).question.logout_handle
        decided = (await openid.decide_logout(handle, session_token)).signed_out
        assert (decided.location, decided.session_ended) == (location, True)
        assert not await is_alive(openid, session_token)
        refusal = await openid.identity.refusal(openid.decide_logout(handle, session_token))
        assert refusal.reason == "LOGOUT_REQUEST_UNKNOWN"


async def test_a_request_with_a_mistake_does_nothing(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    other = registered(openid.identity.database)
    session_token = await signed_in(openid)
    hint = (await openid.signed_in_at(client, session_token))["id_token"]
    head, body, signature = hint.split(".")
    for parameters in (
        {"id_token_hint": "no token"},
        {"id_token_hint": f"{head}.{body}.{'A' * len(signature)}"},
        {"id_token_hint": hint, "client_id": other.client_id},
        {"id_token_hint": hint, "post_logout_redirect_uri": f"{SIGNED_OUT}?more"},
        {"client_id": "nobody"},
    ):
        answer = await openid.logout(session_token, **parameters)
        assert answer.WhichOneof("outcome") == "refused", parameters
    assert await is_alive(openid, session_token)


async def test_who_is_not_signed_in_any_more_just_goes_back(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    hint = (await openid.signed_in_at(client, session_token))["id_token"]
    await openid.sign_out(session_token)
    answer = await openid.logout(
        session_token, id_token_hint=hint, post_logout_redirect_uri=SIGNED_OUT
    )
    assert (answer.signed_out.location, answer.signed_out.session_ended) == (SIGNED_OUT, False)


@asynccontextmanager
async def client_that_listens(status: int = 200) -> AsyncIterator[tuple[str, asyncio.Queue[str]]]:
    """The address of a client on loopback, and the logout tokens that it got."""
    taken: asyncio.Queue[str] = asyncio.Queue()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        form = parse_qs((await reader.readexactly(length)).decode())
        taken.put_nowait(form["logout_token"][0])
        answered = f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n"
        writer.write(f"{answered}Connection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/back", taken
    finally:
        server.close()
        await server.wait_closed()


async def test_every_client_of_a_session_is_told_on_the_back_channel_when_it_ends(
    openid: OpenId,
) -> None:
    database = openid.identity.database
    async with client_that_listens() as (uri, taken):
        listening = registered(database, replace(CODE_CLIENT, back_channel_logout_uri=uri))
        deaf = registered(database)
        session_token, other_session = await signed_in(openid), await signed_in(openid)
        tokens = await openid.signed_in_at(listening, session_token)
        await openid.signed_in_at(deaf, session_token)
        await openid.signed_in_at(listening, other_session)
        await openid.sign_out(session_token)
        logout_token = await asyncio.wait_for(taken.get(), 10)
        told, known = [await openid.read(one) for one in (logout_token, tokens["id_token"])]
        assert told["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
        assert {name: told[name] for name in ("iss", "aud", "sub", "sid")} == {
            name: known[name] for name in ("iss", "aud", "sub", "sid")
        }
        assert "nonce" not in told
        # A logout token proves nothing at the end-session endpoint.
        assert (await openid.logout(other_session, id_token_hint=logout_token)).HasField("refused")


async def test_a_client_that_is_away_is_told_again_later_and_given_up_after_hours(
    openid: OpenId, clock: DrivenClock
) -> None:
    database = openid.identity.database
    uri = "http://127.0.0.1:1/nobody-listens"
    client = registered(database, replace(CODE_CLIENT, back_channel_logout_uri=uri))
    session_token = await signed_in(openid)
    await openid.signed_in_at(client, session_token)
    await openid.sign_out(session_token)
    tried = 0
    # The worker of the running service may try as well, and fails alike.
    for _ in range(len(RETRIES) + 3):
        clock.advance(RETRIES[-1])
        for delivery in within(database, claim_deliveries, RULES):
            tried += 1
            assert within(database, claim_deliveries, RULES) == ()
            within(database, note_failed, delivery, "ConnectError")
    assert 1 <= tried <= len(RETRIES) + 1
    assert within(database, claim_deliveries, RULES) == ()
    clock.advance(timedelta(days=31))
    within(database, tidy_provider)


async def test_redirects_of_clients_are_not_followed(openid: OpenId) -> None:
    database = openid.identity.database
    async with client_that_listens(status=302) as (uri, taken):
        client = registered(database, replace(CODE_CLIENT, back_channel_logout_uri=uri))
        session_token = await signed_in(openid)
        await openid.signed_in_at(client, session_token)
        await openid.sign_out(session_token)
        channel = BackChannel(calls_loopback=True)
        await LogoutNotifier(database, RULES, channel).send_due()
        await asyncio.wait_for(taken.get(), 10)
        await channel.close()
        assert taken.empty()


async def test_of_many_who_take_notices_at_once_each_notice_is_told_once(openid: OpenId) -> None:
    database = openid.identity.database
    async with client_that_listens() as (uri, taken):
        listening = registered(database, replace(CODE_CLIENT, back_channel_logout_uri=uri))
        session_tokens = [await signed_in(openid) for _ in range(6)]
        for session_token in session_tokens:
            await openid.signed_in_at(listening, session_token)
        await asyncio.gather(*map(openid.sign_out, session_tokens))
        channel = BackChannel(calls_loopback=True)
        # Beside the notifier of the running service, as further processes have theirs.
        others = [LogoutNotifier(database, RULES, channel) for _ in range(8)]
        await asyncio.gather(*(one.send_due() for one in others))
        tokens = [await asyncio.wait_for(taken.get(), 10) for _ in session_tokens]
        sessions = {(await openid.read(token))["sid"] for token in tokens}
        assert len(sessions) == len(session_tokens)
        assert sum([await one.send_due() for one in others]) == 0
        assert taken.empty()
        await channel.close()
