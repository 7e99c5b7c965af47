"""Running the command."""

import json
from pathlib import Path
from typing import Any

from matrikel_verify.command import app
from typer.testing import CliRunner, Result


def run(*arguments: object, answers: str = "") -> Result:
    """What the command answers to arguments."""
    return CliRunner().invoke(app, [str(one) for one in arguments], input=answers)


def checked(file: Path, trust: Path, *options: object) -> tuple[int, dict[str, Any]]:
    """Exit code and answer for programs."""
    result = run("file", file, "--trust", trust, "--json", *options)
    return result.exit_code, json.loads(result.stdout)
