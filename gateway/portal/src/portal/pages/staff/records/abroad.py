"""Semesters abroad: the applications, whether work was recognised, and what does not take place."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from matrikel.records.v1.application_pb2 import (
    Application,
    ApplicationKind,
    ApplicationState,
    ListOpenApplicationsRequest,
)
from matrikel.records.v1.semester_plan_pb2 import (
    CancelSemesterAbroadRequest,
    RecordAbroadRecognitionRequest,
)
from starlette.responses import Response

from portal.fields import Field, Shape
from portal.formats import Formats
from portal.pages.applications.one import application_id, read_application
from portal.pages.staff.records.changes import Change, Preview, Subject
from portal.pages.studies.enrolments import status_name
from portal.services import Services
from portal.visit import Visit

_ABROAD = ApplicationKind.APPLICATION_KIND_SEMESTER_ABROAD
_APPROVED = ApplicationState.APPLICATION_STATE_APPROVED


async def show(visit: Visit) -> Response:
    """What waits for a decision, and the semesters abroad that were approved."""
    service = visit.services.applications
    waiting, approved = await asyncio.gather(
        service.ListOpenApplications(ListOpenApplicationsRequest(kind=_ABROAD)),
        service.ListOpenApplications(
            ListOpenApplicationsRequest(
                kind=_ABROAD, state=_APPROVED, page_token=visit.asked("page")
            )
        ),
    )
    return visit.render(
        "staff/records/abroad.html",
        waiting=waiting.applications,
        more_waiting=bool(waiting.next_page_token),
        approved=approved.applications,
        next_page=approved.next_page_token,
    )


async def _subject(visit: Visit) -> Subject:
    application, formats = await read_application(visit), Formats(visit.t)
    own = f"applications/{application.application_id}"
    abroad = application.content.semester_abroad
    return Subject(
        "abroad",
        [(visit.t("menu.abroad"), "abroad"), (formats.name(application.name), own)],
        own,
        [
            (visit.t("person.name"), formats.name(application.name)),
            (visit.t("person.matriculation_number"), application.matriculation_number),
            (visit.t("sitting.semester"), formats.semester(abroad.semester.code)),
            (
                visit.t("field_label.host_university"),
                formats.listing([abroad.host_university, formats.country(abroad.country)]),
            ),
        ],
    )


def _counted(visit: Visit, answer: Any) -> Preview:
    """The semesters of the enrolment as they would be counted."""
    formats, t = Formats(visit.t), visit.t
    lines = [
        (
            formats.semester(one.semester.code),
            t(
                "abroad.counts_as",
                status=t(f"semester_status.{status_name(one.status)}"),
                number=one.programme_semester,
            ),
        )
        for one in answer.enrolment.semesters
    ]
    return Preview(lines)


def _would_be_due(visit: Visit, answer: Any) -> Preview:
    amount = Formats(visit.t).money(answer.contribution_due_cents)
    return Preview([(visit.t("abroad.due_then"), amount), *_counted(visit, answer).lines])


async def _call_record(services: Services, request: Any) -> Any:
    return await services.semester_plan.RecordAbroadRecognition(request)


async def _call_cancel(services: Services, request: Any) -> Any:
    return await services.semester_plan.CancelSemesterAbroad(request)


def _to_application(done: str) -> Any:
    """Leads back to the application, with a notice."""

    def after(visit: Visit, _answer: Any) -> Response:
        return visit.go(f"applications/{application_id(visit)}", done=done)

    return after


def _record(application: Application) -> Change:
    def request(_visit: Visit) -> Message:
        return RecordAbroadRecognitionRequest(
            enrolment_id=application.enrolment_id,
            semester=application.content.semester_abroad.semester,
        )

    return Change(
        "record_abroad",
        (Field("work_recognised", Shape.EITHER),),
        request,
        _call_record,
        _subject,
        _to_application("recognition_recorded"),
        _counted,
    )


def _cancel(application: Application) -> Change:
    def request(_visit: Visit) -> Message:
        return CancelSemesterAbroadRequest(
            enrolment_id=application.enrolment_id,
            semester=application.content.semester_abroad.semester,
        )

    return Change(
        "cancel_abroad",
        (Field("reason", Shape.LINES, label="told_reason", most_characters=1000),),
        request,
        _call_cancel,
        _subject,
        _to_application("abroad_cancelled"),
        _would_be_due,
    )


async def ask_for_recognition(visit: Visit) -> Response:
    """Whether work was recognised."""
    return await _record(await read_application(visit)).ask(visit)


async def record(visit: Visit) -> Response:
    """Records it; the semesters are counted anew."""
    return await _record(await read_application(visit)).send(visit)


async def ask_to_cancel(visit: Visit) -> Response:
    """Why the semester abroad does not take place."""
    return await _cancel(await read_application(visit)).ask(visit)


async def cancel(visit: Visit) -> Response:
    """Cancels it; the contribution is due again."""
    return await _cancel(await read_application(visit)).send(visit)
