"""Who asks: one cookie of a browser or one bearer token of a system, never both.

A browser sends its cookie along with requests that other sites caused, so that an unsafe
request with a cookie must prove that a page of this site made it.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from gateway.request_context import BearerToken, Credential, SessionCookie
from gateway.rest.refusals import credential_malformed, foreign_origin, two_credentials

SESSION_COOKIE = "__Host-sid"
LONGEST_SESSION_TOKEN = 128
LONGEST_ACCESS_TOKEN = 4096
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def read_credential(headers: Headers) -> Credential | None:
    """Reads the credential of a request; None where it has none.

    Raises `Problem` (400) where there are several, (401) where it cannot be read.
    """
    session_tokens = session_cookies(headers.getlist("cookie"))
    bearers = headers.getlist("authorization")
    if len(session_tokens) + len(bearers) > 1:
        raise two_credentials()
    if session_tokens:
        return read_session_cookie(session_tokens[0])
    if bearers:
        return read_bearer(bearers[0])
    return None


def session_cookies(cookie_headers: Iterable[str]) -> list[str]:
    """Every value that the request gives for the session cookie."""
    return [
        cookie_parser(pair).get(SESSION_COOKIE, "")
        for header in cookie_headers
        for pair in header.split(";")
        if pair.partition("=")[0].strip() == SESSION_COOKIE
    ]


def read_session_cookie(session_token: str) -> SessionCookie | None:
    """The session of a cookie. One that no session can have counts as none: it is left over."""
    if not session_token or len(session_token) > LONGEST_SESSION_TOKEN:
        return None
    return SessionCookie(session_token)


def read_bearer(header: str) -> BearerToken:
    """The token of an Authorization header."""
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii() or " " in token:
        raise credential_malformed()
    if len(token) > LONGEST_ACCESS_TOKEN:
        raise credential_malformed()
    return BearerToken(token)


def require_own_page(method: str, headers: Headers, own_origins: Iterable[str]) -> None:
    """Refuses an unsafe request that a page of another origin caused, or that cannot tell.

    Browsers say so in Sec-Fetch-Site on trustworthy addresses, else in Origin, which our own
    Referrer-Policy turns into "null" and so is asked second.
    """
    if method in SAFE_METHODS:
        return
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise foreign_origin()
        return
    origin = headers.get("origin", "")
    if origin in own_origins or (origin and urlsplit(origin).netloc == headers.get("host")):
        return
    raise foreign_origin()
