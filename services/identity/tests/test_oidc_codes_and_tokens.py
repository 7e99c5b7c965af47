"""Codes and tokens count once; what was used twice ends what it gave."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import DrivenClock, within
from identity.app.accounts.states import disable_account
from identity.app.oidc.housekeeping import tidy_provider
from identity.app.oidc.registry import disable_client
from identity.domain.oidc.clients import Authentication
from identity.store.tables import (
    oidc_codes,
    oidc_grants,
    oidc_refresh_tokens,
    oidc_waiting_requests,
)
from sqlalchemy import func, select

from services.identity.tests.oidc_factories import (
    REFRESHING_CLIENT,
    OpenId,
    registered,
)

pytestmark = pytest.mark.asyncio

SPA = replace(REFRESHING_CLIENT, authentication=Authentication.NONE)


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def signed_in(openid: OpenId) -> str:
    student = await openid.identity.student()
    return str((await openid.identity.sign_in(student)).session_token)


async def test_320_parallel_redemptions_of_40_codes_give_exactly_40_tokens(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    codes = [await openid.code(client, session_token) for _ in range(40)]
    answers = await asyncio.gather(*(openid.redeem(client, code) for code in codes * 8))
    given = [answer.body["access_token"] for answer in answers if answer.status == 200]
    assert len(given) == len(set(given)) == 40
    refused = [answer for answer in answers if answer.status != 200]
    assert {(answer.status, answer.body["error"]) for answer in refused} == {(400, "invalid_grant")}


async def test_a_code_that_is_replayed_ends_the_tokens_that_it_gave(openid: OpenId) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    code = await openid.code(client, await signed_in(openid))
    tokens = (await openid.redeem(client, code)).body
    assert (await openid.userinfo(tokens["access_token"])).status == 200
    replay = await openid.redeem(client, code)
    assert (replay.status, replay.body["error"]) == (400, "invalid_grant")
    assert (await openid.userinfo(tokens["access_token"])).status == 401
    renewed = await openid.refresh(client, tokens["refresh_token"])
    assert renewed.body["error"] == "invalid_grant"


async def test_a_code_holds_for_a_minute_its_client_its_address_and_its_verifier(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database)
    other = registered(openid.identity.database)
    session_token = await signed_in(openid)
    code = await openid.code(client, session_token)
    wrong: list[tuple[Any, dict[str, str | None], str]] = [
        (other, {}, "invalid_grant"),
        (client, {"redirect_uri": "https://moodle.leuphana.example/"}, "invalid_grant"),
        (client, {"redirect_uri": None}, "invalid_grant"),
        (client, {"code_verifier": "w" * 43}, "invalid_grant"),
        (client, {"code_verifier": None}, "invalid_request"),
        (client, {"code": "invented"}, "invalid_grant"),
        (client, {"code": None}, "invalid_request"),
    ]
    for who, form, error in wrong:
        answer = await openid.redeem(who, code, **form)
        assert (answer.status, answer.body["error"]) == (400, error), form
    # None of the mistakes used it up.
    assert (await openid.redeem(client, code)).status == 200
    late = await openid.code(client, session_token)
    clock.advance(timedelta(seconds=60))
    assert (await openid.redeem(client, late)).body["error"] == "invalid_grant"


async def test_refresh_tokens_rotate_and_a_second_use_ends_the_whole_family(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    tokens = await openid.signed_in_at(client, await signed_in(openid), scope="openid email")
    first = tokens["refresh_token"]
    renewed = (await openid.refresh(client, first)).body
    assert renewed["scope"] == "openid email"
    assert renewed["refresh_token"] != first
    before, after = [await openid.read(one["id_token"]) for one in (tokens, renewed)]
    assert "nonce" not in after
    assert [before[name] == after[name] for name in ("sub", "sid", "auth_time")] == [True] * 3
    assert (await openid.userinfo(renewed["access_token"])).status == 200
    again = await openid.refresh(client, first)
    assert (again.status, again.body["error"]) == (400, "invalid_grant")
    for token in (tokens["access_token"], renewed["access_token"]):
        assert (await openid.userinfo(token)).status == 401
    last = await openid.refresh(client, renewed["refresh_token"])
    assert last.body["error"] == "invalid_grant"


async def test_parallel_uses_of_one_refresh_token_give_one_answer_and_end_the_family(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, SPA)
    tokens = await openid.signed_in_at(client, await signed_in(openid))
    uses = [openid.refresh(client, tokens["refresh_token"]) for _ in range(8)]
    answers = await asyncio.gather(*uses)
    [given] = [answer.body for answer in answers if answer.status == 200]
    assert (await openid.userinfo(given["access_token"])).status == 401


async def test_a_refresh_can_ask_for_fewer_scopes_but_not_for_more(openid: OpenId) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    tokens = await openid.signed_in_at(client, await signed_in(openid), scope="openid profile")
    more = await openid.refresh(client, tokens["refresh_token"], scope="openid email")
    assert more.body["error"] == "invalid_scope"
    fewer = (await openid.refresh(client, tokens["refresh_token"], scope="openid")).body
    assert fewer["scope"] == "openid"
    assert set((await openid.userinfo(fewer["access_token"])).body) == {"sub"}
    whole = (await openid.refresh(client, fewer["refresh_token"])).body
    assert whole["scope"] == "openid profile"


async def test_without_offline_access_tokens_end_with_the_session_and_with_it_they_go_on(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    session_token = await signed_in(openid)
    bound = await openid.signed_in_at(client, session_token)
    offline = await openid.signed_in_at(client, session_token, scope="openid offline_access")
    await openid.sign_out(session_token)
    assert (await openid.userinfo(bound["access_token"])).status == 401
    assert (await openid.refresh(client, bound["refresh_token"])).status == 400
    assert (await openid.userinfo(offline["access_token"])).status == 200
    clock.advance(timedelta(days=29))
    renewed = await openid.refresh(client, offline["refresh_token"])
    assert renewed.status == 200
    clock.advance(timedelta(days=30))
    assert (await openid.refresh(client, renewed.body["refresh_token"])).status == 400


async def test_a_disabled_account_or_client_ends_every_token_at_once(openid: OpenId) -> None:
    database = openid.identity.database
    client = registered(database, REFRESHING_CLIENT)
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    tokens = await openid.signed_in_at(client, session_token, scope="openid offline_access")
    other = registered(database, REFRESHING_CLIENT)
    held = await openid.signed_in_at(other, session_token)
    within(database, disable_client, UUID(other.client_id))
    assert (await openid.userinfo(held["access_token"])).status == 401
    refused = await openid.refresh(other, held["refresh_token"])
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")
    assert (await openid.userinfo(tokens["access_token"])).status == 200
    within(database, disable_account, student.person_id, "Verdacht auf Missbrauch")
    assert (await openid.userinfo(tokens["access_token"])).status == 401
    assert (await openid.refresh(client, tokens["refresh_token"])).status == 400


async def test_tokens_are_given_back_one_by_one_or_with_the_refresh_token_all_at_once(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, REFRESHING_CLIENT)
    other = registered(openid.identity.database)
    tokens = await openid.signed_in_at(client, await signed_in(openid))
    assert (await openid.revoke(client, "invented")).status == 200
    foreign = await openid.revoke(other, tokens["access_token"])
    assert (foreign.status, foreign.body["error"]) == (400, "invalid_grant")
    hinted = await openid.revoke(client, tokens["access_token"], token_type_hint="refresh_token")
    assert hinted.status == 200
    assert (await openid.userinfo(tokens["access_token"])).status == 401
    renewed = (await openid.refresh(client, tokens["refresh_token"])).body
    assert (await openid.revoke(client, renewed["refresh_token"])).status == 200
    assert (await openid.userinfo(renewed["access_token"])).status == 401


async def test_clients_learn_about_their_own_tokens_and_registered_ones_about_all(
    openid: OpenId,
) -> None:
    database = openid.identity.database
    client = registered(database)
    curious = registered(database)
    tokens = await openid.signed_in_at(client, await signed_in(openid))
    known = await openid.introspect(client, tokens["access_token"])
    subject = (await openid.userinfo(tokens["access_token"])).body["sub"]
    assert known.body["active"] is True
    assert (known.body["client_id"], known.body["sub"]) == (client.client_id, subject)
    assert known.body["exp"] - known.body["iat"] == 600
    assert (await openid.introspect(curious, tokens["access_token"])).body == {"active": False}
    assert (await openid.introspect(client, "invented")).body == {"active": False}


async def test_what_was_granted_is_forgotten_thirty_days_after_its_end(
    openid: OpenId, clock: DrivenClock
) -> None:
    database = openid.identity.database
    client = registered(database, REFRESHING_CLIENT)
    await openid.signed_in_at(client, await signed_in(openid), scope="openid offline_access")
    await openid.authorize(client)

    def kept(tx: Transaction) -> dict[str, int]:
        counted = (oidc_grants, oidc_refresh_tokens, oidc_codes, oidc_waiting_requests)
        return {
            table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in counted
        }

    clock.advance(timedelta(days=120))
    within(database, tidy_provider)
    assert set(within(database, kept).values()) == {1, 0}
    clock.advance(timedelta(seconds=1))
    within(database, tidy_provider)
    assert set(within(database, kept).values()) == {0}
