"""What the tests of the rules set up: rules of a version, results, recognitions, sittings."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Transaction, insert_or_ignore
from exams.domain.examinations import Registration
from exams.domain.statuses import Status
from exams.store import tables
from exams.store.registrations import change_status
from exams.store.rules import exam_rules_as_json, exam_rules_of, rules_as_json, rules_of
from exams.store.tables import (
    examination_periods,
    module_exams,
    recognitions,
    regulations_versions,
    results,
    sittings,
)
from sqlalchemy import insert, update

KUWI = "KUWI-BA-2024"


def studying(campus: Any, **facts: Any) -> Any:
    """A student who is enrolled for years."""
    semesters = ("2026W", "2027S", "2027W", "2028S", "2028W")
    return campus.student(semesters=dict.fromkeys(semesters, campus.enrolled), **facts)


def set_rules(campus: Any, version: str = KUWI, **changes: Any) -> None:
    """Changes rules of a version, as a newly loaded one would."""

    def change(tx: Transaction) -> None:
        rules = replace(rules_of(tx, [version])[version], **changes)
        _store(tx, version, rules=rules_as_json(rules))

    campus.run(change)


def set_exam_rules(campus: Any, number: str, version: str = KUWI, **changes: Any) -> None:
    """Changes what a version says about one of its exams."""

    def change(tx: Transaction) -> None:
        rules = replace(exam_rules_of(tx, [version])[version, number], **changes)
        tx.execute(
            update(module_exams)
            .where(
                module_exams.c.regulations_version_code == version,
                module_exams.c.exam_number == number,
            )
            .values(rules=exam_rules_as_json(rules))
        )
        _store(tx, version)

    campus.run(change)


def set_published(campus: Any, version: str, *, published: bool) -> None:
    """Publishes a version, or makes a draft of it again."""
    campus.run(lambda tx: _store(tx, version, publish_time=tx.now if published else None))


def _store(tx: Transaction, version: str, **values: Any) -> None:
    """Stores a version with a new fingerprint, since it says something else now."""
    tx.execute(
        update(regulations_versions)
        .where(regulations_versions.c.regulations_version_code == version)
        .values(content_digest=uuid4().hex, **values)
    )


def change_sitting(campus: Any, sitting_id: UUID, **values: Any) -> None:
    """Changes columns of a sitting."""
    campus.run(
        lambda tx: tx.execute(
            update(sittings).where(sittings.c.sitting_id == sitting_id).values(**values)
        )
    )


def has_result(
    campus: Any,
    registration: Registration,
    status: Status,
    *,
    grade: str = "",
    day: date = date(2027, 2, 11),
    counts: bool = True,
) -> None:
    """A released result of a registration."""

    def release(tx: Transaction) -> None:
        tx.execute(
            insert(results).values(
                registration_id=registration.registration_id,
                sitting_id=registration.sitting.sitting_id,
                person_id=registration.person_id,
                enrolment_id=registration.enrolment_id,
                exam_number=registration.sitting.exam_number,
                grade=grade,
                status=status.value,
                exam_date=day,
                counts_as_attempt=counts,
                remark="",
                enter_time=tx.now,
                entered_by=uuid4(),
                release_time=tx.now,
                released_by=uuid4(),
                version=1,
            )
        )
        change_status(tx, [registration.registration_id], status)

    campus.run(release)


def recognise(
    campus: Any,
    student: Any,
    module_code: str,
    *,
    exam_number: str = "",
    credits_tenths: int = 50,
    version: str = KUWI,
    enrolment_id: UUID | None = None,
) -> None:
    """A result from elsewhere that counts in a student's enrolment."""
    campus.run(
        lambda tx: tx.execute(
            insert(recognitions).values(
                recognition_id=tx.new_id(),
                person_id=student.person_id,
                enrolment_id=enrolment_id or student.enrolment_id,
                regulations_version_code=version,
                module_code=module_code,
                exam_number=exam_number,
                credits_tenths=credits_tenths,
                grade="1.7",
                institution="Uni Hamburg",
                original_title="Statistik I",
                achieve_date=date(2025, 7, 20),
                reason="",
                recognise_time=tx.now,
                recognised_by=uuid4(),
                version=1,
            )
        )
    )


def later_sitting(campus: Any, number: str, **values: Any) -> UUID:
    """A copy of one of the exam's sittings whose window is open now, with other values.

    In the summer semester 2027 unless told otherwise, so that it is another period.
    """
    sitting_id: UUID = uuid4()
    semester, period = values.get("semester", "2027S"), values.get("period", 1)

    def add(tx: Transaction) -> None:
        row = next(row._mapping for row in _all(tx, sittings) if row.exam_number == number)
        known = _all(tx, examination_periods)[0]._mapping
        insert_or_ignore(
            tx, examination_periods, [{**known, "semester": semester, "period": period}]
        )
        fresh = {
            "semester": semester,
            "period": period,
            "start_time": None,
            "withdrawal_close_time": None,
            "registration_open_time": tx.now,
            "registration_close_time": tx.now.replace(year=tx.now.year + 1),
            "taken": 0,
            "waiting": 0,
            "last_seq": 0,
        }
        tx.execute(insert(sittings).values({**row, "sitting_id": sitting_id, **fresh, **values}))

    campus.run(add)
    return sitting_id


def add_large_version(campus: Any, code: str, *, modules: int, sittings: int) -> None:
    """A published version with two exams in each module, and sittings whose window is open."""
    numbers = [f"9{number:05}" for number in range(2 * modules)]

    def add(tx: Transaction) -> None:
        copied = {
            row.regulations_version_code: row._mapping for row in _all(tx, regulations_versions)
        }
        tx.execute(
            insert(regulations_versions).values({**copied[KUWI], "regulations_version_code": code})
        )
        _store(tx, code)
        module = next(row._mapping for row in _all(tx, tables.modules))
        exam = next(row._mapping for row in _all(tx, tables.exams))
        place = next(row._mapping for row in _all(tx, module_exams))
        # The next semester has one, too, whose window is not open yet.
        undated = [row for row in _all(tx, tables.sittings) if row.start_time is None]
        offer = min(undated, key=lambda row: row.registration_open_time)._mapping
        tx.execute(
            insert(tables.modules),
            [
                {**module, "regulations_version_code": code, "module_code": f"M{n}", "position": n}
                for n in range(modules)
            ],
        )
        tx.execute(insert(tables.exams), [{**exam, "exam_number": number} for number in numbers])
        tx.execute(
            insert(module_exams),
            [
                {
                    **place,
                    "regulations_version_code": code,
                    "exam_number": number,
                    "module_code": f"M{n // 2}",
                    "position": n % 2,
                }
                for n, number in enumerate(numbers)
            ],
        )
        tx.execute(
            insert(tables.sittings),
            [
                {
                    **offer,
                    "sitting_id": uuid4(),
                    "exam_number": numbers[n % len(numbers)],
                    "capacity": 0,
                }
                for n in range(sittings)
            ],
        )

    campus.run(add)


def _all(tx: Transaction, table: Any) -> list[Any]:
    return list(tx.execute(table.select()))
