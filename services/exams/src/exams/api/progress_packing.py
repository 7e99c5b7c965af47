"""Progress, averages and plans as messages of the contract, with their sentences."""

from chassis.packing import pack_date, pack_text
from matrikel.exams.v1 import study_progress_pb2 as messages

from exams.domain.achievements import ExamStanding, ModuleStanding, ProgressState
from exams.domain.averages import Average, AverageLine, grade_in_full, in_full, written
from exams.domain.grades import grade_text
from exams.domain.planning import GradePlan
from exams.domain.progress import AreaProgress, StudyProgress
from exams.domain.rules import ExaminationRules
from exams.domain.studies import Study
from exams.texts.averages import explain_line, explain_policy
from exams.texts.progress import answer_to, explain_missing

_STATES = {
    ProgressState.OPEN: messages.PROGRESS_STATE_OPEN,
    ProgressState.STARTED: messages.PROGRESS_STATE_STARTED,
    ProgressState.COMPLETE: messages.PROGRESS_STATE_COMPLETE,
    ProgressState.FINALLY_FAILED: messages.PROGRESS_STATE_FINALLY_FAILED,
}


def pack_progress(study: Study, progress: StudyProgress) -> messages.StudyProgress:
    """How far an enrolment has come."""
    rules = study.plan.rules
    return messages.StudyProgress(
        enrolment_id=str(study.enrolment_id),
        person_id=str(study.person_id),
        programme_code=study.programme_code,
        programme_name=pack_text(study.programme_name),
        regulations_version_code=study.regulations_version_code,
        regulations_version_name=pack_text(study.regulations_version_name),
        degree_name=pack_text(study.degree_name),
        required_tenths=progress.required_tenths,
        earned_tenths=progress.earned_tenths,
        average=_pack_average(progress.average, rules),
        areas=[_pack_area(progress, area) for area in progress.areas],
        missing=[pack_text(explain_missing(one, rules)) for one in progress.missing],
        complete=progress.complete,
        last_exam_date=pack_date(progress.last_exam_date),
    )


def pack_grade_plan(study: Study, plan: GradePlan) -> messages.PlanGradesResponse:
    """What planned grades would make, and what the target needs."""
    return messages.PlanGradesResponse(
        study_progress=pack_progress(study, plan.progress),
        needed_average=f"{plan.needed:.2f}" if plan.needed is not None else "",
        answer=pack_text(answer_to(plan)),
    )


def _pack_average(average: Average, rules: ExaminationRules) -> messages.Average:
    exact, grade = average.exact, average.grade
    return messages.Average(
        grade="" if grade is None else str(grade),
        exact="" if exact is None else str(written(exact, 1)),
        lines=[_pack_line(line, rules) for line in average.lines],
        weight_sum=in_full(average.weight_sum),
        product_sum=in_full(average.product_sum),
        policy=pack_text(explain_policy(rules)),
    )


def _pack_line(line: AverageLine, rules: ExaminationRules) -> messages.AverageLine:
    return messages.AverageLine(
        module_code=line.module.code,
        name=pack_text(line.module.name),
        grade="" if line.grade is None else grade_in_full(line.grade),
        weight=in_full(line.weight),
        product=in_full(line.product),
        counted=line.counted,
        explanation=pack_text(explain_line(line, rules)),
        planned=line.module.planned,
    )


def _pack_area(progress: StudyProgress, area: AreaProgress) -> messages.AreaProgress:
    return messages.AreaProgress(
        area_code=area.area.code,
        name=pack_text(area.area.name),
        required_tenths=area.required_tenths,
        earned_tenths=area.earned_tenths,
        state=_STATES[area.state],
        modules=[_pack_module(progress, one) for one in area.modules],
    )


def _pack_module(progress: StudyProgress, one: ModuleStanding) -> messages.ModuleProgress:
    grade = progress.grade_of(one)
    return messages.ModuleProgress(
        module_code=one.module.code,
        name=pack_text(one.module.name),
        state=_STATES[one.state],
        credits_tenths=one.module.credits_tenths,
        earned_tenths=one.earned_tenths,
        compulsory=one.module.compulsory,
        grade="" if grade is None else grade_in_full(grade),
        exams=[_pack_exam(exam) for exam in one.exams],
        recommended_semester=one.module.recommended_semester,
    )


def _pack_exam(one: ExamStanding) -> messages.ExamProgress:
    return messages.ExamProgress(
        exam_number=one.exam.exam_number,
        name=pack_text(one.exam.name),
        state=_STATES[one.state],
        grade=grade_text(one.grade),
        credits_tenths=one.exam.rules.credits_tenths,
        attempts_used=one.attempts_used,
        attempts_allowed=one.attempts_allowed,
        recognised=one.recognised,
        planned=one.planned,
        registered=one.registered,
    )
