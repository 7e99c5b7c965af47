"""Small plans of study and results for the tests of averages, progress and completion."""

from datetime import date
from decimal import Decimal
from typing import Any

from chassis.values import LocalizedText
from exams.domain.averages import ExamGrade, GradedModule
from exams.domain.examinations import ExamForm
from exams.domain.rules import (
    AreaRule,
    CompletionRule,
    ExaminationRules,
    ExamRules,
    GradePolicy,
)
from exams.domain.statuses import Status
from exams.domain.studies import (
    Area,
    ExamResult,
    ModuleOfPlan,
    RecognisedResult,
    StudyPlan,
    StudyRecord,
)
from exams.domain.version_content import ExamOfVersion

DAY = date(2027, 2, 2)


def same(text: str) -> LocalizedText:
    """A text that is the same in both languages."""
    return LocalizedText(text, text)


def graded(code: str, *grades: str, cp: str = "5", **more: Any) -> GradedModule:
    """A complete module with grades of equal weight: `graded("A", "1.3", "2.0", cp="10")`."""
    facts: dict[str, Any] = {
        "area_code": "MAJOR",
        "weight": Decimal(1),
        "complete": True,
        "grades": tuple(ExamGrade(Decimal(grade), Decimal(1)) for grade in grades),
    }
    return GradedModule(
        code=code, name=same(code), credits_tenths=int(Decimal(cp) * 10), **(facts | more)
    )


def exam(number: str, cp: str = "5", *, form: ExamForm = ExamForm.WRITTEN, **rules: Any) -> Any:
    """An exam, told to its module later."""
    return ExamOfVersion(
        number, same(f"Exam {number}"), form, "", ExamRules(int(Decimal(cp) * 10), **rules)
    )


def module(
    code: str,
    *exams: ExamOfVersion,
    area: str = "MAJOR",
    compulsory: bool = True,
    cp: str | None = None,
    weight: str = "1",
) -> ModuleOfPlan:
    """A module with the credits of its exams, or its own."""
    earned = sum(one.rules.credits_tenths for one in exams)
    return ModuleOfPlan(
        code=code,
        name=same(f"Module {code}"),
        area_code=area,
        credits_tenths=int(Decimal(cp) * 10) if cp is not None else earned,
        compulsory=compulsory,
        weight=Decimal(weight),
        recommended_semester=1,
        exams=tuple(
            ExamOfVersion(one.exam_number, one.name, one.form, code, one.rules) for one in exams
        ),
    )


def plan(
    *modules: ModuleOfPlan,
    total: str | None = None,
    areas: dict[str, str] | None = None,
    grades: GradePolicy | None = None,
    **rules: Any,
) -> StudyPlan:
    """A plan with the areas of its modules; with `total` credits it has a completion rule."""
    codes = dict.fromkeys([*(areas or {}), *(one.area_code for one in modules)])
    completion = None
    if total is not None:
        completion = CompletionRule(
            int(Decimal(total) * 10),
            tuple(AreaRule(code, int(Decimal(cp) * 10)) for code, cp in (areas or {}).items()),
        )
    return StudyPlan(
        tuple(Area(code, same(f"Area {code}")) for code in codes),
        modules,
        ExaminationRules(completion=completion, grades=grades or GradePolicy(), **rules),
    )


def passed(number: str, grade: str | None = "2.0", day: date = DAY, **more: Any) -> ExamResult:
    """A passed result."""
    return ExamResult(
        number, Status.PASSED, Decimal(grade) if grade else None, day, **_counts(more)
    )


def failed(number: str, day: date = DAY, status: Status = Status.FAILED, **more: Any) -> ExamResult:
    """A failed result."""
    return ExamResult(number, status, Decimal("5.0"), day, **_counts(more))


def recognised(
    module_code: str, number: str = "", *, cp: str = "5", grade: str | None = None, day: date = DAY
) -> RecognisedResult:
    """A result from elsewhere."""
    return RecognisedResult(
        module_code, number, int(Decimal(cp) * 10), Decimal(grade) if grade else None, day
    )


def record(*results: ExamResult | RecognisedResult, **more: Any) -> StudyRecord:
    """Results from here and elsewhere."""
    return StudyRecord(
        tuple(one for one in results if isinstance(one, ExamResult)),
        tuple(one for one in results if isinstance(one, RecognisedResult)),
        **more,
    )


def _counts(more: dict[str, Any]) -> dict[str, Any]:
    return {"counts_as_attempt": True, **more}
