"""Applicants: accepted, waiting for the contribution, enrolled, or not coming."""

from typing import Any

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.records.v1.applicant_pb2 import (
    AcceptApplicantRequest,
    Applicant,
    ApplicantState,
    EnrolApplicantRequest,
    ExtendApplicantDeadlineRequest,
    GetApplicantRequest,
    ListApplicantsRequest,
    WithdrawApplicantRequest,
)
from matrikel.records.v1.person_pb2 import SexEntry
from starlette.responses import Response

from portal.contract_names import value_name, value_of
from portal.faults import Kind, fault_of
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.forms import Problems
from portal.pages.applications.choices import choices_for
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Preview, Subject, id_in
from portal.services import Services
from portal.visit import Visit

STATES = ("accepted", "enrolled", "lapsed", "withdrawn")
BADGES = {"accepted": "warning", "enrolled": "success", "lapsed": "danger"}
_FIELDS = ("applicant_number", "family_name_prefix")


async def show(visit: Visit) -> Response:
    """Applicants by number, by the beginning of the family name, or by state."""
    number = "".join(visit.asked("applicant_number").split())
    name, state = visit.asked("family_name_prefix"), visit.asked("state")
    state = state if state in STATES else ""
    problems, status, applicants, token = Problems(), 200, [], ""
    try:
        answer = await visit.services.applicants.ListApplicants(
            ListApplicantsRequest(
                applicant_number=number,
                family_name_prefix=name,
                state=value_of(ApplicantState, state) or 0,  # type: ignore[arg-type]  # 0 for all
                page_token=visit.asked("page"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.INVALID:
            raise
        problems, status = visit.problems(fault, *_FIELDS), fault.kind.value
    else:
        applicants, token = list(answer.applicants), answer.next_page_token
    return visit.render(
        "staff/records/applicants.html",
        status=status,
        problems=problems,
        applicants=applicants,
        next_page=token,
        query={"applicant_number": number, "family_name_prefix": name, "state": state},
        states=STATES,
        state_name=state_name,
        badges=BADGES,
        done=notice(visit, "applicants"),
    )


async def one(visit: Visit) -> Response:
    """One applicant: what is to pay until when, and what can be done."""
    applicant = await _applicant(visit)
    state = state_name(applicant.state)
    return visit.render(
        "staff/records/applicant.html",
        applicant=applicant,
        state=state,
        badges=BADGES,
        is_undecided=state in ("accepted", "lapsed"),
        sex=value_name(SexEntry, applicant.sex_entry) if applicant.sex_entry else "",
        done=notice(visit, "applicants"),
    )


def state_name(state: "ApplicantState.ValueType") -> str:
    """The state's name in the texts: "accepted"."""
    return value_name(ApplicantState, state)


async def _applicant(visit: Visit) -> Applicant:
    answer = await visit.services.applicants.GetApplicant(
        GetApplicantRequest(applicant_id=id_in(visit, "applicant_id"))
    )
    return answer.applicant


async def _accepting(visit: Visit) -> Subject:
    found = await choices_for(visit, "second_degree", None)
    usual = {"new_person.citizenship": "DE"}
    return Subject(
        "applicants",
        [(visit.t("menu.applicants"), "applicants")],
        "applicants",
        choices=found,
        usual=usual,
    )


async def _subject(visit: Visit) -> Subject:
    applicant, formats = await _applicant(visit), Formats(visit.t)
    own = f"applicants/{applicant.applicant_id}"
    facts = [
        (visit.t("person.name"), formats.name(applicant.name)),
        (visit.t("applicants.number"), applicant.applicant_number),
        (visit.t("tree.programme"), formats.text(applicant.programme.name)),
        (visit.t("applicants.to_pay"), formats.money(applicant.payment.amount_cents)),
        (visit.t("applicants.deadline"), formats.date(applicant.payment_deadline_date)),
    ]
    return Subject(
        "applicants",
        [(visit.t("menu.applicants"), "applicants"), (formats.name(applicant.name), own)],
        own,
        facts,
        await persons.choices(visit),
        version=applicant.version,
    )


def _to_applicant(done: str) -> Any:
    """Leads to the applicant's page, with a notice."""

    def after(visit: Visit, answer: Any) -> Response:
        return visit.go(f"applicants/{answer.applicant.applicant_id}", done=done)

    return after


def _accept(_visit: Visit) -> Message:
    return AcceptApplicantRequest()


async def _call_accept(services: Services, request: Any) -> Any:
    return await services.applicants.AcceptApplicant(request)


async def _call_extend(services: Services, request: Any) -> Any:
    return await services.applicants.ExtendApplicantDeadline(request)


async def _call_withdraw(services: Services, request: Any) -> Any:
    return await services.applicants.WithdrawApplicant(request)


async def _call_enrol(services: Services, request: Any) -> Any:
    return await services.applicants.EnrolApplicant(request)


def _enrolled(visit: Visit, answer: Any) -> Preview:
    applicant, formats = answer.applicant, Formats(visit.t)
    programme = applicant.programme
    named = f"{programme.degree.short_name} {formats.text(programme.name)}"
    return Preview(
        [
            (visit.t("tree.programme"), named),
            (
                visit.t("field_label.first_semester"),
                formats.semester(applicant.first_semester.code),
            ),
        ]
    )


_OF_PROGRAMME = (
    Field("programme_code", Shape.OFFERED, label="applied_programme"),
    Field("major", Shape.OFFERED, required=False),
    Field("minor", Shape.OFFERED, required=False),
    Field("first_semester", Shape.SEMESTER),
    Field("part_time", Shape.CHECK, required=False, label="applied_part_time"),
    Field("prior_semesters", Shape.NUMBER, required=False, label="prior_semesters_count"),
    Field("applicant_number", required=False, has_hint=True, most_characters=9),
    Field("payment_deadline_date", Shape.DATE, required=False, has_hint=True),
)
ACCEPT = Change(
    "accept_applicant",
    (
        Field("new_person.name.title", required=False, label="name_title", most_characters=40),
        Field("new_person.name.given_names", most_characters=120),
        Field("new_person.name.family_name", most_characters=120),
        Field("new_person.name.birth_name", required=False, most_characters=120),
        Field("new_person.birth_date", Shape.DATE),
        Field("new_person.birth_place"),
        Field("new_person.citizenship", Shape.COUNTRY),
        Field("new_person.sex_entry", Shape.CHOICE, required=False, enum=SexEntry),
        Field("new_person.email", label="private_email", most_characters=254),
        *_OF_PROGRAMME,
    ),
    _accept,
    _call_accept,
    _accepting,
    _to_applicant("accepted"),
)
ACCEPT_KNOWN = Change(
    "accept_known",
    (Field("matriculation_number", label="known_number", most_characters=7), *_OF_PROGRAMME),
    _accept,
    _call_accept,
    _accepting,
    _to_applicant("accepted"),
)
EXTEND = Change(
    "extend_deadline",
    (Field("payment_deadline_date", Shape.DATE, label="new_deadline"),),
    lambda visit: ExtendApplicantDeadlineRequest(applicant_id=id_in(visit, "applicant_id")),
    _call_extend,
    _subject,
    _to_applicant("extended"),
)
WITHDRAW = Change(
    "withdraw_applicant",
    (),
    lambda visit: WithdrawApplicantRequest(applicant_id=id_in(visit, "applicant_id")),
    _call_withdraw,
    _subject,
    _to_applicant("withdrawn"),
)
ENROL = Change(
    "enrol_applicant",
    (),
    lambda visit: EnrolApplicantRequest(applicant_id=id_in(visit, "applicant_id")),
    _call_enrol,
    _subject,
    _to_applicant("enrolled"),
    _enrolled,
)
