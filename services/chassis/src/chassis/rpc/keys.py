"""The public keys that access tokens verify with, and the sessions that are denied.

Both are read from this service's own database, so that tokens can be checked while identity and
the bus are down. The keys are fetched from identity in the background.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from sqlalchemy import delete, select

from chassis.database import upsert
from chassis.database.database import Database
from chassis.database.tables import denied_sessions, trusted_keys
from chassis.database.transaction import Transaction

log = structlog.get_logger()

# Reads the public keys of this service's own database as JSON Web Keys by key id; identity, which
# owns the keys, brings its own.
ReadKeys = Callable[[Transaction], Mapping[str, Mapping[str, Any]]]

REFRESH_SECONDS = 0.25
KEYS_REFRESH_SECONDS = 5.0


def read_trusted_keys(tx: Transaction) -> Mapping[str, Mapping[str, Any]]:
    """The keys that identity gave last."""
    return {row.key_id: row.jwk for row in tx.execute(select(trusted_keys))}


def trust_keys(tx: Transaction, jwks: Mapping[str, str]) -> None:
    """Stores the keys that identity gives now, by key id, and drops those it no longer gives."""
    if not jwks:
        return
    rows = [
        {"key_id": key_id, "jwk": json.loads(jwk), "fetch_time": tx.now}
        for key_id, jwk in jwks.items()
    ]
    upsert(tx, trusted_keys, rows, key=["key_id"])
    tx.execute(delete(trusted_keys).where(trusted_keys.c.key_id.not_in(list(jwks))))


def deny_session(tx: Transaction, session_id: str, until: datetime) -> None:
    """Refuses the session's tokens from now on; the entry may go when they have ended anyway."""
    row = {"session_id": session_id, "until_time": until}
    upsert(tx, denied_sessions, [row], key=["session_id"])


def forget_ended_denials(tx: Transaction) -> int:
    """Deletes the denials whose tokens have ended; returns how many."""
    return tx.execute(delete(denied_sessions).where(denied_sessions.c.until_time < tx.now)).rowcount


class KeyRing:
    """This process' copy of keys and denied sessions, refreshed from the database."""

    def __init__(self, database: Database, read_keys: ReadKeys = read_trusted_keys) -> None:
        self._database = database
        self._read_keys = read_keys
        self._keys: dict[str, ECKey] = {}
        self._denied: frozenset[str] = frozenset()
        self._keys_read_at = 0.0
        self._refreshing = asyncio.Lock()
        self._refreshes = 0

    def key(self, key_id: str) -> ECKey | None:
        """The public key of that id, None where it is not known."""
        return self._keys.get(key_id)

    def is_denied(self, session_id: str) -> bool:
        """Whether the session's tokens are to be refused."""
        return session_id in self._denied

    async def refresh(self) -> None:
        """Reads denied sessions, and now and then the keys, from the database."""
        async with self._refreshing:
            await self._refresh()

    async def _refresh(self) -> None:
        if time.monotonic() - self._keys_read_at > KEYS_REFRESH_SECONDS or not self._keys:
            keys = await self._database.read(self._read_keys)
            self._keys = dict(_imported(keys))
            self._keys_read_at = time.monotonic()
        self._denied = await self._database.read(_read_denied)

    async def refresh_now(self) -> None:
        """Reads everything at once; for a token whose key is not known yet.

        Whoever asks before a reading begins shares it, so that a flood of tokens with made-up key
        ids costs one reading at a time.
        """
        wanted = self._refreshes + 1
        async with self._refreshing:
            if self._refreshes < wanted:
                self._refreshes = wanted
                self._keys_read_at = 0.0
                await self._refresh()

    async def keep_fresh(self) -> None:
        """Refreshes four times a second until cancelled."""
        while True:
            try:
                await self.refresh()
            except Exception:
                log.exception("keys_not_refreshed")
            await asyncio.sleep(REFRESH_SECONDS)


def _imported(jwks: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, ECKey]]:
    """The keys that can be used: one that cannot must not take the others with it."""
    for key_id, jwk in jwks.items():
        try:
            yield key_id, ECKey.import_key(dict(jwk))
        except (JoseError, ValueError, KeyError, TypeError) as error:
            log.error("key_not_usable", key_id=key_id, problem=type(error).__name__)


def _read_denied(tx: Transaction) -> frozenset[str]:
    return frozenset(tx.execute(select(denied_sessions.c.session_id)).scalars())
