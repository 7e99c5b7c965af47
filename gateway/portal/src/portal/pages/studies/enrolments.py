"""Enrolments with what they make a student a member of, and the study history."""

import asyncio

from matrikel.records.v1.enrolment_pb2 import (
    EndReason,
    Enrolment,
    ListEnrolmentsRequest,
    SemesterStatus,
)
from matrikel.records.v1.person_pb2 import ListMembershipsRequest
from matrikel.records.v1.study_credit_pb2 import GetStudyHistoryRequest
from starlette.responses import Response

from portal.contract_names import value_name
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """Every enrolment, and every semester."""
    enrolments, memberships, history = await asyncio.gather(
        visit.services.enrolments.ListEnrolments(ListEnrolmentsRequest(person_id=visit.person_id)),
        visit.services.persons.ListMemberships(ListMembershipsRequest(person_id=visit.person_id)),
        visit.services.study_credit.GetStudyHistory(
            GetStudyHistoryRequest(person_id=visit.person_id)
        ),
    )
    return visit.render(
        "studies/enrolments.html",
        enrolments=enrolments.enrolments,
        membership_of={one.enrolment_id: one for one in memberships.memberships},
        period_of={one.enrolment_id: one for one in history.study_history.periods},
        history=history.study_history,
        status_name=status_name,
        end_reason_name=end_reason_name,
    )


def status_name(status: "SemesterStatus.ValueType") -> str:
    """The status's name in the texts: "enrolled", "on_leave"."""
    return value_name(SemesterStatus, status)


def end_reason_name(reason: "EndReason.ValueType") -> str:
    """The reason's name in the texts: "completion", "not_reregistered"."""
    return value_name(EndReason, reason)


async def current_enrolments(visit: Visit) -> list[Enrolment]:
    """The visitor's enrolments that have not ended."""
    answer = await visit.services.enrolments.ListEnrolments(
        ListEnrolmentsRequest(person_id=visit.person_id)
    )
    return [one for one in answer.enrolments if not _is_over(visit, one)]


def _is_over(visit: Visit, enrolment: Enrolment) -> bool:
    end, today = enrolment.end_date, visit.portal.today()
    return enrolment.HasField("end_date") and (
        (end.year, end.month, end.day) < (today.year, today.month, today.day)
    )
