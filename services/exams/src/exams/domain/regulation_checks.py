"""What does not fit together inside one version of examination regulations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from exams.domain.examinations import ExamForm
from exams.domain.regulations import ModuleContent, RegulationsContent

# Where a problem is: keys and positions, as the file has them.
Path = tuple[str | int, ...]


class Fault(Enum):
    """What can be wrong."""

    AREA_TWICE = "AREA_TWICE"
    AREA_UNKNOWN = "AREA_UNKNOWN"
    AREA_TOO_SMALL = "AREA_TOO_SMALL"
    MODULE_TWICE = "MODULE_TWICE"
    EXAM_TWICE = "EXAM_TWICE"
    COURSE_TWICE = "COURSE_TWICE"
    COURSE_EXAM_UNKNOWN = "COURSE_EXAM_UNKNOWN"
    CREDITS_DO_NOT_ADD_UP = "CREDITS_DO_NOT_ADD_UP"
    TOTAL_TOO_HIGH = "TOTAL_TOO_HIGH"
    PREREQUISITE_UNKNOWN = "PREREQUISITE_UNKNOWN"
    PREREQUISITE_CIRCLE = "PREREQUISITE_CIRCLE"
    MINIMUM_CREDITS_TOO_HIGH = "MINIMUM_CREDITS_TOO_HIGH"
    THESIS_RULES_MISSING = "THESIS_RULES_MISSING"


@dataclass(frozen=True)
class ContentProblem:
    """One thing that does not fit: where, what, and its facts."""

    path: Path
    fault: Fault
    facts: dict[str, str] = field(default_factory=dict)


def problems_of_content(version: RegulationsContent) -> tuple[ContentProblem, ...]:
    """Everything that does not fit together, in the order of the file."""
    return (
        *_problems_of_rules(version),
        *_problems_of_areas(version),
        *_problems_of_modules(version),
        *_circles(version),
    )


def credits_text(tenths: int) -> str:
    """Credits as people write them: "5", "7.5"."""
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _problems_of_rules(version: RegulationsContent) -> Iterator[ContentProblem]:
    known = {area.code for area in version.areas}
    for position, code in enumerate(version.rules.grades.excluded_areas):
        if code not in known:
            path: Path = ("rules", "grades", "excluded_areas", position)
            yield ContentProblem(path, Fault.AREA_UNKNOWN, {"code": code})
    completion = version.rules.completion
    offered = sum(module.credits_tenths for module in version.modules)
    if completion is not None and completion.total_credits_tenths > offered:
        facts = {
            "total": credits_text(completion.total_credits_tenths),
            "offered": credits_text(offered),
        }
        yield ContentProblem(("rules", "completion", "total_credits"), Fault.TOTAL_TOO_HIGH, facts)
    if version.rules.thesis is None:
        for i, module in enumerate(version.modules):
            for j, one in enumerate(module.exams):
                if one.exam.form is ExamForm.THESIS:
                    path = ("modules", i, "exams", j, "form")
                    yield ContentProblem(path, Fault.THESIS_RULES_MISSING)


def _problems_of_areas(version: RegulationsContent) -> Iterator[ContentProblem]:
    seen: set[str] = set()
    known = {area.code for area in version.areas}
    astray = any(module.area_code not in known for module in version.modules)
    for i, area in enumerate(version.areas):
        if area.code in seen:
            yield ContentProblem(("areas", i, "code"), Fault.AREA_TWICE, {"code": area.code})
        seen.add(area.code)
        offered = sum(m.credits_tenths for m in version.modules if m.area_code == area.code)
        # Modules of a misspelt area are told of themselves.
        if area.required_credits_tenths > offered and not astray:
            facts = {
                "required": credits_text(area.required_credits_tenths),
                "offered": credits_text(offered),
            }
            yield ContentProblem(("areas", i, "required_credits"), Fault.AREA_TOO_SMALL, facts)


def _problems_of_modules(version: RegulationsContent) -> Iterator[ContentProblem]:
    areas = {area.code for area in version.areas}
    codes: set[str] = set()
    numbers: set[str] = set()
    known = {m.code for m in version.modules} | {one.exam.number for one in version.exams()}
    offered = sum(module.credits_tenths for module in version.modules)
    for i, module in enumerate(version.modules):
        if module.code in codes:
            yield ContentProblem(("modules", i, "code"), Fault.MODULE_TWICE, {"code": module.code})
        codes.add(module.code)
        if module.area_code not in areas:
            facts = {"code": module.area_code}
            yield ContentProblem(("modules", i, "area"), Fault.AREA_UNKNOWN, facts)
        together = sum(one.rules.credits_tenths for one in module.exams)
        if together != module.credits_tenths:
            facts = {
                "together": credits_text(together),
                "credits": credits_text(module.credits_tenths),
            }
            yield ContentProblem(("modules", i, "exams"), Fault.CREDITS_DO_NOT_ADD_UP, facts)
        for j, one in enumerate(module.exams):
            path: Path = ("modules", i, "exams", j)
            number = one.exam.number
            if number in numbers:
                yield ContentProblem((*path, "number"), Fault.EXAM_TWICE, {"number": number})
            numbers.add(number)
            if one.rules.minimum_credits_tenths > offered:
                facts = {
                    "minimum": credits_text(one.rules.minimum_credits_tenths),
                    "offered": credits_text(offered),
                }
                yield ContentProblem(
                    (*path, "minimum_credits"), Fault.MINIMUM_CREDITS_TOO_HIGH, facts
                )
            for k, group in enumerate(one.rules.prerequisites):
                for code in group:
                    if code not in known:
                        yield ContentProblem(
                            (*path, "prerequisites", k), Fault.PREREQUISITE_UNKNOWN, {"code": code}
                        )
        yield from _problems_of_courses(i, module)


def _problems_of_courses(i: int, module: ModuleContent) -> Iterator[ContentProblem]:
    numbers = {one.exam.number for one in module.exams}
    seen: set[str] = set()
    for j, course in enumerate(module.courses):
        path: Path = ("modules", i, "courses", j)
        if course.number in seen:
            facts = {"number": course.number}
            yield ContentProblem((*path, "number"), Fault.COURSE_TWICE, facts)
        seen.add(course.number)
        for k, number in enumerate(course.exam_numbers):
            if number not in numbers:
                facts = {"number": number, "module": module.code}
                yield ContentProblem((*path, "exams", k), Fault.COURSE_EXAM_UNKNOWN, facts)


def _circles(version: RegulationsContent) -> Iterator[ContentProblem]:
    """Exams that can never be taken, as they need themselves.

    Settles exams as a student could pass them, one after the other; those that are left over wait
    for each other. A group is met when one of its exams or modules is passed.
    """
    places = {
        one.exam.number: (i, j)
        for i, module in enumerate(version.modules)
        for j, one in enumerate(module.exams)
    }
    known = set(places) | {module.code for module in version.modules}
    passed: set[str] = set()
    while True:
        before = len(passed)
        for module in version.modules:
            for one in module.exams:
                if all(
                    any(code in passed or code not in known for code in group)
                    for group in one.rules.prerequisites
                ):
                    passed.add(one.exam.number)
            if all(one.exam.number in passed for one in module.exams):
                passed.add(module.code)
        if len(passed) == before:
            break
    for number, (i, j) in places.items():
        if number not in passed:
            path: Path = ("modules", i, "exams", j, "prerequisites")
            yield ContentProblem(path, Fault.PREREQUISITE_CIRCLE, {"number": number})
