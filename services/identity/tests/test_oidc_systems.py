"""Systems get tokens for the interfaces: with their own credentials, or for a person."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from chassis.rpc import bearer
from chassis.testing import DrivenClock, within
from identity.app.oidc.registry import disable_client, issue_client_secret
from identity.domain.oidc.clients import Authentication, GrantType
from identity.domain.roles import Role
from joserfc import jwt
from joserfc.jwk import ECKey
from matrikel.identity.v1 import events_pb2, token_pb2

from services.identity.tests.oidc_factories import (
    CODE_CLIENT,
    ISSUER,
    SYSTEM,
    HttpAnswer,
    OpenId,
    TestClient,
    lifetimes,
    registered,
)

pytestmark = pytest.mark.asyncio

EXCHANGE = GrantType.TOKEN_EXCHANGE.value
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
EXCHANGING = replace(
    CODE_CLIENT,
    grants=CODE_CLIENT.grants | {GrantType.TOKEN_EXCHANGE},
    audiences=("gateway", "records"),
)


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def own_token(openid: OpenId, client: TestClient, **form: str) -> HttpAnswer:
    return await openid.ask_for_tokens(client, grant_type="client_credentials", **form)


async def exchanged_by_gateway(openid: OpenId, token: str, audience: str) -> str:
    response = await openid.identity.tokens.ExchangeToken(
        token_pb2.ExchangeTokenRequest(subject_token=token, audience=audience),
        metadata=openid.gateway,
    )
    return str(response.access_token)


async def test_a_systems_token_says_who_it_is_for_what_and_for_whom(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database, SYSTEM)
    answer = await own_token(openid, client)
    assert answer.status == 200
    assert answer.body["expires_in"] == 300
    assert "refresh_token" not in answer.body
    claims = await openid.read(answer.body["access_token"], "ES256")
    now = int(clock.now().timestamp())
    assert UUID(claims.pop("jti")) != UUID(claims.pop("sid"))
    assert claims == {
        "iss": ISSUER,
        "sub": client.client_id,
        "client_id": client.client_id,
        "aud": "gateway",
        "roles": ["system"],
        "scope": "accounts:read library",
        "auth_time": now,
        "iat": now,
        "exp": now + 300,
    }


async def test_a_system_names_its_scopes_and_its_audience_and_gets_no_others(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, SYSTEM)
    chosen = await own_token(openid, client, scope="library", audience="identity")
    claims = await openid.read(chosen.body["access_token"], "ES256")
    assert (claims["scope"], claims["aud"]) == ("library", "identity")
    for form, error in (
        ({"scope": "scim"}, "invalid_scope"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"audience": "exams"}, "invalid_target"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
        ({"audience": "identity", "resource": "gateway"}, "invalid_target"),
    ):
        answer = await own_token(openid, client, **form)
        assert (answer.status, answer.body["error"]) == (400, error)


async def test_the_gateway_exchanges_a_systems_token_which_keeps_its_scopes(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, SYSTEM)
    token = (await own_token(openid, client)).body["access_token"]
    exchanged = await exchanged_by_gateway(openid, token, "records")
    before, after = [await openid.read(one, "ES256") for one in (token, exchanged)]
    for name in ("sub", "sid", "roles", "scope"):
        assert after[name] == before[name]
    assert (after["aud"], after["act"]) == ("records", {"sub": "gateway"})


async def test_a_systems_token_opens_a_method_that_its_scope_is_for_and_no_other(
    openid: OpenId,
) -> None:
    from matrikel.identity.v1 import scim_pb2, scim_pb2_grpc

    users = scim_pb2_grpc.ScimUserServiceStub(openid.identity.under_test.channel)
    scim = registered(openid.identity.database, replace(SYSTEM, scopes=frozenset({"scim"})))
    library = registered(openid.identity.database, SYSTEM)

    async def list_users(client: TestClient) -> Any:
        token = (await own_token(openid, client)).body["access_token"]
        token = await exchanged_by_gateway(openid, token, "identity")
        return await users.ListScimUsers(scim_pb2.ListScimUsersRequest(), metadata=bearer(token))

    assert (await list_users(scim)).DESCRIPTOR.name == "ListScimUsersResponse"
    refusal = await openid.identity.refusal(list_users(library))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "SCOPE_MISSING")


async def test_disabling_a_system_ends_its_tokens_everywhere(openid: OpenId) -> None:
    database = openid.identity.database
    client = registered(database, SYSTEM)
    token = (await own_token(openid, client)).body["access_token"]
    within(database, disable_client, UUID(client.client_id))
    refusal = await openid.identity.refusal(exchanged_by_gateway(openid, token, "records"))
    assert refusal.reason == "SESSION_ENDED"
    [told] = openid.identity.told(events_pb2.SessionRevoked)
    assert told.session_id == (await openid.read(token, "ES256"))["sid"]
    refused = await own_token(openid, client)
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")


async def test_a_system_gives_one_token_back_and_keeps_the_other(openid: OpenId) -> None:
    client = registered(openid.identity.database, SYSTEM)
    first, second = [(await own_token(openid, client)).body["access_token"] for _ in range(2)]
    assert (await openid.introspect(client, first)).body["active"] is True
    assert (await openid.revoke(client, first)).status == 200
    assert (await openid.introspect(client, first)).body == {"active": False}
    known = (await openid.introspect(client, second)).body
    assert (known["sub"], known["aud"]) == (client.client_id, "gateway")


async def test_a_new_secret_leaves_the_former_one_three_days_and_ends_older_ones(
    openid: OpenId, clock: DrivenClock
) -> None:
    database = openid.identity.database
    first = registered(database, SYSTEM)
    client_id = UUID(first.client_id)
    second = replace(
        first, secret=within(database, issue_client_secret, client_id, lifetimes()).secret
    )
    assert [(await own_token(openid, one)).status for one in (first, second)] == [200, 200]
    third = replace(
        first, secret=within(database, issue_client_secret, client_id, lifetimes()).secret
    )
    clients = (first, second, third)
    assert [(await own_token(openid, one)).status for one in clients] == [401, 200, 200]
    clock.advance(timedelta(hours=72))
    assert [(await own_token(openid, one)).status for one in clients] == [401, 401, 200]


async def test_each_client_proves_itself_in_the_way_that_it_is_registered_for(
    openid: OpenId,
) -> None:
    database = openid.identity.database
    basic = registered(database, SYSTEM)
    post = registered(database, replace(SYSTEM, authentication=Authentication.SECRET_POST))
    assert (await own_token(openid, post)).status == 200
    as_post = replace(basic, registration=post.registration)
    as_basic = replace(post, registration=basic.registration)
    for wrong in (as_post, as_basic, replace(basic, secret="invented"), replace(post, secret="x")):
        answer = await own_token(openid, wrong)
        assert answer.body["error"] == "invalid_client"
    twice = await own_token(openid, basic, client_secret=basic.secret, client_id=basic.client_id)
    assert twice.body["error"] == "invalid_request"
    refused = await own_token(openid, replace(basic, secret="invented"))
    assert refused.status == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")


async def test_a_client_with_a_key_of_its_own_signs_each_proof_once(
    openid: OpenId, clock: DrivenClock
) -> None:
    key = ECKey.generate_key("P-256", {"kid": "mine"})
    client = registered(
        openid.identity.database,
        replace(
            SYSTEM,
            authentication=Authentication.PRIVATE_KEY_JWT,
            key_set_json=json.dumps({"keys": [key.as_dict(private=False)]}),
        ),
    )

    def proof(signed_with: ECKey = key, **changed: Any) -> str:
        claims = {
            "iss": client.client_id,
            "sub": client.client_id,
            "aud": f"{ISSUER}/oauth2/token",
            "exp": int(clock.now().timestamp()) + 60,
            "jti": str(uuid4()),
            **changed,
        }
        left = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": "mine"}, left, signed_with, ["ES256"])

    async def ask(assertion: str) -> HttpAnswer:
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        return await own_token(
            openid, client, client_assertion_type=kind, client_assertion=assertion
        )

    good = proof()
    assert (await ask(good)).status == 200
    now = int(clock.now().timestamp())
    for bad in (
        good,
        proof(aud="https://elsewhere.example"),
        proof(iss=str(uuid4())),
        proof(jti=None),
        proof(exp=now - 60),
        proof(exp=now + 3600),
        proof(ECKey.generate_key("P-256", {"kid": "mine"})),
        proof(sub=7),
        "no JWT",
    ):
        assert (await ask(bad)).body["error"] == "invalid_client"
    assert (await ask(proof(aud=ISSUER))).status == 200


async def test_a_registered_client_calls_the_interfaces_for_a_person_with_student_roles_alone(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, EXCHANGING)
    student = await openid.identity.student()
    session_token = (await openid.identity.sign_in(student)).session_token
    subject_token = (await openid.signed_in_at(client, session_token))["access_token"]

    async def exchange(token: str, **form: str) -> HttpAnswer:
        asked = {
            "grant_type": EXCHANGE,
            "subject_token": token,
            "subject_token_type": ACCESS_TOKEN,
            **form,
        }
        return await openid.ask_for_tokens(client, **asked)

    answer = await exchange(subject_token, audience="gateway")
    assert (answer.status, answer.body["issued_token_type"]) == (200, ACCESS_TOKEN)
    claims = await openid.read(answer.body["access_token"], "ES256")
    assert (claims["sub"], claims["aud"]) == (str(student.person_id), "gateway")
    assert (claims["roles"], claims["act"]) == (["student"], {"sub": client.client_id})
    for token, form, error in (
        ("invented", {}, "invalid_grant"),
        (subject_token, {"audience": "exams"}, "invalid_target"),
        (subject_token, {"subject_token_type": "urn:x"}, "invalid_request"),
        (subject_token, {"actor_token": "x"}, "invalid_request"),
    ):
        assert (await exchange(token, **form)).body["error"] == error
    await openid.sign_out(session_token)
    assert (await exchange(subject_token)).body["error"] == "invalid_grant"


async def test_in_a_persons_name_nobody_gets_back_the_roles_that_were_left_out(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, EXCHANGING)
    clerk = await openid.identity.staff(Role.EXAMINATIONS_OFFICE)
    session_token = (await openid.identity.sign_in(clerk)).session_token
    subject_token = (await openid.signed_in_at(client, session_token))["access_token"]
    form = {"subject_token": subject_token, "subject_token_type": ACCESS_TOKEN}
    answer = await openid.ask_for_tokens(client, grant_type=EXCHANGE, **form)
    at_exams = await exchanged_by_gateway(openid, answer.body["access_token"], "exams")
    claims = await openid.read(at_exams, "ES256")
    assert claims["roles"] == []
    assert claims["act"] == {"sub": "gateway", "act": {"sub": client.client_id}}
    # Nor the proof: no system sets up a passkey for somebody who has just signed in.
    assert claims["auth_time"] == 0


async def test_what_a_client_is_not_registered_for_it_does_not_get(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    for grant_type in ("client_credentials", "refresh_token", EXCHANGE):
        form = {"grant_type": grant_type, "refresh_token": "x", "subject_token": "x"}
        answer = await openid.ask_for_tokens(client, **form)
        assert (answer.status, answer.body["error"]) == (400, "unauthorized_client")
    for unknown in ("password", 'quoted"', None):
        answer = await openid.ask_for_tokens(client, grant_type=unknown)
        assert answer.body["error"] == "unsupported_grant_type"
