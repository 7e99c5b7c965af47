"""What a token is that somebody presents: a person's, given to a client, or a system's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Transaction

from identity.app.oidc.clients import client_of
from identity.app.oidc.persons import active_account
from identity.app.oidc.system_tokens import is_of_system
from identity.app.tokens.signing_keys import verified_claims
from identity.domain.access_tokens import TOKEN_TYPE
from identity.domain.accounts import Account
from identity.domain.oidc.clients import Client
from identity.domain.oidc.grants import StoredToken
from identity.domain.random_secrets import secret_digest
from identity.store.oidc import grants as store


@dataclass(frozen=True, slots=True)
class PersonToken:
    """A good access token of a client for a person."""

    token: StoredToken
    client: Client
    account: Account


@dataclass(frozen=True, slots=True)
class SystemClaims:
    """A good token of a system for the interfaces."""

    client: Client
    sid: UUID
    claims: Mapping[str, Any]


def person_token(tx: Transaction, access_token: str) -> PersonToken | None:
    """The person's access token; None where it is not good, or its client or person is not."""
    found = store.find_access_token(tx, secret_digest(access_token))
    if found is None or not found.holds(tx.now):
        return None
    return _with_parties(tx, found)


def person_refresh_token(tx: Transaction, refresh_token: str) -> PersonToken | None:
    """The refresh token; None where it is not good, or its client or person is not."""
    found = store.find_refresh_token(tx, secret_digest(refresh_token))
    if found is None or not found.holds(tx.now):
        return None
    return _with_parties(tx, found)


def system_claims(tx: Transaction, issuer: str, access_token: str) -> SystemClaims | None:
    """What a system's own token says; None where it is not good, ended, or not a system's."""
    claims = verified_claims(tx, access_token, TOKEN_TYPE)
    if claims is None or claims["iss"] != issuer or not is_of_system(claims):
        return None
    if claims["exp"] <= tx.now.timestamp():
        return None
    sid, client_id = UUID(claims["sid"]), UUID(claims["sub"])
    client = client_of(tx, client_id)
    if client is None or store.system_grant_end(tx, sid, client_id) is None:
        return None
    return SystemClaims(client, sid, claims)


def _with_parties(tx: Transaction, token: StoredToken) -> PersonToken | None:
    client = client_of(tx, token.grant.client_id)
    account = active_account(tx, token.grant.person_id)
    return PersonToken(token, client, account) if client and account else None
