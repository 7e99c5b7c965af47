"""A local run whose terminal goes away leaves nothing behind that cannot be ended."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.suite import ROOT, start_suite, stop_suite

LEFTOVERS = ROOT / "deploy" / "local" / "leftovers.py"


def members(var: Path) -> list[psutil.Process]:
    """The living processes of an installation, by the mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("MATRIKEL_INSTALLATION") == str(var):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def test_a_killed_run_is_found_and_ended_and_a_closed_terminal_ends_everything(
    tmp_path: Path,
) -> None:
    var = tmp_path / "var"
    process, _ = start_suite(var)
    try:
        assert len(members(var)) >= 8
        process.kill()
        process.wait()
        assert len(members(var)) >= 8
        again = subprocess.run(
            [sys.executable, ROOT / "deploy/local/run.py", "--var", var, "--free-ports"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert again.returncode == 1
        assert "make stop" in " ".join(again.stdout.split())
    finally:
        subprocess.run([sys.executable, LEFTOVERS, "--var", var], check=True)
    assert members(var) == []

    process, suite = start_suite(var)
    try:
        assert suite.base_url
        process.send_signal(signal.SIGHUP)
        process.wait(timeout=60)
        assert members(var) == []
        assert not (var / "run" / "demo.json").exists()
    finally:
        stop_suite(process)
