"""Where clients send people's browsers: authorizing, agreeing, signing out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from chassis.errors import Code, Failure
from chassis.values import LocalizedText
from matrikel.identity.v1 import oidc_pb2
from matrikel.type.v1 import localized_text_pb2

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALLBACK = "https://client.example/callback?code=abc&state=s"
FROM_A_CLIENT = {"origin": "https://client.example", "sec-fetch-site": "cross-site"}
CLIENT = localized_text_pb2.LocalizedText(de="Beispiel", en="Example")


def back_to_client() -> oidc_pb2.AuthorizeResponse:
    return oidc_pb2.AuthorizeResponse(
        return_to_client=oidc_pb2.ReturnToClient(
            response_mode=oidc_pb2.RESPONSE_MODE_QUERY, location=CALLBACK
        )
    )


def agreed_and_back() -> oidc_pb2.DecideConsentResponse:
    return oidc_pb2.DecideConsentResponse(return_to_client=back_to_client().return_to_client)


def sign_in_needed(reason, *ui_locales: str) -> oidc_pb2.AuthorizeResponse:
    return oidc_pb2.AuthorizeResponse(
        sign_in_needed=oidc_pb2.SignInNeeded(
            request_handle="handle-1", reason=reason, ui_locales=ui_locales, client_name=CLIENT
        )
    )


def session_ended(*_: object) -> None:
    raise Failure(Code.UNAUTHENTICATED, "SESSION_ENDED", LocalizedText(de="Beendet.", en="Ended."))


async def test_the_parameters_and_the_session_reach_identity_and_the_browser_goes_to_the_client(
    http, services
):
    services.on("OidcService/Authorize", back_to_client())
    given = await http.get(
        "/oauth2/authorize?client_id=c&scope=openid+email&scope=x",
        headers={"cookie": "__Host-sid=live", "sec-fetch-site": "cross-site"},
    )

    [call] = services.calls_of("OidcService/Authorize")
    assert [(one.name, one.value) for one in call.request.parameters] == [
        ("client_id", "c"),
        ("scope", "openid email"),
        ("scope", "x"),
    ]
    assert call.request.session_token == "live"
    assert call.request.request_handle == ""
    assert "authorization" not in call.metadata
    assert given.status_code == 303
    assert given.headers["location"] == CALLBACK
    assert given.headers["cache-control"] == "no-store"
    assert given.headers["referrer-policy"] == "no-referrer"


async def test_a_session_and_a_bearer_together_are_refused(http, services):
    services.on("OidcService/Authorize", back_to_client())
    given = await http.get(
        "/oauth2/authorize?client_id=c",
        headers={"cookie": "__Host-sid=live", "authorization": "Bearer for-gateway"},
    )

    assert given.status_code == 400
    assert services.calls_of("OidcService/Authorize") == []


async def test_a_bearer_is_no_session(http, services, bearer):
    services.on("OidcService/Authorize", back_to_client())
    await http.get("/oauth2/authorize?client_id=c", headers=bearer)

    [call] = services.calls_of("OidcService/Authorize")
    assert call.request.session_token == ""


@pytest.mark.parametrize("path", ["/oauth2/authorize", "/oauth2/logout"])
async def test_a_form_of_a_client_is_repeated_as_a_query_which_brings_the_session(http, path):
    given = await http.post(path, data={"state": "ä b", "scope": "openid"}, headers=FROM_A_CLIENT)

    assert given.status_code == 303
    target = urlsplit(given.headers["location"])
    assert target.path == path
    assert parse_qs(target.query) == {"state": ["ä b"], "scope": ["openid"]}


@pytest.mark.parametrize(
    ("ui_locales", "accepted", "page"),
    [
        (("en", "de"), "de", "/en/sign-in"),
        ((), "en-GB,en;q=0.9", "/en/sign-in"),
        ((), "fr", "/de/sign-in"),
    ],
)
async def test_who_has_to_sign_in_does_so_in_the_clients_language_and_comes_back(
    http, services, ui_locales, accepted, page
):
    needed = sign_in_needed(oidc_pb2.SIGN_IN_REASON_NOT_SIGNED_IN, *ui_locales)
    services.on("OidcService/Authorize", needed)
    given = await http.get("/oauth2/authorize?a=b", headers={"accept-language": accepted})

    target = urlsplit(given.headers["location"])
    assert target.path == page
    assert parse_qs(target.query) == {"next": ["/oauth2/authorize?request_handle=handle-1"]}


@pytest.mark.parametrize(
    "reason", [oidc_pb2.SIGN_IN_REASON_ASKED_FOR, oidc_pb2.SIGN_IN_REASON_NOT_SIGNED_IN]
)
async def test_whose_session_does_not_do_sees_the_form(http, services, reason):
    services.on("OidcService/Authorize", sign_in_needed(reason))
    given = await http.get("/oauth2/authorize?a=b", headers={"cookie": "__Host-sid=live"})

    assert "again=yes" in given.headers["location"]


async def test_a_request_goes_on_with_its_handle_alone(http, services):
    services.on("OidcService/Authorize", back_to_client())
    await http.get(
        "/oauth2/authorize?request_handle=handle-1&ui_locales=en",
        headers={"cookie": "__Host-sid=live"},
    )

    [call] = services.calls_of("OidcService/Authorize")
    assert call.request.request_handle == "handle-1"
    assert list(call.request.parameters) == []


async def test_pages_are_drawn_by_the_portal(http, services):
    services.on(
        "OidcService/Authorize",
        oidc_pb2.AuthorizeResponse(
            consent_needed=oidc_pb2.ConsentNeeded(request_handle="handle-2")
        ),
    )
    asked = await http.get("/oauth2/authorize?a=b")
    services.on(
        "OidcService/Authorize",
        oidc_pb2.AuthorizeResponse(refused=oidc_pb2.RequestRefused(error="invalid_request")),
    )
    refused = await http.get("/oauth2/authorize?a=b")
    services.on(
        "OidcService/Authorize",
        oidc_pb2.AuthorizeResponse(
            return_to_client=oidc_pb2.ReturnToClient(
                response_mode=oidc_pb2.RESPONSE_MODE_FORM_POST,
                redirect_uri="https://client.example",
            )
        ),
    )
    form = await http.get("/oauth2/authorize?a=b")

    assert asked.text == "consent handle-2"
    assert (refused.status_code, refused.text) == (400, "refused invalid_request: ")
    assert form.text == "form to https://client.example"


async def test_an_unreadable_query_is_answered_by_a_page(http):
    given = await http.get(f"/oauth2/authorize?state={'x' * 33_000}")

    assert given.status_code == 400
    assert given.text == "refused invalid_request: the request is too large"


@pytest.mark.parametrize(("decision", "agreed"), [("allow", True), ("deny", False), ("", False)])
async def test_a_decision_about_consent_is_noted(http, services, cookie, decision, agreed):
    services.on("OidcService/DecideConsent", agreed_and_back())
    given = await http.post(
        "/oauth2/consent", data={"request_handle": "h", "decision": decision}, headers=cookie
    )

    [call] = services.calls_of("OidcService/DecideConsent")
    assert call.request.session_token == "live"
    assert call.request.agreed is agreed
    assert given.headers["location"] == CALLBACK


@pytest.mark.parametrize("path", ["/oauth2/consent", "/oauth2/logout/decision"])
async def test_decisions_are_taken_from_own_pages_only(http, services, path):
    services.on("OidcService/DecideConsent", agreed_and_back())
    given = await http.post(
        path,
        data={"request_handle": "h", "decision": "allow"},
        headers={**FROM_A_CLIENT, "cookie": "__Host-sid=live"},
    )

    assert given.status_code == 403
    assert services.calls_of("OidcService/DecideConsent") == []


async def test_who_is_signed_out_meanwhile_signs_in_before_agreeing(http, services, cookie):
    services.on("OidcService/DecideConsent", session_ended)
    given = await http.post(
        "/oauth2/consent", data={"request_handle": "h", "decision": "allow"}, headers=cookie
    )

    assert given.headers["location"] == "/oauth2/authorize?request_handle=h"


async def test_a_logout_takes_the_cookie_and_goes_to_the_client(http, services):
    services.on(
        "OidcService/RequestLogout",
        oidc_pb2.RequestLogoutResponse(
            signed_out=oidc_pb2.SignedOutByClient(location=CALLBACK, session_ended=True)
        ),
    )
    given = await http.get("/oauth2/logout?id_token_hint=h", headers={"cookie": "__Host-sid=live"})

    [call] = services.calls_of("OidcService/RequestLogout")
    assert call.request.session_token == "live"
    assert given.headers["location"] == CALLBACK
    assert '__Host-sid=""' in given.headers["set-cookie"]
    assert "Max-Age=0" in given.headers["set-cookie"]


async def test_who_is_asked_about_signing_out_keeps_the_cookie_until_the_answer(
    http, services, cookie
):
    services.on(
        "OidcService/RequestLogout",
        oidc_pb2.RequestLogoutResponse(question=oidc_pb2.LogoutQuestion(logout_handle="l")),
    )
    asked = await http.get("/oauth2/logout", headers=cookie)
    services.on(
        "OidcService/DecideLogout",
        lambda request, _: (
            oidc_pb2.DecideLogoutResponse(signed_out=oidc_pb2.SignedOutByClient())
            if request.agreed
            else oidc_pb2.DecideLogoutResponse(stayed=oidc_pb2.StayedSignedIn())
        ),
    )
    form = {"logout_handle": "l", "decision": "stay"}
    stayed = await http.post("/oauth2/logout/decision", data=form, headers=cookie)
    form["decision"] = "sign_out"
    left = await http.post("/oauth2/logout/decision", data=form, headers=cookie)

    assert (asked.text, "set-cookie" in asked.headers) == ("question l", False)
    assert (stayed.headers["location"], "set-cookie" in stayed.headers) == ("/de/", False)
    assert left.text == "signed out"
    assert "__Host-sid" in left.headers["set-cookie"]


async def test_an_identity_that_does_not_answer_is_shown_on_a_page(http, services):
    services.on("OidcService/Authorize", lambda *_: 1 / 0)
    given = await http.get("/oauth2/authorize?a=b")

    assert given.status_code == 500
    assert given.text.startswith("failed ")


async def test_an_address_for_decisions_is_no_page(http):
    given = await http.get("/oauth2/consent")

    assert given.status_code == 405
    assert given.headers["allow"] == "POST"


async def test_a_form_without_its_token_decides_nothing(http, services, cookie):
    form = {"request_handle": "h", "logout_handle": "l", "decision": "allow", "forged": "yes"}
    consent = await http.post("/oauth2/consent", data=form, headers=cookie)
    logout = await http.post("/oauth2/logout/decision", data=form, headers=cookie)

    assert consent.headers["location"] == "/oauth2/authorize?request_handle=h"
    assert logout.status_code == 400
    assert services.calls_of("OidcService/DecideConsent") == []
    assert services.calls_of("OidcService/DecideLogout") == []
