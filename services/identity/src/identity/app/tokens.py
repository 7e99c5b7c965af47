"""Issues access tokens for a session, and exchanges them between services."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from identity.app.refusals import token_invalid
from identity.app.sessions import session_of_id, session_of_token
from identity.app.signing_keys import ALGORITHM, current_signing_key, published_keys
from identity.domain.access_tokens import (
    TOKEN_TYPE,
    AccessToken,
    Actor,
    Issue,
    access_token,
)
from identity.domain.sessions import SessionRules


@dataclass(frozen=True, slots=True)
class Issued:
    """A signed access token and the end of its life."""

    access_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the `iss` claim, and the rules that sessions are held to."""

    name: str
    rules: SessionRules


def issue_token(
    tx: Transaction, issuer: Issuer, session_token: str, service: str, audience: str
) -> Issued:
    """An access token for whoever holds a session token. Raises SESSION_ENDED."""
    alive = session_of_token(tx, session_token, service, issuer.rules)
    issue = Issue(issuer.name, tx.now, tx.new_id())
    return _signed(tx, access_token(alive.session, alive.account.roles, audience, issue))


def exchange_token(
    tx: Transaction, issuer: Issuer, subject_token: str, service: str, audience: str
) -> Issued:
    """A token for another audience, with the calling service as actor (RFC 8693).

    The subject token has to be issued here, for the calling service, and its session alive.
    Raises TOKEN_INVALID and SESSION_ENDED.
    """
    claims = _verified_claims(tx, issuer, subject_token, service)
    alive = session_of_id(tx, UUID(claims["sid"]), issuer.rules)
    issue = Issue(issuer.name, tx.now, tx.new_id())
    actor = Actor(service, _actor(claims.get("act")))
    return _signed(tx, access_token(alive.session, alive.account.roles, audience, issue, actor))


def _signed(tx: Transaction, token: AccessToken) -> Issued:
    key = current_signing_key(tx)
    header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": key.key_id}
    encoded = jwt.encode(
        header, token.claims(), _private_key(key.private_key_pem), algorithms=[ALGORITHM]
    )
    return Issued(encoded, token.expires_at)


def _verified_claims(
    tx: Transaction, issuer: Issuer, token: str, audience: str
) -> Mapping[str, Any]:
    """The claims of a token that was signed here for this audience and has not expired."""
    try:
        key_id = jws.extract_compact(token.encode()).headers().get("kid")
        jwk = next((key.jwk_json for key in published_keys(tx) if key.key_id == key_id), None)
        if jwk is None:
            raise token_invalid()
        decoded = jwt.decode(token, _public_key(jwk), algorithms=[ALGORITHM])
        # joserfc 1.8 compares neither `typ` nor, unless asked, a single audience.
        if decoded.header.get("typ") != TOKEN_TYPE:
            raise token_invalid()
        jwt.JWTClaimsRegistry(
            now=lambda: int(tx.now.timestamp()),
            iss={"essential": True, "value": issuer.name},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sid={"essential": True},
        ).validate(decoded.claims)
    except (JoseError, ValueError) as error:
        raise token_invalid() from error
    return decoded.claims


def _actor(claim: Mapping[str, Any] | None) -> Actor | None:
    return Actor(str(claim["sub"]), _actor(claim.get("act"))) if claim else None


@lru_cache(maxsize=8)
def _private_key(pem: str) -> ECKey:
    """Parsing a key costs more than signing with it."""
    return ECKey.import_key(pem)


@lru_cache(maxsize=8)
def _public_key(jwk_json: str) -> ECKey:
    return ECKey.import_key(json.loads(jwk_json))
