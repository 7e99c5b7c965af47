"""A student's enrolments: history, what was decided of semesters, the end and taking it back."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.records.v1.deregistration_pb2 import (
    DeregisterPersonRequest,
    TakeBackDeregistrationRequest,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment
from matrikel.records.v1.semester_plan_pb2 import (
    ListSemesterDecisionsRequest,
    SemesterDecision,
    SemesterDecisionKind,
)
from matrikel.records.v1.study_credit_pb2 import GetStudyHistoryRequest
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.contract_names import value_name
from portal.faults import Kind, fault_of
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import Problems, id_of, text_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Preview, Subject, id_in
from portal.pages.studies.enrolments import end_reason_name, status_name
from portal.services import Services
from portal.visit import Visit

_TAB = "enrolments"
# A select that the request has as a list.
_WHICH = "which_enrolment"


async def show(visit: Visit) -> Response:
    """Every enrolment with its decisions, and every semester."""
    return await _page(visit, Problems(), 200)


async def take_back(visit: Visit) -> Response:
    """Takes a de-registration back that was a mistake."""
    form = await visit.form()
    request = TakeBackDeregistrationRequest(
        enrolment_id=id_in(visit, "enrolment_id"), request_id=id_of(form, "request_id")
    )
    try:
        await visit.services.deregistration.TakeBackDeregistration(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await _page(visit, Problems(general=(visit.sentence(fault),)), 409)
    return visit.go(persons.path_to(visit, _TAB), done="taken_back")


async def _page(visit: Visit, problems: Problems, status: int) -> Response:
    person_id = persons.person_id(visit)
    who, enrolments, history = await asyncio.gather(
        persons.whose(visit),
        persons.enrolments_of(visit),
        visit.services.study_credit.GetStudyHistory(GetStudyHistoryRequest(person_id=person_id)),
    )
    decisions = await asyncio.gather(*(_decisions(visit, one) for one in enrolments))
    return visit.render(
        "staff/records/enrolments.html",
        status=status,
        problems=problems,
        who=who,
        tab=_TAB,
        enrolments=enrolments,
        decisions=dict(zip((one.enrolment_id for one in enrolments), decisions, strict=True)),
        history=history.study_history,
        is_current=lambda one: persons.is_current(visit, one),
        has_current=any(persons.is_current(visit, one) for one in enrolments),
        status_name=status_name,
        end_reason_name=end_reason_name,
        decision_name=lambda kind: value_name(SemesterDecisionKind, kind),
        ground_said=lambda decision: _ground(visit, decision),
        done=notice(visit, "record"),
    )


async def _decisions(visit: Visit, enrolment: Enrolment) -> list[SemesterDecision]:
    answer = await visit.services.semester_plan.ListSemesterDecisions(
        ListSemesterDecisionsRequest(enrolment_id=enrolment.enrolment_id)
    )
    return list(answer.decisions)


def _ground(visit: Visit, decision: SemesterDecision) -> str:
    """The ground in words; grounds of leave and reasons of part-time study differ."""
    for group in ("leave_ground", "part_time_reason"):
        key = f"{group}.{decision.ground}"
        if key in visit.t.sentences:
            return visit.t(key)
    return decision.ground


def _begun(visit: Visit) -> Message:
    return DeregisterPersonRequest(person_id=persons.person_id(visit))


async def _call(services: Services, request: Any) -> Any:
    return await services.deregistration.DeregisterPerson(request)


def _which(request: Any, form: FormData) -> None:
    if enrolment_id := text_of(form, _WHICH):
        request.enrolment_ids.append(enrolment_id)


async def _subject(visit: Visit) -> Subject:
    current = [one for one in await persons.enrolments_of(visit) if persons.is_current(visit, one)]
    named = [(one.enrolment_id, persons.programme_line(visit, one)) for one in current]
    choices = await persons.choices(visit, {_WHICH: named})
    return await persons.subject(visit, _TAB, choices=choices)


def _preview(visit: Visit, answer: Any) -> Preview:
    effect, formats, t = answer.effect, Formats(visit.t), visit.t
    lines = [
        (
            persons.programme_line(visit, one),
            t("deregister.ends_on", date=formats.date(one.end_date)),
        )
        for one in effect.enrolments
    ]
    stays = "deregister.leaves" if effect.leaves_university else "deregister.stays"
    lines.append((t("deregister.student"), t(stays)))
    if effect.cancelled_cents:
        lines.append((t("deregister.cancelled"), formats.money(effect.cancelled_cents)))
    if effect.refund_cents:
        lines.append((t("deregister.refund"), formats.money(effect.refund_cents)))
    if effect.HasField("card_return_date"):
        until = t("deregister.card_until", date=formats.date(effect.card_return_date))
        lines.append((t("record_tab.card"), until))
    return Preview(lines)


DEREGISTER = Change(
    "deregister_person",
    (
        Field(_WHICH, Shape.OFFERED, required=False, has_hint=True),
        Field("end_date", Shape.DATE, label="last_day"),
        Field("reason", Shape.LINES, label="told_reason", most_characters=1000),
    ),
    _begun,
    _call,
    _subject,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="deregistered"),
    _preview,
    read_more=_which,
    aliases={"enrolment_ids": _WHICH},
)
