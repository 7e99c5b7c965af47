"""Study progress: credits and areas, the average line by line, and what is missing."""

from matrikel.exams.v1.study_progress_pb2 import (
    GetStudyProgressRequest,
    ProgressState,
    StudyProgress,
)
from starlette.responses import Response

from portal.pages.enrolment_choice import choose
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """The student's enrolments; a single one is shown at once."""
    return await choose(visit, "progress", "exams/progress")


async def of_enrolment(visit: Visit) -> Response:
    """How far one enrolment has come."""
    return visit.render("study_progress.html", progress=await read(visit), state_name=state_name)


async def read(visit: Visit) -> StudyProgress:
    """The progress of the enrolment in the address, which must be the visitor's own."""
    answer = await visit.services.study_progress.GetStudyProgress(
        GetStudyProgressRequest(enrolment_id=str(visit.request.path_params["enrolment_id"]))
    )
    return answer.study_progress


def state_name(state: "ProgressState.ValueType") -> str:
    """The state's name in the texts: "open", "started", "complete", "finally_failed"."""
    return ProgressState.Name(state).removeprefix("PROGRESS_STATE_").lower()
