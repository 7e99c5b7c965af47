"""Servers of other houses, started from their Debian packages as a test's own processes."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

RECIPES = Path(__file__).parents[3] / "deploy" / "integrations"
START_SECONDS = 15


def require_package(package: str, *files: str) -> None:
    """Skips the test where a Debian package is missing that holds these files."""
    missing = [file for file in files if not Path(file).exists()]
    if missing:
        pytest.skip(f"the Debian package {package} is not installed: no {missing[0]}")


@dataclass(frozen=True)
class Somebody:
    """The user and the group that a server runs as."""

    user: str
    group: str


def nobody_special() -> Somebody:
    """Whoever runs the test; for root, who could do too much, Debian's nobody."""
    if os.geteuid() == 0:
        return Somebody("nobody", "nogroup")
    return Somebody(pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name)


def free_port() -> int:
    """A port of the loopback address that nobody uses, for TCP and UDP alike."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that the server's own users can read; pytest's are closed to everybody else."""
    folder = Path(tempfile.mkdtemp(prefix="matrikel-recipe-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def fill_in(source: Path, target: Path, changes: dict[str, str]) -> None:
    """Copies a file of a recipe and changes what a university would change in it.

    Each text that is to be changed has to be there: a recipe and its test go together.
    """
    text = source.read_text(encoding="utf-8")
    for example, chosen in changes.items():
        assert example in text, f"{source.name} has no {example!r}"
        text = text.replace(example, chosen)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


@contextmanager
def started(command: list[str], folder: Path, ready: str) -> Iterator[None]:
    """A server in the foreground, from the moment its log says that it is ready.

    It runs without any right of root, and everything in its folder is its own.
    """
    log = folder / "log"
    log.touch()
    who: dict[str, Any] = {}
    if os.geteuid() == 0:
        somebody = nobody_special()
        who = {"user": somebody.user, "group": somebody.group, "extra_groups": ()}
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, somebody.user, somebody.group)
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, **who)
    try:
        deadline = time.monotonic() + START_SECONDS
        while ready not in log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace")[-4000:]
                pytest.fail(f"{command[0]} did not start:\n{said}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)
