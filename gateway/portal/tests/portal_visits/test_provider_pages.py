"""The pages of the OpenID Provider, and signing in for a system of others."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from grpc import StatusCode
from grpc.aio import AioRpcError, Metadata
from matrikel.identity.v1 import oidc_pb2
from portal.provider_pages import ProviderPages
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import connection_servicers as c
from . import portal_host as host
from . import portal_pages
from . import portal_world as w
from .form_client import FormClient

NEXT = f"/oauth2/authorize?request_handle={c.HANDLE}"
REFUSED = oidc_pb2.RequestRefused(
    error="invalid_request",
    message=w.both("Das Ziel ist nicht eingetragen.", "The address is not registered."),
    error_description="redirect_uri is not registered",
)


@pytest_asyncio.fixture
async def provider(world: w.World) -> AsyncIterator[httpx.AsyncClient]:
    """Each page of the provider at an address of its own."""
    async with host.furnished(world) as portal:
        pages = ProviderPages(portal)

        async def failed(request: Request) -> Response:
            code = StatusCode[request.query_params["code"]]
            return await pages.failed(request, AioRpcError(code, Metadata(), Metadata()))

        async def consent(request: Request) -> Response:
            return await pages.consent(request, c.consent_needed())

        async def question(request: Request) -> Response:
            asked = oidc_pb2.LogoutQuestion(
                logout_handle="l", client_name=c.CLIENT, location=c.CALLBACK
            )
            return await pages.logout_question(request, asked)

        async def signed_out(request: Request) -> Response:
            return await pages.signed_out(
                request, oidc_pb2.SignedOutByClient(client_name=c.CLIENT, ui_locales=["en"])
            )

        async def to_client(request: Request) -> Response:
            returned = oidc_pb2.ReturnToClient(
                redirect_uri=c.CALLBACK,
                client_name=c.CLIENT,
                parameters=[oidc_pb2.OidcParameter(name="code", value='a"><b')],
            )
            return await pages.to_client(request, returned)

        async def refused(request: Request) -> Response:
            return await pages.refused(request, REFUSED)

        app = Starlette(
            routes=[
                Route("/oauth2/failed", failed),
                Route("/oauth2/authorize", consent),
                Route("/oauth2/logout", question),
                Route("/oauth2/signed-out", signed_out),
                Route("/oauth2/to-client", to_client),
                Route("/oauth2/refused", refused, methods=["GET", "POST"]),
            ]
        )
        transport = httpx.ASGITransport(app=app)
        async with FormClient(transport=transport, base_url="http://portal.test") as client:
            yield client


@pytest.mark.parametrize("path", ["authorize", "logout", "signed-out", "to-client", "refused"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_page_is_whole_and_is_kept_by_nobody(
    provider: httpx.AsyncClient, path: str, language: str
) -> None:
    answer = await provider.get(f"/oauth2/{path}?request_handle=h&ui_locales={language}")
    page = portal_pages.read(answer)

    assert page.language == language
    assert [level for level, _ in page.headings].count(1) == 1
    assert {"header", "main", "footer"} <= set(page.landmarks)
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    other = "en" if language == "de" else "de"
    assert f"/oauth2/{path}?request_handle=h&ui_locales={other}" in page.links


async def test_the_consent_page_says_who_gets_what_about_whom(
    provider: httpx.AsyncClient,
) -> None:
    answer = await provider.get("/oauth2/authorize", headers={"accept-language": "en"})
    page = portal_pages.read(answer)

    assert "Learning platform North" in page.first(1)
    assert "lg100001@stud.leuphana.example" in page.text
    assert "Affiliation with the university" in page.text
    assert "while you are not signed in there" in page.text
    assert "https://lernen.example/datenschutz" in page.links
    form = page.form("/oauth2/consent")
    assert form.fields["request_handle"] == c.HANDLE
    assert 'name="decision" value="allow"' in answer.text
    assert 'name="decision" value="deny"' in answer.text


async def test_the_forms_of_consent_and_logout_may_lead_to_the_client_and_nowhere_else(
    provider: httpx.AsyncClient,
) -> None:
    for path in ("/oauth2/authorize", "/oauth2/logout", "/oauth2/to-client"):
        policy = (await provider.get(path)).headers["content-security-policy"]
        assert "form-action 'self' https://lernen.example;" in policy
    policy = (await provider.get("/oauth2/refused")).headers["content-security-policy"]
    assert "form-action 'self';" in policy


async def test_an_answer_goes_to_the_client_in_a_form_that_is_written_safely(
    provider: httpx.AsyncClient,
) -> None:
    answer = await provider.get("/oauth2/to-client")
    form = portal_pages.read(answer).form("/callback")

    assert form.action == c.CALLBACK
    assert form.fields == {"code": 'a"><b'}
    assert 'a"><b' not in answer.text
    assert "send_form.js" in answer.text


async def test_a_refused_request_names_what_is_wrong_for_both_sides(
    provider: httpx.AsyncClient,
) -> None:
    answer = await provider.get("/oauth2/refused", headers={"accept-language": "de"})
    page = portal_pages.read(answer)

    assert answer.status_code == 400
    assert "Das Ziel ist nicht eingetragen." in page.text
    assert "redirect_uri is not registered" in page.text


async def test_a_page_after_a_form_leads_to_the_start_in_the_other_language(
    provider: httpx.AsyncClient,
) -> None:
    answer = await provider.post("/oauth2/refused?ui_locales=de")

    assert "/en/" in portal_pages.read(answer).links


@pytest.mark.parametrize(
    ("code", "status", "sentence"),
    [
        ("NOT_FOUND", 404, "has expired or was answered already"),
        ("UNAUTHENTICATED", 409, "Your session has ended meanwhile"),
        ("UNAVAILABLE", 503, "Not available at the moment"),
        ("INTERNAL", 500, "Something went wrong"),
    ],
)
async def test_a_step_that_fails_is_explained(
    provider: httpx.AsyncClient, code: str, status: int, sentence: str
) -> None:
    answer = await provider.get(f"/oauth2/failed?code={code}&ui_locales=en")

    assert answer.status_code == status
    assert sentence in portal_pages.read(answer).text


async def test_who_signs_in_for_another_system_reads_which_and_goes_on_there(
    visitor: httpx.AsyncClient,
) -> None:
    shown = await visitor.get("/en/sign-in", params={"next": NEXT})
    page = portal_pages.read(shown)
    form = next(one for one in page.forms if "user_name" in one.fields)

    assert "Sign in for Learning platform North" in page.text
    assert form.fields["user_name"] == "lg100001"
    policy = shown.headers["content-security-policy"]
    assert "form-action 'self' https://lernen.example;" in policy
    answer = await visitor.post(
        "/en/sign-in",
        params={"next": NEXT},
        data={"user_name": "lg100001", "password": w.PASSWORD},
    )
    assert answer.headers["location"] == NEXT


@pytest.mark.parametrize(
    "elsewhere",
    [
        "/oauth2/authorize?client_id=c&redirect_uri=https://evil.example",
        f"{NEXT}&more=x",
        "/oauth2/logout",
        f"//evil.example{NEXT}",
        f"https://evil.example{NEXT}",
    ],
)
async def test_a_sign_in_leads_to_waiting_requests_and_to_nothing_else_of_the_provider(
    visitor: httpx.AsyncClient, elsewhere: str
) -> None:
    shown = await visitor.get("/de/sign-in", params={"next": elsewhere})
    answer = await visitor.post(
        "/de/sign-in",
        params={"next": elsewhere},
        data={"user_name": "lg100001", "password": w.PASSWORD},
    )

    assert "Lernplattform" not in shown.text
    assert answer.headers["location"] == "/de/"


async def test_connected_services_are_listed_with_what_they_get(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get("/en/account/connections"))

    assert "Learning platform North" in page.text
    assert "E-mail address" in page.text
    assert "unheard_of" in page.text
    assert "while you are not signed in there" in page.text


async def test_a_consent_is_taken_back(student: httpx.AsyncClient, world: w.World) -> None:
    page = portal_pages.read(await student.get("/de/account/connections"))
    form = page.form("/revoke")
    answer = await student.post(form.action, data=form.fields)
    after = portal_pages.read(await student.get(answer.headers["location"]))

    assert answer.status_code == 303
    assert world.consents_taken_back == {c.LEARNING}
    assert "Zustimmung zurückgenommen" in after.text
    assert "Lernplattform Nord" not in after.text


async def test_nobody_sees_connected_services_without_a_sign_in(
    visitor: httpx.AsyncClient,
) -> None:
    answer = await visitor.get("/de/account/connections")

    assert answer.headers["location"].startswith("/de/sign-in?next=")
