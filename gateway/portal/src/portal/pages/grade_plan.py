"""What if: the study progress with grades that a student plans. Nothing is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from grpc.aio import AioRpcError
from matrikel.exams.v1.study_progress_pb2 import (
    ExamProgress,
    PlanGradesRequest,
    PlanGradesResponse,
    PlannedGrade,
    ProgressState,
    StudyProgress,
)
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.study_progress import read, state_name
from portal.visit import Visit

# The contract's scale; "passed" stands for an exam without a grade.
GRADES = ("1.0", "1.3", "1.7", "2.0", "2.3", "2.7", "3.0", "3.3", "3.7", "4.0")
PASSED = "passed"
_TARGET = "target_average"
_AVERAGE = re.compile(r"[1-5]\.[0-9]")
_MOST_FIELDS = 220
_PLANNED_FIELD = re.compile(r"grades\[(\d+)\].*")


@dataclass(frozen=True, slots=True)
class AreaToPlan:
    """The exams of one part of the programme that a grade can be planned for."""

    name: LocalizedText
    exams: tuple[ExamProgress, ...]


async def show(visit: Visit) -> Response:
    """The form with every exam that is still open."""
    return _page(visit, await read(visit), {}, "", None, Problems())


async def plan(visit: Visit) -> Response:
    """The same page with what the planned grades lead to, answered at once."""
    form = await visit.form(most_fields=_MOST_FIELDS)
    progress = await read(visit)
    planned = _planned(progress, form)
    target = text_of(form, _TARGET).replace(",", ".")
    if target and not _AVERAGE.fullmatch(target):
        problems = Problems(fields={_TARGET: (visit.t("plan.target_malformed"),)})
        return _page(visit, progress, planned, target, None, problems, 422)
    request = PlanGradesRequest(
        enrolment_id=progress.enrolment_id,
        grades=[
            PlannedGrade(exam_number=number, grade="" if grade == PASSED else grade)
            for number, grade in planned.items()
        ],
        target_average=target,
    )
    try:
        answer = await visit.services.study_progress.PlanGrades(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = _problems(visit, fault, list(planned))
        return _page(visit, progress, planned, target, None, problems, fault.kind.value)
    return _page(visit, progress, planned, target, answer, Problems())


def field_of(exam_number: str) -> str:
    """The name of an exam's field."""
    return f"grade-{exam_number}"


def _open_exams(progress: StudyProgress) -> list[AreaToPlan]:
    """The exams that are not decided yet, in the order of the areas."""
    open_states = (ProgressState.PROGRESS_STATE_OPEN, ProgressState.PROGRESS_STATE_STARTED)
    areas = [
        AreaToPlan(
            area.name,
            tuple(
                exam
                for module in area.modules
                for exam in module.exams
                if exam.state in open_states
            ),
        )
        for area in progress.areas
    ]
    return [area for area in areas if area.exams]


def _planned(progress: StudyProgress, form: FormData) -> dict[str, str]:
    """The chosen grades by exam number, in the order of the form."""
    chosen = {
        exam.exam_number: text_of(form, field_of(exam.exam_number))
        for area in _open_exams(progress)
        for exam in area.exams
    }
    return {number: grade for number, grade in chosen.items() if grade in (*GRADES, PASSED)}


def _problems(visit: Visit, fault: Fault, numbers: list[str]) -> Problems:
    """The service names a planned grade by its place; the form names it by its exam."""
    fields = {}
    for path, said in fault.fields.items():
        place = _PLANNED_FIELD.fullmatch(path)
        is_known = place is not None and int(place[1]) < len(numbers)
        fields[field_of(numbers[int(place[1])]) if place and is_known else path] = said
    names = (_TARGET, *(field_of(number) for number in numbers))
    return visit.problems(replace(fault, fields=fields), *names)


def _page(
    visit: Visit,
    progress: StudyProgress,
    planned: Mapping[str, str],
    target: str,
    answer: PlanGradesResponse | None,
    problems: Problems,
    status: int = 200,
) -> Response:
    return visit.render(
        "grade_plan.html",
        status=status,
        problems=problems,
        progress=progress,
        planned=planned,
        target=target,
        answer=answer,
        grades=GRADES,
        passed=PASSED,
        field_of=field_of,
        areas_to_plan=_open_exams(progress),
        state_name=state_name,
    )
