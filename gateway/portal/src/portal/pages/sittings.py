"""Sittings and their participants, for examiners and the examinations office."""

import logging

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import ListParticipantsRequest, ListSittingsRequest
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.visit import Visit

_logger = logging.getLogger(__name__)
_PARTICIPANTS_PAGE = 100


async def show(visit: Visit) -> Response:
    """The sittings of the chosen semester, else of the current one; "all" stands for every one."""
    code = visit.asked("semester") or Semester.of(visit.portal.today()).code
    semesters = await _semester_codes(visit)
    request = ListSittingsRequest(page_token=visit.asked("page"))
    if code in semesters:
        request.semester.CopyFrom(SemesterMessage(code=code))
    answer = await visit.services.sittings.ListSittings(request)
    return visit.render(
        "sittings.html",
        semester_code=code,
        semesters=semesters,
        sittings=answer.sittings,
        next_page=answer.next_page_token,
        form_name=form_name,
    )


async def _semester_codes(visit: Visit) -> list[str]:
    """The published semesters, the newest first; while records is down, the current ones."""
    try:
        answer = await visit.services.calendar.ListSemesters(ListSemestersRequest())
    except AioRpcError as error:
        _logger.warning("The semesters cannot be read: %s", error.code().name)
        current = Semester.of(visit.portal.today())
        return [semester.code for semester in (current.next(), current, current.previous())]
    return [dates.semester.code for dates in reversed(answer.semesters)]


async def participants(visit: Visit) -> Response:
    """Who is registered for a sitting, by name."""
    answer = await visit.services.sittings.ListParticipants(
        ListParticipantsRequest(
            sitting_id=str(visit.request.path_params["sitting_id"]),
            page_size=_PARTICIPANTS_PAGE,
            page_token=visit.asked("page"),
        )
    )
    return visit.render(
        "participants.html",
        sitting=answer.sitting,
        participants=answer.participants,
        next_page=answer.next_page_token,
        form_name=form_name,
    )
