"""What happens to every request before and after it is answered, pages and REST alike."""

import asyncio
import html
import re
import time
from collections.abc import Iterable, Mapping

import structlog
from chassis.values import Language
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.body_bounds import BoundsOfRequests
from gateway.credentials import read_credential, require_own_page
from gateway.oidc.addresses import is_for_programs_of_clients, may_come_from_elsewhere
from gateway.oidc.answering import error_body
from gateway.request_context import (
    CURRENT,
    RequestContext,
    SessionCookie,
    TokenSource,
    traceparent_of,
)
from gateway.rest.problem import Answer, Problem, answer_to
from gateway.rest.refusals import body_too_large, body_too_slow
from gateway.rest.sending import send_whole
from gateway.rest.writing import JSON
from gateway.scim.errors import scim_answer, scim_body
from gateway.scim.interface import SCIM_PREFIX

log = structlog.get_logger(__name__)

REST_PREFIX = "/v1"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    # What is said about persons and certificates belongs in no search engine.
    "x-robots-tag": "noindex",
}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# Matriculation and verification numbers that somebody puts into a path where none belongs.
NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){5,}")
# Addresses that open something by themselves, such as a calendar's: 256 bits in base64url.
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}(?=/|$)")
LONGEST_LOGGED_PATH = 200
TIMES_DISCARDED = 8
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Adds the headers that keep browsers careful, unless a page sets stricter ones itself."""

    def __init__(self, app: ASGIApp, served_over_https: bool) -> None:
        self.app = app
        self.served_over_https = served_over_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        secure = self.served_over_https or scope["scheme"] == "https"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if secure:
                    headers.setdefault("strict-transport-security", STRICT_TRANSPORT)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class RequestLog:
    """Writes one line per request: what, how it ended, how long it took. Ids in the path, query,
    body and address stay out, as they are personal data."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Logs the request when it is over."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.monotonic()
        status = 499

        async def send_noticing_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noticing_status)
        finally:
            log.info(
                "request",
                method=scope["method"],
                route=without_personal_data(scope["path"])[:LONGEST_LOGGED_PATH],
                status=status,
                milliseconds=round((time.monotonic() - begun) * 1000),
            )


def without_personal_data(path: str) -> str:
    """The path with a word for each secret, each id and each long number in it."""
    return NUMBER.sub("{number}", ID.sub("{id}", SECRET.sub("{secret}", path)))


class BodyLimit:
    """Reads the whole body before anything else happens, up to a size and within a time, so that
    a slow or endless sender holds no more than that."""

    def __init__(self, app: ASGIApp, bounds_of: BoundsOfRequests) -> None:
        self.app = app
        self.bounds_of = bounds_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the body on in one piece. Answers 413 and 408."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bounds = self.bounds_of(scope)
        try:
            async with asyncio.timeout(bounds.seconds):
                body = await self.read(Headers(scope=scope), receive, bounds.largest_bytes)
        except (Problem, TimeoutError) as problem:
            refusal = problem if isinstance(problem, Problem) else body_too_slow()
            await refuse(scope, send, refusal)
            return
        if body is None:
            return
        given = False

        async def receive_whole() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_whole, send)

    async def read(self, headers: Headers, receive: Receive, largest_bytes: int) -> bytes | None:
        """The body; None when the client went away. Raises `Problem` (413) when it is too large."""
        announced = headers.get("content-length", "0")
        largest_read = largest_bytes * TIMES_DISCARDED
        if announced.isdecimal() and int(announced) > largest_read:
            raise body_too_large(largest_bytes)
        body, length = bytearray(), 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part = message.get("body", b"")
            length += len(part)
            # A client that is still sending would see a broken connection instead of the answer,
            # so what is moderately too large is read to its end and thrown away.
            if length <= largest_bytes:
                body += part
            elif length > largest_read:
                raise body_too_large(largest_bytes)
            if not message.get("more_body", False):
                break
        if length > largest_bytes:
            raise body_too_large(largest_bytes)
        return bytes(body)


class RequestContexts:
    """Establishes who asks, in which language, from where, for every call that follows."""

    def __init__(
        self,
        app: ASGIApp,
        token_source: TokenSource,
        own_origins: Iterable[str],
        seconds: float,
    ) -> None:
        self.app = app
        self.token_source = token_source
        self.own_origins = frozenset(own_origins)
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sets the context of the request. Answers 400, 401 and 403 for unusable credentials."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            context = self.context_of(scope, headers)
        except Problem as problem:
            await refuse(scope, send, problem)
            return
        token = CURRENT.set(context)
        try:
            await self.app(scope, receive, send)
        finally:
            CURRENT.reset(token)

    def context_of(self, scope: Scope, headers: Headers) -> RequestContext:
        """Reads the context of a request. Raises `Problem`."""
        # What clients prove themselves with at the provider is none of the gateway's credentials.
        credential = None if is_for_programs_of_clients(scope) else read_credential(headers)
        # A form that signs in has no cookie yet, but signing a visitor in as somebody else from
        # a foreign page is an attack of its own: pages need the proof always.
        is_for_programs = is_rest(scope) or is_scim(scope)
        is_from_page = isinstance(credential, SessionCookie) or not is_for_programs
        if is_from_page and not may_come_from_elsewhere(scope):
            require_own_page(scope["method"], headers, self.own_origins)
        client = scope.get("client")
        return RequestContext(
            credential=credential,
            language=Language.preferred(headers.get("accept-language", "")),
            client_address=client[0] if client else "",
            traceparent=traceparent_of(headers.get("traceparent", "")),
            deadline=asyncio.get_running_loop().time() + self.seconds,
            token_source=self.token_source,
        )


def is_rest(scope: Scope) -> bool:
    """Whether the request is for the REST interface."""
    path: str = scope["path"]
    return path.startswith(f"{REST_PREFIX}/")


def is_scim(scope: Scope) -> bool:
    """Whether the request is for the SCIM interface."""
    path: str = scope["path"]
    return path.startswith(f"{SCIM_PREFIX}/")


async def refuse(scope: Scope, send: Send, problem: Problem) -> None:
    """Answers a refusal: JSON to programs, a short page to people."""
    language = language_of(scope)
    answer = answer_to(problem, language)
    if is_rest(scope):
        headers: Mapping[str, str] = {"content-type": JSON}
        body = answer.body
    elif is_scim(scope):
        answer = scim_answer(problem)
        headers, body = answer.headers, scim_body(answer)
    elif is_for_programs_of_clients(scope):
        headers, body = {"content-type": JSON}, error_body("invalid_request", problem.message.en)
    else:
        headers = {"content-type": "text/html; charset=utf-8"}
        body = short_page(answer, language)
    await send_whole(
        send, answer.http_status, {**headers, "cache-control": "no-store", **answer.headers}, body
    )


def language_of(scope: Scope) -> Language:
    """The language of the page that was asked for, else the one that the browser prefers."""
    beginning = str(scope["path"]).split("/")[1]
    if beginning in list(Language):
        return Language(beginning)
    return Language.preferred(Headers(scope=scope).get("accept-language", ""))


def short_page(answer: Answer, language: Language) -> bytes:
    """One sentence as a page."""
    sentence = html.escape(str(answer.error["message"]))
    return (
        f'<!doctype html><html lang="{language.value}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Matrikel</title><main><p>{sentence}</p></main></html>"
    ).encode()
