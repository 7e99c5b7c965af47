"""The end-session endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure

from identity.app.oidc.clients import client_of
from identity.app.oidc.id_tokens import claims_of_hint
from identity.app.oidc.outcomes import Browser, RequestRefused, address_with
from identity.app.oidc.refusals import logout_request_unknown
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.sign_in.sessions import end_session, session_of_token
from identity.domain.oidc.authorization import (
    REQUEST_LIFETIME,
    Parameters,
    RequestError,
    ResponseMode,
    check_repeated,
    ui_locales_in,
)
from identity.domain.oidc.clients import Client
from identity.domain.oidc.grants import TOKEN_BYTES
from identity.domain.random_secrets import secret_digest
from identity.domain.sessions import Session
from identity.store.oidc import waiting
from identity.store.oidc.logout import find_session_of_sid
from identity.store.oidc.waiting import WaitingRequest


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The session has ended, or there was none. `location` is empty without a way back."""

    client: Client | None
    location: str
    session_ended: bool
    ui_locales: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The person has to be asked whether to sign out."""

    client: Client | None
    handle: str = field(repr=False)
    ui_locales: tuple[str, ...]
    location: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """The person stays signed in."""

    client: Client | None


Outcome: TypeAlias = SignedOut | Question | RequestRefused
Decision: TypeAlias = SignedOut | Stayed


@dataclass(frozen=True, slots=True)
class _Wish:
    """A logout request that is in order. `session_id` is the session that its hint belongs to."""

    client: Client | None
    session_id: UUID | None
    location: str
    ui_locales: tuple[str, ...]


def request_logout(
    tx: Transaction, rules: ProviderRules, parameters: Parameters, browser: Browser
) -> Outcome:
    """Ends the browser's session where the hint proves that the client knows it; else asks."""
    try:
        wish = _read(tx, rules, ProviderRequest(parameters))
    except RequestError as error:
        return RequestRefused(error.error, error.description)
    session = _session(tx, rules, browser)
    if session is None:
        return SignedOut(wish.client, wish.location, False, wish.ui_locales)
    if wish.session_id == session.session_id:
        end_session(tx, session.session_id, session.person_id)
        return SignedOut(wish.client, wish.location, True, wish.ui_locales)
    # Section 6: a request that proves nothing could be anybody's.
    handle = secrets.token_urlsafe(TOKEN_BYTES)
    kept = WaitingRequest(ProviderRequest(parameters).parameters, tx.now, session.session_id)
    expires_at = tx.now + REQUEST_LIFETIME
    waiting.add_waiting_request(tx, secret_digest(handle), waiting.LOGOUT, kept, expires_at)
    return Question(wish.client, handle, wish.ui_locales, wish.location)


def decide_logout(
    tx: Transaction, rules: ProviderRules, handle: str, browser: Browser, agreed: bool
) -> Decision:
    """Does what the person decided. Raises LOGOUT_REQUEST_UNKNOWN."""
    digest = secret_digest(handle)
    kept = waiting.find_waiting_request(tx, digest, waiting.LOGOUT)
    if kept is None or not waiting.take_waiting_request(tx, digest):
        raise logout_request_unknown()
    try:
        wish = _read(tx, rules, ProviderRequest(kept.parameters))
    except RequestError as error:
        # The client was changed or disabled meanwhile.
        raise logout_request_unknown() from error
    if not agreed:
        return Stayed(wish.client)
    session = _session(tx, rules, browser)
    # Another session has begun in the browser meanwhile; its person was not asked.
    if session is not None and session.session_id != kept.session_id:
        raise logout_request_unknown()
    if session is not None:
        end_session(tx, session.session_id, session.person_id)
    return SignedOut(wish.client, wish.location, session is not None, wish.ui_locales)


def _read(tx: Transaction, rules: ProviderRules, request: ProviderRequest) -> _Wish:
    """The request. Raises RequestError where anything in it is wrong: then nothing is done."""
    check_repeated(request.parameters)
    data = request.payload.data
    hint = _hint(tx, rules, data.get("id_token_hint", ""))
    client = _client(tx, data.get("client_id", ""), hint)
    session_id = _session_of_hint(tx, client, hint)
    location = _location(client, data)
    return _Wish(client, session_id, location, ui_locales_in(data.get("ui_locales", "")))


def _hint(tx: Transaction, rules: ProviderRules, text: str) -> Mapping[str, Any] | None:
    if not text:
        return None
    hint = claims_of_hint(tx, rules.issuer, text)
    if hint is None:
        # Section 2: "the OP MUST validate that it was the issuer of the ID Token".
        raise RequestError("invalid_request", "'id_token_hint' is no ID token of this provider.")
    return hint


def _client(tx: Transaction, client_id: str, hint: Mapping[str, Any] | None) -> Client | None:
    """The client that asks: the one that is named, or the one that the hint was issued to."""
    if client_id and hint and client_id != hint["aud"]:
        raise RequestError("invalid_request", "'client_id' and 'id_token_hint' do not fit.")
    named = client_id or (str(hint["aud"]) if hint else "")
    if not named:
        return None
    client = client_of(tx, named)
    if client is None:
        raise RequestError("invalid_request", "The client is not known.")
    return client


def _session_of_hint(
    tx: Transaction, client: Client | None, hint: Mapping[str, Any] | None
) -> UUID | None:
    if client is None or hint is None:
        return None
    try:
        sid = UUID(str(hint.get("sid", "")))
    except ValueError:
        return None
    return find_session_of_sid(tx, sid, client.client_id)


def _location(client: Client | None, data: Mapping[str, str]) -> str:
    """Where the browser goes afterwards, exactly as registered; empty for nowhere.

    Section 3: without a hint there have to be "other means of confirming the legitimacy": the
    client is named, and the person is asked.
    """
    uri = data.get("post_logout_redirect_uri", "")
    if not uri or client is None:
        return ""
    if uri not in client.registration.post_logout_redirect_uris:
        problem = "'post_logout_redirect_uri' is not registered for this client."
        raise RequestError("invalid_request", problem)
    state = data.get("state", "")
    return address_with(uri, (("state", state),), ResponseMode.QUERY) if state else uri


def _session(tx: Transaction, rules: ProviderRules, browser: Browser) -> Session | None:
    if not browser.session_token:
        return None
    try:
        token, service = browser.session_token, browser.service
        return session_of_token(tx, token, service, rules.sessions).session
    except Failure:
        return None
