"""A module as a picture: which courses lead to which exams, and what holds for these exams."""

from collections.abc import Iterable
from dataclasses import dataclass

from chassis.values import Semester
from matrikel.exams.v1.regulations_pb2 import Course, Exam, GetModuleRequest, Module
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.exam_branches import form_name, is_lottery
from portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Way:
    """Courses that lead to the same exams; no courses where the exam stands alone."""

    courses: tuple[Course, ...]
    exams: tuple[Exam, ...]


async def show(visit: Visit) -> Response:
    """The module in the semester of `?semester=`, else in the current one."""
    params = visit.request.path_params
    request = GetModuleRequest(
        regulations_version_code=params["regulations_version_code"],
        module_code=params["module_code"],
    )
    wanted = _semester(visit.asked("semester"))
    if wanted is not None:
        request.semester.CopyFrom(SemesterMessage(code=wanted.code))
    answer = await visit.services.regulations.GetModule(request)
    semester = Semester.parse(answer.semester.code)
    return visit.render(
        "module_picture.html",
        module=answer.module,
        version_code=request.regulations_version_code,
        document_url=answer.document_url,
        semester_code=semester.code,
        former_semester=semester.previous().code,
        next_semester=semester.next().code,
        ways=ways(answer.module),
        without_exam=_without_exam(answer.module),
        form_name=form_name,
        is_lottery=is_lottery,
    )


def ways(module: Module) -> list[Way]:
    """The exams, those together that the same courses lead to, in the order of the module."""
    grouped: dict[tuple[str, ...], list[Exam]] = {}
    for exam in module.exams:
        leading = tuple(_numbers(c for c in module.courses if exam.exam_number in c.exam_numbers))
        grouped.setdefault(leading, []).append(exam)
    by_number = {course.course_number: course for course in module.courses}
    return [
        Way(tuple(by_number[number] for number in numbers), tuple(exams))
        for numbers, exams in grouped.items()
    ]


def _without_exam(module: Module) -> list[Course]:
    """Courses that lead to no exam of the module."""
    known = {exam.exam_number for exam in module.exams}
    return [course for course in module.courses if known.isdisjoint(course.exam_numbers)]


def _numbers(courses: Iterable[Course]) -> Iterable[str]:
    return (course.course_number for course in courses)


def _semester(code: str) -> Semester | None:
    try:
        return Semester.parse(code)
    except ValueError:
        return None
