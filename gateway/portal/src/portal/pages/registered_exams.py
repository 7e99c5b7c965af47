"""Info on registered exams: per enrolment, ended ones too, with the document to keep."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.values import Semester
from matrikel.exams.v1.registration_pb2 import ListRegistrationsRequest, Registration
from starlette.responses import Response

from portal.exam_branches import form_name, withdrawal_name
from portal.faults import Fault, Kind
from portal.pages import failure
from portal.pages.enrolment_choice import choose, enrolments_of
from portal.statuses import ASKING, CURRENT, WITHDRAWN
from portal.visit import Visit

_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class SemesterOfRegistrations:
    """The registrations for sittings of one semester: those that go on, and those that ended."""

    semester_code: str
    current: tuple[Registration, ...]
    ended: tuple[Registration, ...]


async def show(visit: Visit) -> Response:
    """The student's enrolments; a single one is shown at once."""
    return await choose(visit, "registered", "exams/registered")


async def of_enrolment(visit: Visit) -> Response:
    """What the student is registered for in one enrolment, the newest semester first."""
    enrolment_id = _enrolment_id(visit)
    answer, enrolments, statuses = await asyncio.gather(
        visit.services.registrations.ListRegistrations(
            ListRegistrationsRequest(
                person_id=visit.person_id,
                enrolment_id=enrolment_id,
                page_size=_PAGE_SIZE,
                page_token=visit.asked("page"),
            )
        ),
        enrolments_of(visit),
        visit.portal.statuses.current(),
    )
    named = {node.enrolment_id: node for node in enrolments}
    if enrolment_id not in named and not answer.registrations:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "registered_exams.html",
        enrolment_id=enrolment_id,
        enrolment=named.get(enrolment_id),
        is_only_enrolment=len(enrolments) == 1,
        semesters=_by_semester(answer.registrations),
        next_page=answer.next_page_token,
        form_name=form_name,
        withdrawal_name=withdrawal_name,
        statuses=statuses,
        asking=ASKING,
        withdrawn=WITHDRAWN,
    )


def _enrolment_id(visit: Visit) -> str:
    return str(visit.request.path_params["enrolment_id"])


def _by_semester(registrations: Iterable[Registration]) -> list[SemesterOfRegistrations]:
    grouped: dict[str, list[Registration]] = {}
    for registration in registrations:
        grouped.setdefault(registration.sitting.semester.code, []).append(registration)
    return [
        SemesterOfRegistrations(
            code,
            current=tuple(one for one in grouped[code] if one.status in CURRENT),
            ended=tuple(one for one in grouped[code] if one.status not in CURRENT),
        )
        for code in sorted(grouped, key=Semester.parse, reverse=True)
    ]
