"""Authorization requests: what is answered to the client, and what on a page of our own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from chassis.testing import DrivenClock, within
from identity.app.oidc.registry import disable_client
from identity.domain.oidc.clients import GrantType
from identity.domain.roles import Role
from matrikel.identity.v1 import oidc_pb2

from services.identity.tests.oidc_factories import (
    CODE_CLIENT,
    REDIRECT_URI,
    SYSTEM,
    THIRD_PARTY,
    OpenId,
    registered,
    returned_by,
)

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def openid(identity: Any) -> OpenId:
    return OpenId(identity)


async def signed_in(openid: OpenId) -> str:
    student = await openid.identity.student()
    return str((await openid.identity.sign_in(student)).session_token)


async def test_where_the_address_cannot_be_trusted_a_page_says_so_and_nothing_is_redirected(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    disabled = registered(openid.identity.database)
    within(openid.identity.database, disable_client, UUID(disabled.client_id))
    for who, parameters in (
        (client, {"redirect_uri": None}),
        (client, {"redirect_uri": f"{REDIRECT_URI}/"}),
        (client, {"redirect_uri": f"{REDIRECT_URI}?x=1"}),
        (client, {"redirect_uri": 'https://evil.example/"', "response_type": "token"}),
        (client, {"client_id": None}),
        (client, {"client_id": "nobody"}),
        (client, {"client_id": client.client_id.upper()}),
        (disabled, {}),
    ):
        answer = await openid.authorize(who, **parameters)
        assert answer.WhichOneof("outcome") == "refused", parameters
        assert answer.refused.message.de != answer.refused.message.en


async def test_other_mistakes_go_back_to_the_client_with_the_codes_of_the_standards(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    for parameters, error in (
        ({"response_type": None}, "invalid_request"),
        ({"response_type": 'id_token "x'}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
        ({"request_uri": "https://client.example/request"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"claims": "no JSON"}, "invalid_request"),
        ({"response_mode": "pigeon"}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"id_token_hint": "a.b.c"}, "invalid_request"),
    ):
        returned = returned_by(await openid.authorize(client, session_token, **parameters))
        assert returned.get("error") == error, (parameters, returned)
        assert returned["state"] == "af0ifjsldkj"
        assert "code" not in returned


async def test_a_parameter_that_comes_twice_is_refused(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    pairs = [
        ("response_type", "code"),
        ("client_id", client.client_id),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "openid"),
        ("nonce", "one"),
        ("nonce", "two"),
    ]
    request = oidc_pb2.AuthorizeRequest(
        parameters=[oidc_pb2.OidcParameter(name=name, value=value) for name, value in pairs]
    )
    answer = await openid.provider.Authorize(request, metadata=openid.gateway)
    assert returned_by(answer)["error"] == "invalid_request"


async def test_scopes_that_nobody_knows_or_the_client_may_not_have_are_passed_over(
    openid: OpenId,
) -> None:
    modest = replace(CODE_CLIENT, scopes=frozenset({"openid", "email"}))
    client = registered(openid.identity.database, modest)
    scope = "openid profile email address phone eduroam"
    tokens = await openid.signed_in_at(client, await signed_in(openid), scope=scope)
    assert tokens["scope"] == "openid email"


async def test_a_client_that_does_not_sign_people_in_is_told_so_or_has_no_address(
    openid: OpenId,
) -> None:
    system = registered(openid.identity.database, SYSTEM)
    no_more = replace(system, registration=CODE_CLIENT)
    answer = await openid.authorize(no_more)
    assert answer.WhichOneof("outcome") == "refused"
    assert GrantType.AUTHORIZATION_CODE not in SYSTEM.grants


async def test_pkce_can_be_left_out_only_by_a_client_that_is_registered_so(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, replace(CODE_CLIENT, pkce_optional=True))
    session_token = await signed_in(openid)
    without = {"code_challenge": None, "code_challenge_method": None}
    code = await openid.code(client, session_token, **without)
    assert (await openid.redeem(client, code)).body["error"] == "invalid_request"
    assert (await openid.redeem(client, code, code_verifier=None)).status == 200


async def test_the_answer_goes_back_by_query_fragment_or_form(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    by_fragment = await openid.authorize(client, session_token, response_mode="fragment")
    assert by_fragment.return_to_client.location.startswith(f"{REDIRECT_URI}#code=")
    by_form = (
        await openid.authorize(client, session_token, response_mode="form_post")
    ).return_to_client
    assert (by_form.location, by_form.redirect_uri) == ("", REDIRECT_URI)
    assert by_form.response_mode == oidc_pb2.RESPONSE_MODE_FORM_POST
    assert {one.name for one in by_form.parameters} == {"code", "state", "iss"}


async def test_who_is_not_signed_in_signs_in_and_goes_on_with_the_same_request(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    answer = await openid.authorize(client, login_hint="lg100001", ui_locales="fr de-AT en")
    waiting = answer.sign_in_needed
    assert waiting.reason == oidc_pb2.SIGN_IN_REASON_NOT_SIGNED_IN
    assert (waiting.login_hint, list(waiting.ui_locales)) == ("lg100001", ["de", "en"])
    still = await openid.go_on(waiting.request_handle)
    assert still.sign_in_needed.request_handle == waiting.request_handle
    session_token = await signed_in(openid)
    assert "code" in returned_by(await openid.go_on(waiting.request_handle, session_token))
    refusal = await openid.identity.refusal(openid.go_on(waiting.request_handle, session_token))
    assert (refusal.code, refusal.reason) == ("NOT_FOUND", "AUTHORIZATION_REQUEST_UNKNOWN")


async def test_a_request_waits_for_an_hour(openid: OpenId, clock: DrivenClock) -> None:
    client = registered(openid.identity.database)
    handle = (await openid.authorize(client)).sign_in_needed.request_handle
    clock.advance(timedelta(hours=1))
    refusal = await openid.identity.refusal(openid.go_on(handle))
    assert refusal.reason == "AUTHORIZATION_REQUEST_UNKNOWN"


async def test_prompt_login_and_max_age_want_a_proof_that_is_newer_than_the_request(
    openid: OpenId, clock: DrivenClock
) -> None:
    client = registered(openid.identity.database)
    student = await openid.identity.student()
    old = (await openid.identity.sign_in(student)).session_token
    clock.advance(timedelta(minutes=2))
    for parameters, reason in (
        ({"prompt": "login"}, oidc_pb2.SIGN_IN_REASON_ASKED_FOR),
        ({"prompt": "select_account"}, oidc_pb2.SIGN_IN_REASON_WHICH_ACCOUNT),
        ({"max_age": "60"}, oidc_pb2.SIGN_IN_REASON_TOO_LONG_AGO),
    ):
        waiting = (await openid.authorize(client, old, **parameters)).sign_in_needed
        assert waiting.reason == reason, parameters
        again = await openid.go_on(waiting.request_handle, old)
        assert again.sign_in_needed.reason == reason
        new = (await openid.identity.sign_in(student)).session_token
        tokens = await openid.redeem(
            client, returned_by(await openid.go_on(waiting.request_handle, new))["code"]
        )
        claims = await openid.read(tokens.body["id_token"])
        assert claims["auth_time"] == int(clock.now().timestamp())
    assert "code" in returned_by(await openid.authorize(client, old, max_age="121"))


async def test_prompt_none_never_asks(openid: OpenId, clock: DrivenClock) -> None:
    client = registered(openid.identity.database)
    third = registered(openid.identity.database, THIRD_PARTY)
    session_token = await signed_in(openid)
    clock.advance(timedelta(minutes=1))

    async def said(who: Any, token: str = "", **parameters: str) -> str | None:
        answer = await openid.authorize(who, token, prompt="none", **parameters)
        return returned_by(answer).get("error")

    assert await said(client) == "login_required"
    assert await said(client, session_token) is None
    assert await said(client, session_token, max_age="30") == "login_required"
    assert await said(third, session_token) == "consent_required"


async def test_the_hinted_person_has_to_be_the_one_who_is_signed_in(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    hinted, other = await signed_in(openid), await signed_in(openid)
    hint = (await openid.signed_in_at(client, hinted))["id_token"]
    fine = await openid.authorize(client, hinted, prompt="none", id_token_hint=hint)
    assert "code" in returned_by(fine)
    refused = await openid.authorize(client, other, prompt="none", id_token_hint=hint)
    assert returned_by(refused)["error"] == "login_required"
    asked = await openid.authorize(client, other, id_token_hint=hint)
    assert asked.sign_in_needed.reason == oidc_pb2.SIGN_IN_REASON_WHICH_ACCOUNT
    again = await openid.go_on(asked.sign_in_needed.request_handle, await signed_in(openid))
    assert returned_by(again)["error"] == "login_required"


async def test_an_essential_second_factor_that_nobody_has_is_an_error_and_else_a_wish(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    mfa = "https://refeds.org/profile/mfa"
    essential = f'{{"id_token":{{"acr":{{"essential":true,"values":["{mfa}"]}}}}}}'
    refused = await openid.authorize(client, session_token, claims=essential)
    assert returned_by(refused)["error"] == "unmet_authentication_requirements"
    assert "code" in returned_by(await openid.authorize(client, session_token, acr_values=mfa))


async def test_third_parties_get_nothing_before_the_person_agreed_and_are_asked_for_once(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, THIRD_PARTY)
    session_token, stranger = await signed_in(openid), await signed_in(openid)
    asked = (await openid.authorize(client, session_token, scope="openid email")).consent_needed
    assert asked.client_name.de == "Mitfahrzentrale"
    assert asked.privacy_uri == "https://rides.example/privacy"
    assert [(one.scope, list(one.claims)) for one in asked.released] == [
        ("email", ["email", "email_verified"])
    ]
    refusal = await openid.identity.refusal(openid.decide(asked.request_handle, stranger))
    assert refusal.reason == "AUTHORIZATION_REQUEST_UNKNOWN"
    agreed = await openid.decide(asked.request_handle, session_token)
    assert "code" in returned_by(agreed)
    again = await openid.authorize(client, session_token, scope="openid email", prompt="none")
    assert "code" in returned_by(again)
    more = await openid.authorize(client, session_token, scope="openid email profile")
    assert more.WhichOneof("outcome") == "consent_needed"


async def test_who_does_not_agree_sends_the_client_away_and_is_asked_the_next_time(
    openid: OpenId,
) -> None:
    client = registered(openid.identity.database, THIRD_PARTY)
    session_token = await signed_in(openid)
    asked = (await openid.authorize(client, session_token)).consent_needed
    denied = await openid.decide(asked.request_handle, session_token, agreed=False)
    assert returned_by(denied)["error"] == "access_denied"
    next_time = await openid.authorize(client, session_token)
    assert next_time.WhichOneof("outcome") == "consent_needed"


async def test_prompt_consent_asks_even_for_a_system_of_the_university(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    session_token = await signed_in(openid)
    asked = (await openid.authorize(client, session_token, prompt="consent")).consent_needed
    assert "code" in returned_by(await openid.decide(asked.request_handle, session_token))


async def test_staff_sign_in_as_students_do(openid: OpenId) -> None:
    client = registered(openid.identity.database)
    clerk = await openid.identity.staff(Role.EXAMINATIONS_OFFICE)
    session_token = (await openid.identity.sign_in(clerk)).session_token
    tokens = await openid.signed_in_at(client, session_token, scope="openid email")
    known = (await openid.userinfo(tokens["access_token"])).body
    assert known["email"] == f"{clerk.user_name}@leuphana.example"
    assert known["email_verified"] is True
