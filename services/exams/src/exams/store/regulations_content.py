"""Storing and reading the whole content of a regulations version."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from chassis.database import Transaction, upsert
from chassis.values import LocalizedText
from sqlalchemy import delete, insert, select, update

from exams.domain.examinations import ExamForm
from exams.domain.regulations import (
    AreaContent,
    CourseContent,
    ExamContent,
    ModuleContent,
    ModuleExam,
    RegulationsContent,
)
from exams.store.rules import exam_rules_as_json, exam_rules_of, rules_as_json, rules_of
from exams.store.tables import exams, module_exams, modules, regulations_versions


def keep_version(
    tx: Transaction, version: RegulationsContent, *, publish_time: datetime | None
) -> None:
    """Stores a version in place of what was stored under its code.

    Only for versions that no registration relies on: the foreign key of registrations refuses
    others. A published version stays published since when it was.
    """
    code = version.code
    row = {
        "regulations_version_code": code,
        "programme_code": version.programme_code,
        "name": version.name,
        "rules": rules_as_json(version.rules),
        "areas": [_area_as_json(area) for area in version.areas],
        "document_url": version.document_url,
        "content_digest": version.digest,
        "change_time": tx.now,
    }
    upsert(tx, regulations_versions, [row], key=["regulations_version_code"])
    if publish_time is not None:
        publish(tx, code, publish_time)
    upsert(
        tx,
        exams,
        [
            {
                "exam_number": one.exam.number,
                "name": one.exam.name,
                "form": one.exam.form.value,
                "duration_minutes": one.exam.duration_minutes,
            }
            for one in version.exams()
        ],
        key=["exam_number"],
    )
    _delete_modules(tx, code)
    tx.execute(insert(modules), _module_rows(version))
    tx.execute(
        insert(module_exams),
        [
            {
                "regulations_version_code": code,
                "exam_number": one.exam.number,
                "module_code": module.code,
                "position": position,
                "rules": exam_rules_as_json(one.rules),
            }
            for module in version.modules
            for position, one in enumerate(module.exams)
        ],
    )


def publish(tx: Transaction, code: str, publish_time: datetime) -> None:
    """Publishes a draft; a published version keeps its time."""
    tx.execute(
        update(regulations_versions)
        .where(
            regulations_versions.c.regulations_version_code == code,
            regulations_versions.c.publish_time.is_(None),
        )
        .values(publish_time=publish_time)
    )


def delete_version(tx: Transaction, code: str) -> None:
    """Removes a version that nobody relies on; its exams stay, as others may have them."""
    _delete_modules(tx, code)
    tx.execute(
        delete(regulations_versions).where(regulations_versions.c.regulations_version_code == code)
    )


def _delete_modules(tx: Transaction, code: str) -> None:
    tx.execute(delete(module_exams).where(module_exams.c.regulations_version_code == code))
    tx.execute(delete(modules).where(modules.c.regulations_version_code == code))


def _module_rows(version: RegulationsContent) -> list[dict[str, Any]]:
    areas = {area.code: area.name for area in version.areas}
    return [
        {
            "regulations_version_code": version.code,
            "module_code": module.code,
            "position": position,
            "name": module.name,
            "area_code": module.area_code,
            "area_name": areas[module.area_code],
            "credits_tenths": module.credits_tenths,
            "recommended_semester": module.recommended_semester,
            "compulsory": module.compulsory,
            "weight": str(module.weight),
            "courses": [_course_as_json(course) for course in module.courses],
        }
        for position, module in enumerate(version.modules)
    ]


def find_content(tx: Transaction, code: str) -> RegulationsContent | None:
    """Everything that a version says; None where there is none. Five queries at most."""
    version = tx.execute(
        select(regulations_versions).where(regulations_versions.c.regulations_version_code == code)
    ).one_or_none()
    if version is None:
        return None
    return RegulationsContent(
        code=code,
        programme_code=version.programme_code,
        name=version.name,
        document_url=version.document_url,
        rules=rules_of(tx, [code])[code],
        areas=tuple(_area_of(area) for area in version.areas),
        modules=_modules_of(tx, code),
    )


def _modules_of(tx: Transaction, code: str) -> tuple[ModuleContent, ...]:
    rules = exam_rules_of(tx, [code])
    exams_of: dict[str, list[ModuleExam]] = {}
    for row in tx.execute(
        select(module_exams.c.module_code, exams)
        .join(exams, exams.c.exam_number == module_exams.c.exam_number)
        .where(module_exams.c.regulations_version_code == code)
        .order_by(module_exams.c.position)
    ):
        exam = ExamContent(row.exam_number, row.name, ExamForm(row.form), row.duration_minutes)
        exams_of.setdefault(row.module_code, []).append(
            ModuleExam(exam, rules[code, row.exam_number])
        )
    return tuple(
        ModuleContent(
            code=row.module_code,
            name=row.name,
            area_code=row.area_code,
            credits_tenths=row.credits_tenths,
            recommended_semester=row.recommended_semester,
            compulsory=row.compulsory,
            weight=Decimal(row.weight),
            exams=tuple(exams_of.get(row.module_code, ())),
            courses=tuple(_course_of(course) for course in row.courses),
        )
        for row in tx.execute(
            select(modules)
            .where(modules.c.regulations_version_code == code)
            .order_by(modules.c.position)
        )
    )


def _area_as_json(area: AreaContent) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": {"de": area.name.de, "en": area.name.en},
        "required_credits_tenths": area.required_credits_tenths,
    }


def _area_of(area: Any) -> AreaContent:
    return AreaContent(area["code"], LocalizedText(**area["name"]), area["required_credits_tenths"])


def _course_as_json(course: CourseContent) -> dict[str, Any]:
    return {
        "number": course.number,
        "name": {"de": course.name.de, "en": course.name.en},
        "type": {"de": course.type.de, "en": course.type.en},
        "exam_numbers": list(course.exam_numbers),
    }


def _course_of(course: Any) -> CourseContent:
    return CourseContent(
        course["number"],
        LocalizedText(**course["name"]),
        LocalizedText(**course["type"]),
        tuple(course["exam_numbers"]),
    )
