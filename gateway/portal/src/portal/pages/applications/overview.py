"""The student's applications, and the choice of a new one."""

import asyncio

from matrikel.records.v1.application_pb2 import (
    ApplicationState,
    DecidingOffice,
    ListApplicationsRequest,
)
from matrikel.records.v1.calendar_pb2 import ListSemestersRequest
from matrikel.records.v1.study_credit_pb2 import ListPreselectionRightsRequest
from starlette.responses import Response

from portal.contract_names import value_name
from portal.pages.applications.choices import is_over
from portal.pages.applications.forms import GROUPS, kind_name
from portal.visit import Visit

# The current semester and the next two: further dates only get in the way here.
_SEMESTERS_SHOWN = 3
STATE_BADGES = {
    "approved": "success",
    "rejected": "danger",
    "question": "warning",
    "draft": "warning",
}


async def show(visit: Visit) -> Response:
    """All applications with their state, the newest first."""
    answer = await visit.services.applications.ListApplications(
        ListApplicationsRequest(person_id=visit.person_id, page_token=visit.asked("page"))
    )
    done = visit.asked("done")
    return visit.render(
        "applications/overview.html",
        applications=answer.applications,
        next_page=answer.next_page_token,
        kind_name=kind_name,
        state_name=state_name,
        office_name=office_name,
        badges=STATE_BADGES,
        done=done if done == "discarded" else "",
    )


async def choose(visit: Visit) -> Response:
    """Every kind with what it is for, and the days that deadlines look at."""
    calendar, rights = await asyncio.gather(
        visit.services.calendar.ListSemesters(ListSemestersRequest()),
        visit.services.study_credit.ListPreselectionRights(
            ListPreselectionRightsRequest(person_id=visit.person_id)
        ),
    )
    semesters = [one for one in calendar.semesters if not is_over(visit.portal.today(), one)]
    return visit.render(
        "applications/choose.html",
        groups=GROUPS,
        semesters=semesters[:_SEMESTERS_SHOWN],
        preselection_until={one.semester.code: one.last_date for one in rights.deadlines},
    )


def state_name(state: "ApplicationState.ValueType") -> str:
    """The state's name in the texts: "draft", "question"."""
    return value_name(ApplicationState, state)


def office_name(office: "DecidingOffice.ValueType") -> str:
    """The office's name in the texts: "student_services"."""
    return value_name(DecidingOffice, office)
