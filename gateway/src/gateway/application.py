"""The gateway put together as one ASGI application."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from gateway.body_bounds import BodyBounds, BoundsOfRequests
from gateway.contract.methods import Method
from gateway.health import Readiness
from gateway.middleware import (
    REST_PREFIX,
    BodyLimit,
    RequestContexts,
    RequestLog,
    SecurityHeaders,
)
from gateway.oidc.pages import ProviderPages
from gateway.oidc.provider import Provider
from gateway.oidc.routes import provider_routes
from gateway.reference.pages import ReferencePages
from gateway.rest.interface import Deadlines, RestInterface
from gateway.scim.interface import SCIM_PREFIX, ScimInterface
from gateway.scim.storage import UsersOfIdentity
from gateway.settings import GatewaySettings
from gateway.tokens import TokensFromIdentity
from gateway.upstream import (
    Services,
    bind_scim_users,
    bind_services,
    calls_for_the_request,
)


@dataclass(frozen=True)
class Pages:
    """What is drawn for people: the portal, and the pages that the OpenID Provider shows."""

    portal: ASGIApp
    of_provider: ProviderPages


CreatePages = Callable[[Services, Provider], Pages]
"""Makes the pages, given the services bound to the request, and the provider."""


def create_application(
    settings: GatewaySettings,
    methods: Iterable[Method],
    channels: Mapping[str, grpc.aio.Channel],
    create_pages: CreatePages,
) -> Starlette:
    """The gateway: REST and SCIM interface, the OpenID Provider, the reference, health, and the
    portal for the rest.

    `channels` are one long-lived channel to each service, closed when the application stops.
    """
    methods = tuple(methods)
    calls = calls_for_the_request(channels, methods)
    deadlines = Deadlines(
        usual=settings.request_seconds,
        longest=settings.longest_request_seconds,
        streamed=settings.stream_seconds,
    )
    rest = RestInterface(methods, calls, deadlines)
    scim = ScimInterface(UsersOfIdentity(bind_scim_users(calls)), settings.address)
    provider = Provider(channels["identity"])
    pages = create_pages(bind_services(calls), provider)
    reference = ReferencePages(methods, settings.address)
    readiness = Readiness()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        readiness.started = True
        yield
        readiness.started = False
        for channel in channels.values():
            await channel.close(None)

    return Starlette(
        routes=[
            Route("/healthz", readiness.live),
            Route("/readyz", readiness.ready),
            Route("/openapi.json", reference.document),
            Route("/api", reference.page),
            Route("/api/style.css", reference.style),
            Mount(REST_PREFIX, rest),
            Mount(SCIM_PREFIX, scim),
            *provider_routes(provider, pages.of_provider),
            Mount("/", pages.portal),
        ],
        middleware=[
            Middleware(
                SecurityHeaders, served_over_https=settings.own_origin.startswith("https://")
            ),
            Middleware(RequestLog),
            Middleware(
                BodyLimit,
                bounds_of=BoundsOfRequests(
                    methods,
                    usual=BodyBounds(settings.largest_body_bytes, settings.body_seconds),
                    upload=BodyBounds(settings.largest_upload_bytes, settings.upload_seconds),
                ),
            ),
            Middleware(
                RequestContexts,
                token_source=TokensFromIdentity(channels["identity"]),
                own_origins=(settings.own_origin,),
                seconds=settings.request_seconds,
            ),
        ],
        lifespan=lifespan,
    )
