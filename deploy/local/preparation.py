"""Brings the services' databases to what they expect, before they serve.

Usage: python deploy/local/preparation.py SECRETS SERVICE …, in an installation's environment.

All of it runs in one process, as starting Python costs more than most of these commands. What was
prepared today with the same code and the same profile is not prepared again.
"""

import hashlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from chassis.clock import SystemClock
from chassis.contracts import SERVICES
from chassis.values import local_date
from installation import PROFILE, ROOT, Installation

# What each service needs before it serves, one after the other.
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "identity": (
        ("migrate",),
        ("profile", "load", str(PROFILE / "identity")),
        (
            *("demo-staff", str(PROFILE / "identity" / "demo_staff.yaml")),
            *("--password-file", "{secrets}/demo-password"),
        ),
    ),
    "records": (("migrate",), ("profile", "load", str(PROFILE / "records")), ("demo-window",)),
    "exams": (("migrate",), ("profile", "load", str(PROFILE / "exams")), ("demo-windows",)),
    "certificates": (("migrate",), ("profile", "load", str(PROFILE / "certificates"))),
}


def services_to_prepare(installation: Installation) -> list[str]:
    """The services whose database is new or was prepared otherwise or on another day."""
    return [service for service in SERVICES if not _is_prepared(installation, service)]


def note_prepared(installation: Installation, service: str) -> None:
    """Notes that a service's database is as it has to be."""
    _note(installation, service).write_text(_fingerprint(service), encoding="ascii")


def _is_prepared(installation: Installation, service: str) -> bool:
    note, database = _note(installation, service), installation.database_file(service)
    if database is None or not (database.exists() and note.exists()):
        return False
    return note.read_text(encoding="ascii") == _fingerprint(service)


def _note(installation: Installation, service: str) -> Path:
    """Beside the database, so that it goes where the database goes."""
    folder = installation.var / service
    folder.mkdir(exist_ok=True)
    return folder / "prepared"


def _fingerprint(service: str) -> str:
    """Says whether code or profile changed, and the day that the windows were moved around."""
    digest = hashlib.sha256(local_date(SystemClock().now()).isoformat().encode())
    for file in _what_it_depends_on(service):
        status = file.stat()
        digest.update(f"{file} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _what_it_depends_on(service: str) -> Iterator[Path]:
    yield ROOT / "constraints.txt"
    yield Path(__file__)
    for folder in (ROOT / "services" / service / "src", ROOT / "services" / "chassis" / "src"):
        yield from sorted(folder.rglob("*.py"))
    yield from sorted(file for file in (PROFILE / service).rglob("*") if file.is_file())


def main(services: list[str], secrets: Path) -> None:
    """Runs the commands of the services; one that fails ends the process with its status."""
    for service in services:
        commands = importlib.import_module(f"{service}.__main__").app
        for words in COMMANDS[service]:
            filled = [word.format(secrets=secrets) for word in words]
            print(f"{service}: {' '.join(filled)}", flush=True)
            if status := commands(filled, standalone_mode=False):
                sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[2:], Path(sys.argv[1]))
