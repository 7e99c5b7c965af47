"""The transparency log in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction, insert_many, insert_or_ignore, upsert
from matrikel_verify.merkle import Frontier
from sqlalchemy import func, or_, select, update

from certificates.store.tables.certificates import certificates
from certificates.store.tables.log import (
    log_cosignatures,
    log_entries,
    log_head,
    log_tile_hashes,
)

_HEAD_ID = 1


@dataclass(frozen=True, slots=True)
class StoredCosignature:
    """A witness's signature under the checkpoint of a size."""

    size: int
    root: bytes
    witness: str
    signature_line: str
    sign_time: datetime


@dataclass(frozen=True, slots=True)
class LoggedCertificate:
    """A certificate as far as its entries say something of it."""

    certificate_id: UUID
    claims: bytes
    salt: bytes
    claims_leaf: int
    file_digest: bytes
    file_leaf: int


def lock_head(tx: Transaction) -> Frontier:
    """The head, which nobody else moves on before the transaction ends."""
    if _load(tx) is None:
        empty = {"head_id": _HEAD_ID, "size": 0, "frontier": b""}
        insert_or_ignore(tx, log_head, [empty])
    # Only now: a row that comes about between locking and reading would be read without a lock.
    tx.lock(log_head.c.head_id, [_HEAD_ID])
    return load_head(tx)


def load_head(tx: Transaction) -> Frontier:
    """The head; of the empty tree before the first entry. Raises ValueError for a broken one."""
    return _load(tx) or Frontier()


def update_head(tx: Transaction, frontier: Frontier) -> None:
    """Moves the head on."""
    tx.execute(
        update(log_head)
        .where(log_head.c.head_id == _HEAD_ID)
        .values(size=frontier.size, frontier=frontier.joined)
    )


def add_entries(tx: Transaction, first: int, entries: Sequence[bytes]) -> None:
    """Stores entries, numbered from `first` on."""
    insert_many(
        tx,
        log_entries,
        [{"leaf_index": index, "entry": entry} for index, entry in enumerate(entries, first)],
    )


def load_entries(tx: Transaction, first: int, behind: int) -> list[tuple[int, bytes]]:
    """Number and content of the entries from `first` up to the one before `behind`."""
    index = log_entries.c.leaf_index
    query = select(index, log_entries.c.entry).where(index >= first, index < behind).order_by(index)
    return [(row.leaf_index, bytes(row.entry)) for row in tx.execute(query)]


def load_entries_of(tx: Transaction, indexes: Sequence[int]) -> list[tuple[int, bytes]]:
    """Number and content of the entries with these numbers."""
    query = select(log_entries).where(log_entries.c.leaf_index.in_(indexes))
    return [(row.leaf_index, bytes(row.entry)) for row in tx.execute(query)]


def first_entry_from(tx: Transaction, index: int) -> int | None:
    """The number of the first entry from there on."""
    query = select(func.min(log_entries.c.leaf_index)).where(log_entries.c.leaf_index >= index)
    found: int | None = tx.execute(query).scalar_one()
    return found


def add_tile_hashes(tx: Transaction, hashes: Sequence[tuple[int, int, bytes]]) -> None:
    """Stores level, index and root of tiles that became whole."""
    insert_many(
        tx,
        log_tile_hashes,
        [{"level": level, "tile_index": index, "hash": root} for level, index, root in hashes],
    )


def load_tile_hashes(
    tx: Transaction, level: int, first: int, behind: int
) -> list[tuple[int, bytes]]:
    """Index and root of the whole tiles of a level from `first` up to the one before `behind`."""
    index = log_tile_hashes.c.tile_index
    query = (
        select(index, log_tile_hashes.c.hash)
        .where(log_tile_hashes.c.level == level, index >= first, index < behind)
        .order_by(index)
    )
    return [(row.tile_index, bytes(row.hash)) for row in tx.execute(query)]


def keep_cosignature(tx: Transaction, given: StoredCosignature) -> None:
    """Keeps a witness's signature; a newer one of the same size takes the place of the former."""
    row = {
        "size": given.size,
        "witness": given.witness,
        "root": given.root,
        "signature_line": given.signature_line,
        "sign_time": given.sign_time,
    }
    upsert(tx, log_cosignatures, [row], ["size", "witness"])


def load_cosignatures(
    tx: Transaction,
    size: int | None = None,
    behind: tuple[int, str] | None = None,
    limit: int = 100,
) -> list[StoredCosignature]:
    """Signatures under checkpoints of one size, or of all behind one, in the order of sizes."""
    query = select(log_cosignatures).order_by(log_cosignatures.c.size, log_cosignatures.c.witness)
    if size is not None:
        query = query.where(log_cosignatures.c.size == size)
    if behind is not None:
        after, witness = behind
        query = query.where(
            or_(
                log_cosignatures.c.size > after,
                (log_cosignatures.c.size == after) & (log_cosignatures.c.witness > witness),
            )
        )
    return [
        StoredCosignature(row.size, bytes(row.root), row.witness, row.signature_line, row.sign_time)
        for row in tx.execute(query.limit(limit))
    ]


def load_logged_certificates(
    tx: Transaction, behind: UUID | None, limit: int
) -> list[LoggedCertificate]:
    """Certificates behind one, in the order of their ids."""
    key = certificates.c.certificate_id
    query = select(
        key,
        certificates.c.claims,
        certificates.c.salt,
        certificates.c.claims_leaf,
        certificates.c.file_digest,
        certificates.c.file_leaf,
    ).order_by(key)
    if behind is not None:
        query = query.where(key > behind)
    return [
        LoggedCertificate(
            row.certificate_id,
            row.claims.encode(),
            bytes(row.salt),
            row.claims_leaf,
            bytes(row.file_digest),
            row.file_leaf,
        )
        for row in tx.execute(query.limit(limit))
    ]


def _load(tx: Transaction) -> Frontier | None:
    row = tx.execute(select(log_head).where(log_head.c.head_id == _HEAD_ID)).one_or_none()
    return None if row is None else Frontier.parse(row.size, bytes(row.frontier))
