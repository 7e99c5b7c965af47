"""A witness: watches that a log only grows, and says so with a signature.

It keeps the newest checkpoint that it has seen, and believes a newer one only with the proof that
the former is its beginning (C2SP tlog-cosignature). Where there is none the log has shown two
histories: both checkpoints together prove it, so both are kept as evidence, and nothing is signed.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from matrikel_verify.checkpoint import (
    Checkpoint,
    LogVerifier,
    Note,
    NoteError,
    WitnessSigner,
)
from matrikel_verify.merkle import (
    EMPTY_ROOT,
    ProofError,
    consistency_proof,
    root_hash,
    verify_consistency,
)
from matrikel_verify.tiles import (
    CHECKPOINT,
    DifferingTileError,
    Source,
    TileReader,
    TilesError,
    audit_tiles,
)

_SECONDS = 20.0


class LogError(Exception):
    """The log does not answer, or what it answers cannot be read."""


class LogMisbehavedError(Exception):
    """What the log shows contradicts what it signed; `evidence` names the files that prove it."""

    def __init__(self, problem: str, evidence: tuple[Path, ...] = ()) -> None:
        super().__init__(problem)
        self.evidence = evidence


class ForkError(LogMisbehavedError):
    """What was the log is not the beginning of what it is now."""


class RolledBackError(LogMisbehavedError):
    """The log is shorter than it was."""


class BrokenLogError(LogMisbehavedError):
    """The log's files do not make the checkpoint that it signed."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a witness saw and signed."""

    checkpoint: Checkpoint
    # How many entries are new since the last time; None at the first.
    new: int | None
    # The log's note with the witness's signature, and the signature alone.
    note: str
    line: str


class Witness:
    """Watches one log."""

    def __init__(self, log: LogVerifier, signer: WitnessSigner, state: Path) -> None:
        """`state` is the file with the newest checkpoint; evidence is written beside it."""
        self._log = log
        self._signer = signer
        self._state = state

    def observe(self, source: Source, now: datetime) -> Observation:
        """Looks at the log, checks what it shows against the last time, and signs it.

        The new checkpoint is kept before the signature is returned. Raises LogError,
        LogMisbehavedError, and OSError where the state cannot be written.
        """
        with _alone(self._state):
            former_note = self._former_note()
            former = self._log.open(former_note) if former_note else None
            note = fetched(source, CHECKPOINT)
            checkpoint = opened_of(self._log, note)
            if former is not None:
                self._compare(source, former, former_note, checkpoint, note, now)
            else:
                # At the first time there is nothing to be consistent with but the tiles.
                _require_root(TileReader(source, checkpoint.size), checkpoint)
            parsed = Note.parse(note)
            line = self._signer.cosign(parsed.text, now)
            # Before the signature leaves: a witness that forgets could be shown another history.
            _write(self._state, note.encode())
        return Observation(
            checkpoint,
            None if former is None else checkpoint.size - former.size,
            str(parsed.with_signatures([line])),
            str(line),
        )

    def _former_note(self) -> str:
        """Empty at the first time. Raises NoteError for a file that is no checkpoint of the log."""
        if not self._state.exists():
            return ""
        return self._state.read_text(encoding="utf-8")

    def _compare(
        self,
        source: Source,
        former: Checkpoint,
        former_note: str,
        checkpoint: Checkpoint,
        note: str,
        now: datetime,
    ) -> None:
        if checkpoint.size < former.size:
            problem = (
                f"{self._log.origin} had {former.size} entries and now says {checkpoint.size}:"
                " its end was cut off"
            )
            raise RolledBackError(problem, self._keep_evidence(former_note, note, now))
        if checkpoint.size == former.size:
            consistent = checkpoint.root == former.root
        else:
            consistent = _is_beginning(source, former, checkpoint)
        if not consistent:
            problem = (
                f"{self._log.origin} has two histories: that of {former.size} entries is not the"
                f" beginning of that of {checkpoint.size}"
            )
            raise ForkError(problem, self._keep_evidence(former_note, note, now))

    def _keep_evidence(self, former: str, note: str, now: datetime) -> tuple[Path, ...]:
        stem = f"{self._state.name}.{now:%Y%m%dT%H%M%SZ}"
        files = []
        for which, content in (("former", former), ("now", note)):
            file = self._state.with_name(f"{stem}.{which}.evidence")
            _write(file, content.encode())
            files.append(file)
        return tuple(files)


def audit(source: Source, log: LogVerifier) -> Checkpoint:
    """Reads a whole log: every entry, every tile, and the checkpoint that they make.

    Raises LogError, and BrokenLogError where they do not fit together.
    """
    checkpoint = opened_of(log, fetched(source, CHECKPOINT))
    try:
        root = audit_tiles(source, checkpoint.size)
    except DifferingTileError as error:
        raise BrokenLogError(f"{log.origin}: {error}") from error
    except TilesError as error:
        raise LogError(str(error)) from error
    if root != checkpoint.root:
        raise BrokenLogError(f"the entries of {log.origin} do not make the root of its checkpoint")
    return checkpoint


def opened_of(log: LogVerifier, note: str) -> Checkpoint:
    """The checkpoint in what the log answered. Raises LogError."""
    try:
        return log.open(note)
    except NoteError as error:
        raise LogError(f"what {log.origin} calls its checkpoint is none: {error}") from error


def fetched(source: Source, path: str) -> str:
    """A text of the log. Raises LogError."""
    try:
        return source.read(path).decode()
    except (TilesError, UnicodeDecodeError) as error:
        raise LogError(str(error)) from error


def hand_in(address: str, note: str) -> int:
    """Gives the log a note with the witness's signature; how many witnesses signed it.

    `address` is the log's, to which "/cosignatures" is added. Raises LogError.
    """
    request = Request(  # noqa: S310  # the address is the operator's own
        f"{address.rstrip('/')}/cosignatures",
        data=json.dumps({"checkpoint": note}).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return int(json.loads(answer.read(65_536))["cosignatureCount"])
    except HTTPError as error:
        with error:
            said = error.read(2_000).decode("utf-8", "replace")
        raise LogError(f"the log does not take the signature ({error.code}): {said}") from error
    except (URLError, OSError) as error:
        raise LogError(f"{address} does not answer") from error
    except (ValueError, KeyError, TypeError) as error:
        raise LogError(f"{address} answers something else than a log") from error


def _is_beginning(source: Source, former: Checkpoint, checkpoint: Checkpoint) -> bool:
    """Whether the tiles prove that the log only grew. Raises LogError where they cannot be read."""
    if former.size == 0 and former.root != EMPTY_ROOT:
        return False
    reader = TileReader(source, checkpoint.size)
    _require_root(reader, checkpoint)
    try:
        proof = consistency_proof(former.size, checkpoint.size, reader.subtree)
    except TilesError as error:
        raise LogError(str(error)) from error
    try:
        verify_consistency(former.size, checkpoint.size, proof, former.root, checkpoint.root)
    except ProofError:
        return False
    return True


def _require_root(reader: TileReader, checkpoint: Checkpoint) -> None:
    """Raises BrokenLogError unless the tiles make the root, LogError where they are not there."""
    try:
        root = root_hash(checkpoint.size, reader.subtree)
    except TilesError as error:
        raise LogError(str(error)) from error
    if root != checkpoint.root:
        raise BrokenLogError(f"the tiles of {checkpoint.origin} do not make its checkpoint")


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """One observation at a time: of two the slower one would forget what the faster one saw."""
    state.parent.mkdir(parents=True, exist_ok=True)
    with open(f"{state}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, content: bytes) -> None:
    """The file is there whole, or as it was; and on the disk when this returns."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
