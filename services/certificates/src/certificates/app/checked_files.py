"""A sealed file that is genuine by itself, held against what the service knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.database import Transaction
from chassis.errors import Code
from matrikel_verify import sentences
from matrikel_verify.checkpoint import Checkpoint
from matrikel_verify.claims import Claims, file_entry
from matrikel_verify.number import VerificationNumber
from matrikel_verify.status_check import moment
from matrikel_verify.status_list import Status
from matrikel_verify.verdict import Check, Outcome

from certificates.app.log import log_size, stored_root
from certificates.app.verifying import Verified, miss, refuse_guessers, verified
from certificates.domain.certificate import Certificate, Standing
from certificates.domain.guessing import GuessingRules, Place
from certificates.store.certificates import find_by_file, record_of
from certificates.store.log import load_entries, load_entries_of
from certificates.store.status_places import status_at

# Between the entry of the claims and that of the file lie only those of files that were issued at
# the same time.
_MOST_BETWEEN = 10_000

_STATES = {
    Standing.CURRENT: "",
    Standing.OUTDATED: "NO_LONGER_CURRENT",
    Standing.SUPERSEDED: "SUPERSEDED",
}


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file whose seal and evidence are genuine."""

    # SHA-256 of all of it.
    digest: bytes
    number: VerificationNumber
    claims: bytes
    claims_leaf: int
    # The state of the log that it was sealed with.
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What the service adds to the verdict; `found` is None for a file that it does not know."""

    checks: Sequence[Check]
    found: Verified | None


def check_issued_file(
    tx: Transaction, file: SealedFile, client_address: str, rules: GuessingRules
) -> CheckedFile:
    """Whether the service issued exactly this file, and how its certificate stands.

    The log has to be the one that the file was sealed with, have the file's hash, and the
    certificate must not be withdrawn. A file that was not issued counts as a miss. Raises
    TOO_MANY_UNKNOWN_NUMBERS for a network that missed too often.
    """
    place = Place.of(client_address)
    refuse_guessers(tx, place, rules)
    checks = [_log_consistent(tx, file.checkpoint)]
    certificate = find_by_file(tx, file.digest)
    checks.append(_file_in_log(tx, file, certificate))
    if checks[-1].outcome is Outcome.FAILED:
        refusal = miss(tx, place, file.number, rules)
        if refusal.code is Code.RESOURCE_EXHAUSTED:
            raise refusal
    if certificate is None:
        checks.append(_not_withdrawn_before(tx, file.claims))
        return CheckedFile(checks, None)
    checks.append(_not_withdrawn(tx, certificate))
    return CheckedFile(checks, verified(tx, certificate))


def _log_consistent(tx: Transaction, former: Checkpoint) -> Check:
    code, size = "LOG_CONSISTENT", log_size(tx)
    if former.size > size:
        return sentences.failed(code, "TRUNCATED", size=size, former=former.size)
    if stored_root(tx, former.size) != former.root:
        return sentences.failed(code)
    return sentences.passed(code, size=size)


def _file_in_log(tx: Transaction, file: SealedFile, certificate: Certificate | None) -> Check:
    entry = file_entry(file.digest)
    if certificate is None:
        # The data of old certificates is deleted; their entries stay.
        behind = file.claims_leaf + _MOST_BETWEEN
        is_there = any(one == entry for _, one in load_entries(tx, file.claims_leaf + 1, behind))
    else:
        record = record_of(tx, certificate.certificate_id)
        assert record is not None, "found in the same transaction"
        is_there = record.claims == file.claims and any(
            one == entry for _, one in load_entries_of(tx, [record.file_leaf])
        )
    return sentences.passed("FILE_IN_LOG") if is_there else sentences.failed("FILE_IN_LOG")


def _not_withdrawn_before(tx: Transaction, claims: bytes) -> Check:
    """Of a certificate whose data is deleted: its place in the status list keeps what it said."""
    code = "NOT_WITHDRAWN"
    if status_at(tx, Claims.parse(claims).status_index) is Status.WITHDRAWN:
        return sentences.failed(code, time=moment(tx.now))
    return sentences.not_done(code, "DELETED")


def _not_withdrawn(tx: Transaction, certificate: Certificate) -> Check:
    if certificate.standing is Standing.WITHDRAWN:
        return sentences.failed("NOT_WITHDRAWN", time=moment(tx.now))
    return sentences.not_withdrawn(_STATES[certificate.standing], time=moment(tx.now))
