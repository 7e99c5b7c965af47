"""Verifying the transparency log against itself, the certificates and what was signed outside.

The log may be long and goes on growing, so it is gone through page by page, each a transaction of
its own; what is behind the head that it had at the beginning is left to the next time.
"""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from matrikel_verify.checkpoint import Checkpoint
from matrikel_verify.claims import claims_entry, file_entry
from matrikel_verify.merkle import Frontier, SubtreeHash, leaf_hash
from matrikel_verify.tiles import HIGHEST_LEVEL, TILE_LEVELS, WIDTH, TilesError

from certificates.app.entered import is_whole
from certificates.app.log import stored_root
from certificates.domain.log import LogFault, LogFinding
from certificates.store import log as store
from certificates.store.certificates import load_certificate

# Entries, and certificates, that one transaction goes through; a multiple of the tiles' width.
ENTRIES_AT_ONCE = 16 * WIDTH
CERTIFICATES_AT_ONCE = 500

Findings = tuple[LogFinding, ...]


def head_to_verify(tx: Transaction) -> tuple[Frontier | None, Findings]:
    """The head, up to which the log is verified; None where it is no head at all."""
    try:
        head = store.load_head(tx)
    except ValueError:
        return None, (LogFinding(LogFault.HEAD_DIFFERS, "stored"),)
    behind = store.first_entry_from(tx, head.size)
    if behind is None:
        return head, ()
    return head, (LogFinding(LogFault.ENTRIES_BEHIND_HEAD, str(behind)),)


def verify_entries(
    tx: Transaction, reached: Frontier, head: Frontier
) -> tuple[Frontier | None, Findings]:
    """Goes through the next entries.

    Returns the edge of the tree that they make, None where an entry is missing and nothing behind
    it can be verified.
    """
    first, behind = reached.size, min(reached.size + ENTRIES_AT_ONCE, head.size)
    entries = store.load_entries(tx, first, behind)
    for expected, (index, _) in enumerate(entries, first):
        if index != expected:
            return None, (LogFinding(LogFault.ENTRY_MISSING, str(expected)),)
    if first + len(entries) < behind:
        return None, (LogFinding(LogFault.ENTRY_MISSING, str(first + len(entries))),)
    frontier, subtree = reached.extended([leaf_hash(entry) for _, entry in entries])
    findings = _verify_tiles(tx, first, behind, subtree)
    if behind == head.size and frontier != head:
        findings += (LogFinding(LogFault.HEAD_DIFFERS, str(head.size)),)
    return frontier, findings


def _verify_tiles(tx: Transaction, first: int, behind: int, subtree: SubtreeHash) -> Findings:
    findings = []
    for level in range(HIGHEST_LEVEL):
        bits = TILE_LEVELS * (level + 1)
        made = range(first >> bits, behind >> bits)
        stored = dict(store.load_tile_hashes(tx, level, made.start, made.stop))
        findings += [
            LogFinding(LogFault.TILE_DIFFERS, f"{tile << bits} to {((tile + 1) << bits) - 1}")
            for tile in made
            if stored.get(tile) != subtree(bits, tile)
        ]
    return tuple(findings)


def verify_certificates(tx: Transaction, behind: UUID | None) -> tuple[UUID | None, Findings]:
    """Compares the next certificates with their entries; also the last one, None at the end.

    Of each its text, its stored file, and its place in the status list.
    """
    found = store.load_logged_certificates(tx, behind, CERTIFICATES_AT_ONCE)
    findings = []
    for one in found:
        said = {
            one.claims_leaf: claims_entry(one.salt, one.claims),
            one.file_leaf: file_entry(one.file_digest),
        }
        entered = dict(store.load_entries_of(tx, list(said)))
        if entered != said or not _is_whole(tx, one.certificate_id):
            finding = LogFinding(LogFault.CERTIFICATE_DIFFERS, str(one.certificate_id))
            findings.append(finding)
    last = found[-1].certificate_id if len(found) == CERTIFICATES_AT_ONCE else None
    return last, tuple(findings)


def _is_whole(tx: Transaction, certificate_id: UUID) -> bool:
    try:
        certificate = load_certificate(tx, certificate_id)
    except (ValueError, TypeError, KeyError):
        # What stands in the row is nothing that was ever stored there.
        return False
    return certificate is not None and is_whole(tx, certificate)


def verify_cosigned(
    tx: Transaction, behind: tuple[int, str] | None
) -> tuple[tuple[int, str] | None, Findings]:
    """Compares the next checkpoints that witnesses signed with the entries."""
    found = store.load_cosignatures(tx, behind=behind)
    findings = [
        finding
        for one in found
        for finding in verify_checkpoint(tx, one.size, one.root, one.witness)
    ]
    last = (found[-1].size, found[-1].witness) if found else None
    return last, tuple(findings)


def verify_checkpoint(tx: Transaction, size: int, root: bytes, whose: str) -> Findings:
    """Compares a checkpoint that somebody kept with the entries."""
    where = f"{size} entries ({whose})"
    if size > store.load_head(tx).size:
        return (LogFinding(LogFault.TRUNCATED, where),)
    try:
        fits = stored_root(tx, size) == root
    except TilesError:
        fits = False
    return () if fits else (LogFinding(LogFault.CHECKPOINT_DIFFERS, where),)


def verify_kept(tx: Transaction, kept: Sequence[tuple[str, Checkpoint]]) -> Findings:
    """Compares checkpoints that were kept outside, each under a name, with the entries."""
    return tuple(
        finding for name, one in kept for finding in verify_checkpoint(tx, one.size, one.root, name)
    )
