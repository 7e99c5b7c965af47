"""Databases with an audit chain for tests, and what an attacker does to them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from chassis.audit.chain import chain_waiting, last_place
from chassis.audit.findings import Report
from chassis.audit.hashes import hash_before_all, hash_of_entry, hash_of_place
from chassis.audit.heads import STATEMENT_TYPE, HeadsFile, Kind
from chassis.audit.verification import verify
from chassis.database import Database, Transaction, insert_many
from chassis.database.tables import audit_chain, audit_entries
from chassis.signing import Jwk, Signer, thumbprint
from chassis.testing import DrivenClock
from sqlalchemy import func, insert, select, text

SERVICE = "exams"
SIGNER = Signer.from_file(None, STATEMENT_TYPE)
KEYS: dict[str, Jwk] = {thumbprint(SIGNER.jwk): SIGNER.jwk}


def enter(tx: Transaction, count: int, subject: str = "somebody") -> None:
    """Adds audit entries as calls do."""
    rows = [
        {
            "entry_time": tx.now,
            "method": "/matrikel.exams.v1.ResultService/ReleaseResults",
            "caller": f"caller-{number}",
            "actor": "gateway",
            "session_id": "a-session",
            "subject": subject,
            "outcome": "OK",
        }
        for number in range(count)
    ]
    insert_many(tx, audit_entries, rows)


@dataclass
class Chain:
    """A database with its file of heads."""

    database: Database
    clock: DrivenClock
    path: Path

    @property
    def heads(self) -> HeadsFile:
        """The file, signed by the service's key."""
        return HeadsFile(self.path, SERVICE, SIGNER)

    def grow(self, count: int) -> None:
        """Enters so many calls and chains them, then signs a head, as time goes by."""
        for _ in range(count):
            self.clock.advance(timedelta(seconds=1))
            self.database.write_now(enter, 1)
        self.chain()
        place = self.database.write_now(last_place, SERVICE)
        self.heads.append(Kind.HEAD, place.number, place.hash, self.clock.now())

    def chain(self) -> int:
        """Chains what waits."""
        return self.database.write_now(chain_waiting, SERVICE, 1000)

    async def report(self, heads: Sequence[Path] = ()) -> Report:
        """What a verification finds."""
        return await verify(self.database, SERVICE, heads or [self.path], KEYS)

    async def attack(self, *statements: str) -> None:
        """Runs statements as somebody who may do anything in the database."""
        await asyncio.to_thread(self.database.write_now, _without_triggers, statements)

    async def places(self) -> list[Any]:
        """The chain, in order."""
        ordered = select(audit_chain).order_by(audit_chain.c.number)
        return await self.database.read(lambda tx: list(tx.execute(ordered)))

    async def count(self) -> int:
        """How many entries there are."""
        counted = select(func.count()).select_from(audit_entries)
        return await self.database.read(lambda tx: tx.execute(counted).scalar_one())


def _without_triggers(tx: Transaction, statements: Sequence[str]) -> None:
    """As who may change the schema: without what makes the tables append-only."""
    for table in ("audit_entries", "audit_chain"):
        if tx.dialect == "postgresql":
            tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_append_only"))
            continue
        for change in ("update", "delete"):
            tx.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{change}"))
    for statement in statements:
        tx.execute(text(statement))


def rewrite(tx: Transaction) -> None:
    """Makes the whole chain anew over the entries as they are, as one who knows the form would."""
    _without_triggers(tx, ["DELETE FROM audit_chain"])
    former, rows = hash_before_all(SERVICE), []
    ordered = select(audit_entries).order_by(audit_entries.c.position)
    for number, entry in enumerate(tx.execute(ordered).all(), start=1):
        own = hash_of_entry(entry)
        former = hash_of_place(former, number, own)
        rows.append(
            {"number": number, "position": entry.position, "entry_hash": own, "hash": former}
        )
    tx.execute(insert(audit_chain), rows)
