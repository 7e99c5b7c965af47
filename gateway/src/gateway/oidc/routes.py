"""The provider's addresses with who answers there."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.oidc import addresses
from gateway.oidc.answering import error_answer
from gateway.oidc.browsers import Browsers, answering_people, misused
from gateway.oidc.cors import BrowserOrigins, Endpoint, for_every_origin, for_registered_origins
from gateway.oidc.pages import ProviderPages
from gateway.oidc.programs import Programs, answering_programs
from gateway.oidc.provider import Provider

# Every method is routed here: what an address does not take would fall to the portal otherwise.
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
READING, SENDING, BOTH = "GET, HEAD", "POST", "GET, HEAD, POST"
CORS = ", OPTIONS"


def provider_routes(provider: Provider, pages: ProviderPages) -> list[BaseRoute]:
    """Every address below /oauth2 and the documents below /.well-known."""
    programs, browsers = Programs(provider), Browsers(provider, pages)
    origins = BrowserOrigins(provider)

    def public(path: str, endpoint: Endpoint) -> Route:
        answering = for_every_origin(answering_programs(endpoint))
        return route(path, answering, READING + CORS, not_offered(READING + CORS))

    def for_clients(path: str, endpoint: Endpoint, methods: str) -> Route:
        # Errors are for clients to read as well; and identity may fail to answer about an origin.
        readable = for_registered_origins(answering_programs(endpoint), origins, methods)
        answering = answering_programs(readable)
        return route(path, answering, methods + CORS, not_offered(methods + CORS))

    def for_people(path: str, endpoint: Endpoint, methods: str) -> Route:
        return route(path, answering_people(endpoint, pages), methods, misused(pages, methods))

    return [
        public(addresses.CONFIGURATION, programs.configuration),
        public(addresses.CONFIGURATION_OF_OAUTH, programs.configuration),
        public(addresses.KEYS, programs.keys),
        for_clients(addresses.TOKEN, programs.token, SENDING),
        for_clients(addresses.USER_INFO, programs.user_info, BOTH),
        for_clients(addresses.REVOKE, programs.revoke, SENDING),
        route(
            addresses.INTROSPECT,
            answering_programs(programs.introspect),
            SENDING,
            not_offered(SENDING),
        ),
        for_people(addresses.AUTHORIZE, browsers.authorize, BOTH),
        for_people(addresses.CONSENT, browsers.consent, SENDING),
        for_people(addresses.LOGOUT, browsers.logout, BOTH),
        for_people(addresses.LOGOUT_DECISION, browsers.logout_decision, SENDING),
    ]


def route(path: str, endpoint: Endpoint, allowed: str, otherwise: Endpoint) -> Route:
    """An address that takes the methods of an Allow header, and what answers to all others."""
    methods = frozenset(allowed.split(", "))

    async def answer(request: Request) -> Response:
        return await (endpoint if request.method in methods else otherwise)(request)

    return Route(path, answer, methods=METHODS)


def not_offered(allowed: str) -> Endpoint:
    """The refusal that programs read for a method that an address does not take (405)."""

    async def answer(_: Request) -> Response:
        return error_answer(405, "invalid_request", f"use {allowed}", {"allow": allowed})

    return answer
