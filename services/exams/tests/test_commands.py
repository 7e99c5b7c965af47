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


def test_a_version_is_taken_in_and_published(tmp_path: Path) -> None:
    run("migrate")
    run("profile", "load", str(SMALL))
    file = tmp_path / "new.yaml"
    text = (SMALL / "regulations" / "BWL-BSC-2023.yaml").read_text("utf-8")
    file.write_text(text.replace("BWL-BSC-2023", "BWL-BSC-2027"), "utf-8")
    rehearsed = run("regulations", "import", str(file), "--dry-run")
    assert (rehearsed.exit_code, "BWL-BSC-2027: nothing was stored" in rehearsed.output) == (
        0,
        True,
    )
    assert run("regulations", "publish", "BWL-BSC-2027").exit_code == 1
    taken_in = run("regulations", "import", str(file))
    assert "5 created, 0 changed, 0 unchanged" in taken_in.output
    assert "BWL-BSC-2027: stored" in taken_in.output
    published = run("regulations", "publish", "BWL-BSC-2027")
    assert (published.exit_code, "published with 2 exams" in published.output) == (0, True)
    assert "ALREADY_PUBLISHED" in run("regulations", "publish", "BWL-BSC-2027").output


def test_a_wrong_line_of_a_version_is_named(tmp_path: Path) -> None:
    run("migrate")
    file = tmp_path / "wrong.yaml"
    text = (SMALL / "regulations" / "BWL-BSC-2023.yaml").read_text("utf-8")
    file.write_text(text.replace("area: MAJOR", "area: MINOR"), "utf-8")
    refused = run("regulations", "import", str(file))
    assert refused.exit_code == 1
    assert "line 11, modules[0].area" in refused.output
    assert run("regulations", "import", str(tmp_path / "wrong.pdf")).exit_code == 2


def test_sittings_are_planned_by_a_file(tmp_path: Path) -> None:
    run("migrate")
    run("profile", "load", str(SMALL))
    file = tmp_path / "sittings.csv"
    file.write_text("exam;semester;period;group;examiner;room\n1002;2026W;1;B;ameier;HS 7\n")
    refused = run("sittings", "import", str(file))
    assert refused.exit_code == 1
    assert "line 2, examiner: There is no account ameier" in refused.output
    # The examiner of a sitting that exists need not be told of again.
    file.write_text("exam;semester;period;examiner;room\n1002;2026W;1;ameier;HS 7\n")
    assert "nothing was booked" in run("sittings", "import", str(file), "--dry-run").output
    booked = run("sittings", "import", str(file))
    assert (booked.exit_code, "1 changed" in booked.output) == (0, True)
    assert "booked" in booked.output
    assert "1 unchanged" in run("sittings", "import", str(file)).output
