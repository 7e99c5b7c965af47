"""ExaminationPeriodService: examination periods with their registration windows."""

from datetime import date

import grpc.aio
from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.packing import pack_date, pack_semester, unpack_date, unpack_semester
from chassis.paging import encode_token, page_size, read_position
from chassis.rpc import Work
from google.type import date_pb2
from matrikel.exams.v1 import regulations_pb2 as messages
from matrikel.exams.v1 import regulations_pb2_grpc

from exams.app.periods import list_periods, save_period
from exams.domain.sitting_plans import ExaminationPeriod
from exams.store.periods import StoredPeriod
from exams.texts import sittings as texts


class ExaminationPeriodApi(regulations_pb2_grpc.ExaminationPeriodServiceServicer):
    """Answers matrikel.exams.v1.ExaminationPeriodService."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def ListExaminationPeriods(
        self,
        request: messages.ListExaminationPeriodsRequest,
        context: grpc.aio.ServicerContext[
            messages.ListExaminationPeriodsRequest, messages.ListExaminationPeriodsResponse
        ],
    ) -> messages.ListExaminationPeriodsResponse:
        """Lists the periods, the newest first."""

        def answer(tx: Transaction) -> messages.ListExaminationPeriodsResponse:
            page = list_periods(
                tx,
                after=read_position(request.page_token, 2, lambda code, n: (code, int(n))),
                size=page_size(request.page_size),
            )
            token = ""
            if page.next_position is not None:
                semester, period = page.next_position
                token = encode_token([semester, str(period)])
            return messages.ListExaminationPeriodsResponse(
                examination_periods=[_pack(one) for one in page.periods], next_page_token=token
            )

        return await self._work.read(answer)

    async def SaveExaminationPeriod(
        self,
        request: messages.SaveExaminationPeriodRequest,
        context: grpc.aio.ServicerContext[
            messages.SaveExaminationPeriodRequest, messages.SaveExaminationPeriodResponse
        ],
    ) -> messages.SaveExaminationPeriodResponse:
        """Stores a period; sittings without a window of their own follow."""

        def answer(tx: Transaction) -> messages.SaveExaminationPeriodResponse:
            saved = save_period(
                tx, _unpack(request.period), etag=request.etag, dry_run=request.validate_only
            )
            return messages.SaveExaminationPeriodResponse(
                period=_pack(saved.stored), changed_sitting_count=saved.changed_sitting_count
            )

        return await self._work.write(answer)


def _pack(stored: StoredPeriod) -> messages.ExaminationPeriod:
    period = stored.period
    return messages.ExaminationPeriod(
        semester=pack_semester(period.semester),
        examination_period=period.period,
        exams_first_date=pack_date(period.exams_first_date),
        exams_last_date=pack_date(period.exams_last_date),
        registration_first_date=pack_date(period.registration_first_date),
        registration_last_date=pack_date(period.registration_last_date),
        withdrawal_working_days=period.withdrawal_working_days,
        holidays_of=period.holidays_of,
        undated_withdrawal_last_date=pack_date(period.undated_withdrawal_last_date),
        etag=str(stored.version),
        sitting_count=stored.sitting_count,
    )


def _unpack(period: messages.ExaminationPeriod) -> ExaminationPeriod:
    return ExaminationPeriod(
        semester=unpack_semester(period.semester),
        period=period.examination_period,
        exams_first_date=_day("exams_first_date", period.exams_first_date),
        exams_last_date=_day("exams_last_date", period.exams_last_date),
        registration_first_date=_day("registration_first_date", period.registration_first_date),
        registration_last_date=_day("registration_last_date", period.registration_last_date),
        withdrawal_working_days=period.withdrawal_working_days,
        holidays_of=period.holidays_of,
        undated_withdrawal_last_date=_day(
            "undated_withdrawal_last_date", period.undated_withdrawal_last_date
        )
        if period.HasField("undated_withdrawal_last_date")
        else None,
    )


def _day(field: str, day: date_pb2.Date) -> date:
    try:
        return unpack_date(day)
    except (ValueError, OverflowError):
        problem = FieldProblem(f"period.{field}", "DATE_IMPOSSIBLE", texts.DATE_IMPOSSIBLE)
        raise Failure(
            Code.INVALID_ARGUMENT, "DATE_IMPOSSIBLE", texts.DATE_IMPOSSIBLE, fields=(problem,)
        ) from None
