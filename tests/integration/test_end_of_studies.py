"""The last result is released: exams tells, records ends the enrolment, exams hears of the end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database
from chassis.testing import DrivenClock, running, until, within
from chassis.testing.bus import RunningBus
from chassis.testing.databases import fresh_database
from chassis.values import PersonName, Semester
from exams.app.completion import note_completion
from exams.domain.statuses import Status
from exams.main import service as exams_service
from exams.store.tables import enrolments as copies
from records.app.enrolling import EnrolmentOrder, enrol_person
from records.app.enrolments import enrolment_with_id
from records.app.profile_loading import load_profile
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.domain.semester_jobs import JobKind
from records.main import service as records_service
from records.profile.files import read_profile
from sqlalchemy import select

from services.exams.tests.progress_factories import exam, module, plan
from services.exams.tests.study_factories import Studies, Studying
from services.records.tests.enrol_factories import OPENS, University

PROFILE = Path(__file__).parents[2] / "services/records/tests/profile"


@pytest.fixture
def exams_database(tmp_path: Path, clock: DrivenClock) -> Iterator[Database]:
    one = fresh_database(exams_service, tmp_path, clock, None)
    yield one
    one.close()


@pytest.fixture
def records_database(tmp_path: Path, clock: DrivenClock) -> Iterator[Database]:
    one = fresh_database(records_service, tmp_path, clock, None)
    profile = read_profile(PROFILE)
    assert isinstance(profile, Profile)
    within(one, load_profile, profile)
    yield one
    one.close()


async def test_the_enrolment_ends_with_the_semester_of_the_last_examination(
    bus: RunningBus, exams_database: Database, records_database: Database, clock: DrivenClock
) -> None:
    """002, "De-registration": "you will be automatically de-registered by Student Services at the
    end of the semester in which you have completed your LAST examination"; who was called to
    re-register has nothing to pay any more. A correction that takes the last result back takes the
    end back, and the student is called again."""
    await bus.empty()
    facts = PersonFacts(PersonName("Ayşe", "Öztürk"), date(2004, 5, 17), "İzmir", "TR")
    order = EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2026W"))
    enrolled = within(records_database, enrol_person, order, 3_100_001)
    enrolment_id = enrolled.enrolment.enrolment_id
    student = Studying(enrolled.person.person_id, enrolment_id)
    version = enrolled.enrolment.regulations_version.code
    studies = Studies(exams_database, clock)
    studies.regulations(plan(module("A", exam("1"))), version)

    async def copied(end: date | None) -> None:
        """Waits until exams has the enrolment with this end."""

        async def is_there() -> bool:
            found = select(copies.c.end_date).where(copies.c.enrolment_id == enrolment_id)
            rows = await exams_database.read(lambda tx: tx.execute(found).all())
            return [row.end_date for row in rows] == [end]

        await until(is_there)

    settings: dict[str, Any] = {"nats_url": bus.url, "nats_password_file": bus.password_file}
    async with (
        running(exams_service, exams_database, **settings),
        running(records_service, records_database, **settings),
    ):
        await copied(None)
        university = University(records_database, clock)
        university.on(OPENS).runs(JobKind.OPEN)
        assert university.state(student.person_id) == "called"
        result = studies.result(student, "1", "1.3", date(2027, 2, 2), version=version)
        await exams_database.write(note_completion, [enrolment_id])
        await copied(date(2027, 3, 31))
        assert _end(records_database, enrolment_id) == date(2027, 3, 31)
        assert university.state(student.person_id) == "exempt"
        assert university.account(student.person_id).balance == 0
        studies.correct(result, "5.0", Status.FAILED)
        await exams_database.write(note_completion, [enrolment_id])
        await copied(None)
        assert university.state(student.person_id) == "called"
    assert _end(records_database, enrolment_id) is None


def _end(database: Database, enrolment_id: UUID) -> date | None:
    return within(database, enrolment_with_id, enrolment_id).end_date
