"""What exams answers, as the facts of certificates."""

from collections.abc import Iterable

from chassis.packing import unpack_date, unpack_moment, unpack_semester, unpack_text
from matrikel.exams.v1 import (
    registration_pb2,
    result_pb2,
    sitting_pb2,
    status_pb2,
    study_progress_pb2,
)

from certificates.domain.facts import (
    AreaFacts,
    AverageFacts,
    AverageLine,
    DistributionFacts,
    ExamForm,
    GradeCount,
    ModuleFacts,
    ModuleState,
    ProgressFacts,
    RegistrationFacts,
    RegistrationStatus,
    ResultFacts,
    StatusFacts,
)

_STATUSES = {
    status_pb2.RegistrationStatus.Value(f"REGISTRATION_STATUS_{one.name}"): one
    for one in RegistrationStatus
}
_WITH_RESULT = frozenset(
    {
        RegistrationStatus.WITHDRAWAL_REFUSED,
        RegistrationStatus.PASSED,
        RegistrationStatus.FAILED,
        RegistrationStatus.FINALLY_FAILED,
        RegistrationStatus.NO_SHOW,
        RegistrationStatus.CHEATED,
        RegistrationStatus.REPEAT_WAIVED,
    }
)
_FORMS = {
    sitting_pb2.EXAM_FORM_UNSPECIFIED: ExamForm.UNKNOWN,
    sitting_pb2.EXAM_FORM_WRITTEN: ExamForm.WRITTEN,
    sitting_pb2.EXAM_FORM_ORAL: ExamForm.ORAL,
    sitting_pb2.EXAM_FORM_PAPER: ExamForm.PAPER,
    sitting_pb2.EXAM_FORM_PRESENTATION: ExamForm.PRESENTATION,
    sitting_pb2.EXAM_FORM_PRACTICAL: ExamForm.PRACTICAL,
    sitting_pb2.EXAM_FORM_COMBINED_ACADEMIC_WORK: ExamForm.COMBINED_ACADEMIC_WORK,
    sitting_pb2.EXAM_FORM_INTERNSHIP: ExamForm.INTERNSHIP,
    sitting_pb2.EXAM_FORM_THESIS: ExamForm.THESIS,
}
_MODULE_STATES = {
    study_progress_pb2.PROGRESS_STATE_OPEN: ModuleState.OPEN,
    study_progress_pb2.PROGRESS_STATE_STARTED: ModuleState.STARTED,
    study_progress_pb2.PROGRESS_STATE_COMPLETE: ModuleState.COMPLETE,
    study_progress_pb2.PROGRESS_STATE_FINALLY_FAILED: ModuleState.FINALLY_FAILED,
}


def has_no_result(registration: registration_pb2.Registration) -> bool:
    """Registrations with a result belong to the transcript."""
    return _STATUSES[registration.status] not in _WITH_RESULT


def unpack_registration(registration: registration_pb2.Registration) -> RegistrationFacts:
    """A registration with its sitting."""
    sitting = registration.sitting
    withdrawn = registration.HasField("withdraw_time")
    return RegistrationFacts(
        exam_number=sitting.exam_number,
        exam_name=unpack_text(sitting.exam_name),
        module_name=unpack_text(registration.module_name),
        examination_period=sitting.examination_period,
        start_time=unpack_moment(sitting.start_time) if sitting.HasField("start_time") else None,
        room=sitting.room,
        status=_STATUSES[registration.status],
        status_code=registration.status_code,
        register_time=unpack_moment(registration.register_time),
        withdraw_time=unpack_moment(registration.withdraw_time) if withdrawn else None,
    )


def unpack_result(result: result_pb2.Result) -> ResultFacts:
    """The result of one attempt, or a recognised one, which has no sitting."""
    sitting = result.sitting
    return ResultFacts(
        registration_id=result.registration_id,
        recognition_id=result.recognition_id,
        exam_number=result.exam_number,
        exam_name=unpack_text(result.exam_name),
        module_code=result.module_code,
        module_name=unpack_text(result.module_name),
        form=_FORMS[sitting.form],
        sitting_id=sitting.sitting_id,
        semester=unpack_semester(sitting.semester) if sitting.HasField("semester") else None,
        grade=result.grade,
        status=_STATUSES[result.status],
        status_code=result.status_code,
        credits_tenths=result.credits_tenths,
        attempt=result.attempt,
        counts_as_attempt=result.counts_as_attempt,
        exam_date=unpack_date(result.exam_date) if result.HasField("exam_date") else None,
        examiner_name=result.examiner_name,
        recognised=bool(result.recognition_id),
        institution=result.institution,
        version=result.version,
    )


def unpack_statuses(answer: status_pb2.ListStatusesResponse) -> tuple[StatusFacts, ...]:
    """The codes of this university."""
    return tuple(
        StatusFacts(_STATUSES[one.status], one.code, unpack_text(one.name), one.xhochschule)
        for one in answer.statuses
    )


def unpack_distribution(answer: result_pb2.GetGradeDistributionResponse) -> DistributionFacts:
    """How the grades of a sitting are distributed."""
    return DistributionFacts(
        sitting_id=answer.sitting.sitting_id,
        exam_number=answer.sitting.exam_number,
        exam_name=unpack_text(answer.sitting.exam_name),
        semester=unpack_semester(answer.sitting.semester),
        counts=tuple(
            GradeCount(one.grade, _STATUSES[one.status], one.count) for one in answer.bars
        ),
        result_count=answer.result_count,
        average=answer.average,
        failed_permille=answer.failed_permille,
    )


def unpack_progress(progress: study_progress_pb2.StudyProgress) -> ProgressFacts:
    """How far an enrolment has come."""
    average, complete = progress.average, progress.complete
    return ProgressFacts(
        required_tenths=progress.required_tenths,
        earned_tenths=progress.earned_tenths,
        average=AverageFacts(
            grade=average.grade,
            exact=average.exact,
            lines=tuple(_average_line(one) for one in average.lines),
            weight_sum=average.weight_sum,
            product_sum=average.product_sum,
            policy=unpack_text(average.policy),
        ),
        areas=tuple(
            AreaFacts(
                area_code=one.area_code,
                name=unpack_text(one.name),
                required_tenths=one.required_tenths,
                earned_tenths=one.earned_tenths,
                modules=_modules(one.modules),
            )
            for one in progress.areas
        ),
        complete=complete,
        last_exam_date=unpack_date(progress.last_exam_date) if complete else None,
    )


def _average_line(line: study_progress_pb2.AverageLine) -> AverageLine:
    return AverageLine(
        module_code=line.module_code,
        name=unpack_text(line.name),
        grade=line.grade,
        weight=line.weight,
        product=line.product,
        counted=line.counted,
        explanation=unpack_text(line.explanation),
    )


def _modules(modules: Iterable[study_progress_pb2.ModuleProgress]) -> tuple[ModuleFacts, ...]:
    return tuple(
        ModuleFacts(
            module_code=one.module_code,
            name=unpack_text(one.name),
            state=_MODULE_STATES[one.state],
            credits_tenths=one.credits_tenths,
            earned_tenths=one.earned_tenths,
            grade=one.grade,
            exam_numbers=tuple(exam.exam_number for exam in one.exams),
        )
        for one in modules
    )
