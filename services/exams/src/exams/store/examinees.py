"""Who is examined in a sitting, with results and attempts, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import PersonName, Semester, local_date
from sqlalchemy import ColumnElement, Row, and_, exists, select

from exams.domain.examinations import ExamForm, Sitting
from exams.domain.final_failures import SettledAttempt
from exams.domain.results import EXAMINED, Examinee, Result, ResultRules
from exams.domain.rules import ExaminationRules, ExamRules
from exams.domain.statuses import ATTEMPT, Status
from exams.store.results import newest_versions, outcome_of
from exams.store.rules import exam_rules_of, rules_of
from exams.store.sittings import find_sitting
from exams.store.tables import (
    corrections,
    enrolled_semesters,
    examination_periods,
    persons,
    registrations,
    results,
    sittings,
)


@dataclass(frozen=True)
class FormerAttempt:
    """An attempt of a student at an exam, in whichever sitting."""

    settled: SettledAttempt
    sitting_id: UUID
    registration_status: Status
    register_time: datetime


def examinees_of(tx: Transaction, sitting: Sitting) -> tuple[Examinee, ...]:
    """Everybody who is examined in the sitting, by name."""
    return _examinees(tx, sitting, registrations.c.sitting_id == sitting.sitting_id)


def examinee_of(tx: Transaction, registration_id: UUID) -> tuple[Sitting, Examinee] | None:
    """One examinee with the sitting; None where the registration holds no seat and never did."""
    sitting_id = tx.execute(
        select(registrations.c.sitting_id).where(registrations.c.registration_id == registration_id)
    ).scalar_one_or_none()
    sitting = find_sitting(tx, sitting_id) if sitting_id is not None else None
    if sitting is None:
        return None
    found = _examinees(tx, sitting, registrations.c.registration_id == registration_id)
    return (sitting, found[0]) if found else None


def attempts_at_exam(
    tx: Transaction, exam_number: str, person_ids: Sequence[UUID]
) -> dict[UUID, list[FormerAttempt]]:
    """Every settled attempt of the students at the exam, by person; whatever was released."""
    found = attempts_at_exams(tx, [exam_number], person_ids)
    return {person_id: attempts for (person_id, _), attempts in found.items()}


def attempts_at_exams(
    tx: Transaction, exam_numbers: Iterable[str], person_ids: Sequence[UUID]
) -> dict[tuple[UUID, str], list[FormerAttempt]]:
    """Every settled attempt of the students at the exams, by person and exam."""
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.sitting_id,
            registrations.c.exam_number,
            registrations.c.status,
            registrations.c.register_time,
            results.c.status.label("result_status"),
            results.c.exam_date,
            results.c.counts_as_attempt,
            sittings.c.start_time,
            examination_periods.c.exams_last_date,
        )
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .outerjoin(examination_periods, of_period())
        .outerjoin(
            results,
            and_(
                results.c.registration_id == registrations.c.registration_id,
                results.c.release_time.is_not(None),
            ),
        )
        .where(
            registrations.c.exam_number.in_(sorted(exam_numbers)),
            registrations.c.status.in_(sorted(ATTEMPT)),
            is_one_of(tx, registrations.c.person_id, person_ids),
        )
    )
    found: dict[tuple[UUID, str], list[FormerAttempt]] = defaultdict(list)
    for row in rows:
        found[row.person_id, row.exam_number].append(_former_attempt(row))
    return found


def attempt_number(
    attempts: Iterable[FormerAttempt], registration_id: UUID, day: date, register_time: datetime
) -> int:
    """Which attempt a registration is, by the day of the examination; free ones do not count.

    Of examinations on the same day the one registered for earlier is the earlier one.
    """
    return 1 + sum(
        one.settled.counts_as_attempt
        and one.settled.registration_id != registration_id
        and (one.settled.exam_date, one.register_time) < (day, register_time)
        for one in attempts
    )


def day_of_attempt(row: Row[Any]) -> date:
    """The day of the result, else of the sitting, else the last one of the sitting's period.

    Reads `exam_date`, `start_time`, `exams_last_date` and `register_time`. Without a date of its
    own nothing is examined before it is registered: a thesis may begin after the period's exams.
    """
    if row.exam_date is not None:
        return cast(date, row.exam_date)
    if row.start_time is not None:
        return local_date(row.start_time)
    registered = local_date(row.register_time)
    return max(registered, row.exams_last_date or registered)


def of_period() -> ColumnElement[bool]:
    """Joins the period of a sitting; a thesis may have none."""
    return and_(
        examination_periods.c.semester == sittings.c.semester,
        examination_periods.c.period == sittings.c.period,
    )


def programme_semesters(
    tx: Transaction, enrolment_ids: Iterable[UUID], semester: Semester
) -> dict[UUID, int]:
    """Which programme semester of each enrolment the semester is, where records told."""
    rows = tx.execute(
        select(enrolled_semesters.c.enrolment_id, enrolled_semesters.c.programme_semester).where(
            enrolled_semesters.c.semester == semester.code,
            is_one_of(tx, enrolled_semesters.c.enrolment_id, sorted(set(enrolment_ids))),
        )
    )
    return {row.enrolment_id: row.programme_semester for row in rows}


def known_numbers(tx: Transaction, numbers: Iterable[str]) -> frozenset[str]:
    """Those of the matriculation numbers that belong to a student."""
    rows = tx.execute(
        select(persons.c.matriculation_number).where(
            is_one_of(tx, persons.c.matriculation_number, sorted(set(numbers)))
        )
    )
    return frozenset(rows.scalars())


def took_part(tx: Transaction, sitting_id: UUID, person_id: UUID) -> bool:
    """Whether the student is or was examined in the sitting, and did not stay away."""
    came = EXAMINED - {Status.NO_SHOW, Status.WITHDRAWAL_REFUSED, Status.SICK_NOTE_FILED}
    return bool(
        tx.execute(
            select(
                exists().where(
                    registrations.c.sitting_id == sitting_id,
                    registrations.c.person_id == person_id,
                    registrations.c.status.in_(sorted(came)),
                )
            )
        ).scalar_one()
    )


def sitting_of_registration(tx: Transaction, registration_id: UUID) -> UUID | None:
    """The sitting of a registration, or None where there is no such registration."""
    return tx.execute(
        select(registrations.c.sitting_id).where(registrations.c.registration_id == registration_id)
    ).scalar_one_or_none()


def result_rules(rules: ExaminationRules, exam: ExamRules, form: ExamForm) -> ResultRules:
    """What the regulations say about the results of an exam."""
    allowed = exam.attempts if exam.attempts is not None else rules.attempts
    if not exam.repeatable:
        allowed = 1
    elif exam.attempts is None and form is ExamForm.THESIS and rules.thesis is not None:
        allowed = rules.thesis.attempts
    return ResultRules(exam.graded, allowed, rules.oral_supplementary, form)


def _examinees(
    tx: Transaction, sitting: Sitting, chosen: ColumnElement[bool]
) -> tuple[Examinee, ...]:
    rows = tx.execute(
        select(
            registrations.c.registration_id,
            registrations.c.person_id,
            registrations.c.enrolment_id,
            registrations.c.regulations_version_code,
            registrations.c.status.label("registration_status"),
            registrations.c.register_time,
            registrations.c.version.label("registration_version"),
            persons.c.matriculation_number,
            persons.c.given_names,
            persons.c.family_name,
            persons.c.birth_name,
            persons.c.title,
            results.c.status,
            results.c.grade,
            results.c.exam_date,
            results.c.remark,
            results.c.counts_as_attempt,
            results.c.enter_time,
            results.c.release_time,
            results.c.version,
            corrections.c.correction_id,
            sittings.c.start_time,
            examination_periods.c.exams_last_date,
        )
        .join(persons, persons.c.person_id == registrations.c.person_id)
        .join(sittings, sittings.c.sitting_id == registrations.c.sitting_id)
        .outerjoin(examination_periods, of_period())
        .outerjoin(results, results.c.registration_id == registrations.c.registration_id)
        .outerjoin(
            corrections,
            and_(
                corrections.c.registration_id == registrations.c.registration_id,
                corrections.c.state == "proposed",
            ),
        )
        .where(chosen, registrations.c.status.in_(sorted(EXAMINED)))
        .order_by(persons.c.sort_key, registrations.c.registration_id)
    ).all()
    if not rows:
        return ()
    codes = {row.regulations_version_code for row in rows}
    rules, exams = rules_of(tx, codes), exam_rules_of(tx, codes)
    by_version = {
        code: result_rules(rules[code], exams[code, sitting.exam_number], sitting.form)
        for code in codes
    }
    attempts = attempts_at_exam(tx, sitting.exam_number, [row.person_id for row in rows])
    versions = newest_versions(tx, [row.registration_id for row in rows])
    return tuple(
        _examinee(
            row,
            by_version[row.regulations_version_code],
            attempts.get(row.person_id, []),
            versions.get(row.registration_id, (0, False)),
        )
        for row in rows
    )


def _examinee(
    row: Row[Any],
    rules: ResultRules,
    attempts: Sequence[FormerAttempt],
    newest: tuple[int, bool],
) -> Examinee:
    return Examinee(
        registration_id=row.registration_id,
        person_id=row.person_id,
        enrolment_id=row.enrolment_id,
        regulations_version_code=row.regulations_version_code,
        matriculation_number=row.matriculation_number,
        name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        registration_status=Status(row.registration_status),
        registration_version=row.registration_version,
        rules=rules,
        attempt=attempt_number(
            attempts, row.registration_id, day_of_attempt(row), row.register_time
        ),
        had_oral_supplementary=newest[1],
        result=None if row.status is None else _result(row),
        last_version=newest[0],
        correction_open=row.correction_id is not None,
    )


def _result(row: Row[Any]) -> Result:
    return Result(
        outcome=outcome_of(row),
        exam_date=row.exam_date,
        remark=row.remark,
        counts_as_attempt=row.counts_as_attempt,
        enter_time=row.enter_time,
        release_time=row.release_time,
        version=row.version,
    )


def _former_attempt(row: Row[Any]) -> FormerAttempt:
    status = Status(row.status)
    ended = Status(row.result_status) if row.result_status is not None else status
    if ended is Status.FINALLY_FAILED:
        ended = Status.FAILED
    return FormerAttempt(
        settled=SettledAttempt(
            registration_id=row.registration_id,
            status=ended,
            exam_date=day_of_attempt(row),
            counts_as_attempt=True if row.counts_as_attempt is None else row.counts_as_attempt,
        ),
        sitting_id=row.sitting_id,
        registration_status=status,
        register_time=row.register_time,
    )
