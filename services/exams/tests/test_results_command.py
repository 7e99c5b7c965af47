"""`exams results import`, as a person types it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from chassis.command import run_once
from chassis.database import Transaction, insert_many
from chassis.values import Semester
from exams.__main__ import app
from exams.domain.profile import sitting_id_of
from exams.main import service
from exams.store import tables
from sqlalchemy import func, select, update
from typer.testing import CliRunner, Result

from .results_factories import seat_many

SMALL = Path(__file__).parent / "profile"
SITTING = sitting_id_of("1001", Semester.parse("2026W"), 1, "")


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with a sitting that was held, ten participants and the examiner's account."""
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", f"sqlite:///{tmp_path}/exams.db")
    monkeypatch.delenv("MATRIKEL_DEMO", raising=False)
    assert run("migrate").exit_code == 0
    assert run("profile", "load", str(SMALL)).exit_code == 0

    def prepare(tx: Transaction) -> None:
        seat_many(tx, SITTING, "1001", 10, 3_000_000)
        tx.execute(
            update(tables.sittings)
            .where(tables.sittings.c.sitting_id == SITTING)
            .values(start_time=datetime(2020, 2, 3, 9, tzinfo=UTC))
        )
        account = {"user_name": "ameier", "mailbox": "a@b.example", "display_name": "A. Meier"}
        insert_many(tx, tables.accounts, [{"person_id": uuid4(), **account}])

    run_once(service, prepare)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def entered() -> int:
    def count(tx: Transaction) -> int:
        return int(tx.execute(select(func.count()).select_from(tables.results)).scalar_one())

    return run_once(service, count)


def file_of(folder: Path, *rows: str) -> str:
    path = folder / "noten.csv"
    path.write_text("\n".join(("Matrikelnummer;Note", *rows)), "utf-8")
    return str(path)


def importing(file: str, *more: str, sitting: UUID = SITTING, user: str = "ameier") -> Result:
    return run("results", "import", str(sitting), file, "--as", user, *more)


def test_a_dry_run_shows_and_the_import_books(tmp_path: Path) -> None:
    file = file_of(tmp_path, "3000001;1,3", "3000002;5,0")
    shown = importing(file, "--dry-run")
    assert shown.exit_code == 0
    assert "2 created" in shown.output
    assert "nothing was booked" in shown.output
    assert entered() == 0
    booked = importing(file)
    assert booked.exit_code == 0
    assert booked.output.rstrip().endswith("booked")
    assert entered() == 2


def test_a_wrong_row_is_named_and_nothing_is_booked(tmp_path: Path) -> None:
    refused = importing(file_of(tmp_path, "3000001;1,3", "3000002;1,4"))
    assert refused.exit_code == 1
    assert "line 3, Note:" in refused.output
    assert "[GRADE_INVALID]" in refused.output
    assert entered() == 0


def test_an_unknown_account_or_sitting_is_refused(tmp_path: Path) -> None:
    file = file_of(tmp_path, "3000001;1,3")
    assert "ACCOUNT_UNKNOWN" in importing(file, user="nobody").output
    assert "SITTING_UNKNOWN" in importing(file, sitting=uuid4()).output
    assert entered() == 0


def test_what_is_no_table_ends_the_command(tmp_path: Path) -> None:
    path = tmp_path / "noten.xlsx"
    path.write_bytes(b"no workbook")
    refused = importing(str(path))
    assert refused.exit_code == 1
    assert "NOT_XLSX" in refused.output
