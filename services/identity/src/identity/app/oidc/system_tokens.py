"""Access tokens of systems that act for themselves (RFC 9068)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction

from identity.app.oidc.clients import client_of
from identity.app.tokens.issuers import Issuer
from identity.app.tokens.signing_keys import sign
from identity.domain.access_tokens import TOKEN_TYPE, Actor
from identity.domain.oidc.grants import SYSTEM_TOKEN_LIFETIME
from identity.store.oidc.grants import system_grant_end

SYSTEM_ROLES = ("system",)


@dataclass(frozen=True, slots=True)
class SystemToken:
    """A token of a system and the end of its life."""

    access_token: str = field(repr=False)
    expires_at: datetime


def is_of_system(claims: Mapping[str, Any]) -> bool:
    """Whether an access token speaks for a system and not for a person."""
    return tuple(claims.get("roles", ())) == SYSTEM_ROLES


def issue_system_token(
    tx: Transaction,
    issuer: Issuer,
    client_id: UUID,
    audience: str,
    scope: str,
    sid: UUID,
    actor: Actor | None = None,
) -> SystemToken | None:
    """A token of the client for one audience, under the grant that `sid` names.

    It ends with the grant: None where that has ended already.
    """
    grant_ends = system_grant_end(tx, sid, client_id)
    if grant_ends is None or client_of(tx, client_id) is None:
        return None
    expires_at = min(tx.now + SYSTEM_TOKEN_LIFETIME, grant_ends)
    now = int(tx.now.timestamp())
    claims: dict[str, Any] = {
        "iss": issuer.name,
        "sub": str(client_id),
        "client_id": str(client_id),
        "sid": str(sid),
        "aud": audience,
        "roles": list(SYSTEM_ROLES),
        "scope": scope,
        # The client proved who it is when it got the grant.
        "auth_time": int((grant_ends - SYSTEM_TOKEN_LIFETIME).timestamp()),
        "iat": now,
        "exp": int(expires_at.timestamp()),
        "jti": str(tx.new_id()),
    }
    if actor:
        claims["act"] = actor.as_claim()
    return SystemToken(sign(tx, issuer.chest, claims, TOKEN_TYPE), expires_at)
