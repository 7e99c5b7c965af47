"""Requests to exams: sittings, lotteries, regulations, periods."""

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.exams.v1 import lottery_pb2, regulations_pb2, sitting_pb2
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import Named, new_id, of


@of("exams.v1.SittingService", "ListSittings")
def list_sittings(named: Named) -> sitting_pb2.ListSittingsRequest:
    """The sittings of the semester."""
    return sitting_pb2.ListSittingsRequest(semester=Semester(code=named.semester), page_size=5)


@of("exams.v1.SittingService", "GetSitting")
def get_sitting(named: Named) -> sitting_pb2.GetSittingRequest:
    """The sitting."""
    return sitting_pb2.GetSittingRequest(sitting_id=named.sitting_id)


@of("exams.v1.SittingService", "CreateSitting")
def create_sitting(named: Named) -> sitting_pb2.CreateSittingRequest:
    """One more sitting of an exam, without a date."""
    return sitting_pb2.CreateSittingRequest(request_id=new_id(), sitting=_sitting_draft(named))


@of("exams.v1.SittingService", "UpdateSitting")
def update_sitting(named: Named) -> sitting_pb2.UpdateSittingRequest:
    """Another room, by an outdated version."""
    return sitting_pb2.UpdateSittingRequest(
        sitting_id=named.sitting_id,
        sitting=_sitting_draft(named),
        update_mask=FieldMask(paths=["room"]),
        etag="outdated",
        request_id=new_id(),
    )


@of("exams.v1.SittingService", "CancelSitting")
def cancel_sitting(named: Named) -> sitting_pb2.CancelSittingRequest:
    """What cancelling an outdated version would do."""
    return sitting_pb2.CancelSittingRequest(
        sitting_id=named.sitting_id,
        etag="outdated",
        reason="Der Raum ist gesperrt.",
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.SittingService", "ImportSittings")
def import_sittings(named: Named) -> sitting_pb2.ImportSittingsRequest:
    """A file without rows."""
    del named
    return sitting_pb2.ImportSittingsRequest(
        content=b"exam;semester;period;examiner\n",
        format=sitting_pb2.TABLE_FORMAT_CSV,
        validate_only=True,
        request_id=new_id(),
    )


def _sitting_draft(named: Named) -> sitting_pb2.SittingDraft:
    return sitting_pb2.SittingDraft(
        exam_number="1020101",
        semester=Semester(code=named.semester),
        examination_period=1,
        examiner_user_name="ameier",
        room="",
    )


@of("exams.v1.RegulationsService", "ListRegulationsVersions")
def list_regulations_versions(named: Named) -> regulations_pb2.ListRegulationsVersionsRequest:
    """The versions of the programme."""
    return regulations_pb2.ListRegulationsVersionsRequest(programme_code=named.programme_code)


@of("exams.v1.RegulationsService", "GetRegulationsVersion")
def get_regulations_version(named: Named) -> regulations_pb2.GetRegulationsVersionRequest:
    """The version."""
    return regulations_pb2.GetRegulationsVersionRequest(
        regulations_version_code=named.regulations_version_code
    )


@of("exams.v1.RegulationsService", "GetModule")
def get_module(named: Named) -> regulations_pb2.GetModuleRequest:
    """The module in the semester."""
    return regulations_pb2.GetModuleRequest(
        regulations_version_code=named.regulations_version_code,
        module_code=named.module_code,
        semester=Semester(code=named.semester),
    )


@of("exams.v1.RegulationsService", "ImportRegulations")
def import_regulations(named: Named) -> regulations_pb2.ImportRegulationsRequest:
    """A file that says nothing."""
    del named
    return regulations_pb2.ImportRegulationsRequest(
        content=b"{}",
        format=sitting_pb2.TABLE_FORMAT_YAML,
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.RegulationsService", "DownloadRegulations")
def download_regulations(named: Named) -> regulations_pb2.DownloadRegulationsRequest:
    """The version as YAML."""
    return regulations_pb2.DownloadRegulationsRequest(
        regulations_version_code=named.regulations_version_code,
        format=sitting_pb2.TABLE_FORMAT_YAML,
    )


@of("exams.v1.RegulationsService", "PublishRegulations")
def publish_regulations(named: Named) -> regulations_pb2.PublishRegulationsRequest:
    """The version, by an outdated content."""
    return regulations_pb2.PublishRegulationsRequest(
        regulations_version_code=named.regulations_version_code,
        etag="outdated",
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.RegulationsService", "DeleteRegulationsDraft")
def delete_regulations_draft(named: Named) -> regulations_pb2.DeleteRegulationsDraftRequest:
    """The version."""
    return regulations_pb2.DeleteRegulationsDraftRequest(
        regulations_version_code=named.regulations_version_code
    )


@of("exams.v1.ExaminationPeriodService", "ListExaminationPeriods")
def list_examination_periods(named: Named) -> regulations_pb2.ListExaminationPeriodsRequest:
    """The newest periods."""
    del named
    return regulations_pb2.ListExaminationPeriodsRequest(page_size=5)


@of("exams.v1.ExaminationPeriodService", "SaveExaminationPeriod")
def save_examination_period(named: Named) -> regulations_pb2.SaveExaminationPeriodRequest:
    """A period, by an outdated version."""
    return regulations_pb2.SaveExaminationPeriodRequest(
        period=regulations_pb2.ExaminationPeriod(
            semester=Semester(code=named.semester),
            examination_period=1,
            exams_first_date=Date(year=2027, month=2, day=1),
            exams_last_date=Date(year=2027, month=2, day=12),
            registration_first_date=Date(year=2026, month=10, day=12),
            registration_last_date=Date(year=2026, month=11, day=15),
            withdrawal_working_days=5,
            holidays_of="NI",
        ),
        etag="outdated",
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.SittingService", "ListParticipants")
def list_participants(named: Named) -> sitting_pb2.ListParticipantsRequest:
    """The participants of the sitting."""
    return sitting_pb2.ListParticipantsRequest(sitting_id=named.sitting_id, page_size=5)


@of("exams.v1.SittingService", "PlanSeats")
def plan_seats(named: Named) -> sitting_pb2.PlanSeatsRequest:
    """Seats of a small room, by name."""
    return sitting_pb2.PlanSeatsRequest(
        sitting_id=named.sitting_id,
        rows=10,
        seats_per_row=10,
        order=sitting_pb2.SEAT_ORDER_NAME,
        request_id=new_id(),
    )


@of("exams.v1.SittingService", "DownloadParticipants")
def download_participants(named: Named) -> sitting_pb2.DownloadParticipantsRequest:
    """The list for the day of the exam."""
    return sitting_pb2.DownloadParticipantsRequest(
        sitting_id=named.sitting_id,
        list=sitting_pb2.PARTICIPANT_LIST_ATTENDANCE,
        format=sitting_pb2.TABLE_FORMAT_PDF,
    )


@of("exams.v1.LotteryService", "CreateLottery")
def create_lottery(named: Named) -> lottery_pb2.CreateLotteryRequest:
    """The seats of the sitting are to be drawn, a fifth of them by pre-selection."""
    return lottery_pb2.CreateLotteryRequest(
        sitting_id=named.sitting_id,
        public_source="Lotto 6aus49, Ziehung vom 21.11.2026, sechs Zahlen aufsteigend",
        public_time=Timestamp(seconds=1795285500),
        preselection_percent=20,
        request_id=new_id(),
    )


@of("exams.v1.LotteryService", "GetLottery")
def get_lottery(named: Named) -> lottery_pb2.GetLotteryRequest:
    """The lottery of the sitting."""
    return lottery_pb2.GetLotteryRequest(sitting_id=named.lottery_sitting_id)


@of("exams.v1.LotteryService", "DrawLottery")
def draw_lottery(named: Named) -> lottery_pb2.DrawLotteryRequest:
    """The seats of the sitting are drawn."""
    return lottery_pb2.DrawLotteryRequest(
        sitting_id=named.sitting_id, public_value="3, 7, 12, 24, 38, 41", request_id=new_id()
    )
