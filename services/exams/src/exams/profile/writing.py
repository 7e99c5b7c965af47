"""A regulations version as the file that it can be read from again."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import yaml
from chassis.values import LocalizedText

from exams.domain.regulation_checks import credits_text
from exams.domain.regulations import CourseContent, ModuleContent, ModuleExam, RegulationsContent
from exams.domain.rules import ExaminationRules

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"


def regulations_yaml(version: RegulationsContent) -> bytes:
    """The version as YAML, every rule written out."""
    text: str = yaml.safe_dump(
        plain_regulations(version),
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=120,
    )
    return text.encode()


def plain_regulations(version: RegulationsContent) -> dict[str, Plain]:
    """The version in the shape of its file."""
    return {
        "code": version.code,
        "programme_code": version.programme_code,
        "name": _text(version.name),
        "document_url": version.document_url,
        "sections": dict(version.rules.sections),
        "rules": plain_rules(version.rules),
        "areas": [
            {
                "code": area.code,
                "name": _text(area.name),
                "required_credits": credits_text(area.required_credits_tenths),
            }
            for area in version.areas
        ],
        "modules": [_module(module) for module in version.modules],
    }


def plain_rules(rules: ExaminationRules) -> dict[str, Plain]:
    """The rules in the shape of their file."""
    part_time, free, thesis = rules.part_time, rules.free_attempt, rules.thesis
    improvement, repeat, oral = (
        rules.grade_improvement,
        rules.repeat_registration,
        rules.oral_supplementary,
    )
    grades, completion = rules.grades, rules.completion
    return {
        "attempts": rules.attempts,
        "clash": rules.clash.value,
        "part_time": {
            "credits": credits_text(part_time.credits_tenths),
            "reading": part_time.reading.value,
        }
        if part_time is not None
        else None,
        "free_attempt": {"until_programme_semester": free.until_programme_semester}
        if free is not None
        else None,
        "grade_improvement": {
            "times": improvement.times,
            "free_attempts_only": improvement.free_attempts_only,
            "until_programme_semester": improvement.until_programme_semester,
        }
        if improvement is not None
        else None,
        "repeat_registration": {
            "after_withdrawal": repeat.after_withdrawal,
            "after_excused_absence": repeat.after_excused_absence,
        }
        if repeat is not None
        else None,
        "sick_note": {
            "days": rules.sick_note.days,
            "working_days": rules.sick_note.working_days,
        },
        "oral_supplementary": {"best_grade": str(oral.best_grade)} if oral is not None else None,
        "thesis": {
            "minimum_credits": credits_text(thesis.minimum_credits_tenths),
            "working_weeks": thesis.working_weeks,
            "extension_weeks": thesis.extension_weeks,
            "attempts": thesis.attempts,
            "grading": thesis.grading.value,
            "both_must_pass": thesis.both_must_pass,
        }
        if thesis is not None
        else None,
        "grades": {
            "decimals": grades.decimals,
            "cutting": grades.cutting.value,
            "module_cutting": grades.module_cutting.value,
            "module_decimals": grades.module_decimals,
            "weighting": grades.weighting.value,
            "dropped_worst_credits": credits_text(grades.dropped_worst_credits_tenths),
            "excluded_areas": list(grades.excluded_areas),
            "thesis_weight": _decimal(grades.thesis_weight),
            "thesis_share": _decimal(grades.thesis_share),
            "surplus": grades.surplus.value,
        },
        "completion": {"total_credits": credits_text(completion.total_credits_tenths)}
        if completion is not None
        else None,
    }


def _module(module: ModuleContent) -> dict[str, Plain]:
    return {
        "code": module.code,
        "name": _text(module.name),
        "area": module.area_code,
        "credits": credits_text(module.credits_tenths),
        "recommended_semester": module.recommended_semester,
        "compulsory": module.compulsory,
        "weight": _decimal(module.weight),
        "exams": [_exam(one) for one in module.exams],
        "courses": [_course(course) for course in module.courses],
    }


def _exam(one: ModuleExam) -> dict[str, Plain]:
    exam, rules = one.exam, one.rules
    return {
        "number": exam.number,
        "name": _text(exam.name),
        "form": exam.form.value,
        "duration_minutes": exam.duration_minutes,
        "credits": credits_text(rules.credits_tenths),
        "attempts": rules.attempts,
        "minimum_credits": credits_text(rules.minimum_credits_tenths),
        "prerequisites": [list(group) for group in rules.prerequisites],
        "graded": rules.graded,
        "weight": _decimal(rules.weight),
        "repeatable": rules.repeatable,
    }


def _course(course: CourseContent) -> dict[str, Plain]:
    return {
        "number": course.number,
        "name": _text(course.name),
        "type": _text(course.type),
        "exams": list(course.exam_numbers),
    }


def _text(text: LocalizedText) -> dict[str, Plain]:
    return {"de": text.de, "en": text.en}


def _decimal(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
