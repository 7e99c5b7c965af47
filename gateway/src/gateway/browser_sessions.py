"""The session cookie of a browser, as the portal starts, reads and ends it."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

import grpc
from starlette.requests import Request
from starlette.responses import Response

from gateway.credentials import SESSION_COOKIE
from gateway.request_context import current_request

SignedIn = TypeVar("SignedIn")

FORM_COOKIE = "__Host-form"
DEVICE_COOKIE = "__Host-device"
LONGEST_DEVICE_TOKEN = 128
DEVICE_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Claims:
    """What the gateway reads in an access token."""

    person_id: str
    roles: frozenset[str]
    # Whether a member of staff looks at the person's pages.
    in_support: bool = False


class CookieSessions(Generic[SignedIn]):
    """Sessions in the cookie `__Host-sid`, which scripts, other hosts and plain HTTP never see.

    `signed_in` makes the portal's own value of a person id, the names of the roles, and whether a
    member of staff looks at the person's pages.
    """

    def __init__(self, signed_in: Callable[[str, frozenset[str], bool], SignedIn]) -> None:
        self.signed_in = signed_in

    def start(self, response: Response, session_token: str, expire_time: datetime) -> None:
        """Gives the browser the session. `expire_time` must know its time zone."""
        response.set_cookie(
            SESSION_COOKIE,
            session_token,
            expires=expire_time.astimezone(UTC),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )

    def end(self, response: Response) -> None:
        """Takes the session from the browser."""
        take_session(response)

    def form_secret(self, request: Request) -> str:
        """The session's token, so that the secret changes with every sign-in; a visitor's own
        secret without one; empty for a browser that has neither yet."""
        if session_token := request.cookies.get(SESSION_COOKIE, ""):
            return session_token
        return request.cookies.get(FORM_COOKIE, "")

    def keep_form_secret(self, response: Response, secret: str) -> None:
        """Gives a visitor's browser a secret for its forms, until it is closed."""
        response.set_cookie(
            FORM_COOKIE, secret, path="/", secure=True, httponly=True, samesite="lax"
        )

    def device_token(self, request: Request) -> str:
        """What the browser is known by from earlier sign-ins; empty for none."""
        device_token = request.cookies.get(DEVICE_COOKIE, "")
        return device_token if len(device_token) <= LONGEST_DEVICE_TOKEN else ""

    def keep_device(self, response: Response, device_token: str) -> None:
        """Lets the browser be known at later sign-ins, as long as identity knows it."""
        response.set_cookie(
            DEVICE_COOKIE,
            device_token,
            max_age=DEVICE_SECONDS,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )

    async def current(self, request: Request) -> SignedIn | None:  # noqa: ARG002 - the portal names it
        """Who is signed in; None without a cookie or when the session has ended.

        Asks identity once per request. Raises `grpc.aio.AioRpcError` when identity cannot be
        asked, as nobody then knows.
        """
        context = current_request()
        if context.credential is None:
            return None
        try:
            token = await context.token_for("identity")
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAUTHENTICATED:
                return None
            raise
        claims = claims_of(token)
        return self.signed_in(claims.person_id, claims.roles, claims.in_support)


def take_session(response: Response) -> None:
    """Takes the session from the browser."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")


def claims_of(access_token: str) -> Claims:
    """Reads the claims of a token. Its signature needs no check: it came straight from identity,
    and every service that it is sent to verifies it."""
    payload = access_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    roles = frozenset(str(role) for role in claims["roles"])
    return Claims(str(claims["sub"]), roles, "support_by" in claims)
