"""Who asks, and what the gateway does with it."""

import asyncio

import pytest
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.exams.v1 import registration_pb2, sitting_pb2
from matrikel.identity.v1 import session_pb2
from matrikel.records.v1 import university_pb2

pytestmark = pytest.mark.asyncio(loop_scope="session")

SITTINGS = "/v1/sittings"


@pytest.fixture
def open_house(services):
    services.on("SittingService/ListSittings", sitting_pb2.ListSittingsResponse())
    services.on("SessionService/SignOut", session_pb2.SignOutResponse())
    services.on(
        "RegistrationService/ListRegistrations", registration_pb2.ListRegistrationsResponse()
    )
    services.on("UniversityService/GetUniversity", university_pb2.GetUniversityResponse())
    services.on(
        "VerificationService/VerifyCertificate", verification_pb2.VerifyCertificateResponse()
    )
    return services


def problem(response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["details"][0]["reason"]


async def test_a_cookie_becomes_a_token_for_the_service_that_is_asked(
    http, open_house, cookie, audience_of
):
    assert (await http.get(SITTINGS, headers=cookie)).status_code == 200
    [issued] = open_house.calls_of("TokenService/IssueToken")
    assert (issued.request.session_token, issued.request.audience) == ("live", "exams")
    assert issued.metadata["matrikel-service-credential"] == "credential-of-the-gateway"
    assert "authorization" not in issued.metadata
    [call] = open_house.calls_of("SittingService/ListSittings")
    assert audience_of(call) == "exams"


async def test_a_bearer_is_exchanged_and_never_passed_on(http, open_house, bearer, audience_of):
    assert (await http.get(SITTINGS, headers=bearer)).status_code == 200
    [exchanged] = open_house.calls_of("TokenService/ExchangeToken")
    assert exchanged.request.subject_token == "for-gateway"
    assert exchanged.request.audience == "exams"
    [call] = open_house.calls_of("SittingService/ListSittings")
    assert audience_of(call) == "exams"
    assert "for-gateway" not in call.metadata["authorization"]


async def test_no_token_outlives_its_request(http, open_house, cookie):
    for _ in range(2):
        await http.get(SITTINGS, headers=cookie)
    assert len(open_house.calls_of("TokenService/IssueToken")) == 2


async def test_cookie_and_bearer_together_are_refused(http, open_house, cookie, bearer):
    response = await http.get(SITTINGS, headers=cookie | bearer)
    assert problem(response) == (400, "CREDENTIALS_AMBIGUOUS")
    assert not open_house.calls


async def test_two_session_cookies_are_refused(http, open_house):
    response = await http.get(SITTINGS, headers={"cookie": "__Host-sid=live; __Host-sid=other"})
    assert problem(response) == (400, "CREDENTIALS_AMBIGUOUS")


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer a b", "Bearer " + "x" * 5000])
async def test_an_unreadable_authorization_is_401(http, open_house, header):
    response = await http.get(SITTINGS, headers={"authorization": header})
    assert problem(response) == (401, "CREDENTIAL_MALFORMED")
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_nobody_signed_in_is_401_before_any_service_is_asked(http, open_house):
    response = await http.get(SITTINGS)
    assert problem(response) == (401, "SIGN_IN_REQUIRED")
    assert response.headers["www-authenticate"] == 'Bearer realm="matrikel"'
    assert not open_house.calls


async def test_an_ended_session_is_401_with_identitys_reason(http, open_house):
    response = await http.get(SITTINGS, headers={"cookie": "__Host-sid=ended"})
    assert problem(response) == (401, "SESSION_ENDED")
    assert not open_house.calls_of("SittingService/ListSittings")


async def test_a_public_method_is_called_without_a_token(http, open_house, cookie):
    number = {"verificationNumber": "1234567812345678"}
    for headers in ({}, cookie):
        response = await http.post("/v1/certificates:verify", json=number, headers=headers)
        assert response.status_code == 200
    for call in open_house.calls_of("VerificationService/VerifyCertificate"):
        assert "authorization" not in call.metadata
    assert not open_house.calls_of("TokenService/IssueToken")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://portal.example"},
    ],
)
async def test_a_change_with_a_cookie_from_elsewhere_is_refused(http, open_house, headers):
    response = await http.post(
        "/v1/sessions:signOut", headers={"cookie": "__Host-sid=live", **headers}
    )
    assert problem(response) == (403, "FOREIGN_ORIGIN")
    assert not open_house.calls


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://portal.example"}]
)
async def test_a_change_with_a_cookie_from_an_own_page_is_carried_out(http, open_house, headers):
    response = await http.post(
        "/v1/sessions:signOut", headers={"cookie": "__Host-sid=live", **headers}
    )
    assert response.status_code == 200


async def test_the_address_that_the_browser_used_is_an_own_origin_too(http, open_house):
    headers = {"cookie": "__Host-sid=live", "origin": str(http.base_url).rstrip("/")}
    assert (await http.post("/v1/sessions:signOut", headers=headers)).status_code == 200


async def test_a_bearer_needs_no_origin(http, open_house, bearer):
    assert (await http.post("/v1/sessions:signOut", headers=bearer)).status_code == 200


async def test_reading_with_a_cookie_needs_no_origin(http, open_house):
    response = await http.get(SITTINGS, headers={"cookie": "__Host-sid=live"})
    assert response.status_code == 200


async def test_a_form_from_a_foreign_page_is_refused_even_before_signing_in(http):
    response = await http.post("/sign-in", headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403
    assert response.headers["content-type"].startswith("text/html")
    assert "fremden Seite" in response.text


async def test_the_portal_learns_who_is_signed_in_with_one_question_to_identity(
    http, open_house, cookie
):
    response = await http.get("/", headers=cookie)
    assert response.json()["person_id"] == "11111111-1111-4111-8111-111111111111"
    assert response.json()["roles"] == ["account", "student"]
    [issued] = open_house.calls_of("TokenService/IssueToken")
    assert issued.request.audience == "identity"


@pytest.mark.parametrize("headers", [{}, {"cookie": "__Host-sid=ended"}, {"cookie": "__Host-sid="}])
async def test_the_portal_sees_nobody_without_a_session(http, open_house, headers):
    assert (await http.get("/", headers=headers)).json() is None


async def test_the_portals_calls_carry_the_callers_token_and_share_it(
    http, open_house, cookie, audience_of
):
    assert (await http.get("/registered", headers=cookie)).text == "read"
    [issued] = open_house.calls_of("TokenService/IssueToken")
    assert issued.request.audience == "exams"
    calls = open_house.calls_of("RegistrationService/ListRegistrations")
    assert [audience_of(call) for call in calls] == ["exams"] * 3
    [public] = open_house.calls_of("UniversityService/GetUniversity")
    assert "authorization" not in public.metadata
    # gRPC rounds a deadline up a little on its way.
    assert public.seconds_left < 2.5


async def test_a_page_that_leaves_a_stream_ends_it_at_the_service(http, open_house, cookie):
    async def endless(request, context):
        while True:
            yield certificate_pb2.DownloadCertificateResponse(body=HttpBody(data=b"piece"))

    open_house.on("CertificateService/DownloadCertificate", endless)
    assert (await http.get("/first-piece", headers=cookie)).content == b"piece"
    [call] = open_house.calls_of("CertificateService/DownloadCertificate")
    await asyncio.wait_for(call.ended.wait(), 5)


async def test_a_new_session_goes_into_a_cookie_that_only_this_host_and_https_see(http):
    response = await http.post(
        "/sign-in", content=b"a form", headers={"sec-fetch-site": "same-origin"}
    )
    assert response.text == "a form"
    cookie = response.headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name == "__Host-sid=live"
    assert {attribute.lower() for attribute in attributes} == {
        "expires=wed, 02 jan 2030 03:04:05 gmt",
        "httponly",
        "path=/",
        "samesite=lax",
        "secure",
    }


async def test_signing_out_takes_the_cookie_away(http):
    response = await http.post("/sign-out", headers={"sec-fetch-site": "same-origin"})
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith('__host-sid=""; ')
    for attribute in ("max-age=0", "secure", "httponly", "path=/"):
        assert attribute in cookie
