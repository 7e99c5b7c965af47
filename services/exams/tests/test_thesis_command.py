"""`exams theses close-overdue`, as a nightly timer runs it."""

import os
from datetime import date
from typing import Any

import pytest
from exams.__main__ import app
from exams.store import tables
from sqlalchemy import update
from typer.testing import CliRunner, Result

from services.exams.tests.cases_factories import admitted, with_thesis


@pytest.fixture(autouse=True)
def own_database(campus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", str(campus.database.url))


def close_overdue(*options: str) -> Result:
    assert "MATRIKEL_EXAMS_DATABASE_URL" in os.environ
    return CliRunner().invoke(app, ["theses", "close-overdue", *options])


# Past by any clock: the command runs on the machine's, not on the driven one.
DUE = date(2020, 1, 6)


def one_overdue(campus: Any) -> None:
    """One thesis that was not handed in, and one that has time."""
    with_thesis(campus)
    for due in (DUE, date(2999, 1, 1)):
        thesis_id = admitted(campus).thesis_id
        campus.run(
            lambda tx, thesis_id=thesis_id, due=due: tx.execute(
                update(tables.theses)
                .where(tables.theses.c.thesis_id == thesis_id)
                .values(due_date=due)
            )
        )


def states(campus: Any) -> list[str]:
    return sorted(row.state for row in campus.rows(tables.theses))


def test_a_dry_run_says_what_would_be_closed_and_changes_nothing(campus: Any) -> None:
    one_overdue(campus)
    result = close_overdue("--dry-run")
    assert result.exit_code == 0, result.output
    assert "would be closed: 3" in result.output
    assert DUE.isoformat() in result.output
    assert "1 overdue theses would be closed" in result.output
    assert states(campus) == ["admitted", "admitted"]


def test_closing_twice_closes_once(campus: Any) -> None:
    one_overdue(campus)
    assert "1 overdue theses closed" in close_overdue().output
    assert states(campus) == ["admitted", "overdue"]
    assert "0 overdue theses closed" in close_overdue().output
    assert len(campus.rows(tables.results)) == 1
