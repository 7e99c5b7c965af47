"""A log for tests: its key, its entries, and what somebody does to it behind the service's back."""

from collections.abc import Callable
from datetime import UTC, datetime

from certificates.app.log import append
from certificates.domain.log import LoggedLeaf
from certificates.store.tables import log_entries, log_head, log_tile_hashes
from chassis.database import Database, Transaction
from chassis.database.append_only import changes_permitted
from chassis.testing import within
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import LogSigner, LogVerifier, WitnessSigner, WitnessVerifier
from matrikel_verify.claims import file_entry
from matrikel_verify.merkle import Frontier, leaf_hash
from sqlalchemy import delete, insert, update

LOG = LogSigner("example.org/v1/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
LOG_VERIFIER = LogVerifier.parse(LOG.vkey)
WITNESS = WitnessSigner("witness.example.org", Ed25519PrivateKey.from_private_bytes(b"w" * 32))
WITNESS_VERIFIER = WitnessVerifier.parse(WITNESS.vkey)
TIME = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(number: int) -> bytes:
    """An entry of 33 bytes."""
    return file_entry(number.to_bytes(32))


def fill(database: Database, count: int, start: int = 0, at_once: int = 200) -> list[LoggedLeaf]:
    """Appends entries in a few transactions."""
    leaves: list[LoggedLeaf] = []
    for first in range(start, start + count, at_once):
        entries = [entry(one) for one in range(first, min(first + at_once, start + count))]
        leaves += within(database, append, LOG, *entries)
    return leaves


def change_an_entry(tx: Transaction) -> None:
    """One entry becomes another one."""
    with changes_permitted(tx, "log_entries"):
        tx.execute(update(log_entries).where(log_entries.c.leaf_index == 7).values(entry=b"else"))


def change_the_newest_entry(tx: Transaction) -> None:
    """One that no whole tile covers yet."""
    with changes_permitted(tx, "log_entries"):
        newest = log_entries.c.leaf_index == 599
        tx.execute(update(log_entries).where(newest).values(entry=b"else"))


def delete_an_entry(tx: Transaction) -> None:
    """One entry is gone."""
    with changes_permitted(tx, "log_entries"):
        tx.execute(delete(log_entries).where(log_entries.c.leaf_index == 7))


def delete_the_end(tx: Transaction) -> None:
    """The newest entries are gone, and nothing else was thought of."""
    with changes_permitted(tx, "log_entries"):
        tx.execute(delete(log_entries).where(log_entries.c.leaf_index >= 590))


def add_an_entry(tx: Transaction) -> None:
    """An entry that never was appended."""
    tx.execute(insert(log_entries).values(leaf_index=600, entry=b"else"))


def change_a_tile(tx: Transaction) -> None:
    """The root of a whole tile becomes another one."""
    with changes_permitted(tx, "log_tile_hashes"):
        tx.execute(
            update(log_tile_hashes).where(log_tile_hashes.c.tile_index == 1).values(hash=bytes(32))
        )


def change_the_head(tx: Transaction) -> None:
    """The right edge becomes another one."""
    frontier = Frontier().extended([leaf_hash(b"else")] * 600)[0]
    tx.execute(update(log_head).values(frontier=frontier.joined))


def break_the_head(tx: Transaction) -> None:
    """The head is none any more."""
    tx.execute(update(log_head).values(frontier=b"none"))


def forget(tx: Transaction) -> None:
    """There never was a log."""
    with changes_permitted(tx, "log_entries"):
        tx.execute(delete(log_entries))
    with changes_permitted(tx, "log_tile_hashes"):
        tx.execute(delete(log_tile_hashes))
    tx.execute(delete(log_head))


def rewrite(size: int, changed: int | None = None) -> Callable[[Transaction], None]:
    """A whole log anew, which agrees with itself: cut off, or with one entry changed."""

    def run(tx: Transaction) -> None:
        forget(tx)
        entries = [b"else" if one == changed else entry(one) for one in range(size)]
        append(tx, LOG, *entries)

    return run
