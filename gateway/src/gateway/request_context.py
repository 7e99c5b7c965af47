"""What the gateway knows about the request it is serving, for every call made on its behalf."""

import asyncio
import re
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from chassis.values import Language

TRACEPARENT = re.compile(r"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$")

MARGIN_SECONDS = 0.05
SHORTEST_SECONDS = 0.001


@dataclass(frozen=True)
class SessionCookie:
    """The opaque session of a browser."""

    session_token: str = field(repr=False)


@dataclass(frozen=True)
class BearerToken:
    """The access token of a system, issued for the gateway."""

    access_token: str = field(repr=False)


Credential = SessionCookie | BearerToken


TokenSource = Callable[["RequestContext", str], Awaitable[str]]
"""Obtains the access token of a request's caller for one service."""


@dataclass
class RequestContext:
    """One request: who asks, in which language, from where, until when.

    Tokens live as long as the request and no longer, so that a session that ended is noticed by
    the next request and every replica answers alike.
    """

    credential: Credential | None
    language: Language
    client_address: str
    traceparent: str
    deadline: float
    """On the event loop's clock, in seconds."""
    token_source: TokenSource
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    locks: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock), repr=False
    )

    async def token_for(self, service: str) -> str:
        """The caller's access token for a service; obtained once, also by calls side by side.

        Raises `grpc.aio.AioRpcError` with UNAUTHENTICATED when the session has ended.
        """
        async with self.locks[service]:
            if service not in self.tokens:
                self.tokens[service] = await self.token_source(self, service)
            return self.tokens[service]

    @property
    def seconds_for_calls(self) -> float:
        """What is left of the request's time for a call, less what answering takes."""
        left = self.deadline - asyncio.get_running_loop().time() - MARGIN_SECONDS
        return max(left, SHORTEST_SECONDS)

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What every call says about the request that caused it."""
        return (
            ("accept-language", self.language.value),
            ("matrikel-client-address", self.client_address),
            ("traceparent", self.traceparent),
        )


CURRENT: ContextVar[RequestContext] = ContextVar("gateway_request")


def current_request() -> RequestContext:
    """The request being served. Raises LookupError outside of one."""
    return CURRENT.get()


def traceparent_of(header: str) -> str:
    """The caller's trace context where it is well-formed, else the start of a new trace."""
    if TRACEPARENT.match(header):
        return header
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
