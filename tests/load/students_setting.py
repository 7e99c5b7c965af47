"""Records with many students, and a calendar that suits today: for figures and for kills."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from chassis import ids
from chassis.database import Database, Transaction, insert_many
from chassis.values import Semester, local_date
from records.app.profile_loading import load_profile
from records.domain.profile import Profile
from records.profile.files import read_profile
from records.store.tables import (
    enrolment_semesters,
    enrolments,
    persons,
    programmes,
    regulations_versions,
    reregistrations,
    semesters,
)
from sqlalchemy import select, text, update

PROFILE = Path(__file__).parents[2] / "deploy" / "profiles" / "leuphana" / "records"
FIRST_NUMBER = 3_100_001


def fill(database: Database, count: int) -> Semester:
    """Loads the profile and enrols so many students; returns the semester to re-register for."""
    profile = read_profile(PROFILE)
    assert isinstance(profile, Profile), profile
    database.write_now(load_profile, profile)
    database.write_now(_enrol, count)
    # As autovacuum does after a while.
    database.write_now(lambda tx: tx.execute(text("ANALYZE")))
    return Semester.of(local_date(database.clock.now())).next()


def move_window(database: Database, semester: Semester, *, is_over: bool) -> None:
    """Puts the window of re-registration around today, or before it."""
    today = local_date(database.clock.now())
    last = today - timedelta(days=1) if is_over else today + timedelta(days=7)

    def move(tx: Transaction) -> None:
        tx.execute(
            update(semesters)
            .where(semesters.c.semester_code == semester.code)
            .values(
                reregistration_first_date=today - timedelta(days=30),
                reregistration_last_date=last,
            )
        )

    database.write_now(move)


def end_deadlines(database: Database, semester: Semester) -> None:
    """Lets the deadlines of all re-registrations have ended yesterday."""

    def end(tx: Transaction) -> None:
        tx.execute(
            update(reregistrations)
            .where(reregistrations.c.semester_code == semester.code)
            .values(deadline_date=local_date(tx.now) - timedelta(days=1))
        )

    database.write_now(end)


def _enrol(tx: Transaction, count: int) -> None:
    now = Semester.of(local_date(tx.now))
    offered = tx.execute(
        select(programmes.c.programme_code, regulations_versions.c.regulations_version_code)
        .join(
            regulations_versions,
            regulations_versions.c.programme_code == programmes.c.programme_code,
        )
        .where(programmes.c.kind == "student")
        .order_by(regulations_versions.c.regulations_version_code)
    ).all()
    people = [ids.new_id(tx.now) for _ in range(count)]
    insert_many(tx, persons, [_person(each, place) for place, each in enumerate(people)])
    rows = []
    for place, person_id in enumerate(people):
        chosen = offered[place % len(offered)]
        rows.append(
            {
                "enrolment_id": ids.new_id(tx.now),
                "person_id": person_id,
                "programme_code": chosen.programme_code,
                "regulations_version_code": chosen.regulations_version_code,
                "major": "",
                "minor": "",
                "first_enrolment_date": now.first_date,
                "end_date": None,
                "end_reason": "",
                "completion_date": None,
                "version": 1,
            }
        )
    insert_many(tx, enrolments, rows)
    insert_many(
        tx,
        enrolment_semesters,
        [
            {
                "enrolment_id": each["enrolment_id"],
                "semester_code": now.code,
                "status": "enrolled",
                "part_time": False,
                "abroad_counts": True,
            }
            for each in rows
        ],
    )


def _person(person_id: UUID, place: int) -> dict[str, object]:
    return {
        "person_id": person_id,
        "matriculation_number": str(FIRST_NUMBER + place),
        "given_names": "Ada",
        "family_name": f"Meyer{place}",
        "birth_name": "",
        "title": "",
        "search_key": f"meyer{place} ada",
        "birth_date": date(2004, 5, 17),
        "birth_place": "Lüneburg",
        "citizenship": "DE",
        "sex_entry": "unknown",
        "photo_document_id": None,
        "correspondence": "home",
        "mailbox": f"lg{place}@example.org",
        "version": 1,
    }
