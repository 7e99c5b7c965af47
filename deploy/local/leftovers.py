"""Finds and ends what an earlier run in the same folder left behind.

Usage: python deploy/local/leftovers.py [--var DIR]

A run that was killed, or whose terminal was closed, cannot stop its processes. Each of them bears
the installation's folder in its environment, so that nothing else is ever touched.
"""

import argparse
from pathlib import Path

import psutil
from installation import MARK, ROOT

GRACE_SECONDS = 15


def find_leftovers(var: Path) -> list[psutil.Process]:
    """The processes that were started for the installation in that folder, the oldest first."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(var):
                found.append(process)
        except (psutil.Error, OSError):
            # Other people's processes tell nothing, and some end while we look.
            continue
    return sorted(found, key=lambda process: process.create_time())


def end_leftovers(var: Path) -> int:
    """Ends them and waits for it; returns how many there were.

    The oldest is supervisord: it goes first, as it would start the others again.
    """
    found = find_leftovers(var)
    for process in found:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, alive = psutil.wait_procs(found, timeout=GRACE_SECONDS)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)
    return len(found)


def main() -> None:
    """Ends what is left of a local installation."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--var", type=Path, default=ROOT / "var")
    count = end_leftovers(parser.parse_args().var.resolve())
    print(f"ended {count} processes" if count else "nothing was running")


if __name__ == "__main__":
    main()
