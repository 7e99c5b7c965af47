"""The command line of records."""

from pathlib import Path

import pytest
from records.__main__ import app
from typer.testing import CliRunner

OWN = Path(__file__).parent / "profile"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("MATRIKEL_RECORDS_DATABASE_URL", f"sqlite:///{tmp_path}/records.db")
    runner = CliRunner()
    assert runner.invoke(app, ["migrate"]).exit_code == 0
    return runner


def test_a_profile_is_loaded_with_an_account_of_it(command: CliRunner) -> None:
    first = command.invoke(app, ["profile", "load", str(OWN)])
    assert first.exit_code == 0
    assert "programmes: 3 created, 0 changed, 0 unchanged" in first.output
    assert "  created: HIST-BA, DATA-MSC, PROM" in first.output
    again = command.invoke(app, ["profile", "load", str(OWN)])
    assert "programmes: 0 created, 0 changed, 3 unchanged" in again.output
    assert command.invoke(app, ["check"]).exit_code == 0


def test_a_bad_profile_loads_nothing_and_names_what_to_correct(
    command: CliRunner, tmp_path: Path
) -> None:
    for file in OWN.iterdir():
        text = file.read_text(encoding="utf-8").replace("kind: doctoral", "kind: doctor")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    refused = command.invoke(app, ["profile", "load", str(tmp_path)])
    assert refused.exit_code == 1
    assert f"{tmp_path}/programmes.yaml: programmes[2].kind" in refused.output
    assert "nothing was loaded: 1 to correct" in refused.output
    loaded = command.invoke(app, ["profile", "load", str(OWN)])
    assert "university: 1 created" in loaded.output
