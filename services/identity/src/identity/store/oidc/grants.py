"""Reads and writes grants with their codes and tokens.

Whatever counts once is claimed by one statement: of parallel uses exactly one wins.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import ColumnElement, Row, Table, delete, insert, select, update

from identity.domain.oidc.grants import Code, Grant, StoredToken
from identity.domain.oidc.scopes import ClaimsAskedFor
from identity.store.tables import (
    oidc_access_tokens,
    oidc_codes,
    oidc_grants,
    oidc_refresh_tokens,
    oidc_system_grants,
)


def add_grant(tx: Transaction, grant: Grant) -> None:
    """Stores a new grant."""
    tx.execute(
        insert(oidc_grants).values(
            grant_id=grant.grant_id,
            client_id=grant.client_id,
            person_id=grant.person_id,
            session_id=grant.session_id,
            sid=grant.sid,
            scope=grant.scope,
            claims_asked_for={
                "userinfo": sorted(grant.claims.userinfo),
                "id_token": sorted(grant.claims.id_token),
            },
            acr=grant.acr,
            amr=list(grant.amr),
            authenticated_at=grant.authenticated_at,
            offline=grant.offline,
            created_at=grant.created_at,
            expires_at=grant.expires_at,
            ended_at=grant.ended_at,
        )
    )


def add_code(tx: Transaction, grant_id: UUID, code: Code) -> None:
    """Stores the code of a grant."""
    tx.execute(
        insert(oidc_codes).values(
            digest=code.digest,
            grant_id=grant_id,
            redirect_uri=code.redirect_uri,
            nonce=code.nonce,
            code_challenge=code.code_challenge,
            expires_at=code.expires_at,
            used_at=code.used_at,
        )
    )


def find_code(tx: Transaction, digest: str) -> tuple[Code, Grant] | None:
    """A code, used or not, with its grant, or None."""
    row = tx.execute(
        select(
            oidc_codes.c.digest,
            oidc_codes.c.redirect_uri,
            oidc_codes.c.nonce,
            oidc_codes.c.code_challenge,
            oidc_codes.c.expires_at.label("code_expires_at"),
            oidc_codes.c.used_at,
            *oidc_grants.c,
        )
        .join(oidc_grants, oidc_grants.c.grant_id == oidc_codes.c.grant_id)
        .where(oidc_codes.c.digest == digest)
    ).one_or_none()
    if row is None:
        return None
    code = Code(
        row.digest,
        row.redirect_uri,
        row.nonce,
        row.code_challenge,
        row.code_expires_at,
        row.used_at,
    )
    return code, _grant(row, row.scope)


def claim_code(tx: Transaction, digest: str) -> bool:
    """Uses a code up; False when somebody else was first or it has expired."""
    claimed = tx.execute(
        update(oidc_codes)
        .where(
            oidc_codes.c.digest == digest,
            oidc_codes.c.used_at.is_(None),
            oidc_codes.c.expires_at > tx.now,
        )
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def add_access_token(
    tx: Transaction, grant_id: UUID, digest: str, scope: str, expires_at: datetime
) -> None:
    """Stores an access token."""
    tx.execute(
        insert(oidc_access_tokens).values(
            digest=digest,
            grant_id=grant_id,
            scope=scope,
            issued_at=tx.now,
            expires_at=expires_at,
        )
    )


def add_refresh_token(tx: Transaction, grant_id: UUID, digest: str, expires_at: datetime) -> None:
    """Stores a refresh token."""
    tx.execute(
        insert(oidc_refresh_tokens).values(
            digest=digest, grant_id=grant_id, issued_at=tx.now, expires_at=expires_at
        )
    )


def find_access_token(tx: Transaction, digest: str) -> StoredToken | None:
    """An access token, good or not, or None."""
    row = _token(tx, oidc_access_tokens, digest, oidc_access_tokens.c.scope.label("token_scope"))
    if row is None:
        return None
    grant = _grant(row, row.token_scope)
    return StoredToken(digest, grant, row.issued_at, row.token_expires_at, None, row.token_ended_at)


def find_refresh_token(tx: Transaction, digest: str) -> StoredToken | None:
    """A refresh token, used or not, or None."""
    row = _token(tx, oidc_refresh_tokens, digest, oidc_refresh_tokens.c.used_at)
    if row is None:
        return None
    grant = _grant(row, row.scope)
    return StoredToken(digest, grant, row.issued_at, row.token_expires_at, row.used_at)


def claim_refresh_token(tx: Transaction, digest: str) -> bool:
    """Uses a refresh token up; False when somebody else was first."""
    claimed = tx.execute(
        update(oidc_refresh_tokens)
        .where(oidc_refresh_tokens.c.digest == digest, oidc_refresh_tokens.c.used_at.is_(None))
        .values(used_at=tx.now)
    )
    return claimed.rowcount == 1


def end_access_token(tx: Transaction, digest: str) -> None:
    """Ends one access token."""
    tx.execute(
        update(oidc_access_tokens)
        .where(oidc_access_tokens.c.digest == digest, oidc_access_tokens.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def end_grant(tx: Transaction, grant_id: UUID) -> None:
    """Ends a grant: every token of it is worth nothing any more."""
    _end(tx, oidc_grants.c.grant_id == grant_id)


def end_grants_of_sessions(tx: Transaction, session_ids: Collection[UUID]) -> None:
    """Ends what the sessions granted, but for grants that go on without them."""
    _end(tx, oidc_grants.c.session_id.in_(session_ids), oidc_grants.c.offline.is_(False))


def end_grants_of_client(tx: Transaction, client_id: UUID) -> None:
    """Ends everything that persons granted to a client."""
    _end(tx, oidc_grants.c.client_id == client_id)


def end_grants_of_person(tx: Transaction, person_id: UUID, client_id: UUID | None = None) -> None:
    """Ends everything that a person granted, or granted to one client."""
    at_client = () if client_id is None else (oidc_grants.c.client_id == client_id,)
    _end(tx, oidc_grants.c.person_id == person_id, *at_client)


def end_offline_grants_of(tx: Transaction, person_id: UUID) -> None:
    """Ends what a person granted that goes on without a session."""
    _end(tx, oidc_grants.c.person_id == person_id, oidc_grants.c.offline.is_(True))


def add_system_grant(tx: Transaction, sid: UUID, client_id: UUID, expires_at: datetime) -> None:
    """Notes a token that a client got for itself."""
    tx.execute(
        insert(oidc_system_grants).values(sid=sid, client_id=client_id, expires_at=expires_at)
    )


def system_grant_end(tx: Transaction, sid: UUID, client_id: UUID) -> datetime | None:
    """When a client's own grant ends; None where it has ended."""
    return tx.execute(
        select(oidc_system_grants.c.expires_at).where(
            oidc_system_grants.c.sid == sid,
            oidc_system_grants.c.client_id == client_id,
            oidc_system_grants.c.ended_at.is_(None),
            oidc_system_grants.c.expires_at > tx.now,
        )
    ).scalar_one_or_none()


def holds_system_grant(tx: Transaction, sid: UUID) -> bool:
    """Whether a client's own grant by this name goes on."""
    going_on = select(oidc_system_grants.c.sid).where(
        oidc_system_grants.c.sid == sid,
        oidc_system_grants.c.ended_at.is_(None),
        oidc_system_grants.c.expires_at > tx.now,
    )
    return tx.execute(going_on).one_or_none() is not None


def end_system_grants(
    tx: Transaction, client_id: UUID, sid: UUID | None = None
) -> tuple[tuple[UUID, datetime], ...]:
    """Ends the tokens that a client got for itself, or one; returns those that were good."""
    only = () if sid is None else (oidc_system_grants.c.sid == sid,)
    rows = tx.execute(
        update(oidc_system_grants)
        .where(
            oidc_system_grants.c.client_id == client_id,
            oidc_system_grants.c.ended_at.is_(None),
            oidc_system_grants.c.expires_at > tx.now,
            *only,
        )
        .values(ended_at=tx.now)
        .returning(oidc_system_grants.c.sid, oidc_system_grants.c.expires_at)
    )
    return tuple((row.sid, row.expires_at) for row in rows)


def drop_grants_before(tx: Transaction, moment: datetime) -> None:
    """Removes grants that were over then, with their codes and tokens, and old access tokens."""
    over = select(oidc_grants.c.grant_id).where(oidc_grants.c.expires_at < moment)
    for table in (oidc_codes, oidc_access_tokens, oidc_refresh_tokens):
        tx.execute(delete(table).where(table.c.grant_id.in_(over)))
    tx.execute(delete(oidc_grants).where(oidc_grants.c.expires_at < moment))
    tx.execute(delete(oidc_access_tokens).where(oidc_access_tokens.c.expires_at < moment))
    tx.execute(delete(oidc_refresh_tokens).where(oidc_refresh_tokens.c.expires_at < moment))
    tx.execute(delete(oidc_system_grants).where(oidc_system_grants.c.expires_at < moment))


def _end(tx: Transaction, *which: ColumnElement[bool]) -> None:
    tx.execute(
        update(oidc_grants).where(oidc_grants.c.ended_at.is_(None), *which).values(ended_at=tx.now)
    )


def _token(tx: Transaction, table: Table, digest: str, own: ColumnElement[Any]) -> Row[Any] | None:
    ended = [table.c.ended_at.label("token_ended_at")] if "ended_at" in table.c else []
    return tx.execute(
        select(
            table.c.issued_at,
            table.c.expires_at.label("token_expires_at"),
            own,
            *ended,
            *oidc_grants.c,
        )
        .join(oidc_grants, oidc_grants.c.grant_id == table.c.grant_id)
        .where(table.c.digest == digest)
    ).one_or_none()


def _grant(row: Row[Any], scope: str) -> Grant:
    return Grant(
        grant_id=row.grant_id,
        client_id=row.client_id,
        person_id=row.person_id,
        session_id=row.session_id,
        sid=row.sid,
        scope=scope,
        claims=ClaimsAskedFor(
            userinfo=frozenset(row.claims_asked_for["userinfo"]),
            id_token=frozenset(row.claims_asked_for["id_token"]),
        ),
        acr=row.acr,
        amr=tuple(row.amr),
        authenticated_at=row.authenticated_at,
        created_at=row.created_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
    )
