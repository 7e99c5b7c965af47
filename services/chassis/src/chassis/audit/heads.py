"""Signed statements about the chain, appended to a file outside the database.

Each line is a compact JWS (ES256, the service's own key). A head says: at this time the place with
this number had this hash. A prune says: entries up to this number were removed on purpose. Each
statement names the digest of the one before it in the file, so that none can be taken out unseen.
"""

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from chassis.audit.hashes import HASH_BYTES
from chassis.signing import Jwk, Signer, key_id_of, opened

STATEMENT_TYPE = "matrikel-audit+jws"
# A line is some 600 bytes long; the last one begins within this many before the end of the file.
TAIL_BYTES = 16_384


class Kind(StrEnum):
    """What a statement says."""

    HEAD = "head"
    PRUNED = "pruned"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said about the place in the chain with this number, whose hash was this.

    `former` is the digest of the line before, empty in the first one; `reason` is a prune's.
    """

    kind: Kind
    service: str
    number: int
    hash: str
    time: str
    former: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number from 1 on, its statement, and what is wrong with it."""

    number: int
    statement: Statement | None
    problem: str = ""


class HeadsFile:
    """The file that one service's statements are appended to."""

    def __init__(self, path: Path, service: str, signer: Signer) -> None:
        self._path = path
        self._service = service
        self._signer = signer

    def last(self) -> Statement | None:
        """The newest statement, whoever signed it; None where there is none. Raises OSError."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            return _newest(file)[1]

    def append(
        self, kind: Kind, number: int, place_hash: bytes, time: datetime, reason: str = ""
    ) -> Statement:
        """Signs a statement and appends it; it is on the disk when this returns. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        with self._path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            former, _ = _newest(file)
            statement = Statement(
                kind, self._service, number, place_hash.hex(), time.isoformat(), former, reason
            )
            line = self._signer.sign(json.dumps(asdict(statement)).encode()).encode("ascii")
            # A writer that was interrupted has left a piece without an end.
            file.write((b"" if _ends_in_order(file) else b"\n") + line + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(self._path.parent)
        return statement


def read_statements(path: Path, service: str, keys: Mapping[str, Jwk]) -> Iterator[Line]:
    """Every line of a file, checked one after the other; the file may be long. Raises OSError.

    `keys` are the service's public keys by their thumbprints. A piece that an interrupted writer
    left is passed over: what follows it names what stands before it.
    """
    former = ""
    pieces: list[int] = []
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            text = raw.rstrip(b"\n")
            statement = _statement_in(text)
            if statement is None:
                if raw.endswith(b"\n"):
                    pieces.append(number)
                continue
            if statement.former != former:
                problem = "the line before it is not the one that was there"
            else:
                pieces.clear()
                problem = _problem_of(text, statement, service, keys)
            former = _digest(text)
            yield Line(number, statement, problem)
    for number in pieces:
        yield Line(number, None, "it is no signed statement")


def _problem_of(text: bytes, statement: Statement, service: str, keys: Mapping[str, Jwk]) -> str:
    if statement.service != service:
        return f"it is about the service {statement.service}"
    signed = text.decode("ascii")
    key = keys.get(key_id_of(signed))
    if key is None:
        return "it is signed with a key that is not known here"
    try:
        opened(signed, key, STATEMENT_TYPE)
    except ValueError:
        return "its signature does not fit"
    return ""


def _newest(file: IO[bytes]) -> tuple[str, Statement | None]:
    """Digest and statement of the last line that holds one."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - TAIL_BYTES))
    for text in reversed(file.read().split(b"\n")):
        if statement := _statement_in(text):
            return _digest(text), statement
    return "", None


def _statement_in(text: bytes) -> Statement | None:
    """The statement of a line, signed rightly or not; None where there is none."""
    try:
        _, payload, _ = text.decode("ascii").split(".")
        members = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        if not isinstance(members["number"], int) or len(members["hash"]) != 2 * HASH_BYTES:
            return None
        bytes.fromhex(members["hash"])
        return Statement(**{**members, "kind": Kind(members["kind"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _ends_in_order(file: IO[bytes]) -> bool:
    end = file.seek(0, os.SEEK_END)
    if not end:
        return True
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Makes the name of a new file last, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
