"""A service installed later learns how everything stands, although the streams are empty."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chassis.command import service_command
from chassis.database import Database
from chassis.database.tables import outbox
from chassis.testing import DrivenClock, running, until, within
from chassis.testing.bus import RunningBus
from chassis.testing.databases import fresh_database
from chassis.values import PersonName, Semester
from exams.main import service as exams_service
from exams.store import tables as exams_tables
from identity.main import service as identity_service
from identity.store import tables as identity_tables
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.preselection import set_preselection_right
from records.app.profile_loading import load_profile
from records.domain.person import PersonFacts
from records.domain.preselection import PreselectionGround
from records.domain.profile import Profile
from records.main import service as records_service
from records.profile.files import read_profile
from sqlalchemy import Table, func, select
from typer.testing import CliRunner

PROFILE = Path(__file__).parents[2] / "services/records/tests/profile"


@pytest.fixture
def records_database(tmp_path: Path, clock: DrivenClock) -> Iterator[Database]:
    """Records with a calendar and its students."""
    one = fresh_database(records_service, tmp_path, clock, None)
    profile = read_profile(PROFILE)
    assert isinstance(profile, Profile)
    within(one, load_profile, profile)
    yield one
    one.close()


def _enrolled(database: Database, family_name: str) -> PersonEnrolled:
    facts = PersonFacts(PersonName("Ayşe", family_name), date(2004, 5, 17), "İzmir", "TR")
    order = EnrolmentOrder(facts, "HIST-BA", "", Semester.parse("2026W"))
    return within(database, enrol_person, order, 3_100_001)


def _count(table: Table) -> Any:
    return select(func.count()).select_from(table)


async def test_exams_and_identity_are_filled_by_replay(
    bus: RunningBus,
    records_database: Database,
    tmp_path: Path,
    clock: DrivenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await bus.empty()
    students = [_enrolled(records_database, name) for name in ("Öztürk", "Çelik", "Ðorđević")]
    with_a_child = students[0].person.person_id
    right = (with_a_child, Semester.parse("2026W"), PreselectionGround.CHILD_CARE)
    within(records_database, set_preselection_right, *right, holds=True)
    settings: dict[str, Any] = {"nats_url": bus.url, "nats_password_file": bus.password_file}

    async def everything_is_out() -> bool:
        waiting = select(func.count()).where(outbox.c.publish_time.is_(None))
        return bool(await records_database.read(lambda tx: tx.execute(waiting).scalar_one() == 0))

    async with running(records_service, records_database, **settings):
        await until(everything_is_out)
    # Years later nothing of it is in the streams any more.
    await bus.empty()
    monkeypatch.setenv("MATRIKEL_RECORDS_DATABASE_URL", records_database.url)
    for hearer in ("exams", "identity"):
        told = CliRunner().invoke(
            service_command(records_service), ["events", "replay", "--for", hearer]
        )
        assert told.exit_code == 0, told.output
        assert "Enrolled: 3 told again" in told.output
    exams = fresh_database(exams_service, tmp_path, clock, None)
    identity = fresh_database(identity_service, tmp_path, clock, None)

    async def both_know_everybody() -> bool:
        copied = await exams.read(
            lambda tx: tx.execute(_count(exams_tables.enrolments)).scalar_one()
        )
        accounts = await identity.read(
            lambda tx: tx.execute(_count(identity_tables.accounts)).scalar_one()
        )
        return bool(copied == accounts == len(students))

    async with (
        running(records_service, records_database, **settings),
        running(exams_service, exams, **settings),
        running(identity_service, identity, **settings),
    ):
        await until(both_know_everybody)
        semesters = await exams.read(
            lambda tx: tx.execute(_count(exams_tables.semesters)).scalar_one()
        )
        rights = await exams.read(
            lambda tx: tx.execute(select(exams_tables.preselection_rights)).all()
        )
    assert semesters == 5
    assert [(one.person_id, one.semester, one.ground) for one in rights] == [
        (with_a_child, "2026W", "child_care")
    ]
    exams.close()
    identity.close()


def test_a_service_that_hears_nothing_is_refused(
    records_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_RECORDS_DATABASE_URL", records_database.url)
    told = CliRunner().invoke(
        service_command(records_service), ["events", "replay", "--for", "library"]
    )
    assert told.exit_code == 1
    assert "library hears nothing that records can tell again" in told.output
