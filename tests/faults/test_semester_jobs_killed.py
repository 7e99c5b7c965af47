"""The semester jobs die at any moment and go on: nobody is charged or mailed twice."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from chassis.clock import SystemClock
from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing.databases import fresh_url
from chassis.values import Semester
from records.domain.semester_jobs import JobKind
from records.main import service
from records.store.tables import booking_lines, charges, enrolments
from sqlalchemy import func, select

from tests.load.students_setting import end_deadlines, fill, move_window

STUDENTS = 2_000
DONE_SECONDS = 300.0
KILLS_PER_JOB = 2
MAILS = {
    JobKind.OPEN: "reregistration_called",
    JobKind.REMIND: "reregistration_reminded",
    JobKind.CLOSE: "deregistered",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    return fresh_url(service, tmp_path, server)


@pytest.mark.prove
def test_killed_jobs_go_on_without_a_doubled_charge_or_mail(url: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    drawn = random.Random(seed)
    with closing(Database(url, SystemClock(), threads=2)) as database:
        semester = fill(database, STUDENTS)
        for kind in JobKind:
            move_window(database, semester, is_over=kind is not JobKind.OPEN)
            if kind is not JobKind.OPEN:
                end_deadlines(database, semester)
            _kill_in_the_middle(url, kind, semester, database, drawn)
            assert _command(url, kind, semester).wait(timeout=DONE_SECONDS) == 0
            assert set(database.write_now(_mails_of, MAILS[kind]).values()) == {1}
            assert len(database.write_now(_mails_of, MAILS[kind])) == STUDENTS
        assert database.write_now(_charges_per_person) == {("contribution", 1), ("reminder", 1)}
        assert database.write_now(_sum_of_lines) == 0
        assert database.write_now(_ended) == STUDENTS


def _kill_in_the_middle(
    url: str, kind: JobKind, semester: Semester, database: Database, drawn: random.Random
) -> None:
    """Starts the command and kills it once a number of persons, drawn anew, was reached."""
    for reached in sorted(drawn.sample(range(1, STUDENTS * 3 // 4), KILLS_PER_JOB)):
        process = _command(url, kind, semester)
        deadline = time.monotonic() + DONE_SECONDS
        while len(database.write_now(_mails_of, MAILS[kind])) < reached:
            assert process.poll() is None, f"{kind} ended before {reached} persons were reached"
            assert time.monotonic() < deadline, f"{kind} did not reach {reached} persons"
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def _command(url: str, kind: JobKind, semester: Semester) -> subprocess.Popen[bytes]:
    arguments = [sys.executable, "-m", "records", "reregistration", kind.value]
    return subprocess.Popen(
        [*arguments, "--semester", semester.code],
        env={**os.environ, "MATRIKEL_RECORDS_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _mails_of(tx: Transaction, kind: str) -> dict[object, int]:
    rows = tx.execute(
        select(mails.c.person_id, func.count().label("mails"))
        .where(mails.c.kind == kind)
        .group_by(mails.c.person_id)
    )
    return {row.person_id: row.mails for row in rows}


def _charges_per_person(tx: Transaction) -> set[tuple[str, int]]:
    rows = tx.execute(
        select(charges.c.fee_code, func.count().label("charges"))
        .group_by(charges.c.fee_code, charges.c.person_id)
        .distinct()
    )
    return {
        ("reminder" if "reminder" in row.fee_code else row.fee_code, row.charges) for row in rows
    }


def _sum_of_lines(tx: Transaction) -> int:
    return int(tx.execute(select(func.sum(booking_lines.c.amount_cents))).scalar_one())


def _ended(tx: Transaction) -> int:
    ended = enrolments.c.end_reason == "not_reregistered"
    return int(tx.execute(select(func.count()).where(ended)).scalar_one())
