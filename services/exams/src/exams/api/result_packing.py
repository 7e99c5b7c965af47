"""Results of sittings, reports of files, corrections and distributions as messages."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import pack_date, pack_moment, pack_name, unpack_date
from chassis.values import LocalizedText
from matrikel.exams.v1 import result_pb2

from exams.api.tables import pack_effect, pack_problem
from exams.app.import_results import ImportReport
from exams.app.results import NamedVersion
from exams.domain.corrections import Correction, CorrectionState
from exams.domain.distribution import Distribution
from exams.domain.examinations import Sitting
from exams.domain.grades import grade_text, stored_grade
from exams.domain.results import Entry, Examinee
from exams.domain.statuses import Status
from exams.events.packing import pack_sitting, pack_status, unpack_status

_STATES = {
    CorrectionState.PROPOSED: result_pb2.CORRECTION_STATE_PROPOSED,
    CorrectionState.CONFIRMED: result_pb2.CORRECTION_STATE_CONFIRMED,
    CorrectionState.REJECTED: result_pb2.CORRECTION_STATE_REJECTED,
}
_DATE_WRONG = LocalizedText(
    de="Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie das Datum.",
    en="No calendar has this day. Please check the date.",
)


def unpack_entry(entered: result_pb2.EnteredResult, place: int) -> Entry:
    """An entry of a request. Raises DATE_INVALID naming the row."""
    exam_date: date | None = None
    if entered.HasField("exam_date"):
        try:
            exam_date = unpack_date(entered.exam_date)
        except (ValueError, OverflowError):
            raise _wrong(f"results[{place}].exam_date", "DATE_INVALID", _DATE_WRONG) from None
    return Entry(
        status=unpack_status(entered.status),
        grade=stored_grade(entered.grade),
        exam_date=exam_date,
        remark=entered.remark,
        version=entered.version,
    )


def pack_examinee(examinee: Examinee, codes: Mapping[Status, str]) -> result_pb2.SittingResult:
    """An examinee with the result, if there is one."""
    packed = result_pb2.SittingResult(
        registration_id=str(examinee.registration_id),
        matriculation_number=examinee.matriculation_number,
        name=pack_name(examinee.name),
        registration_status=pack_status(examinee.registration_status),
        attempt=examinee.attempt,
        attempts_allowed=examinee.rules.attempts_allowed,
        correction_open=examinee.correction_open,
    )
    result = examinee.result
    if result is not None:
        packed.status = pack_status(result.outcome.status)
        packed.status_code = codes.get(result.outcome.status, "")
        packed.grade = grade_text(result.outcome.grade)
        packed.remark = result.remark
        packed.exam_date.CopyFrom(pack_date(result.exam_date))
        packed.enter_time.CopyFrom(pack_moment(result.enter_time))
        if result.release_time is not None:
            packed.release_time.CopyFrom(pack_moment(result.release_time))
        packed.version = result.version
    return packed


def pack_report(report: ImportReport) -> result_pb2.ImportResultsResponse:
    """The last message about a file."""
    return result_pb2.ImportResultsResponse(
        rows_done=report.row_count,
        rows_total=report.row_count,
        report=result_pb2.ImportReport(
            entered_count=report.entered_count,
            changed_count=report.changed_count,
            unchanged_count=report.unchanged_count,
            missing_count=report.missing_count,
            effects=[pack_effect(one) for one in report.effects],
            problems=[pack_problem(one) for one in report.problems],
            booked=report.booked,
        ),
    )


def pack_version(named: NamedVersion, codes: Mapping[Status, str]) -> result_pb2.ResultVersion:
    """A version of a result with the names of who made it."""
    version = named.version
    return result_pb2.ResultVersion(
        version=version.version,
        change_time=pack_moment(version.change_time),
        changed_by_name=named.changed_by_name,
        change=version.change,
        grade=grade_text(version.outcome.grade),
        status=pack_status(version.outcome.status),
        status_code=codes.get(version.outcome.status, ""),
        remark=version.remark,
        reason=version.reason,
        agreed_by_name=named.agreed_by_name,
    )


def pack_correction(
    correction: Correction, caller_id: UUID, *, decides: bool
) -> result_pb2.Correction:
    """A correction as the caller finds it; `decides` says that the caller may decide others'."""
    is_open = correction.state is CorrectionState.PROPOSED
    return result_pb2.Correction(
        correction_id=str(correction.correction_id),
        registration_id=str(correction.registration_id),
        matriculation_number=correction.matriculation_number,
        name=pack_name(correction.name),
        sitting=pack_sitting(correction.sitting),
        former_grade=grade_text(correction.former.grade),
        former_status=pack_status(correction.former.status),
        grade=grade_text(correction.outcome.grade),
        status=pack_status(correction.outcome.status),
        reason=correction.reason,
        proposed_by_name=correction.proposed_by_name,
        propose_time=pack_moment(correction.propose_time),
        state=_STATES[correction.state],
        decided_by_name=correction.decided_by_name,
        decide_time=pack_moment(correction.decide_time),
        decision_reason=correction.decision_reason,
        can_decide=decides and is_open and correction.proposed_by != caller_id,
    )


def pack_distribution(
    sitting: Sitting, distribution: Distribution
) -> result_pb2.GetGradeDistributionResponse:
    """How the grades of a sitting are distributed."""
    average = distribution.average
    return result_pb2.GetGradeDistributionResponse(
        sitting=pack_sitting(sitting),
        bars=[
            result_pb2.GetGradeDistributionResponse.Bar(
                grade=grade_text(bar.grade), status=pack_status(bar.status), count=bar.count
            )
            for bar in distribution.bars
        ],
        result_count=distribution.result_count,
        average="" if average is None else f"{average:.2f}",
        failed_permille=distribution.failed_permille,
    )


def _wrong(path: str, reason: str, message: LocalizedText) -> Failure:
    problem = FieldProblem(path, reason, message)
    return Failure(Code.INVALID_ARGUMENT, reason, message, fields=(problem,))
