"""What the authorization endpoint can come to, and how answers get to clients."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from identity.app.oidc.requests import ProviderRequest
from identity.domain.oidc.authorization import (
    Need,
    Parameters,
    RequestError,
    ResponseMode,
    Wishes,
)
from identity.domain.oidc.clients import Client


@dataclass(frozen=True, slots=True)
class Browser:
    """The browser that asks: its session token (empty for none), and the service in between."""

    session_token: str = field(repr=False)
    service: str


@dataclass(frozen=True, slots=True)
class ReturnToClient:
    """The browser goes back; `location` is empty where a form posts the parameters."""

    client: Client
    response_mode: ResponseMode
    redirect_uri: str
    parameters: tuple[tuple[str, str], ...] = field(repr=False)
    location: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInNeeded:
    """The person has to sign in, or to prove again who it is."""

    client: Client
    handle: str = field(repr=False)
    need: Need
    wishes: Wishes
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class ConsentNeeded:
    """The person has to be asked. `values` is what the claims say about the person, as text."""

    client: Client
    handle: str = field(repr=False)
    scopes: tuple[str, ...]
    claims: frozenset[str]
    wishes: Wishes
    redirect_uri: str
    values: Mapping[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestRefused:
    """Nothing goes back to the client: it is not known where to."""

    error: str
    description: str


Outcome: TypeAlias = ReturnToClient | SignInNeeded | ConsentNeeded | RequestRefused


def response_mode_of(request: ProviderRequest) -> tuple[ResponseMode, RequestError | None]:
    """How the answer goes back; by the query where the request does not say.

    A mode that nobody knows is an error, which goes back in the way that a code would.
    """
    text = request.payload.data.get("response_mode", ResponseMode.QUERY.value)
    try:
        return ResponseMode(text), None
    except ValueError:
        problem = RequestError("invalid_request", "'response_mode' is unknown.")
        return ResponseMode.QUERY, problem


def address_with(uri: str, parameters: Parameters, mode: ResponseMode) -> str:
    """The address with the parameters added; a query that it has is kept as it is."""
    parts = urlsplit(uri)
    encoded = urlencode(parameters, quote_via=quote)
    if mode is ResponseMode.FRAGMENT:
        return urlunsplit(parts._replace(fragment=encoded))
    query = f"{parts.query}&{encoded}" if parts.query else encoded
    return urlunsplit(parts._replace(query=query))
