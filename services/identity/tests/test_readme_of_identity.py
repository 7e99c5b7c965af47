"""The commands that README.md of this service prints do what it says."""

import re
import shlex
from pathlib import Path

import pytest
from chassis.database import Database
from identity.__main__ import app
from joserfc.jwk import ECKey
from typer.testing import CliRunner

README = Path(__file__).parents[1] / "README.md"
ROOT = Path(__file__).parents[3]


def printed_commands() -> list[str]:
    """The lines of the README that run a command of identity and come back."""
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line != "python -m identity serve"]


def test_the_commands_of_the_readme_run_as_printed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("MATRIKEL_IDENTITY_DATABASE_URL", database.url)
    monkeypatch.setenv("MATRIKEL_IDENTITY_AUDIT_HEADS_FILE", str(tmp_path / "heads.jsonl"))
    key_file = tmp_path / "identity.pem"
    key_file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    monkeypatch.setenv("MATRIKEL_IDENTITY_SERVICE_KEY_FILE", str(key_file))
    commands, said = printed_commands(), ""
    assert len(commands) > 10
    for line in commands:
        if found := re.search(r"client id: (\S+)", said):
            client_id = found[1]
        words = shlex.split(line.replace("$CLIENT_ID", client_id if "$" in line else ""))
        assert words[:3] == ["python", "-m", "identity"], line
        result = CliRunner().invoke(app, words[3:])
        assert result.exit_code == 0, f"{line}\n{result.output}"
        said = result.output


def test_the_help_names_what_every_command_is_for() -> None:
    for words in (["--help"], ["clients", "--help"], ["audit", "--help"], ["profile", "--help"]):
        result = CliRunner().invoke(app, words, terminal_width=100)
        assert result.exit_code == 0
        assert "completion" not in result.output
