"""Reads and writes clients and their secrets."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import Row, delete, insert, or_, select, tuple_, update

from identity.domain.oidc.clients import (
    Authentication,
    Client,
    ClientSecret,
    GrantType,
    Registration,
)
from identity.store.tables import (
    oidc_client_secrets,
    oidc_clients,
    oidc_subject_salt,
    oidc_used_assertions,
)

# The last use is for administrators who look for what is no longer in use: to the hour.
_USE_NOTED_EVERY = timedelta(hours=1)
_SALT = "subjects"


def find_client(tx: Transaction, client_id: UUID) -> Client | None:
    """The client, disabled or not, or None."""
    row = tx.execute(
        select(oidc_clients).where(oidc_clients.c.client_id == client_id)
    ).one_or_none()
    return _client(row) if row else None


def find_client_for_change(tx: Transaction, client_id: UUID) -> Client | None:
    """The client, locked until the transaction ends, or None."""
    tx.lock(oidc_clients.c.client_id, [client_id])
    return find_client(tx, client_id)


def find_clients(tx: Transaction, client_ids: Collection[UUID]) -> dict[UUID, Client]:
    """The clients with these ids."""
    rows = tx.execute(select(oidc_clients).where(oidc_clients.c.client_id.in_(client_ids)))
    return {row.client_id: _client(row) for row in rows}


def clients_after(tx: Transaction, after: tuple[str, UUID] | None, limit: int) -> list[Client]:
    """At most `limit` clients by their German names, those behind the given position."""
    key = tuple_(oidc_clients.c.sort_name, oidc_clients.c.client_id)
    query = select(oidc_clients).order_by(oidc_clients.c.sort_name, oidc_clients.c.client_id)
    if after is not None:
        query = query.where(key > tuple_(*after))
    return [_client(row) for row in tx.execute(query.limit(limit))]


def enabled_clients(tx: Transaction) -> list[Client]:
    """Every client that may be used."""
    rows = tx.execute(select(oidc_clients).where(oidc_clients.c.disabled_at.is_(None)))
    return [_client(row) for row in rows]


def sort_name_of(client: Client) -> str:
    """What a client is sorted by."""
    return client.registration.name.de.casefold()[:200]


def add_client(tx: Transaction, client: Client) -> None:
    """Stores a new client."""
    tx.execute(insert(oidc_clients).values(client_id=client.client_id, **_row(client)))


def change_client(tx: Transaction, client: Client) -> None:
    """Stores a client's changed facts."""
    tx.execute(
        update(oidc_clients)
        .where(oidc_clients.c.client_id == client.client_id)
        .values(**_row(client))
    )


def note_client_used(tx: Transaction, client_id: UUID) -> None:
    """Notes the last use, once an hour."""
    used = oidc_clients.c.last_used_at
    tx.execute(
        update(oidc_clients)
        .where(
            oidc_clients.c.client_id == client_id,
            or_(used.is_(None), used < tx.now - _USE_NOTED_EVERY),
        )
        .values(last_used_at=tx.now)
    )


def secrets_of(tx: Transaction, client_id: UUID) -> tuple[ClientSecret, ...]:
    """The secrets that are kept of a client, the newest first."""
    rows = tx.execute(
        select(oidc_client_secrets)
        .where(oidc_client_secrets.c.client_id == client_id)
        # The present one is the one that does not expire.
        .order_by(oidc_client_secrets.c.expires_at.is_not(None), oidc_client_secrets.c.created_at)
    )
    return tuple(ClientSecret(row.digest, row.created_at, row.expires_at) for row in rows)


def add_secret(tx: Transaction, client_id: UUID, digest: str, former_expires_at: datetime) -> None:
    """Stores a new secret: the present one goes on until then, older ones are gone."""
    of_client = oidc_client_secrets.c.client_id == client_id
    tx.execute(
        delete(oidc_client_secrets).where(of_client, oidc_client_secrets.c.expires_at.is_not(None))
    )
    tx.execute(update(oidc_client_secrets).where(of_client).values(expires_at=former_expires_at))
    tx.execute(
        insert(oidc_client_secrets).values(
            digest=digest, client_id=client_id, created_at=tx.now, expires_at=None
        )
    )


def drop_secrets(tx: Transaction, client_id: UUID) -> None:
    """Removes every secret of a client that proves itself otherwise now."""
    tx.execute(delete(oidc_client_secrets).where(oidc_client_secrets.c.client_id == client_id))


def claim_assertion(tx: Transaction, digest: str, expires_at: datetime) -> bool:
    """Notes that an assertion was used; False when it was used before."""
    row = {"digest": digest, "expires_at": expires_at}
    return insert_or_ignore(tx, oidc_used_assertions, [row]) == 1


def drop_assertions_before(tx: Transaction, moment: datetime) -> int:
    """Removes the assertions that have expired then; returns how many."""
    return tx.execute(
        delete(oidc_used_assertions).where(oidc_used_assertions.c.expires_at < moment)
    ).rowcount


def drop_secrets_before(tx: Transaction, moment: datetime) -> int:
    """Removes the former secrets whose grace period is over then; returns how many."""
    return tx.execute(
        delete(oidc_client_secrets).where(oidc_client_secrets.c.expires_at < moment)
    ).rowcount


def subject_salt(tx: Transaction) -> str | None:
    """What the subjects of this installation are mixed with; None before it was made."""
    return tx.execute(
        select(oidc_subject_salt.c.salt).where(oidc_subject_salt.c.name == _SALT)
    ).scalar_one_or_none()


def add_subject_salt(tx: Transaction, salt: str) -> None:
    """Stores the salt, unless there is one."""
    insert_or_ignore(tx, oidc_subject_salt, [{"name": _SALT, "salt": salt}])


def _client(row: Row[Any]) -> Client:
    return Client(
        client_id=row.client_id,
        registration=Registration(
            name=row.name,
            description=row.description,
            contact=row.contact,
            privacy_uri=row.privacy_uri,
            authentication=Authentication(row.authentication),
            grants=frozenset(map(GrantType, row.grants)),
            redirect_uris=tuple(row.redirect_uris),
            post_logout_redirect_uris=tuple(row.post_logout_redirect_uris),
            back_channel_logout_uri=row.back_channel_logout_uri,
            scopes=frozenset(row.scopes),
            claims=frozenset(row.claims),
            audiences=tuple(row.audiences),
            it_service_codes=frozenset(row.it_service_codes),
            key_set_json=row.key_set_json,
            third_party=row.third_party,
            pkce_optional=row.pkce_optional,
            public_subject=row.public_subject,
            sector=row.sector,
        ),
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        disabled_at=row.disabled_at,
        last_used_at=row.last_used_at,
    )


def _row(client: Client) -> dict[str, Any]:
    one = client.registration
    return {
        "name": one.name,
        "sort_name": sort_name_of(client),
        "description": one.description,
        "contact": one.contact,
        "privacy_uri": one.privacy_uri,
        "authentication": one.authentication.value,
        "grants": sorted(grant.value for grant in one.grants),
        "redirect_uris": list(one.redirect_uris),
        "post_logout_redirect_uris": list(one.post_logout_redirect_uris),
        "back_channel_logout_uri": one.back_channel_logout_uri,
        "scopes": sorted(one.scopes),
        "claims": sorted(one.claims),
        "audiences": list(one.audiences),
        "it_service_codes": sorted(one.it_service_codes),
        "key_set_json": one.key_set_json,
        "third_party": one.third_party,
        "pkce_optional": one.pkce_optional,
        "public_subject": one.public_subject,
        "sector": one.sector,
        "disabled_at": client.disabled_at,
        "created_at": client.created_at,
        "changed_at": client.changed_at,
        "last_used_at": client.last_used_at,
        "version": client.version,
    }
