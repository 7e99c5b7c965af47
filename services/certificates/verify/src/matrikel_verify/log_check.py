"""Whether a certificate stands in the log, and whether the log has kept what it said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matrikel_verify import sentences
from matrikel_verify.checkpoint import (
    Checkpoint,
    LogVerifier,
    Note,
    NoteError,
    WitnessVerifier,
    opened,
)
from matrikel_verify.claims import claims_entry
from matrikel_verify.evidence import Evidence
from matrikel_verify.merkle import ProofError, leaf_hash, verify_consistency, verify_inclusion
from matrikel_verify.tiles import TilesError
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Check

# Gives the proof that the tree of the first size is the beginning of that of the second.
ConsistencyProof = Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True)
class NewerLog:
    """The newest state of the log that the verifier has.

    Whoever runs the log itself needs no witness; everybody else asks for one where any is pinned.
    """

    # The signed note.
    checkpoint: str
    # Raises TilesError or ValueError where it cannot be made; None without the log's tiles.
    consistency_proof: ConsistencyProof | None = field(default=None, repr=False)
    asks_witness: bool = True


def checkpoint_of(evidence: Evidence, trust: Trust) -> Checkpoint:
    """The state of the log in the evidence. Raises NoteError unless the log signed it."""
    return opened(evidence.checkpoint, _verifiers(trust))


def check_inclusion(evidence: Evidence, trust: Trust) -> tuple[Check, Checkpoint | None]:
    """Whether the proof leads from the claims to a checkpoint that the log signed."""
    try:
        checkpoint = checkpoint_of(evidence, trust)
        verify_inclusion(
            evidence.leaf_index,
            checkpoint.size,
            leaf_hash(claims_entry(evidence.salt, evidence.claims)),
            evidence.inclusion_proof,
            checkpoint.root,
        )
    except (NoteError, ProofError):
        return sentences.failed("IN_LOG"), None
    return sentences.passed("IN_LOG", index=evidence.leaf_index), checkpoint


def check_consistency(former: Checkpoint, newer: NewerLog | None, trust: Trust) -> Check:
    """Whether the newer state of the log continues the one that the file was sealed with."""
    code = "LOG_CONSISTENT"
    if newer is None:
        return sentences.not_done(code)
    try:
        newest = opened(newer.checkpoint, _verifiers(trust))
        is_witnessed = _is_witnessed(newer, trust)
    except NoteError:
        return sentences.failed(code, "UNSIGNED")
    if not is_witnessed:
        return sentences.failed(code, "UNWITNESSED")
    if newest.origin != former.origin:
        return sentences.failed(code)
    if newest.size < former.size:
        return sentences.failed(code, "TRUNCATED", size=newest.size, former=former.size)
    if newest.size == former.size:
        proof: Sequence[bytes] = ()
    elif newer.consistency_proof is None:
        return sentences.not_done(code, "NO_PROOF")
    else:
        try:
            proof = newer.consistency_proof(former.size, newest.size)
        except TilesError:
            return sentences.not_done(code, "NO_PROOF")
    try:
        verify_consistency(former.size, newest.size, proof, former.root, newest.root)
    except ProofError:
        return sentences.failed(code)
    return sentences.passed(code, size=newest.size)


def _verifiers(trust: Trust) -> list[LogVerifier]:
    keys = (trust.log_key, *trust.former_log_keys)
    return [LogVerifier.parse(one) for one in keys if one]


def _is_witnessed(newer: NewerLog, trust: Trust) -> bool:
    if not newer.asks_witness or not trust.witness_keys:
        return True
    note = Note.parse(newer.checkpoint)
    witnesses = (WitnessVerifier.parse(one) for one in trust.witness_keys)
    return any(one.cosignatures(note) for one in witnesses)
