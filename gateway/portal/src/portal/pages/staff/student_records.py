"""A student as the examinations office and programme advisers see one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from grpc.aio import AioRpcError
from matrikel.exams.v1.recognition_pb2 import ListRecognitionsRequest
from matrikel.exams.v1.registration_pb2 import (
    ListRegistrationAttemptsRequest,
    ListRegistrationsRequest,
    Registration,
    RegistrationAttempt,
)
from matrikel.exams.v1.result_pb2 import ListResultsRequest
from matrikel.exams.v1.sick_note_pb2 import ListSickNotesRequest, SickNote
from matrikel.exams.v1.student_pb2 import (
    GetStudentRequest,
    ListStudentsRequest,
    Student,
    StudentEnrolment,
)
from matrikel.exams.v1.study_progress_pb2 import GetStudyProgressRequest
from matrikel.exams.v1.thesis_pb2 import ListThesesRequest
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.certificate_functions import FIND
from portal.forms import Problems
from portal.pages.own_sick_notes import state_name as sick_note_state
from portal.pages.own_theses import state_name as thesis_state
from portal.pages.staff.answers import notice, said_in_form
from portal.pages.study_progress import state_name
from portal.staff_functions import CREATE_RECOGNITION, DEREGISTER_STUDENT
from portal.statuses import ASKING, CURRENT
from portal.visit import Visit

_PAGE_SIZE = 100
_FIELDS = ("matriculation_number", "family_name_prefix")


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched for and found; `students` is None before the first search."""

    matriculation_number: str
    family_name_prefix: str
    students: Sequence[Student] | None = None
    next_page: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """What the examinations office sees of a student besides results."""

    registrations: Sequence[Registration]
    next_page: str
    attempts: Sequence[RegistrationAttempt]
    sick_notes: Sequence[SickNote]


async def search(visit: Visit) -> Response:
    """Students by matriculation number or by the beginning of the family name."""
    number = "".join(visit.asked("matriculation_number").split())
    prefix = visit.asked("family_name_prefix")
    if not number and not prefix:
        return visit.render("staff/student_search.html", search=Search(number, prefix))
    try:
        answer = await visit.services.students.ListStudents(
            ListStudentsRequest(
                matriculation_number=number,
                family_name_prefix=prefix,
                page_token=visit.asked("page"),
            )
        )
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return visit.render(
            "staff/student_search.html",
            status=status,
            problems=problems,
            search=Search(number, prefix),
        )
    found = Search(number, prefix, answer.students, answer.next_page_token)
    return visit.render("staff/student_search.html", search=found)


async def one(visit: Visit) -> Response:
    """A student's enrolments, and for the office registrations, attempts and cases too."""
    person_id = _person_id(visit)
    student, theses = await asyncio.gather(
        student_of(visit), visit.services.theses.ListTheses(ListThesesRequest(person_id=person_id))
    )
    cases = await _cases(visit, person_id) if visit.may(DEREGISTER_STUDENT) else None
    return visit.render(
        "staff/student_record.html",
        student=student,
        theses=theses.theses,
        cases=cases,
        may_see_certificates=visit.may(FIND),
        statuses=await visit.portal.statuses.current(),
        can_end=CURRENT | ASKING,
        thesis_state=thesis_state,
        sick_note_state=sick_note_state,
    )


async def _cases(visit: Visit, person_id: str) -> Cases:
    registrations, attempts, sick_notes = await asyncio.gather(
        visit.services.registrations.ListRegistrations(
            ListRegistrationsRequest(
                person_id=person_id, page_size=_PAGE_SIZE, page_token=visit.asked("page")
            )
        ),
        visit.services.registrations.ListRegistrationAttempts(
            ListRegistrationAttemptsRequest(person_id=person_id)
        ),
        visit.services.sick_notes.ListSickNotes(ListSickNotesRequest(person_id=person_id)),
    )
    return Cases(
        registrations.registrations,
        registrations.next_page_token,
        attempts.attempts,
        sick_notes.sick_notes,
    )


async def progress(visit: Visit) -> Response:
    """How far one enrolment has come, and its results."""
    student = await student_of(visit)
    enrolment = enrolment_of(visit, student)
    found, results, recognitions, statuses = await asyncio.gather(
        visit.services.study_progress.GetStudyProgress(
            GetStudyProgressRequest(enrolment_id=enrolment.enrolment_id)
        ),
        visit.services.results.ListResults(
            ListResultsRequest(
                person_id=student.person_id,
                enrolment_id=enrolment.enrolment_id,
                page_size=_PAGE_SIZE,
                page_token=visit.asked("page"),
            )
        ),
        visit.services.recognitions.ListRecognitions(
            ListRecognitionsRequest(enrolment_id=enrolment.enrolment_id)
        ),
        visit.portal.statuses.current(),
    )
    return visit.render(
        "staff/student_progress.html",
        student=student,
        enrolment=enrolment,
        progress=found.study_progress,
        results=results.results,
        next_page=results.next_page_token,
        recognitions=recognitions.recognitions,
        may_recognise=visit.may(CREATE_RECOGNITION),
        statuses=statuses,
        state_name=state_name,
        problems=Problems(),
        done=notice(visit, "recognitions"),
    )


async def student_of(visit: Visit) -> Student:
    """The student in the address. Raises AioRpcError."""
    answer = await visit.services.students.GetStudent(
        GetStudentRequest(person_id=_person_id(visit))
    )
    return answer.student


def enrolment_of(visit: Visit, student: Student) -> StudentEnrolment:
    """The enrolment in the address, which must be the student's. Raises HTTPException (404)."""
    wanted = str(visit.request.path_params["enrolment_id"])
    for one_enrolment in student.enrolments:
        if one_enrolment.enrolment_id == wanted:
            return one_enrolment
    raise HTTPException(404)


def _person_id(visit: Visit) -> str:
    return str(visit.request.path_params["person_id"])
