"""Theses for their examiners and the examinations office: list, file, and grades."""

from collections.abc import Mapping

from grpc.aio import AioRpcError
from matrikel.exams.v1.thesis_pb2 import (
    DownloadThesisRequest,
    GetThesisRequest,
    GradeThesisRequest,
    ListExaminedThesesRequest,
    Thesis,
    ThesisState,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.forms import Problems
from portal.pages.own_theses import state_name
from portal.pages.staff.answers import notice, said_in_form, semesters_around
from portal.pages.staff.entries import Entries
from portal.staff_functions import ADMIT_THESIS
from portal.visit import Visit

APPLIED = ThesisState.THESIS_STATE_APPLIED
ADMITTED = ThesisState.THESIS_STATE_ADMITTED
_STATES = {
    state_name(state): state
    for state in (
        APPLIED,
        ADMITTED,
        ThesisState.THESIS_STATE_HANDED_IN,
        ThesisState.THESIS_STATE_GRADED,
        ThesisState.THESIS_STATE_OVERDUE,
        ThesisState.THESIS_STATE_REFUSED,
        ThesisState.THESIS_STATE_ENDED,
    )
}
_GRADED_IN = (ThesisState.THESIS_STATE_HANDED_IN, ThesisState.THESIS_STATE_GRADED)
_ON_PAPER_IN = (ADMITTED, ThesisState.THESIS_STATE_OVERDUE)


async def show(visit: Visit) -> Response:
    """Theses by state: all for the office, those that they examine for examiners."""
    state = visit.asked("state")
    answer = await visit.services.theses.ListExaminedTheses(
        ListExaminedThesesRequest(
            state=_STATES.get(state, ThesisState.THESIS_STATE_UNSPECIFIED),
            page_token=visit.asked("page"),
        )
    )
    return visit.render(
        "staff/theses.html",
        theses=answer.theses,
        next_page=answer.next_page_token,
        state=state if state in _STATES else "",
        states=list(_STATES),
        state_name=state_name,
        is_office=visit.may(ADMIT_THESIS),
    )


async def one(visit: Visit) -> Response:
    """One thesis with everything that the visitor may decide about it."""
    return await show_thesis(visit, {})


async def document(visit: Visit) -> Response:
    """The thesis as it was handed in."""
    call = visit.services.theses.DownloadThesis(DownloadThesisRequest(thesis_id=thesis_id(visit)))
    return await pass_on(call, lambda first: first.file_name or visit.t("theses.file"))


async def grade(visit: Visit) -> Response:
    """Enters the grade of one of the examiners."""
    entries = Entries(visit, await visit.form())
    examiner = entries.number("examiner")
    field = f"grade_{examiner}"
    request = GradeThesisRequest(
        thesis_id=thesis_id(visit),
        examiner=examiner,
        grade=entries.grade(field),
        request_id=entries.request_id,
    )
    typed = entries.typed([field])
    if entries.problems:
        return await show_thesis(visit, typed, entries.problems, 422)
    if not request.grade:
        problems = Problems(fields={field: (visit.t("theses.grade_missing"),)})
        return await show_thesis(visit, typed, problems, 422)
    try:
        await visit.services.theses.GradeThesis(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, home=field)
        return await show_thesis(visit, typed, problems, status)
    return visit.go(f"theses/{thesis_id(visit)}", done="graded")


async def show_thesis(
    visit: Visit, typed: Mapping[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    """The page of a thesis, after a refused form with what was typed into it."""
    answer = await visit.services.theses.GetThesis(GetThesisRequest(thesis_id=thesis_id(visit)))
    thesis = answer.thesis
    is_office = visit.may(ADMIT_THESIS)
    return visit.render(
        "staff/thesis.html",
        status=status,
        problems=problems or Problems(),
        thesis=thesis,
        typed=typed,
        state=state_name(thesis.state),
        is_office=is_office,
        is_applied=is_office and thesis.state == APPLIED,
        is_admitted=is_office and thesis.state == ADMITTED,
        can_extend=is_office and thesis.state == ADMITTED and not thesis.HasField("extend_time"),
        on_paper=is_office and thesis.state in _ON_PAPER_IN,
        graded_by=_graded_by(thesis, is_office),
        semesters=semesters_around(visit),
        done=notice(visit, "theses"),
    )


def thesis_id(visit: Visit) -> str:
    """The id of the thesis in the address."""
    return str(visit.request.path_params["thesis_id"])


def _graded_by(thesis: Thesis, is_office: bool) -> list[int]:
    """Which of the two grades the visitor may enter now."""
    if thesis.state not in _GRADED_IN:
        return []
    if is_office:
        return [1, 2]
    return [thesis.grades_as] if thesis.grades_as else []
