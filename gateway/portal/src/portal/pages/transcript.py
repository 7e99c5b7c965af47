"""Results per degree (Notenspiegel): every attempt with its grade, averages and credits on top."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import ListResultsRequest, Result
from matrikel.exams.v1.study_progress_pb2 import GetStudyProgressRequest
from matrikel.records.v1.person_pb2 import GetPersonRequest, Person
from starlette.responses import Response

from portal.pages.enrolment_choice import choose
from portal.university import contact_point
from portal.visit import Visit

_logger = logging.getLogger(__name__)
_PAGE_SIZE = 100
# Where wrong or missing results are reported, as the university's profile codes it.
INFO_PORTAL = "info-portal"


@dataclass(frozen=True, slots=True)
class SemesterOfResults:
    """The results of sittings of one semester."""

    semester_code: str
    results: tuple[Result, ...]


async def show(visit: Visit) -> Response:
    """The student's enrolments; a single one is shown at once."""
    return await choose(visit, "transcript", "exams/transcript")


async def of_enrolment(visit: Visit) -> Response:
    """All results of one enrolment, or with `?show=passed` the passed ones only."""
    enrolment_id = str(visit.request.path_params["enrolment_id"])
    passed_only = visit.asked("show") == "passed"
    progress, results, person, statuses = await asyncio.gather(
        visit.services.study_progress.GetStudyProgress(
            GetStudyProgressRequest(enrolment_id=enrolment_id)
        ),
        _results(visit, enrolment_id, passed_only),
        _person(visit),
        visit.portal.statuses.current(),
    )
    return visit.render(
        "transcript.html",
        enrolment_id=enrolment_id,
        progress=progress.study_progress,
        person=person,
        passed_only=passed_only,
        semesters=_by_semester(results),
        recognised=[one for one in results if one.recognition_id],
        statuses=statuses,
        info_portal=contact_point(visit.university, INFO_PORTAL),
    )


async def _results(visit: Visit, enrolment_id: str, passed_only: bool) -> list[Result]:
    """Every result: a transcript in parts would not add up."""
    results: list[Result] = []
    token = ""
    while True:
        answer = await visit.services.results.ListResults(
            ListResultsRequest(
                person_id=visit.person_id,
                enrolment_id=enrolment_id,
                passed_only=passed_only,
                page_size=_PAGE_SIZE,
                page_token=token,
            )
        )
        results.extend(answer.results)
        token = answer.next_page_token
        if not token:
            return results


async def _person(visit: Visit) -> Person | None:
    """The master data; the results are shown without them while records is away."""
    try:
        answer = await visit.services.persons.GetPerson(GetPersonRequest(person_id=visit.person_id))
    except AioRpcError as error:
        _logger.warning("A transcript is shown without master data: %s", error.code().name)
        return None
    return answer.person


def _by_semester(results: Iterable[Result]) -> list[SemesterOfResults]:
    grouped: dict[str, list[Result]] = {}
    for result in results:
        if not result.recognition_id:
            grouped.setdefault(result.sitting.semester.code, []).append(result)
    return [
        SemesterOfResults(code, tuple(grouped[code]))
        for code in sorted(grouped, key=Semester.parse, reverse=True)
    ]
