"""What progress, averages and completion are worked out from, for many enrolments at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import LocalizedText
from sqlalchemy import Row, and_, select

from exams.domain.grades import stored_grade
from exams.domain.rules import ExaminationRules
from exams.domain.statuses import ATTEMPT, SEATED, Status
from exams.domain.studies import (
    Area,
    ExamResult,
    ModuleOfPlan,
    RecognisedResult,
    Study,
    StudyPlan,
    StudyRecord,
)
from exams.store.rules import rules_from_json
from exams.store.tables import (
    enrolments,
    exams,
    module_exams,
    modules,
    recognitions,
    registrations,
    regulations_versions,
    results,
)
from exams.store.version_contents import exams_of_module

_LOOKED_AT = sorted(SEATED | ATTEMPT)


def version_studied_under(tx: Transaction, enrolment_id: UUID) -> str | None:
    """The regulations version of an enrolment; None where there is no such enrolment."""
    code: str | None = tx.execute(
        select(enrolments.c.regulations_version_code).where(
            enrolments.c.enrolment_id == enrolment_id
        )
    ).scalar_one_or_none()
    return code


def find_study(tx: Transaction, enrolment_id: UUID) -> Study | None:
    """One enrolment with its plan and record; None where there is none."""
    return studies_of(tx, [enrolment_id]).get(enrolment_id)


def studies_of(tx: Transaction, enrolment_ids: Collection[UUID]) -> dict[UUID, Study]:
    """Enrolments with their plans and records, in four queries for any number of them.

    Unknown ids are left out. A version that is not published has an empty plan.
    """
    rows = tx.execute(
        select(
            enrolments,
            regulations_versions.c.rules,
            regulations_versions.c.areas,
        )
        .select_from(
            enrolments.outerjoin(
                regulations_versions,
                and_(
                    regulations_versions.c.regulations_version_code
                    == enrolments.c.regulations_version_code,
                    regulations_versions.c.publish_time.is_not(None),
                ),
            )
        )
        .where(is_one_of(tx, enrolments.c.enrolment_id, enrolment_ids))
    ).all()
    plans = _plans(tx, rows)
    records = _records(tx, {row.enrolment_id: row.person_id for row in rows})
    return {
        row.enrolment_id: Study(
            enrolment_id=row.enrolment_id,
            person_id=row.person_id,
            degree_name=row.degree_name,
            programme_code=row.programme_code,
            programme_name=row.programme_name,
            regulations_version_code=row.regulations_version_code,
            regulations_version_name=row.regulations_version_name,
            plan=plans[row.regulations_version_code],
            record=records[row.enrolment_id],
        )
        for row in rows
    }


def _plans(tx: Transaction, rows: Sequence[Row[Any]]) -> dict[str, StudyPlan]:
    loaded = {row.regulations_version_code: row for row in rows}
    content: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in tx.execute(
        select(
            modules,
            module_exams.c.exam_number,
            module_exams.c.rules.label("exam_rules"),
            exams.c.name.label("exam_name"),
            exams.c.form,
        )
        .select_from(
            modules.outerjoin(
                module_exams,
                and_(
                    module_exams.c.regulations_version_code == modules.c.regulations_version_code,
                    module_exams.c.module_code == modules.c.module_code,
                ),
            ).outerjoin(exams, exams.c.exam_number == module_exams.c.exam_number)
        )
        .where(is_one_of(tx, modules.c.regulations_version_code, loaded))
        .order_by(modules.c.regulations_version_code, modules.c.position, module_exams.c.position)
    ):
        content[row.regulations_version_code].append(row)
    return {code: _plan(row, content[code]) for code, row in loaded.items()}


def _plan(version: Row[Any], rows: Sequence[Row[Any]]) -> StudyPlan:
    if version.rules is None:
        return StudyPlan((), (), ExaminationRules())
    of_modules = tuple(
        _module(list(of_module)) for _, of_module in groupby(rows, key=lambda row: row.module_code)
    )
    named = {
        one["code"]: LocalizedText(de=one["name"]["de"], en=one["name"]["en"])
        for one in version.areas
    }
    # Areas stand in the order of the version; one that it does not list follows with its modules.
    names = named | {row.area_code: row.area_name for row in rows if row.area_code not in named}
    return StudyPlan(
        areas=tuple(Area(code, name) for code, name in names.items()),
        modules=of_modules,
        rules=rules_from_json(version.rules),
    )


def _module(rows: Sequence[Row[Any]]) -> ModuleOfPlan:
    first = rows[0]
    return ModuleOfPlan(
        code=first.module_code,
        name=first.name,
        area_code=first.area_code,
        credits_tenths=first.credits_tenths,
        compulsory=first.compulsory,
        weight=Decimal(first.weight),
        recommended_semester=first.recommended_semester,
        exams=exams_of_module(rows),
    )


def _records(tx: Transaction, persons: dict[UUID, UUID]) -> dict[UUID, StudyRecord]:
    """What was achieved under each of the enrolments, given with their persons."""
    achieved: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in _outcomes(tx, set(persons.values())):
        achieved[row.person_id].append(row)
    recognised: dict[UUID, list[RecognisedResult]] = defaultdict(list)
    for row in tx.execute(
        select(recognitions).where(
            is_one_of(tx, recognitions.c.enrolment_id, persons),
            recognitions.c.revoke_time.is_(None),
        )
    ):
        recognised[row.enrolment_id].append(
            RecognisedResult(
                module_code=row.module_code,
                exam_number=row.exam_number,
                credits_tenths=row.credits_tenths,
                grade=stored_grade(row.grade),
                achieve_date=row.achieve_date,
            )
        )
    return {
        enrolment_id: StudyRecord(
            results=tuple(
                _result(row, enrolment_id)
                for row in achieved[person_id]
                if Status(row.status) in ATTEMPT
            ),
            recognised=tuple(recognised[enrolment_id]),
            registered=frozenset(
                row.exam_number for row in achieved[person_id] if Status(row.status) in SEATED
            ),
        )
        for enrolment_id, person_id in persons.items()
    }


def _outcomes(tx: Transaction, person_ids: Iterable[UUID]) -> Iterable[Row[Any]]:
    """Registrations that hold a seat or ended in an attempt, with what students know of them.

    The registration's status is what was released; an entered result changes it only then.
    """
    return tx.execute(
        select(
            registrations.c.person_id,
            registrations.c.enrolment_id,
            registrations.c.exam_number,
            registrations.c.status,
            results.c.grade,
            results.c.exam_date,
            results.c.counts_as_attempt,
        )
        .select_from(
            registrations.outerjoin(
                results,
                and_(
                    results.c.registration_id == registrations.c.registration_id,
                    results.c.release_time.is_not(None),
                ),
            )
        )
        .where(
            is_one_of(tx, registrations.c.person_id, person_ids),
            registrations.c.status.in_(_LOOKED_AT),
        )
        .order_by(registrations.c.register_time, registrations.c.registration_id)
    )


def _result(row: Row[Any], enrolment_id: UUID) -> ExamResult:
    return ExamResult(
        exam_number=row.exam_number,
        status=Status(row.status),
        grade=stored_grade(row.grade or ""),
        exam_date=row.exam_date,
        counts_as_attempt=row.counts_as_attempt is not False,
        elsewhere=row.enrolment_id != enrolment_id,
    )
