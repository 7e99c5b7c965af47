"""Checks the types of every distribution strictly, each by itself as it is deployed.

Usage: python tests/lint/strict_types.py
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = (
    "services/chassis/src",
    "services/identity/src",
    "services/records/src",
    "services/exams/src",
    "services/certificates/verify/src",
    "services/certificates/src",
    "gateway/portal/src",
    "gateway/src",
    "deploy/integrations/library",
    "deploy/local",
    "deploy/nats",
    "tests",
    "protos/generate.py",
)


def main() -> int:
    """Runs mypy over everything at once; each folder but the tests is a root of its own."""
    folders = [one for one in SOURCES if not one.endswith(".py") and one != "tests"]
    path = ":".join([*folders, "protos/gen"])
    command = [sys.executable, "-m", "mypy", *SOURCES]
    environment = {"MYPYPATH": path, "PATH": ""}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
