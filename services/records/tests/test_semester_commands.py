"""`records reregistration` and `records applicants` as Student Services type them."""

from datetime import timedelta
from pathlib import Path

import pytest
from chassis.clock import SystemClock
from chassis.testing import within
from chassis.testing.databases import fresh_database
from chassis.values import local_date
from records.__main__ import app
from records.app.profile_loading import load_profile
from records.main import service
from records.profile.files import read_profile
from records.store.tables import semesters
from sqlalchemy import update
from typer.testing import CliRunner

SEMESTER = "2027S"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A runner on a database whose window of re-registration is around today."""
    database = fresh_database(service, tmp_path, SystemClock(), None)
    within(database, load_profile, read_profile(Path(__file__).parent / "profile"))
    today = local_date(SystemClock().now())
    window = {
        "reregistration_first_date": today - timedelta(days=3),
        "reregistration_last_date": today + timedelta(days=3),
    }
    chosen = update(semesters).where(semesters.c.semester_code == SEMESTER)
    within(database, lambda tx: tx.execute(chosen.values(**window)))
    database.close()
    monkeypatch.setenv("MATRIKEL_RECORDS_DATABASE_URL", database.url)
    return CliRunner()


def test_a_job_says_what_it_did(run: CliRunner) -> None:
    previewed = run.invoke(app, ["reregistration", "open", "--semester", SEMESTER, "--preview"])
    assert previewed.exit_code == 0
    assert "nobody is concerned" in previewed.output
    done = run.invoke(app, ["reregistration", "open", "--semester", SEMESTER])
    assert done.exit_code == 0
    assert "open 2027S: done, 0 persons" in done.output


def test_a_job_says_why_it_cannot_be_started(run: CliRunner) -> None:
    refused = run.invoke(app, ["reregistration", "remind", "--semester", SEMESTER])
    assert refused.exit_code == 1
    assert "WINDOW_NOT_OVER" in refused.output
    wrong = run.invoke(app, ["reregistration", "close", "--semester", "2027"])
    assert wrong.exit_code == 2
    assert "2026W or 2027S" in wrong.output


def test_lapsing_says_how_many(run: CliRunner) -> None:
    assert "0 would lapse" in run.invoke(app, ["applicants", "lapse", "--preview"]).output
    assert "0 lapsed" in run.invoke(app, ["applicants", "lapse"]).output
