"""The transparency log: entering, tiles, the checkpoint and what witnesses add to it.

Entries are numbered without a gap in the order in which transactions become durable: whoever
appends holds the head until the end of the transaction, so that a checkpoint which was handed out
is the beginning of every later one.
"""

from collections.abc import Sequence

from chassis.database import Transaction
from matrikel_verify.checkpoint import (
    LogSigner,
    LogVerifier,
    Note,
    NoteError,
    NoteSignature,
    WitnessVerifier,
    opened,
)
from matrikel_verify.merkle import (
    SubtreeHash,
    inclusion_proof,
    leaf_hash,
    root_hash,
)
from matrikel_verify.tiles import (
    HIGHEST_LEVEL,
    TILE_LEVELS,
    WIDTH,
    MissingTileError,
    TilePath,
    TileReader,
    pack_entries,
)

from certificates.domain.log import LoggedLeaf
from certificates.store import log as store
from certificates.texts import log_refusals as refusals


def append(tx: Transaction, signer: LogSigner, *entries: bytes) -> tuple[LoggedLeaf, ...]:
    """Enters entries one behind the other; none of them is public before the commit.

    Call it as the last lock of a transaction, as everybody who appends waits for its end.
    """
    former = store.lock_head(tx)
    frontier, subtree = former.extended([leaf_hash(entry) for entry in entries])
    store.add_entries(tx, former.size, entries)
    store.add_tile_hashes(tx, _new_tiles(former.size, frontier.size, subtree))
    store.update_head(tx, frontier)
    checkpoint = signer.sign(frontier.size, frontier.root)
    return tuple(
        LoggedLeaf(index, inclusion_proof(index, frontier.size, subtree), checkpoint)
        for index in range(former.size, frontier.size)
    )


def _new_tiles(former: int, size: int, subtree: SubtreeHash) -> list[tuple[int, int, bytes]]:
    """Level, index and root of the tiles that became whole on the way from one size to another."""
    made = []
    for level in range(HIGHEST_LEVEL):
        bits = TILE_LEVELS * (level + 1)
        made += [
            (level, index, subtree(bits, index)) for index in range(former >> bits, size >> bits)
        ]
    return made


def newest_checkpoint(tx: Transaction, signer: LogSigner) -> str:
    """The signed checkpoint of the whole log, with the signatures of witnesses under it."""
    head = store.load_head(tx)
    note = Note.parse(signer.sign(head.size, head.root))
    cosigned = [
        NoteSignature.parse(one.signature_line.rstrip("\n"))
        for one in store.load_cosignatures(tx, head.size)
        if one.root == head.root
    ]
    return str(note.with_signatures(cosigned))


def log_size(tx: Transaction) -> int:
    """How many entries the log has."""
    return store.load_head(tx).size


def tile_content(tx: Transaction, path: TilePath) -> bytes:
    """The hashes of a tile, or the entries of a bundle. Raises TILE_UNKNOWN."""
    content = _stored_tile(tx, path)
    if content is None:
        raise refusals.tile_unknown(str(path))
    return content


def add_cosignature(
    tx: Transaction,
    logs: Sequence[LogVerifier],
    witnesses: Sequence[WitnessVerifier],
    checkpoint: str,
) -> int:
    """Keeps what known witnesses signed; returns how many witnesses signed that checkpoint.

    Raises CHECKPOINT_NOT_READABLE, CHECKPOINT_NOT_OURS and WITNESS_UNKNOWN.
    """
    try:
        note = Note.parse(checkpoint)
        # Before anything is looked up: whoever is no witness costs the database nothing.
        signed = [one for witness in witnesses for one in witness.cosignatures(note)]
    except NoteError:
        raise refusals.checkpoint_not_readable() from None
    try:
        opened_checkpoint = opened(checkpoint, logs)
    except NoteError:
        raise refusals.checkpoint_not_ours() from None
    if not signed:
        raise refusals.witness_unknown()
    size, root = opened_checkpoint.size, opened_checkpoint.root
    if size > log_size(tx) or stored_root(tx, size) != root:
        raise refusals.checkpoint_not_ours()
    for one in signed:
        store.keep_cosignature(
            tx, store.StoredCosignature(size, root, one.witness, str(one.line), one.time)
        )
    return len(store.load_cosignatures(tx, size))


def stored_root(tx: Transaction, size: int) -> bytes:
    """The root of the first `size` entries, from what is stored. Raises TilesError."""
    return root_hash(size, TileReader(StoredLog(tx), size).subtree)


class StoredLog:
    """The log in the database as files, for whoever reads tiles."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def read(self, path: str) -> bytes:
        """The content of a tile."""
        content = _stored_tile(self._tx, TilePath.parse(path))
        if content is None:
            raise MissingTileError(f"the database has no {path}")
        return content


def _stored_tile(tx: Transaction, path: TilePath) -> bytes | None:
    first = path.index * WIDTH
    behind = first + path.width
    if path.level is None or path.level == 0:
        entries = [entry for _, entry in store.load_entries(tx, first, behind)]
        found = len(entries)
        content = pack_entries(entries) if path.level is None else b"".join(map(leaf_hash, entries))
    else:
        hashes = [root for _, root in store.load_tile_hashes(tx, path.level - 1, first, behind)]
        found, content = len(hashes), b"".join(hashes)
    return content if found == path.width else None
