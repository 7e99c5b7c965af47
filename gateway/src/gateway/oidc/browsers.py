"""The endpoints that clients send people's browsers to: authorizing and signing out.

The browser's session is read here and at no other address of the provider. A form that a client
sends comes without it, as the cookie is SameSite=Lax; such a request is repeated as a query, with
which the browser sends the cookie along.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

import grpc
from chassis.values import Language
from matrikel.identity.v1 import oidc_pb2
from matrikel.type.v1 import localized_text_pb2
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gateway.browser_sessions import take_session
from gateway.oidc.addresses import AUTHORIZE, LOGOUT
from gateway.oidc.answering import NO_STORE
from gateway.oidc.pages import ProviderPages
from gateway.oidc.provider import Provider, session_token
from gateway.oidc.reading import (
    UnreadableError,
    pairs_of,
    parameters_of_form,
    parameters_of_query,
    value_of,
)
from gateway.request_context import current_request

Endpoint = Callable[[Request], Awaitable[Response]]
HANDLE = "request_handle"
LOGOUT_HANDLE = "logout_handle"
DECISION = "decision"
AGREED = frozenset({"allow", "sign_out"})
LONGEST_HANDLE = 128
UNREADABLE = localized_text_pb2.LocalizedText(
    de="Die Anfrage ist nicht lesbar. Gehen Sie zurück zu dem Dienst, von dem Sie kommen, und "
    "beginnen Sie dort noch einmal.",
    en="The request cannot be read. Go back to the service that you came from and start again "
    "there.",
)


class Browsers:
    """Leads people through what identity asks of them and back to the client."""

    def __init__(self, provider: Provider, pages: ProviderPages) -> None:
        self.provider = provider
        self.pages = pages

    async def authorize(self, request: Request) -> Response:
        """The authorization endpoint (RFC 6749, section 3.1); also where a request goes on after
        the person signed in."""
        if request.method == "POST":
            return repeated_as_query(AUTHORIZE, await parameters_of_form(request))
        parameters = parameters_of_query(request)
        if handle := value_of(parameters, HANDLE):
            return await self.onward(request, await self.provider.go_on(handle[:LONGEST_HANDLE]))
        return await self.onward(request, await self.provider.authorize(parameters))

    async def consent(self, request: Request) -> Response:
        """What the person decided on the consent page. Who is not signed in any more is asked to
        sign in before."""
        form = await parameters_of_form(request)
        handle, agreed = value_of(form, HANDLE)[:LONGEST_HANDLE], value_of(form, DECISION) in AGREED
        if not await self.pages.sent_from_own_page(request):
            return going_to(going_on_with(handle))
        try:
            answer = await self.provider.decide_consent(handle, agreed)
        except grpc.aio.AioRpcError as error:
            # An empty session is an invalid argument, one that has ended is not authenticated.
            if handle and error.code() in (
                grpc.StatusCode.UNAUTHENTICATED,
                grpc.StatusCode.INVALID_ARGUMENT,
            ):
                return going_to(going_on_with(handle))
            raise
        return await self.onward(request, answer)

    async def logout(self, request: Request) -> Response:
        """The end-session endpoint (OpenID Connect RP-Initiated Logout, section 2)."""
        if request.method == "POST":
            return repeated_as_query(LOGOUT, await parameters_of_form(request))
        answer = await self.provider.request_logout(parameters_of_query(request))
        match answer.WhichOneof("outcome"):
            case "signed_out":
                return await self.out(request, answer.signed_out)
            case "question":
                return await self.pages.logout_question(request, answer.question)
            case _:
                return await self.pages.refused(request, answer.refused)

    async def logout_decision(self, request: Request) -> Response:
        """What the person decided on the logout page."""
        form = await parameters_of_form(request)
        if not await self.pages.sent_from_own_page(request):
            raise UnreadableError("the form was not sent from a page of this provider")
        answer = await self.provider.decide_logout(
            value_of(form, LOGOUT_HANDLE)[:LONGEST_HANDLE], value_of(form, DECISION) in AGREED
        )
        if answer.WhichOneof("outcome") == "signed_out":
            return await self.out(request, answer.signed_out)
        return going_to(f"/{current_request().language}/")

    async def onward(
        self,
        request: Request,
        answer: oidc_pb2.AuthorizeResponse | oidc_pb2.DecideConsentResponse,
    ) -> Response:
        """The next step of an authorization."""
        match answer.WhichOneof("outcome"):
            case "return_to_client" if answer.return_to_client.location:
                return going_to(answer.return_to_client.location)
            case "return_to_client":
                return await self.pages.to_client(request, answer.return_to_client)
            case "sign_in_needed":
                return to_sign_in(answer.sign_in_needed)
            case "consent_needed":
                return await self.pages.consent(request, answer.consent_needed)
            case _:
                return await self.pages.refused(request, answer.refused)

    async def out(self, request: Request, signed_out: oidc_pb2.SignedOutByClient) -> Response:
        """Back to the client or to a page. A cookie goes even if its session had ended before."""
        response = (
            going_to(signed_out.location)
            if signed_out.location
            else await self.pages.signed_out(request, signed_out)
        )
        take_session(response)
        return response


def answering_people(endpoint: Endpoint, pages: ProviderPages) -> Endpoint:
    """The endpoint with a page for whatever goes wrong."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except UnreadableError as error:
            refused = oidc_pb2.RequestRefused(
                error="invalid_request", message=UNREADABLE, error_description=str(error)
            )
            return await pages.refused(request, refused)
        except grpc.aio.AioRpcError as error:
            return await pages.failed(request, error)

    return answer


def misused(pages: ProviderPages, allowed: str) -> Endpoint:
    """A page for who comes with another method than the address takes (405)."""

    async def answer(request: Request) -> Response:
        refused = oidc_pb2.RequestRefused(
            error="invalid_request", message=UNREADABLE, error_description=f"use {allowed}"
        )
        response = await pages.refused(request, refused)
        response.status_code = 405
        response.headers["allow"] = allowed
        return response

    return answer


def to_sign_in(needed: oidc_pb2.SignInNeeded) -> Response:
    """To the sign-in page in the client's language, else the browser's, and back from there.

    Whoever brings a session sees the form, too: it is too old, or a support access, which counts
    as nobody's for other systems.
    """
    wanted = [one for one in needed.ui_locales if one in list(Language)]
    language = wanted[0] if wanted else current_request().language
    query = {"next": going_on_with(needed.request_handle)}
    if session_token():
        query["again"] = "yes"
    return going_to(f"/{language}/sign-in?{urlencode(query)}")


def going_on_with(request_handle: str) -> str:
    """The address at which a request goes on."""
    return f"{AUTHORIZE}?{urlencode({HANDLE: request_handle})}"


def repeated_as_query(path: str, parameters: list[oidc_pb2.OidcParameter]) -> Response:
    """To the same address with the form as its query."""
    return going_to(f"{path}?{urlencode(pairs_of(parameters))}")


def going_to(address: str) -> Response:
    """A redirect that nobody keeps, followed with GET."""
    return RedirectResponse(address, 303, NO_STORE)
