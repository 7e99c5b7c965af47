"""Only one process changes the key folder at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Holds the folder, made where it is missing and open to its owner only, until the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / ".changing", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
