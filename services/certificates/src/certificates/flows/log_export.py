"""Writes the transparency log as static files, for a web server or a mirror.

The folder has the layout of C2SP tlog-tiles. What is there already is never written again; each
file appears whole; the checkpoint comes last, so that a reader finds every file of the tree that
the checkpoint speaks of.
"""

import os
import shutil
import tempfile
from pathlib import Path

from chassis.database import Database, Transaction
from matrikel_verify.checkpoint import Checkpoint, LogSigner, Note, NoteError
from matrikel_verify.tiles import CHECKPOINT, TilePath, tiles_of

from certificates.app.log import log_size, newest_checkpoint, stored_root, tile_content

# Tiles that one transaction reads.
AT_ONCE = 64


class ExportRefusedError(Exception):
    """The folder holds something else than the beginning of this log."""


async def export_log(database: Database, signer: LogSigner, folder: Path) -> tuple[int, int]:
    """Brings the folder up to the newest checkpoint; how many entries it has, how many were new.

    Raises ExportRefusedError where the folder's checkpoint is not the beginning of the log: one of
    the two was tampered with, and the folder is the evidence. Raises OSError.
    """
    former = _former_checkpoint(folder, signer.origin)
    if former is not None:
        await database.read(_require_beginning, former)
    note = await database.read(newest_checkpoint, signer)
    size = Checkpoint.parse(Note.parse(note).text).size
    known = former.size if former else 0
    paths = list(tiles_of(size, known))
    for start in range(0, len(paths), AT_ONCE):
        chosen = paths[start : start + AT_ONCE]
        for path, content in zip(chosen, await database.read(_contents, chosen), strict=True):
            _write(folder / str(path), content)
    _write(folder / CHECKPOINT, note.encode())
    for path in tiles_of(known):
        # A tile that is full now has no use for the parts of it that were written on the way.
        if not path.is_full and (folder / str(path.full)).is_file():
            shutil.rmtree(folder / f"{path.full}.p", ignore_errors=True)
    return size, size - known


def _former_checkpoint(folder: Path, origin: str) -> Checkpoint | None:
    file = folder / CHECKPOINT
    if not file.exists():
        return None
    try:
        former = Checkpoint.parse(Note.parse(file.read_text(encoding="utf-8")).text)
    except (NoteError, UnicodeDecodeError) as error:
        raise ExportRefusedError(f"{file} is no checkpoint") from error
    if former.origin != origin:
        raise ExportRefusedError(f"{folder} holds the log {former.origin}, not {origin}")
    return former


def _require_beginning(tx: Transaction, former: Checkpoint) -> None:
    if former.size > log_size(tx) or stored_root(tx, former.size) != former.root:
        raise ExportRefusedError(
            f"the checkpoint of {former.size} entries in the folder is not of this log:"
            " keep the folder as evidence and run `log verify`"
        )


def _contents(tx: Transaction, paths: list[TilePath]) -> list[bytes]:
    return [tile_content(tx, path) for path in paths]


def _write(file: Path, content: bytes) -> None:
    """The file is there whole, or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        # Readable for the web server, which mkstemp is careful not to allow.
        os.chmod(name, 0o644)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
