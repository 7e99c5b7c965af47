"""The gateway put together as one ASGI application."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

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
from gateway.reference.pages import ReferencePages
from gateway.rest.interface import Deadlines, RestInterface
from gateway.settings import GatewaySettings
from gateway.tokens import TokensFromIdentity
from gateway.upstream import Services, bind_services, calls_for_the_request

CreatePortal = Callable[[Services], ASGIApp]
"""Makes the pages, given the services bound to the request."""


def create_application(
    settings: GatewaySettings,
    methods: Iterable[Method],
    channels: Mapping[str, grpc.aio.Channel],
    create_portal: CreatePortal,
) -> Starlette:
    """The gateway: REST interface, its reference, health, and the portal for everything else.

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
    portal = create_portal(bind_services(calls))
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
            Mount("/", portal),
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
