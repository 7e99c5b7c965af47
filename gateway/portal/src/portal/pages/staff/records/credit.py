"""Study credit with what Student Services enter for it, and the rights of pre-selection."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from matrikel.records.v1.application_content_pb2 import FeeExemptionGround
from matrikel.records.v1.events_pb2 import PreselectionGround
from matrikel.records.v1.study_credit_pb2 import (
    AddPriorStudyRequest,
    AddSemesterGroundRequest,
    GetStudyCreditRequest,
    ListPreselectionRightsRequest,
    ListPriorStudiesRequest,
    ListSemesterGroundsRequest,
    LongTermFeeState,
    PreselectionRight,
    RemovePriorStudyRequest,
    SetPreselectionRightRequest,
    TakeBackSemesterGroundRequest,
)
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.contract_names import value_name
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import text_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_TAB = "credit"
# Codes of semesters in one line of text: "2023W, 2024S".
_KNOWN = "known_codes"
_REASON = Field("reason", label="rests_on", has_hint=True)
_BACK = Field("reason", label="take_back_reason")
_CHILD = Field("child_birth_date", Shape.DATE, required=False, has_hint=True)


async def show(visit: Visit) -> Response:
    """The credit line by line, studies elsewhere, grounds, and rights."""
    person_id, service = persons.person_id(visit), visit.services.study_credit
    who, credit, prior, grounds, rights = await asyncio.gather(
        persons.whose(visit),
        service.GetStudyCredit(GetStudyCreditRequest(person_id=person_id)),
        service.ListPriorStudies(ListPriorStudiesRequest(person_id=person_id)),
        service.ListSemesterGrounds(ListSemesterGroundsRequest(person_id=person_id)),
        service.ListPreselectionRights(ListPreselectionRightsRequest(person_id=person_id)),
    )
    return visit.render(
        "staff/records/credit.html",
        who=who,
        tab=_TAB,
        credit=credit.study_credit,
        prior_studies=prior.prior_studies,
        grounds=grounds.grounds,
        rights=rights.rights,
        deadlines=rights.deadlines,
        fee_name=lambda state: value_name(LongTermFeeState, state),
        ground_name=lambda ground: value_name(FeeExemptionGround, ground),
        right_name=_right_name,
        done=notice(visit, "record"),
    )


def _right_name(right: PreselectionRight) -> str:
    return value_name(PreselectionGround, right.ground)


def _done(name: str) -> Any:
    """Leads back to the credit, with a notice."""

    def after(visit: Visit, _answer: Any) -> Response:
        return visit.go(persons.path_to(visit, _TAB), done=name)

    return after


async def _subject(visit: Visit) -> Subject:
    return await persons.subject(visit, _TAB, choices=await persons.choices(visit))


async def _one_study(visit: Visit) -> Subject:
    answer = await visit.services.study_credit.ListPriorStudies(
        ListPriorStudiesRequest(person_id=persons.person_id(visit))
    )
    wanted = id_in(visit, "prior_study_id")
    facts = [
        (one.university_name, f"{one.programme_name}, {one.semesters}")
        for one in answer.prior_studies
        if one.prior_study_id == wanted
    ]
    return await persons.subject(visit, _TAB, facts)


async def _one_ground(visit: Visit) -> Subject:
    answer = await visit.services.study_credit.ListSemesterGrounds(
        ListSemesterGroundsRequest(person_id=persons.person_id(visit))
    )
    wanted, formats = id_in(visit, "semester_ground_id"), Formats(visit.t)
    facts = [
        (
            formats.semester(one.semester.code),
            visit.t(f"fee_exemption_ground.{value_name(FeeExemptionGround, one.ground)}"),
        )
        for one in answer.grounds
        if one.semester_ground_id == wanted
    ]
    return await persons.subject(visit, _TAB, facts)


def _study(visit: Visit) -> Message:
    return AddPriorStudyRequest(person_id=persons.person_id(visit))


def _read_known(request: Any, form: FormData) -> None:
    for code in text_of(form, _KNOWN).replace(",", " ").split():
        request.known_semesters.add(code=code.upper())


def _no_study(visit: Visit) -> Message:
    return RemovePriorStudyRequest(
        person_id=persons.person_id(visit), prior_study_id=id_in(visit, "prior_study_id")
    )


def _ground(visit: Visit) -> Message:
    return AddSemesterGroundRequest(person_id=persons.person_id(visit))


def _no_ground(visit: Visit) -> Message:
    return TakeBackSemesterGroundRequest(
        person_id=persons.person_id(visit), semester_ground_id=id_in(visit, "semester_ground_id")
    )


def _right(visit: Visit) -> Message:
    return SetPreselectionRightRequest(person_id=persons.person_id(visit))


async def _add_study(services: Services, request: Any) -> Any:
    return await services.study_credit.AddPriorStudy(request)


async def _remove_study(services: Services, request: Any) -> Any:
    return await services.study_credit.RemovePriorStudy(request)


async def _add_ground(services: Services, request: Any) -> Any:
    return await services.study_credit.AddSemesterGround(request)


async def _take_ground_back(services: Services, request: Any) -> Any:
    return await services.study_credit.TakeBackSemesterGround(request)


async def _set_right(services: Services, request: Any) -> Any:
    return await services.study_credit.SetPreselectionRight(request)


ADD_STUDY = Change(
    "add_prior_study",
    (
        Field("university_name"),
        Field("programme_name", required=False, label="prior_programme"),
        Field("semesters", Shape.NUMBER, required=False, label="prior_semesters", has_hint=True),
        Field("completed_degree", Shape.CHECK, required=False),
        Field(
            "standard_duration_semesters",
            Shape.NUMBER,
            required=False,
            label="prior_duration",
            has_hint=True,
        ),
        Field(_KNOWN, required=False, has_hint=True),
        _REASON,
    ),
    _study,
    _add_study,
    _subject,
    _done("study_added"),
    read_more=_read_known,
    aliases={"known_semesters": _KNOWN},
)
REMOVE_STUDY = Change(
    "remove_prior_study", (_BACK,), _no_study, _remove_study, _one_study, _done("study_removed")
)
ADD_GROUND = Change(
    "add_ground",
    (
        Field("semester", Shape.SEMESTER),
        Field("ground", Shape.CHOICE, label="fee_ground", enum=FeeExemptionGround),
        Field("waived_cents", Shape.MONEY, required=False, has_hint=True),
        _CHILD,
        _REASON,
    ),
    _ground,
    _add_ground,
    _subject,
    _done("ground_added"),
)
TAKE_GROUND_BACK = Change(
    "take_ground_back",
    (_BACK,),
    _no_ground,
    _take_ground_back,
    _one_ground,
    _done("ground_taken_back"),
)
SET_RIGHT = Change(
    "set_preselection",
    (
        Field("semester", Shape.SEMESTER),
        Field("ground", Shape.CHOICE, label="preselection_for", enum=PreselectionGround),
        Field("holds", Shape.EITHER, label="holds_right"),
        _CHILD,
        _REASON,
    ),
    _right,
    _set_right,
    _subject,
    _done("right_set"),
)
