"""What clients learn about people, and under which name."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from chassis.database import Transaction
from chassis.testing import within
from identity.app.accounts.rules import load_rules
from identity.profile.accounts import read_account_rules
from identity.store.accounts import change_account, find_account

from services.identity.tests.oidc_factories import CODE_CLIENT, OpenId, registered

pytestmark = pytest.mark.asyncio

LEUPHANA = Path(__file__).parents[3] / "deploy/profiles/leuphana/identity"


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def signed_in(openid: OpenId) -> str:
    student = await openid.identity.student()
    return str((await openid.identity.sign_in(student)).session_token)


async def test_sectors_know_a_person_under_names_that_cannot_be_put_together(
    openid: OpenId,
) -> None:
    database = openid.identity.database
    elsewhere = replace(
        CODE_CLIENT,
        redirect_uris=("https://wiki.leuphana.example/cb",),
        post_logout_redirect_uris=(),
    )
    clients = {
        "moodle": registered(database),
        "moodle too": registered(database),
        "wiki": registered(database, elsewhere),
        "wiki of the sector": registered(
            database, replace(elsewhere, sector="moodle.leuphana.example")
        ),
        "public": registered(database, replace(elsewhere, public_subject=True)),
        "public too": registered(database, replace(CODE_CLIENT, public_subject=True)),
    }

    async def subjects(session_token: str) -> dict[str, str]:
        tokens = {
            name: await openid.signed_in_at(client, session_token)
            for name, client in clients.items()
        }
        return {
            name: (await openid.userinfo(one["access_token"])).body["sub"]
            for name, one in tokens.items()
        }

    first, second = await subjects(await signed_in(openid)), await subjects(await signed_in(openid))
    assert first["moodle"] == first["moodle too"] == first["wiki of the sector"]
    assert first["public"] == first["public too"]
    assert len({first["moodle"], first["wiki"], first["public"]}) == 3
    assert not set(first.values()) & set(second.values())


async def test_a_client_gets_what_its_scopes_ask_for_of_what_it_may_get(
    openid: OpenId,
) -> None:
    rules = read_account_rules(LEUPHANA)
    assert rules is not None
    within(openid.identity.database, load_rules, rules)
    everything = registered(openid.identity.database)
    modest = registered(
        openid.identity.database, replace(CODE_CLIENT, claims=frozenset({"email", "name"}))
    )
    session_token = await signed_in(openid)
    scope = "openid profile email eduperson esi"
    tokens = await openid.signed_in_at(everything, session_token, scope=scope)
    known = (await openid.userinfo(tokens["access_token"])).body
    assert set(known) == {"sub", *CODE_CLIENT.claims}
    assert known["eduperson_affiliation"] == ["member", "student"]
    domain = known["schac_home_organization"]
    assert known["eduperson_scoped_affiliation"] == [f"member@{domain}", f"student@{domain}"]
    [code] = known["schac_personal_unique_code"]
    assert code.startswith(f"urn:schac:personalUniqueCode:int:esi:{domain}:")
    tokens = await openid.signed_in_at(modest, session_token, scope=scope)
    assert set((await openid.userinfo(tokens["access_token"])).body) == {"sub", "email", "name"}


async def test_an_address_counts_as_verified_where_the_university_runs_the_mailbox(
    openid: OpenId,
) -> None:
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    client = registered(openid.identity.database)

    async def told() -> tuple[str, bool]:
        tokens = await openid.signed_in_at(client, session_token, scope="openid email")
        claims = (await openid.userinfo(tokens["access_token"])).body
        return claims["email"], claims["email_verified"]

    def move(tx: Transaction) -> None:
        known = find_account(tx, student.person_id)
        assert known is not None
        change_account(tx, replace(known.account, mailbox="ayse@example.org"))

    assert await told() == (f"{student.user_name}@stud.leuphana.example", True)
    within(openid.identity.database, move)
    assert await told() == ("ayse@example.org", False)


async def test_claims_can_be_asked_for_one_by_one_and_where_they_are_to_be(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    asked = {
        "userinfo": {"email": None, "name": {"essential": True}, "shoe_size": None},
        "id_token": {"preferred_username": None},
    }
    tokens = await openid.signed_in_at(
        client, await signed_in(openid), scope="openid", claims=json.dumps(asked)
    )
    assert set((await openid.userinfo(tokens["access_token"])).body) == {"sub", "email", "name"}
    claims = await openid.read(tokens["id_token"])
    assert "preferred_username" in claims
    assert not {"email", "name"} & set(claims)


async def test_userinfo_wants_one_good_bearer_token(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    token = (await openid.signed_in_at(client, await signed_in(openid)))["access_token"]
    in_form = await openid.userinfo("", access_token=token)
    assert in_form.status == 200
    missing = await openid.userinfo("")
    assert (missing.status, missing.body) == (401, None)
    assert missing.headers["www-authenticate"] == 'Bearer realm="userinfo"'
    twice = await openid.userinfo(token, access_token=token)
    assert (twice.status, twice.body["error"]) == (400, "invalid_request")
    wrong = await openid.userinfo(token[:-1])
    assert (wrong.status, wrong.body["error"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in wrong.headers["www-authenticate"]
