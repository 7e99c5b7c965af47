"""The authorization endpoint: who is asked for what, and what goes back to the client."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from chassis.database import Transaction
from chassis.errors import Failure

from identity.app.oidc.clients import RegisteredClient
from identity.app.oidc.code_grant import CodeGrant
from identity.app.oidc.id_tokens import claims_of_hint
from identity.app.oidc.outcomes import (
    Browser,
    ConsentNeeded,
    Outcome,
    RequestRefused,
    ReturnToClient,
    SignInNeeded,
    address_with,
    response_mode_of,
)
from identity.app.oidc.person_claims import claims_about, claims_in_words
from identity.app.oidc.refusals import authorization_request_unknown
from identity.app.oidc.requests import ProviderRequest
from identity.app.oidc.rules import ProviderRules
from identity.app.oidc.subjects import subject_of
from identity.app.oidc.token_endpoint import provider_of
from identity.app.refusals import session_ended
from identity.app.second_factors.factors import factors_of
from identity.app.sign_in.sessions import Alive, note_used, session_of_token
from identity.domain.oidc.authorization import (
    REQUEST_LIFETIME,
    Need,
    Parameters,
    RequestError,
    ResponseMode,
    Standing,
    next_need,
)
from identity.domain.oidc.clients import Client
from identity.domain.oidc.grants import TOKEN_BYTES, Grant
from identity.domain.oidc.scopes import OFFLINE_ACCESS, released_claims, scopes_in
from identity.domain.random_secrets import secret_digest
from identity.domain.sessions import SessionKind
from identity.store.oidc import waiting
from identity.store.oidc.consents import Consent, find_consent, keep_consent
from identity.store.oidc.grants import add_grant
from identity.store.oidc.logout import client_session
from identity.store.oidc.waiting import WaitingRequest


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request on its way: where it comes from, since when it waits, and under which handle."""

    request: ProviderRequest
    waiting: WaitingRequest
    handle: str = field(repr=False)
    is_first: bool
    consented: bool = False


def authorize(
    tx: Transaction, rules: ProviderRules, parameters: Parameters, browser: Browser
) -> Outcome:
    """Answers a request that comes for the first time."""
    request = ProviderRequest(parameters)
    first = WaitingRequest(request.parameters, tx.now, None)
    handle = secrets.token_urlsafe(TOKEN_BYTES)
    return _answer(tx, rules, _Asked(request, first, handle, is_first=True), browser)


def resume(tx: Transaction, rules: ProviderRules, handle: str, browser: Browser) -> Outcome:
    """Goes on with a request that had to wait. Raises AUTHORIZATION_REQUEST_UNKNOWN."""
    known = _waiting(tx, handle)
    request = ProviderRequest(known.parameters)
    return _answer(tx, rules, _Asked(request, known, handle, is_first=False), browser)


def decide_consent(
    tx: Transaction, rules: ProviderRules, handle: str, browser: Browser, agreed: bool
) -> Outcome:
    """Goes on with a request whose person was asked, and has agreed or not.

    Raises AUTHORIZATION_REQUEST_UNKNOWN where another session was asked, and SESSION_ENDED.
    """
    known = _waiting(tx, handle)
    alive = _present(tx, rules, browser)
    if alive is None:
        raise session_ended()
    if known.session_id != alive.session.session_id:
        raise authorization_request_unknown()
    request = ProviderRequest(known.parameters)
    asked = _Asked(request, known, handle, is_first=False, consented=agreed)
    return _answer(tx, rules, asked, browser, denied=not agreed)


def _waiting(tx: Transaction, handle: str) -> WaitingRequest:
    known = waiting.find_waiting_request(tx, secret_digest(handle), waiting.AUTHORIZE)
    if known is None:
        raise authorization_request_unknown()
    return known


def _answer(
    tx: Transaction, rules: ProviderRules, asked: _Asked, browser: Browser, denied: bool = False
) -> Outcome:
    provider = provider_of(tx, rules)
    request = asked.request
    mode, problem = response_mode_of(request)
    try:
        grant = provider.get_consent_grant(request)  # type: ignore[no-untyped-call]
    except OAuth2Error as error:
        return _error_outcome(tx, rules, asked, mode, error)
    client = request.client
    if not isinstance(grant, CodeGrant) or not isinstance(client, RegisteredClient):
        raise AssertionError("there is one grant at the authorization endpoint")
    try:
        if problem is not None:
            raise problem
        if denied:
            raise RequestError("access_denied", "The person did not agree.")
        alive = _present(tx, rules, browser)
        outcome = _outcome_before_code(tx, rules, asked, client.client, alive)
        if outcome is not None:
            return outcome
        if alive is None:
            raise AssertionError("without a session a sign-in is needed")
        request.grant = _new_grant(tx, rules, asked, client.client, alive)
        code = grant.generate_authorization_code()
        grant.save_authorization_code(code, request)
        said: tuple[tuple[str, str], ...] = (("code", code),)
    except RequestError as error:
        said = (("error", error.error), ("error_description", error.description))
    return _return(tx, rules, asked, client.client, mode, said)


def _outcome_before_code(
    tx: Transaction, rules: ProviderRules, asked: _Asked, client: Client, alive: Alive | None
) -> Outcome | None:
    """What has to happen first; None where a code can be given."""
    wishes = asked.request.wishes
    if wishes is None:
        raise AssertionError("the wishes are read with the request")
    scopes = scopes_in(asked.request.scope)
    claims = released_claims(
        scopes, wishes.claims.userinfo | wishes.claims.id_token, client.registration.claims
    )
    if alive and asked.consented:
        _keep_consent(tx, alive, client, scopes, claims)
    standing = _standing(tx, rules, asked, client, alive, frozenset(scopes), claims)
    need = next_need(wishes, standing, tx.now)
    if need is None:
        return None
    session_id = alive.session.session_id if alive and need is Need.CONSENT else None
    _let_wait(tx, asked, session_id)
    redirect_uri = asked.request.payload.redirect_uri
    if alive and need is Need.CONSENT:
        said = claims_about(tx, client, alive.account, scopes, claims, rules.mailboxes)
        values = claims_in_words(said)
        return ConsentNeeded(client, asked.handle, scopes, claims, wishes, redirect_uri, values)
    return SignInNeeded(client, asked.handle, need, wishes, redirect_uri)


def _standing(
    tx: Transaction,
    rules: ProviderRules,
    asked: _Asked,
    client: Client,
    alive: Alive | None,
    scopes: frozenset[str],
    claims: frozenset[str],
) -> Standing:
    if alive is None:
        return Standing(
            None, "", True, False, False, False, asked.waiting.created_at, asked.is_first
        )
    person_id = alive.account.person_id
    consent = find_consent(tx, person_id, client.client_id)
    return Standing(
        authenticated_at=alive.session.authenticated_at,
        acr=alive.session.acr,
        is_meant=_is_meant(tx, rules, asked, client, person_id),
        could_use_second_factor=factors_of(tx, person_id).any,
        consent_covers=not client.registration.third_party
        or (consent is not None and consent.covers(scopes, claims)),
        consent_just_given=asked.consented,
        asked_at=asked.waiting.created_at,
        is_first=asked.is_first,
    )


def _is_meant(
    tx: Transaction, rules: ProviderRules, asked: _Asked, client: Client, person_id: UUID
) -> bool:
    """Whether the person is the one whom the client asks for. Raises RequestError."""
    wishes = asked.request.wishes
    if wishes is None or not (wishes.id_token_hint or wishes.claims.subject):
        return True
    wanted = {wishes.claims.subject} if wishes.claims.subject else set()
    if wishes.id_token_hint:
        hint = claims_of_hint(tx, rules.issuer, wishes.id_token_hint)
        if hint is None or hint["aud"] != str(client.client_id):
            raise RequestError("invalid_request", "'id_token_hint' is no ID token of this client.")
        wanted.add(str(hint["sub"]))
    return wanted == {subject_of(tx, client, person_id)}


def _present(tx: Transaction, rules: ProviderRules, browser: Browser) -> Alive | None:
    """The browser's session; None where nobody is signed in.

    Whoever looks at a student's pages in a support access is nobody here: it opens no doors of
    other systems.
    """
    if not browser.session_token:
        return None
    try:
        alive = session_of_token(tx, browser.session_token, browser.service, rules.sessions)
        if alive.session.kind is not SessionKind.BROWSER:
            return None
        note_used(tx, alive.session.session_id)
    except Failure:
        return None
    return alive


def _new_grant(
    tx: Transaction, rules: ProviderRules, asked: _Asked, client: Client, alive: Alive
) -> Grant:
    wishes, session = asked.request.wishes, alive.session
    if wishes is None:
        raise AssertionError("the wishes are read with the request")
    scope = asked.request.scope
    known_as = client_session(
        tx, session.session_id, client.client_id, session.person_id, tx.new_id()
    )
    offline_ends = tx.now + rules.lifetimes.offline
    grant = Grant(
        grant_id=tx.new_id(),
        client_id=client.client_id,
        person_id=session.person_id,
        session_id=session.session_id,
        sid=known_as.sid,
        scope=scope,
        claims=wishes.claims,
        acr=session.acr,
        amr=session.amr,
        authenticated_at=session.authenticated_at,
        created_at=tx.now,
        expires_at=offline_ends if OFFLINE_ACCESS in scopes_in(scope) else session.expires_at,
    )
    add_grant(tx, grant)
    return grant


def _keep_consent(
    tx: Transaction,
    alive: Alive,
    client: Client,
    scopes: tuple[str, ...],
    claims: frozenset[str],
) -> None:
    """Notes what the person agreed to, with what was agreed to before."""
    person_id = alive.account.person_id
    before = find_consent(tx, person_id, client.client_id)
    consent = Consent(
        client.client_id,
        frozenset(scopes) | (before.scopes if before else frozenset()),
        claims | (before.claims if before else frozenset()),
        tx.now,
    )
    keep_consent(tx, person_id, consent)


def _let_wait(tx: Transaction, asked: _Asked, session_id: UUID | None) -> None:
    digest = secret_digest(asked.handle)
    if asked.is_first:
        request = WaitingRequest(asked.waiting.parameters, asked.waiting.created_at, session_id)
        expires_at = asked.waiting.created_at + REQUEST_LIFETIME
        waiting.add_waiting_request(tx, digest, waiting.AUTHORIZE, request, expires_at)
    elif session_id:
        waiting.note_asked(tx, digest, session_id)


def _error_outcome(
    tx: Transaction, rules: ProviderRules, asked: _Asked, mode: ResponseMode, error: OAuth2Error
) -> Outcome:
    """An error that Authlib or a check of ours raised: to the client, if it may be sent there."""
    name, description = str(error.error), str(error.get_error_description() or "")
    client_id = asked.request.payload.client_id
    client = provider_of(tx, rules).query_client(client_id) if client_id else None
    if not error.redirect_uri or client is None:
        return RequestRefused(name, description)
    said = (("error", name), ("error_description", description))
    return _return(tx, rules, asked, client.client, mode, said)


def _return(
    tx: Transaction,
    rules: ProviderRules,
    asked: _Asked,
    client: Client,
    mode: ResponseMode,
    said: tuple[tuple[str, str], ...],
) -> Outcome:
    digest = secret_digest(asked.handle)
    if not asked.is_first and not waiting.take_waiting_request(tx, digest):
        raise authorization_request_unknown()
    # Exactly the client's own, white space included (RFC 6749 section 4.1.2).
    state = asked.request.payload.state
    # RFC 9207: so that a client of several providers knows whose answer it is.
    parameters = (*said, *((("state", state),) if state else ()), ("iss", rules.issuer))
    uri = asked.request.payload.redirect_uri
    location = "" if mode is ResponseMode.FORM_POST else address_with(uri, parameters, mode)
    return ReturnToClient(client, mode, uri, parameters, location)
