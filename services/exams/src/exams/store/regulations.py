"""The content of regulations versions: modules and exams."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction, upsert
from sqlalchemy import and_, delete, insert, select

from exams.domain.examinations import ExamForm
from exams.domain.profile import ExamContent, RegulationsContent
from exams.domain.tree import ExamOfModule, ModuleOfVersion
from exams.store.tables import (
    enrolments,
    exams,
    module_exams,
    modules,
    registrations,
    regulations_versions,
)


def digests(tx: Transaction) -> dict[str, str]:
    """The fingerprint of every loaded version, by code."""
    rows = tx.execute(
        select(
            regulations_versions.c.regulations_version_code,
            regulations_versions.c.content_digest,
        )
    )
    return {row.regulations_version_code: row.content_digest for row in rows}


def versions_in_use(tx: Transaction) -> frozenset[str]:
    """The versions that a registration, withdrawn or not, relies on."""
    return frozenset(
        tx.execute(select(registrations.c.regulations_version_code).distinct()).scalars()
    )


@dataclass(frozen=True)
class LoadedExam:
    """An exam and the versions that have it."""

    content: ExamContent
    versions: frozenset[str]


def loaded_exams(tx: Transaction) -> dict[str, LoadedExam]:
    """Every loaded exam by number."""
    versions: dict[str, set[str]] = {}
    for row in tx.execute(
        select(module_exams.c.exam_number, module_exams.c.regulations_version_code)
    ):
        versions.setdefault(row.exam_number, set()).add(row.regulations_version_code)
    return {
        row.exam_number: LoadedExam(
            ExamContent(row.exam_number, row.name, ExamForm(row.form), row.duration_minutes),
            frozenset(versions.get(row.exam_number, ())),
        )
        for row in tx.execute(select(exams))
    }


def keep_version(tx: Transaction, version: RegulationsContent) -> None:
    """Stores a version in place of what was loaded under its code.

    Only for versions that no registration relies on: the foreign key of registrations refuses
    others.
    """
    code = version.code
    upsert(
        tx,
        regulations_versions,
        [
            {
                "regulations_version_code": code,
                "programme_code": version.programme_code,
                "name": version.name,
                "registration_section": version.registration_section,
                "content_digest": version.digest,
            }
        ],
        key=["regulations_version_code"],
    )
    upsert(
        tx,
        exams,
        [
            {
                "exam_number": exam.number,
                "name": exam.name,
                "form": exam.form.value,
                "duration_minutes": exam.duration_minutes,
            }
            for module in version.modules
            for exam in module.exams
        ],
        key=["exam_number"],
    )
    tx.execute(delete(module_exams).where(module_exams.c.regulations_version_code == code))
    tx.execute(delete(modules).where(modules.c.regulations_version_code == code))
    tx.execute(
        insert(modules),
        [
            {
                "regulations_version_code": code,
                "module_code": module.code,
                "position": position,
                "name": module.name,
                "area_name": module.area_name,
                "credits_tenths": module.credits_tenths,
                "recommended_semester": module.recommended_semester,
            }
            for position, module in enumerate(version.modules)
        ],
    )
    tx.execute(
        insert(module_exams),
        [
            {
                "regulations_version_code": code,
                "exam_number": exam.number,
                "module_code": module.code,
                "position": position,
            }
            for module in version.modules
            for position, exam in enumerate(module.exams)
        ],
    )


def modules_of_student(tx: Transaction, person_id: UUID) -> tuple[ModuleOfVersion, ...]:
    """The modules with their exams of every version that the person is enrolled under."""
    versions = select(enrolments.c.regulations_version_code).where(
        enrolments.c.person_id == person_id
    )
    rows = tx.execute(
        select(
            modules,
            module_exams.c.exam_number,
            exams.c.name.label("exam_name"),
            exams.c.form,
        )
        .select_from(
            modules.join(
                module_exams,
                and_(
                    module_exams.c.regulations_version_code == modules.c.regulations_version_code,
                    module_exams.c.module_code == modules.c.module_code,
                ),
            ).join(exams, exams.c.exam_number == module_exams.c.exam_number)
        )
        .where(modules.c.regulations_version_code.in_(versions))
        .order_by(modules.c.regulations_version_code, modules.c.position, module_exams.c.position)
    ).all()
    exams_of: dict[tuple[str, str], list[ExamOfModule]] = {}
    for row in rows:
        exams_of.setdefault((row.regulations_version_code, row.module_code), []).append(
            ExamOfModule(row.exam_number, row.exam_name, ExamForm(row.form))
        )
    module_rows = {(row.regulations_version_code, row.module_code): row for row in rows}
    return tuple(
        ModuleOfVersion(
            regulations_version_code=version_code,
            module_code=module_code,
            name=module_rows[version_code, module_code].name,
            area_name=module_rows[version_code, module_code].area_name,
            credits_tenths=module_rows[version_code, module_code].credits_tenths,
            exams=tuple(exams_of_module),
        )
        for (version_code, module_code), exams_of_module in exams_of.items()
    )
