"""`records bank import`."""

from pathlib import Path

import pytest
from records.__main__ import app
from typer.testing import CliRunner

from services.records.tests.bank_factories import OTHER_IBAN, Camt, Stated, file_of, one

PROFILE = Path(__file__).parent / "profile"


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("MATRIKEL_RECORDS_DATABASE_URL", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("COLUMNS", "240")
    runner = CliRunner()
    assert runner.invoke(app, ["migrate"]).exit_code == 0
    assert runner.invoke(app, ["profile", "load", str(PROFILE)]).exit_code == 0
    return runner


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file whose entries can all be read."""
    file = tmp_path / "good.xml"
    file.write_bytes(file_of(one("[red]Smith[/red], John", name="Rotary [b]")))
    return file


def test_a_file_is_imported_once_and_reported(command: CliRunner, good: Path) -> None:
    dry = command.invoke(app, ["bank", "import", str(good), "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "dry run, nothing was booked" in dry.output
    first = command.invoke(app, ["bank", "import", str(good)])
    assert first.exit_code == 0, first.output
    assert "camt.053.001.08, booked" in first.output
    assert "goes to the clearing list: The reference holds neither" in first.output
    # What strangers typed is shown as typed.
    assert "[red]Smith[/red], John" in first.output
    again = command.invoke(app, ["bank", "import", str(good)])
    assert again.exit_code == 0
    assert "imported before" in again.output
    assert "goes to the clearing list" not in again.output


def test_what_is_broken_is_named_and_ends_with_1(
    command: CliRunner, good: Path, tmp_path: Path
) -> None:
    broken, foreign, other = (tmp_path / name for name in ("b.xml", "f.xml", "o.xml"))
    broken.write_bytes(file_of(one("1"), one("2", "1,50", reference="B-7")))
    foreign.write_bytes(Camt((Stated((one("1"),), "X-1", OTHER_IBAN),)).xml())
    other.write_bytes(b"Buchungstag;Betrag")
    files = [str(each) for each in (broken, foreign, other, good)]
    done = command.invoke(app, ["bank", "import", *files])
    assert done.exit_code == 1
    assert "2026-224: entry 2 (B-7): “1,50” is no amount in euros and whole cents" in done.output
    assert f"X-1: {OTHER_IBAN}" in done.output
    assert "[BANK_FILE_NOT_XML]" in done.output
    assert f"{good}: camt.053.001.08, booked" in done.output
