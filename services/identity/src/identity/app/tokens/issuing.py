"""Issues access tokens for a session, and exchanges them between services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from joserfc import jwt
from joserfc.errors import JoseError

from identity.app.oidc.system_tokens import is_of_system, issue_system_token
from identity.app.refusals import session_ended, token_invalid
from identity.app.sign_in.sessions import Alive, note_used, session_of_id, session_of_token
from identity.app.tokens.issuers import Issuer
from identity.app.tokens.roles import roles_in_token
from identity.app.tokens.signing_keys import has_signing_key, sign, verified_claims
from identity.domain.access_tokens import (
    TOKEN_TYPE,
    Actor,
    Issue,
    access_token,
)


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed access token and the end of its life."""

    access_token: str = field(repr=False)
    expires_at: datetime


def issue_token_by_reading(
    tx: Transaction, issuer: Issuer, session_token: str, service: str, audience: str
) -> Issued | None:
    """An access token without a write; None where `issue_token` has something to write down.

    Each request of a page asks for tokens: most of them must not wait for the database's disk.
    Raises SESSION_ENDED.
    """
    alive = session_of_token(tx, session_token, service, issuer.rules)
    if alive.session.is_to_be_noted(tx.now) or not has_signing_key(tx, issuer.chest):
        return None
    return _issued(tx, issuer, alive, audience)


def issue_token(
    tx: Transaction, issuer: Issuer, session_token: str, service: str, audience: str
) -> Issued:
    """An access token for whoever holds a session token; notes that the session is used.

    Raises SESSION_ENDED.
    """
    alive = session_of_token(tx, session_token, service, issuer.rules)
    note_used(tx, alive.session.session_id)
    return _issued(tx, issuer, alive, audience)


def exchange_token(
    tx: Transaction, issuer: Issuer, subject_token: str, service: str, audience: str
) -> Issued:
    """A token for another audience, with the calling service as actor (RFC 8693).

    The subject token has to be issued here, for the calling service, and its session alive. The
    new one says no more than it: who came with fewer roles, an older proof, or as a system with its
    scopes, keeps to them. Raises TOKEN_INVALID and SESSION_ENDED.
    """
    claims = _verified_claims(tx, issuer, subject_token, service)
    actor = Actor(service, _actor(claims.get("act")))
    if is_of_system(claims):
        return _exchanged_of_system(tx, issuer, claims, audience, actor)
    alive = session_of_id(tx, UUID(claims["sid"]), issuer.rules)
    proven_at = datetime.fromtimestamp(claims["auth_time"], UTC)
    return _issued(tx, issuer, alive, audience, actor, frozenset(claims["roles"]), proven_at)


def _exchanged_of_system(
    tx: Transaction, issuer: Issuer, claims: Mapping[str, Any], audience: str, actor: Actor
) -> Issued:
    client_id, sid = UUID(claims["sub"]), UUID(claims["sid"])
    scope = str(claims["scope"])
    issued = issue_system_token(tx, issuer, client_id, audience, scope, sid, actor)
    if issued is None:
        raise session_ended()
    return Issued(issued.access_token, issued.expires_at)


def _issued(
    tx: Transaction,
    issuer: Issuer,
    alive: Alive,
    audience: str,
    actor: Actor | None = None,
    at_most: frozenset[str] | None = None,
    proven_at: datetime | None = None,
) -> Issued:
    roles = roles_in_token(alive.account, alive.session, issuer.rules.staff_second_factor)
    if at_most is not None:
        roles &= at_most
    issue = Issue(issuer.name, tx.now, tx.new_id())
    token = access_token(alive.session, roles, audience, issue, actor, proven_at=proven_at)
    return Issued(sign(tx, issuer.chest, token.claims(), TOKEN_TYPE), token.expires_at)


def _verified_claims(
    tx: Transaction, issuer: Issuer, token: str, audience: str
) -> Mapping[str, Any]:
    """The claims of a token that was signed here for this audience and has not expired."""
    claims = verified_claims(tx, token, TOKEN_TYPE)
    if claims is None:
        raise token_invalid()
    try:
        # joserfc 1.8 does not look at the audience unless asked.
        jwt.JWTClaimsRegistry(
            now=lambda: int(tx.now.timestamp()),
            iss={"essential": True, "value": issuer.name},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sid={"essential": True},
        ).validate(dict(claims))
    except (JoseError, ValueError) as error:
        raise token_invalid() from error
    return claims


def _actor(claim: Mapping[str, Any] | None) -> Actor | None:
    return Actor(str(claim["sub"]), _actor(claim.get("act"))) if claim else None
