"""A version's content never changes under a decision: the office imports while one is made.

Each decider reads the content, then the import comes, then the decider keeps its decision. On
PostgreSQL the import waits and then finds the version in use; the control takes the lock away and
shows that the decision would be kept by content that has changed. SQLite has one writer, so that
nothing comes between reading and keeping.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exams.app import desk, office_registration, progress, recognitions
from exams.app.desk import Done, decide_together
from exams.app.import_regulations import RegulationsImport, import_regulations
from exams.app.office_registration import OfficeRegistration, register_student
from exams.app.recognitions import recognise
from exams.domain.desk import Register
from exams.domain.recognition import Recognition, RecognitionWish
from exams.domain.tables import TableFormat
from exams.profile.uploads import read_regulations
from exams.store import regulations, students
from sqlalchemy import text

from services.exams.tests.cases_factories import OFFICE

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

KUWI = "KUWI-BA-2024"
CHANGED = (
    (Path(__file__).parent / "profile" / "regulations" / f"{KUWI}.yaml")
    .read_text("utf-8")
    .replace("rules: {}", "rules: {attempts: 9}")
)
LONGEST_SECONDS = 20.0


@dataclass(frozen=True)
class Decider:
    """Something that is decided by the content of a version and kept with it."""

    act: Callable[[Any, Any], object]
    # Where it reads the content, and where it makes sure that the content stays.
    reads: tuple[Any, str]
    shares: Any


def at_the_desk(campus: Any, student: Any) -> object:
    command = Register(student.person_id, campus.sitting("1001"))
    return campus.run(decide_together, campus.signer, [command])[0]


def by_the_office(campus: Any, student: Any) -> object:
    return campus.run(
        register_student,
        campus.signer,
        sitting_id=campus.sitting("1001"),
        matriculation_number=campus.run(
            students.addressee_of, student.person_id
        ).matriculation_number,
        enrolment_id=None,
        reason="Härtefall",
        validate_only=False,
    )


def by_recognition(campus: Any, student: Any) -> object:
    wish = RecognitionWish(
        module_code="KUWI-01",
        exam_number="1001",
        credits_tenths=0,
        grade=None,
        achieve_date=date(2025, 7, 20),
        institution="Universität Göteborg",
        original_title="Statistics",
        reason="Learning Agreement",
    )
    return campus.run(recognise, student.enrolment_id, wish, OFFICE)


DECIDERS = {
    "desk": Decider(at_the_desk, (desk, "standings_of"), desk),
    "office": Decider(by_the_office, (office_registration, "standings_of"), office_registration),
    "recognition": Decider(by_recognition, (recognitions, "get_study"), progress),
}


def import_meanwhile(
    campus: Any, decider: Decider, monkeypatch: pytest.MonkeyPatch
) -> tuple[object, RegulationsImport]:
    """Imports other content between a decider's reading and keeping; returns both outcomes."""
    student = campus.student()
    sent = read_regulations(CHANGED.encode(), TableFormat.YAML)
    importing: list[Future[RegulationsImport]] = []
    module, name = decider.reads
    reads = getattr(module, name)
    with ThreadPoolExecutor(1) as pool:

        def read_then_import(*args: Any, **named: Any) -> Any:
            found = reads(*args, **named)
            importing.append(pool.submit(campus.run, import_regulations, sent, dry_run=False))
            _until_done_or_waiting(campus, importing[0])
            return found

        monkeypatch.setattr(module, name, read_then_import)
        outcome = decider.act(campus, student)
        return outcome, importing[0].result(LONGEST_SECONDS)


def _until_done_or_waiting(campus: Any, importing: "Future[RegulationsImport]") -> None:
    """Until the import is through, or waits for a lock of the decider."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    end = time.monotonic() + LONGEST_SECONDS
    while not importing.done():
        assert time.monotonic() < end
        if campus.run(lambda tx: tx.execute(waiting).scalar_one()):
            return


@pytest.mark.parametrize("name", DECIDERS)
def test_content_stays_as_it_was_decided_by(
    campus: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = campus.run(regulations.digests)[KUWI]
    outcome, imported = import_meanwhile(campus, DECIDERS[name], monkeypatch)
    assert isinstance(outcome, Done | OfficeRegistration | Recognition)
    assert not imported.stored
    assert [one.reason for one in imported.problems] == ["REGULATIONS_IN_USE"]
    assert campus.run(regulations.digests)[KUWI] == before


@pytest.mark.parametrize("name", DECIDERS)
def test_control_without_the_lock_content_changes_under_the_decision(
    campus: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = campus.run(regulations.digests)[KUWI]
    monkeypatch.setattr(DECIDERS[name].shares, "share_content", lambda _tx, _person_ids: None)
    outcome, imported = import_meanwhile(campus, DECIDERS[name], monkeypatch)
    assert isinstance(outcome, Done | OfficeRegistration | Recognition)
    assert imported.stored
    assert KUWI in campus.run(regulations.versions_in_use)
    assert campus.run(regulations.digests)[KUWI] != before
