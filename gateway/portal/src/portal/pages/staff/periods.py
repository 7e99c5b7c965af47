"""Examination periods: their dates, and a look at what a change does before it is stored."""

from collections.abc import Mapping

from grpc.aio import AioRpcError
from matrikel.exams.v1.regulations_pb2 import (
    ExaminationPeriod,
    ListExaminationPeriodsRequest,
    ListExaminationPeriodsResponse,
    SaveExaminationPeriodRequest,
)
from matrikel.type.v1.semester_pb2 import Semester
from starlette.responses import Response

from portal.forms import Problems
from portal.pages.staff.answers import new_request_id, notice, said_in_form, semesters_around
from portal.pages.staff.entries import Entries, day_as_field
from portal.visit import Visit

_PAGE_SIZE = 100
_DAYS = (
    "exams_first_date",
    "exams_last_date",
    "registration_first_date",
    "registration_last_date",
)
_LAST_DAY = "undated_withdrawal_last_date"
FIELDS = (
    "semester",
    "examination_period",
    *_DAYS,
    "withdrawal_working_days",
    "holidays_of",
    _LAST_DAY,
)


async def show(visit: Visit) -> Response:
    """The periods, the newest first."""
    answer = await _list(visit, visit.asked("page"))
    return visit.render(
        "staff/periods.html",
        periods=answer.examination_periods,
        next_page=answer.next_page_token,
        done=notice(visit, "periods"),
    )


async def ask(visit: Visit) -> Response:
    """The form for a period, with what holds of it now; empty for a new one."""
    known = await _known(visit, visit.asked("semester"), visit.asked("period"))
    if known is not None:
        return _form(visit, _typed_of(known), known.etag)
    typed = dict.fromkeys(FIELDS, "") | {
        "semester": semesters_around(visit)[1],
        "examination_period": "1",
        "withdrawal_working_days": "5",
        "holidays_of": "NI",
    }
    return _form(visit, typed, "")


async def save(visit: Visit) -> Response:
    """Shows how many sittings follow; stores once that was confirmed."""
    entries = Entries(visit, await visit.form())
    typed, etag = entries.typed(FIELDS), entries.text("etag")
    period = ExaminationPeriod(
        semester=Semester(code=typed["semester"]),
        examination_period=entries.number("examination_period"),
        exams_first_date=entries.day("exams_first_date", "periods.day_missing"),
        exams_last_date=entries.day("exams_last_date", "periods.day_missing"),
        registration_first_date=entries.day("registration_first_date", "periods.day_missing"),
        registration_last_date=entries.day("registration_last_date", "periods.day_missing"),
        withdrawal_working_days=entries.number("withdrawal_working_days"),
        holidays_of=typed["holidays_of"],
        undated_withdrawal_last_date=entries.day(_LAST_DAY),
    )
    if entries.problems:
        return _form(visit, typed, etag, entries.problems, 422)
    is_confirmed = entries.ticked("confirmed")
    request = SaveExaminationPeriodRequest(
        period=period,
        etag=etag,
        validate_only=not is_confirmed,
        request_id=entries.request_id if is_confirmed else new_request_id(),
    )
    try:
        answer = await visit.services.examination_periods.SaveExaminationPeriod(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *FIELDS)
        if status == 409:
            # The form goes on with what holds now, so that sending it again overrides knowingly.
            known = await _known(visit, typed["semester"], typed["examination_period"])
            etag = known.etag if known is not None else ""
        return _form(visit, typed, etag, problems, status)
    if is_confirmed:
        return visit.go("periods", done="saved", count=str(answer.changed_sitting_count))
    return visit.render(
        "staff/confirm_period.html",
        period=period,
        typed=typed,
        etag=etag,
        changed_count=answer.changed_sitting_count,
    )


async def _list(visit: Visit, token: str) -> ListExaminationPeriodsResponse:
    return await visit.services.examination_periods.ListExaminationPeriods(
        ListExaminationPeriodsRequest(page_size=_PAGE_SIZE, page_token=token)
    )


async def _known(visit: Visit, semester: str, number: str) -> ExaminationPeriod | None:
    """What is stored of a period; None where there is none yet."""
    token = ""
    while True:
        page = await _list(visit, token)
        for one in page.examination_periods:
            if (one.semester.code, str(one.examination_period)) == (semester, number):
                return one
        token = page.next_page_token
        if not token:
            return None


def _typed_of(period: ExaminationPeriod) -> dict[str, str]:
    typed = {name: day_as_field(getattr(period, name)) for name in _DAYS}
    return typed | {
        "semester": period.semester.code,
        "examination_period": str(period.examination_period),
        "withdrawal_working_days": str(period.withdrawal_working_days),
        "holidays_of": period.holidays_of,
        _LAST_DAY: (
            day_as_field(period.undated_withdrawal_last_date)
            if period.HasField("undated_withdrawal_last_date")
            else ""
        ),
    }


def _form(
    visit: Visit,
    typed: Mapping[str, str],
    etag: str,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    codes = semesters_around(visit)
    if typed["semester"] not in codes:
        codes.append(typed["semester"])
    return visit.render(
        "staff/period.html",
        status=status,
        problems=problems or Problems(),
        typed=typed,
        etag=etag,
        semesters=codes,
    )
