"""Sittings and who is registered for them, with the lists to print."""

import asyncio
import logging
import re

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import (
    DownloadParticipantsRequest,
    ListParticipantsRequest,
    ListSittingsRequest,
    ParticipantList,
)
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.downloads import pass_on
from portal.exam_branches import form_name, is_lottery
from portal.faults import Fault, Kind
from portal.pages import failure
from portal.pages.staff.answers import may_keep, notice, sitting_id
from portal.pages.staff.table_files import CSV, FORMATS, PDF, XLSX
from portal.statuses import ASKING, CURRENT
from portal.visit import Visit

_logger = logging.getLogger(__name__)
_PARTICIPANTS_PAGE = 100

_LISTS = {
    "attendance": ParticipantList.PARTICIPANT_LIST_ATTENDANCE,
    "seats": ParticipantList.PARTICIPANT_LIST_SEAT_PLAN,
}


async def show(visit: Visit) -> Response:
    """The sittings of the chosen semester, else of the current one; "all" stands for every one."""
    code = visit.asked("semester") or Semester.of(visit.portal.today()).code
    query, period = visit.asked("query"), visit.asked("period")
    semesters = await semester_codes(visit)
    request = ListSittingsRequest(page_token=visit.asked("page"), query=query[:100])
    if code in semesters:
        request.semester.CopyFrom(SemesterMessage(code=code))
    if re.fullmatch("[12]", period):
        request.examination_period = int(period)
    answer = await visit.services.sittings.ListSittings(request)
    return visit.render(
        "staff/sittings.html",
        semester_code=code,
        semesters=semesters,
        query=query,
        period=period,
        sittings=answer.sittings,
        next_page=answer.next_page_token,
        form_name=form_name,
        may_keep=may_keep(visit),
        done=notice(visit, "sittings"),
    )


async def semester_codes(visit: Visit) -> list[str]:
    """The published semesters, the newest first; while records is down, the current ones."""
    try:
        answer = await visit.services.calendar.ListSemesters(ListSemestersRequest())
    except AioRpcError as error:
        _logger.warning("The semesters cannot be read: %s", error.code().name)
        current = Semester.of(visit.portal.today())
        return [semester.code for semester in (current.next(), current, current.previous())]
    return [dates.semester.code for dates in reversed(answer.semesters)]


async def participants(visit: Visit) -> Response:
    """Who is registered for a sitting, by name; with `?show=all` also who has no seat."""
    show_all = visit.asked("show") == "all"
    answer, statuses = await asyncio.gather(
        visit.services.sittings.ListParticipants(
            ListParticipantsRequest(
                sitting_id=sitting_id(visit),
                page_size=_PARTICIPANTS_PAGE,
                page_token=visit.asked("page"),
                show_all=show_all,
            )
        ),
        visit.portal.statuses.current(),
    )
    return visit.render(
        "staff/sitting.html",
        sitting=answer.sitting,
        participants=answer.participants,
        next_page=answer.next_page_token,
        show_all=show_all,
        statuses=statuses,
        form_name=form_name,
        is_lottery=is_lottery,
        may_keep=may_keep(visit),
        can_end=CURRENT | ASKING,
        done=notice(visit, "sitting_page"),
    )


async def download(visit: Visit) -> Response:
    """The attendance list or the seat plan as PDF, CSV or XLSX."""
    which, extension = visit.asked("list"), visit.asked("format")
    if which not in _LISTS or FORMATS.get(extension) not in (PDF, CSV, XLSX):
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    call = visit.services.sittings.DownloadParticipants(
        DownloadParticipantsRequest(
            sitting_id=sitting_id(visit), list=_LISTS[which], format=FORMATS[extension]
        )
    )
    fallback = visit.t(f"participants.file_{which}") + f".{extension}"
    return await pass_on(call, lambda first: first.file_name or fallback)
