"""The registry of clients, for system administrators."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.oidc.endings import end_what_client_holds
from identity.app.oidc.refusals import (
    client_changed_meanwhile,
    client_disabled,
    client_has_no_secret,
    client_unknown,
    registration_unsuitable,
)
from identity.domain.oidc.clients import Client, ClientSecret, Registration, loses_something
from identity.domain.oidc.grants import TOKEN_BYTES, Lifetimes
from identity.domain.oidc.registering import problems_of
from identity.domain.random_secrets import secret_digest
from identity.store.it_services import all_it_services
from identity.store.oidc import clients as store

PagePosition = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class ShownClient:
    """A client with what may be known of its secrets: since when, and until when."""

    client: Client
    secret_created_at: datetime | None = None
    former_secret_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A new secret of a client; in clear here and nowhere else."""

    shown: ShownClient
    secret: str = field(repr=False)


def client_exists(tx: Transaction, client_id: UUID) -> bool:
    """Whether there is such a client, disabled or not."""
    return store.find_client(tx, client_id) is not None


def get_client(tx: Transaction, client_id: UUID) -> ShownClient:
    """One client. Raises OIDC_CLIENT_UNKNOWN."""
    client = store.find_client(tx, client_id)
    if client is None:
        raise client_unknown(str(client_id))
    return _shown(tx, client)


def list_clients(
    tx: Transaction, after: PagePosition | None, limit: int
) -> tuple[list[ShownClient], PagePosition | None]:
    """A page of clients by their German names, and where the next one starts."""
    found = store.clients_after(tx, after, limit + 1)
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    position = (store.sort_name_of(last), last.client_id) if last else None
    return [_shown(tx, client) for client in page], position


def create_client(
    tx: Transaction,
    registration: Registration,
    *,
    calls_loopback: bool,
    validate_only: bool = False,
) -> ShownClient:
    """Registers a client. Raises CLIENT_REGISTRATION_UNSUITABLE."""
    _check(tx, registration, calls_loopback)
    client = Client(tx.new_id(), registration, tx.now, tx.now, version=1)
    if not validate_only:
        store.add_client(tx, client)
    return ShownClient(client)


def update_client(
    tx: Transaction,
    client_id: UUID,
    registration: Registration,
    version: int,
    *,
    calls_loopback: bool,
    validate_only: bool = False,
) -> ShownClient:
    """Replaces what is registered; a client that may do less loses the tokens that it holds.

    Raises CLIENT_REGISTRATION_UNSUITABLE and CLIENT_CHANGED_MEANWHILE.
    """
    before = _for_change(tx, client_id)
    if before.version != version:
        raise client_changed_meanwhile()
    _check(tx, registration, calls_loopback)
    after = replace(
        before, registration=registration, changed_at=tx.now, version=before.version + 1
    )
    if validate_only:
        return _shown(tx, after)
    store.change_client(tx, after)
    if not registration.has_secret:
        store.drop_secrets(tx, client_id)
    if loses_something(before.registration, registration):
        end_what_client_holds(tx, client_id)
    return _shown(tx, after)


def issue_client_secret(tx: Transaction, client_id: UUID, lifetimes: Lifetimes) -> NewSecret:
    """A new secret; the former one goes on for its grace period.

    Raises CLIENT_HAS_NO_SECRET and CLIENT_DISABLED.
    """
    client = _for_change(tx, client_id)
    if not client.registration.has_secret:
        raise client_has_no_secret()
    if not client.is_enabled:
        raise client_disabled()
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    store.add_secret(tx, client_id, secret_digest(secret), tx.now + lifetimes.former_secret)
    changed = replace(client, changed_at=tx.now, version=client.version + 1)
    store.change_client(tx, changed)
    return NewSecret(_shown(tx, changed), secret)


def disable_client(tx: Transaction, client_id: UUID, *, validate_only: bool = False) -> ShownClient:
    """Ends the use of a client and every token that it holds, at once."""
    client = _for_change(tx, client_id)
    if not client.is_enabled:
        return _shown(tx, client)
    disabled = replace(client, disabled_at=tx.now, changed_at=tx.now, version=client.version + 1)
    if not validate_only:
        store.change_client(tx, disabled)
        end_what_client_holds(tx, client_id)
    return _shown(tx, disabled)


def enable_client(tx: Transaction, client_id: UUID, *, validate_only: bool = False) -> ShownClient:
    """Lets a client be used again."""
    client = _for_change(tx, client_id)
    if client.is_enabled:
        return _shown(tx, client)
    enabled = replace(client, disabled_at=None, changed_at=tx.now, version=client.version + 1)
    if not validate_only:
        store.change_client(tx, enabled)
    return _shown(tx, enabled)


def _for_change(tx: Transaction, client_id: UUID) -> Client:
    client = store.find_client_for_change(tx, client_id)
    if client is None:
        raise client_unknown(str(client_id))
    return client


def _check(tx: Transaction, registration: Registration, calls_loopback: bool) -> None:
    codes = frozenset(service.code for service in all_it_services(tx))
    if problems := problems_of(registration, codes, calls_loopback=calls_loopback):
        raise registration_unsuitable(problems)


def _shown(tx: Transaction, client: Client) -> ShownClient:
    known = store.secrets_of(tx, client.client_id)
    present = _first(one for one in known if one.expires_at is None)
    former = _first(one for one in known if one.expires_at is not None and one.holds(tx.now))
    return ShownClient(
        client,
        present.created_at if present else None,
        former.expires_at if former else None,
    )


def _first(held: Iterator[ClientSecret]) -> ClientSecret | None:
    return next(held, None)
