"""What make does on a bare machine, before anything is installed."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make(python: str, *targets: str) -> "subprocess.CompletedProcess[str]":
    """Runs make with a Python of one's own choice and a virtual environment that is not there."""
    return subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={python}", *targets],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def a_python(folder: Path, refuses: str) -> str:
    """A Python that fails where its arguments name something: an older or a stripped one."""
    script = folder / "python3"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *"{refuses}"*) exit 1 ;; esac\nexec "{sys.executable}" "$@"\n'
    )
    script.chmod(0o755)
    return str(script)


def test_a_python_without_venv_is_refused_with_the_package_to_install(tmp_path: Path) -> None:
    venv = f"VENV={tmp_path / 'venv'}"
    done = make(a_python(tmp_path, "import venv"), venv, f"{tmp_path / 'venv'}/python")
    assert done.returncode != 0
    assert "apt-get install python3-venv" in done.stdout
    assert not (tmp_path / "venv").exists()


def test_an_old_python_is_refused_with_the_version_that_is_needed(tmp_path: Path) -> None:
    venv = f"VENV={tmp_path / 'venv'}"
    done = make(a_python(tmp_path, "version_info"), venv, f"{tmp_path / 'venv'}/python")
    assert done.returncode != 0
    assert "needs Python 3.11" in done.stdout


def test_help_explains_every_target_that_people_call() -> None:
    done = make(sys.executable, "help")
    for target in ("run", "stop", "test", "lint", "protos", "prove", "bench", "clean"):
        assert f"make {target} " in done.stdout
