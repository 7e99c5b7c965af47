"""The commands of the README, as a person types them."""

import shutil
from pathlib import Path

import pytest
from exams.__main__ import app
from typer.testing import CliRunner, Result

SMALL = Path(__file__).parent / "profile"


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", f"sqlite:///{tmp_path}/exams.db")
    monkeypatch.delenv("MATRIKEL_DEMO", raising=False)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_migrate_load_and_check(tmp_path: Path) -> None:
    assert run("migrate").exit_code == 0
    loaded = run("profile", "load", str(SMALL))
    assert loaded.exit_code == 0
    assert "sittings: 13 created, 0 changed, 0 left as they were" in loaded.output
    assert "sittings: 0 created, 0 changed, 13 left" in run("profile", "load", str(SMALL)).output
    assert run("check").exit_code == 0


def test_a_spoilt_profile_is_refused_with_file_key_and_remedy(tmp_path: Path) -> None:
    files = Path(shutil.copytree(SMALL, tmp_path / "profile"))
    offers = files / "offers.yaml"
    offers.write_text(offers.read_text("utf-8").replace('"2001"', '"9999"'), "utf-8")
    run("migrate")
    refused = run("profile", "load", str(files))
    assert refused.exit_code == 1
    assert "PROFILE_DATA_WRONG" in refused.output
    assert "offers.yaml: offers[6].exam" in refused.output
    assert "add it there or correct the number" in refused.output


def test_demo_windows_needs_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    run("migrate")
    refused = run("demo-windows")
    assert (refused.exit_code, "DEMO_ONLY" in refused.output) == (1, True)
    monkeypatch.setenv("MATRIKEL_DEMO", "1")
    monkeypatch.setenv("MATRIKEL_EXAMS_HOST", "0.0.0.0")
    assert run("demo-windows").exit_code == 1
    monkeypatch.setenv("MATRIKEL_EXAMS_HOST", "127.0.0.1")
    assert "NO_SITTINGS" in run("demo-windows").output
