"""The OpenID Provider's endpoints for programs: identity's answers arrive over HTTP as they are."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from chassis.errors import Code, Failure
from chassis.values import LocalizedText
from matrikel.identity.v1 import oidc_pb2

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORM = {"content-type": "application/x-www-form-urlencoded"}
APP = "https://app.example"
CLIENT_ENDPOINTS = [
    ("/oauth2/token", "OidcService/ExchangeGrant", oidc_pb2.ExchangeGrantResponse),
    ("/oauth2/revoke", "OidcService/RevokeGrant", oidc_pb2.RevokeGrantResponse),
    ("/oauth2/introspect", "OidcService/IntrospectToken", oidc_pb2.IntrospectTokenResponse),
]


def answer(status: int = 200, body: str = "{}", **headers: str) -> oidc_pb2.OidcAnswer:
    given = {"Content-Type": "application/json", **headers}
    return oidc_pb2.OidcAnswer(
        status=status,
        body=body,
        headers=[oidc_pb2.OidcHeader(name=name, value=value) for name, value in given.items()],
    )


@pytest.fixture(autouse=True)
def one_registered_app(services):
    services.on(
        "OidcService/CheckBrowserOrigin",
        lambda request, _: oidc_pb2.CheckBrowserOriginResponse(registered=request.origin == APP),
    )


@pytest.mark.parametrize(("path", "method", "response"), CLIENT_ENDPOINTS)
async def test_a_clients_form_and_its_proof_reach_identity_and_the_answer_comes_back_as_it_is(
    http, services, path, method, response
):
    refusal = answer(401, '{"error":"invalid_client"}', **{"WWW-Authenticate": "Basic"})
    services.on(method, response(answer=refusal))
    content = "grant_type=x&resource=a&resource=b&name=%C3%A4"
    given = await http.post(
        path, content=content, headers={**FORM, "authorization": "Basic YTpi", "cookie": "x=y"}
    )

    [call] = services.calls_of(method)
    sent = [(one.name, one.value) for one in call.request.call.parameters]
    assert sent == [("grant_type", "x"), ("resource", "a"), ("resource", "b"), ("name", "ä")]
    assert call.request.call.authorization == "Basic YTpi"
    assert "authorization" not in call.metadata
    assert given.status_code == 401
    assert given.headers["www-authenticate"] == "Basic"
    assert given.headers["cache-control"] == "no-store"
    assert given.json() == {"error": "invalid_client"}


async def test_a_browsers_session_says_nothing_where_programs_ask(http, services, cookie):
    services.on("OidcService/GetUserInfo", oidc_pb2.GetUserInfoResponse(answer=answer(401)))
    given = await http.get(
        "/oauth2/userinfo", headers={**cookie, "authorization": "Bearer of-a-client"}
    )

    assert given.status_code == 401
    [call] = services.calls_of("OidcService/GetUserInfo")
    assert call.request.authorization == "Bearer of-a-client"
    assert services.calls_of("TokenService/IssueToken") == []


async def test_a_token_in_the_query_is_not_read(http, services):
    services.on("OidcService/GetUserInfo", oidc_pb2.GetUserInfoResponse(answer=answer(401)))
    await http.get("/oauth2/userinfo?access_token=secret")

    [call] = services.calls_of("OidcService/GetUserInfo")
    assert list(call.request.parameters) == []


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        ('{"grant_type": "x"}', {"content-type": "application/json"}),
        ("grant_type=%ff", FORM),
        ("&".join(f"a{n}=1" for n in range(101)), FORM),
        ("a=1", {**FORM, "authorization": "Basic YTpi", "Authorization": "Bearer abc"}),
    ],
    ids=["JSON", "no UTF-8", "too many", "two proofs"],
)
async def test_what_is_no_form_is_an_invalid_request(http, content, headers):
    given = await http.post("/oauth2/token", content=content, headers=list(headers.items()))

    assert given.status_code == 400
    assert given.json()["error"] == "invalid_request"
    assert given.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("length", [33_000, 2_000_000])
@pytest.mark.parametrize("media_type", [FORM["content-type"], "multipart/form-data; boundary=b"])
async def test_a_body_that_is_too_large_is_refused_in_the_form_that_clients_read(
    http, length, media_type
):
    given = await http.post(
        "/oauth2/token", content=b"a" * length, headers={"content-type": media_type}
    )

    assert given.status_code == 413
    assert given.json()["error"] == "invalid_request"


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"])
async def test_secrets_are_taken_from_forms_only(http, path):
    given = await http.get(f"{path}?client_secret=secret")

    assert given.status_code == 405
    assert "POST" in given.headers["allow"]


async def test_an_identity_that_does_not_answer_is_temporarily_unavailable(http, services):
    services.on(
        "OidcService/ExchangeGrant",
        lambda *_: fail(Failure(Code.UNAVAILABLE, "DOWN", LocalizedText(de="Aus.", en="Down."))),
    )
    given = await http.post("/oauth2/token", content="grant_type=x", headers=FORM)

    assert given.status_code == 503
    assert given.json()["error"] == "temporarily_unavailable"
    assert int(given.headers["retry-after"]) > 0


async def test_a_fault_inside_shows_an_error_id_and_nothing_else(http, services):
    services.on("OidcService/ExchangeGrant", lambda *_: 1 / 0)
    given = await http.post("/oauth2/token", content="grant_type=x", headers=FORM)

    assert given.status_code == 500
    assert given.json()["error"] == "server_error"
    assert "ZeroDivision" not in given.text


def fail(failure: Failure) -> None:
    raise failure


@pytest.mark.parametrize("name", ["openid-configuration", "oauth-authorization-server"])
async def test_the_configuration_may_be_read_by_everybody_and_kept_for_a_while(
    http, services, name
):
    services.on(
        "OidcService/GetConfiguration",
        oidc_pb2.GetConfigurationResponse(configuration_json='{"issuer":"x"}'),
    )
    given = await http.get(f"/.well-known/{name}", headers={"origin": "https://any.example"})

    assert given.json() == {"issuer": "x"}
    assert given.headers["access-control-allow-origin"] == "*"
    assert given.headers["cache-control"] == "public, max-age=300"


async def test_keys_are_kept_until_there_may_be_new_ones(http, services):
    said = oidc_pb2.GetKeySetResponse(key_set_json='{"keys":[]}')
    said.expire_time.FromDatetime(datetime.now(UTC) + timedelta(seconds=90))
    services.on("OidcService/GetKeySet", said)
    given = await http.get("/oauth2/jwks")

    assert given.json() == {"keys": []}
    assert given.headers["content-type"] == "application/jwk-set+json"
    kept = int(given.headers["cache-control"].removeprefix("public, max-age="))
    assert 80 <= kept <= 90


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/userinfo", "/oauth2/revoke"])
async def test_registered_origins_may_call_from_a_browser_and_no_others(http, services, path):
    asked = {"access-control-request-method": "POST", "origin": APP}
    allowed = await http.options(path, headers=asked)
    refused = await http.options(path, headers={**asked, "origin": "https://evil.example"})

    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == APP
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in refused.headers
    for one in (allowed, refused):
        assert "Origin" in one.headers["vary"]
        assert "access-control-allow-credentials" not in one.headers


async def test_errors_can_be_read_by_registered_origins_too(http):
    given = await http.post(
        "/oauth2/token", content="{}", headers={"content-type": "text/plain", "origin": APP}
    )

    assert given.status_code == 400
    assert given.headers["access-control-allow-origin"] == APP


async def test_introspection_is_for_servers_and_answers_no_browser(http):
    given = await http.options(
        "/oauth2/introspect", headers={"access-control-request-method": "POST", "origin": APP}
    )

    assert given.status_code == 405
    assert "access-control-allow-origin" not in given.headers


async def test_calls_side_by_side_are_answered_each(http, services):
    services.on(
        "OidcService/ExchangeGrant",
        lambda request, _: oidc_pb2.ExchangeGrantResponse(
            answer=answer(body=f'"{request.call.parameters[0].value}"')
        ),
    )
    given: list[httpx.Response] = await asyncio.gather(
        *(http.post("/oauth2/token", data={"code": str(n)}) for n in range(20))
    )

    assert [one.json() for one in given] == [str(n) for n in range(20)]
