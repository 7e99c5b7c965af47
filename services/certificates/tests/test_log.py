"""The transparency log: entering, tiles, the checkpoint, witnesses."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from certificates.app.log import (
    StoredLog,
    add_cosignature,
    append,
    newest_checkpoint,
    stored_root,
    tile_content,
)
from certificates.store import log as store
from certificates.store.tables import log_entries, log_tile_hashes
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import within
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import LogSigner, Note, NoteSignature, WitnessSigner
from matrikel_verify.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from matrikel_verify.tiles import TilePath, audit_tiles, tiles_of
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from .log_samples import (
    LOG,
    LOG_VERIFIER,
    TIME,
    WITNESS,
    WITNESS_VERIFIER,
    entry,
    fill,
    forget,
    rewrite,
)


def test_what_is_entered_is_proven_by_the_checkpoint_that_it_is_handed_out_with(
    database: Database,
) -> None:
    seen = 0
    for count in (1, 2, 1, 5):
        entries = [entry(seen + one) for one in range(count)]
        leaves = within(database, append, LOG, *entries)
        assert [one.index for one in leaves] == list(range(seen, seen + count))
        seen += count
        for leaf, entered in zip(leaves, entries, strict=True):
            checkpoint = LOG_VERIFIER.open(leaf.checkpoint)
            assert checkpoint.size == seen
            proof = leaf.inclusion_proof
            verify_inclusion(leaf.index, seen, leaf_hash(entered), proof, checkpoint.root)


def test_the_log_is_read_from_its_tiles_as_from_its_entries(database: Database) -> None:
    fill(database, 600)
    tree = Tree(leaf_hash(entry(one)) for one in range(600))

    def read(tx: Transaction) -> None:
        assert audit_tiles(StoredLog(tx), 600) == tree.root()
        for size in (0, 1, 255, 256, 257, 512, 599):
            assert stored_root(tx, size) == tree.root(size)
        for path in tiles_of(600):
            assert tile_content(tx, path) == StoredLog(tx).read(str(path))
        assert len(tile_content(tx, TilePath(0, 1))) == 8192
        assert len(tile_content(tx, TilePath(None, 0))) == 256 * 35

    within(database, read)


@pytest.mark.parametrize(
    "path",
    ["tile/0/002.p/89", "tile/0/003.p/1", "tile/1/000.p/3", "tile/2/000", "tile/entries/002"],
)
def test_a_tile_that_the_log_does_not_reach_is_unknown(database: Database, path: str) -> None:
    fill(database, 600)
    with pytest.raises(Failure) as refused:
        within(database, tile_content, TilePath.parse(path))
    assert refused.value.reason == "TILE_UNKNOWN"


def test_a_log_of_65536_entries_has_tiles_of_three_levels(database: Database) -> None:
    fill(database, 65_540, at_once=8_192)
    tree = Tree(leaf_hash(entry(one)) for one in range(65_540))

    def read(tx: Transaction) -> None:
        assert tile_content(tx, TilePath(2, 0, 1)) == tree.subtree(16, 0)
        assert stored_root(tx, 65_540) == tree.root()

    within(database, read)


def test_parallel_appends_leave_no_gap_and_every_checkpoint_is_consistent_with_all(
    database: Database,
) -> None:
    def append_some(worker: int) -> list[tuple[int, str]]:
        made = []
        for round_ in range(12):
            entries = [entry(worker * 1000 + round_ * 10 + one) for one in range(1 + round_ % 3)]
            leaves = within(database, append, LOG, *entries)
            made += [(leaf.index, leaf.checkpoint) for leaf in leaves]
        return made

    with ThreadPoolExecutor(8) as threads:
        handed_out = [one for made in threads.map(append_some, range(8)) for one in made]
    size = len(handed_out)
    assert sorted(index for index, _ in handed_out) == list(range(size))
    stored = [content for _, content in within(database, store.load_entries, 0, size)]
    tree = Tree(leaf_hash(one) for one in stored)
    for _, note in handed_out:
        checkpoint = LOG_VERIFIER.open(note)
        proof = consistency_proof(checkpoint.size, size, tree.subtree)
        verify_consistency(checkpoint.size, size, proof, checkpoint.root, tree.root())


def test_the_very_first_appends_take_turns_too(database: Database) -> None:
    """There is no head to lock yet, so the first of them makes one while the others look for it."""
    for _ in range(8):
        within(database, forget)
        with ThreadPoolExecutor(6) as threads:
            made = list(
                threads.map(lambda one: within(database, append, LOG, entry(one)), range(18))
            )
        assert sorted(leaf.index for [leaf] in made) == list(range(18))


def test_without_the_lock_two_appends_would_take_one_place(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above; SQLite has one writer, so there is no lock to leave out."""
    if database.url.startswith("sqlite"):
        return
    fill(database, 3)
    both_have_read = threading.Barrier(2, timeout=10)

    def unlocked(tx: Transaction) -> Frontier:
        head = store.load_head(tx)
        both_have_read.wait()
        return head

    monkeypatch.setattr(store, "lock_head", unlocked)
    with ThreadPoolExecutor(2) as threads:
        futures = [threads.submit(within, database, append, LOG, entry(one)) for one in (4, 5)]
        failures = [one.exception() for one in futures]
    assert sum(isinstance(one, IntegrityError) for one in failures) == 1


def test_what_is_rolled_back_leaves_no_trace(database: Database) -> None:
    fill(database, 3)

    def fail(tx: Transaction) -> None:
        append(tx, LOG, entry(3))
        raise RuntimeError("the certificate could not be stored")

    with pytest.raises(RuntimeError):
        within(database, fail)
    assert LOG_VERIFIER.open(within(database, newest_checkpoint, LOG)).size == 3
    [leaf] = within(database, append, LOG, entry(4))
    assert leaf.index == 3


def test_the_database_refuses_to_change_entries(database: Database) -> None:
    fill(database, 300)
    for statement in (
        update(log_entries).values(entry=b"else"),
        delete(log_entries),
        update(log_tile_hashes).values(hash=b"else"),
        delete(log_tile_hashes),
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            within(database, Transaction.execute, statement)


def test_an_empty_log_has_a_checkpoint(database: Database) -> None:
    checkpoint = LOG_VERIFIER.open(within(database, newest_checkpoint, LOG))
    assert (checkpoint.size, checkpoint.root) == (0, EMPTY_ROOT)


def cosigned(note: str, signer: WitnessSigner = WITNESS) -> str:
    parsed = Note.parse(note)
    return str(parsed.with_signatures([signer.cosign(parsed.text, TIME)]))


def test_a_witnesses_signature_is_published_under_its_checkpoint(database: Database) -> None:
    fill(database, 300)
    note = within(database, newest_checkpoint, LOG)
    args = ([LOG_VERIFIER], [WITNESS_VERIFIER])
    assert within(database, add_cosignature, *args, cosigned(note)) == 1
    # Once more changes nothing.
    assert within(database, add_cosignature, *args, cosigned(note)) == 1
    published = within(database, newest_checkpoint, LOG)
    assert published == cosigned(note)
    (read,) = WITNESS_VERIFIER.cosignatures(Note.parse(published))
    assert read.time == TIME
    fill(database, 1, start=300)
    assert len(Note.parse(within(database, newest_checkpoint, LOG)).signatures) == 1
    # A checkpoint that is not the newest any more is still ours.
    assert within(database, add_cosignature, *args, cosigned(note)) == 1


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("nothing", "CHECKPOINT_NOT_READABLE"),
        ("signature of the witness", "CHECKPOINT_NOT_READABLE"),
        ("signature of the log", "CHECKPOINT_NOT_OURS"),
        ("other entries", "CHECKPOINT_NOT_OURS"),
        ("larger than the log", "CHECKPOINT_NOT_OURS"),
        ("no witness", "WITNESS_UNKNOWN"),
        ("foreign witness", "WITNESS_UNKNOWN"),
    ],
)
def test_only_known_witnesses_sign_only_our_checkpoints(
    database: Database, broken: str, reason: str
) -> None:
    fill(database, 300)
    note = within(database, newest_checkpoint, LOG)
    foreign = Ed25519PrivateKey.from_private_bytes(b"x" * 32)
    signed = Note.parse(cosigned(note))
    line = signed.signatures[1]
    given = {
        "nothing": "nothing",
        "signature of the witness": str(
            Note.parse(note).with_signatures(
                [NoteSignature(line.name, line.key_id, line.signature[:-1] + b"\x00")]
            )
        ),
        "signature of the log": cosigned(LogSigner(LOG.origin, foreign).sign(300, bytes(32))),
        "other entries": cosigned(LOG.sign(300, bytes(32))),
        "larger than the log": cosigned(LOG.sign(301, bytes(32))),
        "no witness": note,
        "foreign witness": cosigned(note, WitnessSigner("foreign.example.org", foreign)),
    }[broken]
    with pytest.raises(Failure) as refused:
        within(database, add_cosignature, [LOG_VERIFIER], [WITNESS_VERIFIER], given)
    assert refused.value.reason == reason


def test_a_signature_under_another_history_is_not_published(database: Database) -> None:
    fill(database, 300)
    note = within(database, newest_checkpoint, LOG)
    within(database, add_cosignature, [LOG_VERIFIER], [WITNESS_VERIFIER], cosigned(note))
    within(database, rewrite(300, changed=5))
    published = Note.parse(within(database, newest_checkpoint, LOG))
    assert len(published.signatures) == 1
