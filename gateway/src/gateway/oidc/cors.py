"""Which programs in browsers may read answers (Fetch Standard, CORS protocol).

What is offered and the public keys are for everybody. Tokens and claims are for the origins that
public clients are registered with. No cookie counts at any of these addresses, so that no answer
allows credentials.
"""

import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from gateway.oidc.provider import Provider

Endpoint = Callable[[Request], Awaitable[Response]]
PREFLIGHT_SECONDS = 600
KEPT_SECONDS = 60.0
MOST_KEPT = 1000
LONGEST_ORIGIN = 300


class BrowserOrigins:
    """The origins that identity was asked about, each remembered for a minute."""

    def __init__(self, provider: Provider, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.provider = provider
        self.monotonic = monotonic
        self.known: dict[str, tuple[float, bool]] = {}

    async def allow(self, origin: str) -> bool:
        """Whether a public client is registered with an origin."""
        if not origin or origin == "null" or len(origin) > LONGEST_ORIGIN:
            return False
        until, allowed = self.known.get(origin, (0.0, False))
        if self.monotonic() < until:
            return allowed
        allowed = await self.provider.takes_origin(origin)
        if len(self.known) >= MOST_KEPT:
            self.known.clear()
        self.known[origin] = (self.monotonic() + KEPT_SECONDS, allowed)
        return allowed


def for_every_origin(endpoint: Endpoint) -> Endpoint:
    """The endpoint as scripts of every origin may read it."""

    async def answer(request: Request) -> Response:
        preflight = request.method == "OPTIONS"
        response = preflight_answer("GET") if preflight else await endpoint(request)
        response.headers["access-control-allow-origin"] = "*"
        return response

    return answer


def for_registered_origins(endpoint: Endpoint, origins: BrowserOrigins, methods: str) -> Endpoint:
    """The endpoint as scripts of registered origins may read it."""

    async def answer(request: Request) -> Response:
        origin = request.headers.get("origin", "")
        allowed = await origins.allow(origin)
        preflight = request.method == "OPTIONS"
        response = preflight_answer(methods) if preflight else await endpoint(request)
        response.headers.add_vary_header("Origin")
        if allowed:
            response.headers["access-control-allow-origin"] = origin
            response.headers["access-control-expose-headers"] = "WWW-Authenticate, Retry-After"
        return response

    return answer


def preflight_answer(methods: str) -> Response:
    """What a browser may send after it asked."""
    return Response(
        status_code=204,
        headers={
            "access-control-allow-methods": methods,
            "access-control-allow-headers": "Authorization, Content-Type",
            "access-control-max-age": str(PREFLIGHT_SECONDS),
        },
    )
