"""Sittings that have taken place, their participants, and results, for tests."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Transaction, insert_many
from chassis.values import LocalizedText
from exams.app import corrections, release, results
from exams.app.results import RequestedEntry, SittingResults
from exams.domain.corrections import Correction
from exams.domain.results import Entry, Examinee
from exams.domain.statuses import Status
from exams.store import registrations, sittings, tables
from exams.store.tables import registrations as registrations_table
from sqlalchemy import select, update

OFFICE_ID = UUID(int=0xF1CE)
SECOND_ID = UUID(int=0x2ECD)
EXAMINER_ID = UUID(int=0xE8)


@dataclass(frozen=True)
class Seat:
    """A student's registration for a sitting."""

    person_id: UUID
    enrolment_id: UUID
    registration_id: UUID


def after_the_exam(campus: Any) -> None:
    """The day after the first sitting of exam 1001: 3 February 2027."""
    campus.at(2027, 2, 3)


def seated(
    campus: Any,
    sitting_id: UUID,
    *,
    student: Any = None,
    status: Status = Status.REGISTERED,
    register_time: datetime | None = None,
    **about_student: Any,
) -> Seat:
    """A student with a registration for the sitting, however it stands."""
    chosen = student or campus.student(**about_student)

    def add(tx: Transaction) -> UUID:
        sitting = sittings.find_sitting(tx, sitting_id)
        assert sitting is not None
        registration_id = registrations.add_registration(
            tx,
            sitting_id=sitting_id,
            exam_number=sitting.exam_number,
            person_id=chosen.person_id,
            enrolment_id=chosen.enrolment_id,
            regulations_version_code="KUWI-BA-2024",
            seq=1,
            status=status,
        )
        if register_time is not None:
            tx.execute(
                update(registrations_table)
                .where(registrations_table.c.registration_id == registration_id)
                .values(register_time=register_time)
            )
        return registration_id

    return Seat(chosen.person_id, chosen.enrolment_id, campus.run(add))


def entry(
    grade: str = "",
    status: Status | None = None,
    *,
    exam_date: date | None = None,
    remark: str = "",
    version: int = 0,
) -> Entry:
    """What an examiner asks to be entered."""
    return Entry(status, Decimal(grade) if grade else None, exam_date, remark, version)


def enter(campus: Any, sitting_id: UUID, *entries: tuple[Seat, Entry]) -> tuple[Examinee, ...]:
    """Enters results as the examiner."""
    requested = [RequestedEntry(seat.registration_id, one) for seat, one in entries]
    found: tuple[Examinee, ...] = campus.run(
        results.enter_results, sitting_id, requested, EXAMINER_ID
    )
    return found


def listed(campus: Any, sitting_id: UUID, size: int = 100) -> SittingResults:
    """The sitting's results as the examiner finds them."""
    page: SittingResults = campus.run(results.list_sitting_results, sitting_id, None, size)
    return page


def release_all(campus: Any, sitting_id: UUID) -> release.ReleaseReport:
    """Releases everything that is entered."""
    report: release.ReleaseReport = campus.run(
        release.release_results, sitting_id, listed(campus, sitting_id).etag, OFFICE_ID
    )
    return report


def released(campus: Any, sitting_id: UUID, seat: Seat, one: Entry) -> None:
    """Enters one result and releases it."""
    enter(campus, sitting_id, (seat, one))
    release_all(campus, sitting_id)


def correct(
    campus: Any, seat: Seat, grade: str = "", status: Status | None = None, *, version: int = 2
) -> Correction:
    """Proposes a correction as the office and confirms it as a second person."""
    proposed = campus.run(
        corrections.propose_correction,
        seat.registration_id,
        grade=Decimal(grade) if grade else None,
        status=status,
        reason="Punkte verrechnet",
        version=version,
        by=OFFICE_ID,
    )
    decided: Correction = campus.run(
        corrections.decide_correction,
        proposed.correction_id,
        confirm=True,
        reason="",
        by=SECOND_ID,
    )
    return decided


def status_of(campus: Any, seat: Seat) -> Status:
    """How a registration stands."""

    def find(tx: Transaction) -> str:
        return str(
            tx.execute(
                select(registrations_table.c.status).where(
                    registrations_table.c.registration_id == seat.registration_id
                )
            ).scalar_one()
        )

    return Status(campus.run(find))


def third_attempt(campus: Any, **about_student: Any) -> tuple[Seat, UUID]:
    """A student in the last of three attempts at exam 1001, after it was written."""
    student = campus.student(**about_student)
    seated(campus, campus.sitting("1001"), student=student, status=Status.FAILED)
    campus.at(2026, 11, 24)
    second = campus.sitting("1001", period=2)
    seated(campus, second, student=student, status=Status.WITHDRAWAL_REFUSED)
    campus.at(2027, 4, 6)
    sitting = campus.sitting("1001", semester="2027S")
    seat = seated(campus, sitting, student=student)
    campus.at(2027, 8, 2)
    return seat, sitting


def seat_many(tx: Transaction, sitting: UUID, exam: str, count: int, first_number: int) -> None:
    """So many students with consecutive numbers, registered in bulk."""
    people = [(uuid4(), uuid4(), uuid4()) for _ in range(count)]
    insert_many(
        tx,
        tables.persons,
        [
            {
                "person_id": person,
                "matriculation_number": str(first_number + place),
                "given_names": "Ayşe",
                "family_name": f"Nummer {place}",
                "birth_name": "",
                "title": "",
                "sort_key": f"nummer {place:05d}",
                "version": 1,
            }
            for place, (person, _, _) in enumerate(people)
        ],
    )
    name = LocalizedText(de="x", en="x")
    insert_many(
        tx,
        tables.enrolments,
        [
            {
                "enrolment_id": enrolment,
                "person_id": person,
                "degree_code": "BA",
                "degree_name": name,
                "programme_code": "KUWI-BA",
                "programme_name": name,
                "regulations_version_code": "KUWI-BA-2024",
                "regulations_version_name": name,
                "first_enrolment_date": date(2026, 10, 1),
            }
            for person, enrolment, _ in people
        ],
    )
    insert_many(
        tx,
        tables.registrations,
        [
            {
                "registration_id": registration,
                "sitting_id": sitting,
                "person_id": person,
                "enrolment_id": enrolment,
                "regulations_version_code": "KUWI-BA-2024",
                "exam_number": exam,
                "status": "registered",
                "seq": place + 1,
                "register_time": tx.now,
                "version": 1,
            }
            for place, (person, enrolment, registration) in enumerate(people)
        ],
    )


def change_rules(campus: Any, **changed: Any) -> None:
    """Sets rules of the students' regulations version, as the profile's JSON holds them."""

    def change(tx: Transaction) -> None:
        version = tables.regulations_versions
        mine = version.c.regulations_version_code == "KUWI-BA-2024"
        rules = tx.execute(select(version.c.rules).where(mine)).scalar_one()
        tx.execute(
            update(version)
            .where(mine)
            .values(rules={**rules, **changed}, content_digest=uuid4().hex)
        )

    campus.run(change)
