"""Recognising results from elsewhere, and taking a recognition back."""

import asyncio
from collections.abc import Mapping, Sequence

from grpc.aio import AioRpcError
from matrikel.exams.v1.recognition_pb2 import (
    CreateRecognitionRequest,
    ListRecognitionsRequest,
    Recognition,
    RevokeRecognitionRequest,
)
from matrikel.exams.v1.regulations_pb2 import GetRegulationsVersionRequest, Module
from starlette.exceptions import HTTPException
from starlette.responses import Response

from portal.forms import Problems
from portal.pages.staff.answers import said_in_form
from portal.pages.staff.entries import Entries
from portal.pages.staff.student_records import enrolment_of, student_of
from portal.visit import Visit

_FIELDS = (
    "module_code",
    "exam_number",
    "credits_tenths",
    "grade",
    "institution",
    "original_title",
    "achieve_date",
    "reason",
)
# Both are chosen in one list: a module, or one exam of it.
_CHOICE = "recognised"
_CHOSEN_BY = ("module_code", "exam_number")


async def ask(visit: Visit) -> Response:
    """The form for a recognition."""
    return await _form(visit, dict.fromkeys((*_FIELDS, _CHOICE), ""))


async def recognise(visit: Visit) -> Response:
    """Recognises a result for a module or an exam."""
    entries = Entries(visit, await visit.form())
    module_code, _, exam_number = entries.text(_CHOICE, "recognitions.choice_missing").partition(
        "/"
    )
    request = CreateRecognitionRequest(
        enrolment_id=_enrolment_id(visit),
        module_code=module_code,
        exam_number=exam_number,
        credits_tenths=entries.credits_tenths("credits_tenths"),
        grade=entries.grade("grade"),
        institution=entries.text("institution", "recognitions.institution_missing"),
        original_title=entries.text("original_title", "recognitions.title_missing"),
        achieve_date=entries.day("achieve_date", "recognitions.date_missing"),
        reason=entries.text("reason"),
        request_id=entries.request_id,
    )
    typed = entries.typed((*_FIELDS, _CHOICE))
    if entries.problems:
        return await _form(visit, typed, entries.problems, 422)
    try:
        await visit.services.recognitions.CreateRecognition(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, *_FIELDS)
        return await _form(visit, typed, _at_choice(problems), status)
    return visit.go(_path(visit), done="recognised")


async def ask_to_revoke(visit: Visit) -> Response:
    """The recognition that would be taken back, and the form with the reason."""
    return await _revoke_form(visit, "")


async def revoke(visit: Visit) -> Response:
    """Takes the recognition back."""
    entries = Entries(visit, await visit.form())
    reason = entries.text("reason", "recognitions.reason_missing")
    if entries.problems:
        return await _revoke_form(visit, reason, entries.problems, 422)
    request = RevokeRecognitionRequest(
        recognition_id=_recognition_id(visit), reason=reason, request_id=entries.request_id
    )
    try:
        await visit.services.recognitions.RevokeRecognition(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, "reason")
        return await _revoke_form(visit, reason, problems, status)
    return visit.go(_path(visit), done="revoked")


async def _form(
    visit: Visit, typed: Mapping[str, str], problems: Problems | None = None, status: int = 200
) -> Response:
    student = await student_of(visit)
    enrolment = enrolment_of(visit, student)
    return visit.render(
        "staff/recognise.html",
        status=status,
        problems=problems or Problems(),
        student=student,
        enrolment=enrolment,
        modules=await _modules(visit, enrolment.regulations_version_code),
        typed=typed,
    )


async def _modules(visit: Visit, version_code: str) -> Sequence[Module]:
    answer = await visit.services.regulations.GetRegulationsVersion(
        GetRegulationsVersionRequest(regulations_version_code=version_code)
    )
    return answer.regulations_version.modules


async def _revoke_form(
    visit: Visit, reason: str, problems: Problems | None = None, status: int = 200
) -> Response:
    student, found = await asyncio.gather(
        student_of(visit),
        visit.services.recognitions.ListRecognitions(
            ListRecognitionsRequest(enrolment_id=_enrolment_id(visit))
        ),
    )
    return visit.render(
        "staff/revoke_recognition.html",
        status=status,
        problems=problems or Problems(),
        student=student,
        enrolment=enrolment_of(visit, student),
        recognition=_find(found.recognitions, _recognition_id(visit)),
        reason=reason,
    )


def _find(recognitions: Sequence[Recognition], recognition_id: str) -> Recognition:
    for one in recognitions:
        if one.recognition_id == recognition_id:
            return one
    raise HTTPException(404)


def _at_choice(problems: Problems) -> Problems:
    """What is said of module or exam, at the list in which both are chosen."""
    fields = dict(problems.fields)
    said = tuple(line for name in _CHOSEN_BY for line in fields.pop(name, ()))
    if said:
        fields[_CHOICE] = said
    return Problems(problems.general, fields)


def _path(visit: Visit) -> str:
    person_id = visit.request.path_params["person_id"]
    return f"student-records/{person_id}/{_enrolment_id(visit)}"


def _enrolment_id(visit: Visit) -> str:
    return str(visit.request.path_params["enrolment_id"])


def _recognition_id(visit: Visit) -> str:
    return str(visit.request.path_params["recognition_id"])
