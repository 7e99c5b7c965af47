"""A student's master data: facts, account, memberships, former names, corrections."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from google.type.date_pb2 import Date
from grpc import StatusCode
from grpc.aio import AioRpcError
from matrikel.identity.v1.account_pb2 import Account, AccountState, GetAccountRequest
from matrikel.records.v1.person_pb2 import (
    CorrectPersonRequest,
    DownloadPhotoRequest,
    ListFormerNamesRequest,
    ListMembershipsRequest,
    ListPersonCorrectionsRequest,
    SexEntry,
)
from starlette.responses import Response

from portal import menu
from portal import record_functions as functions
from portal.contract_names import value_name
from portal.downloads import pass_on
from portal.fields import Field, Shape
from portal.formats import Formats
from portal.pages.account import account_state
from portal.pages.applications.choices import countries
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Preview, Subject
from portal.services import Services
from portal.visit import Visit

_TAB = "facts"


async def show(visit: Visit) -> Response:
    """Everything that identifies the student, and who changed it."""
    person_id, services = persons.person_id(visit), visit.services
    person, names, corrections, memberships, account = await asyncio.gather(
        persons.person_of(visit),
        services.persons.ListFormerNames(ListFormerNamesRequest(person_id=person_id)),
        services.persons.ListPersonCorrections(ListPersonCorrectionsRequest(person_id=person_id)),
        services.persons.ListMemberships(ListMembershipsRequest(person_id=person_id)),
        account_of(visit, person_id),
    )
    return visit.render(
        "staff/records/facts.html",
        who=persons.Whose(person_id, person.name, person.matriculation_number, is_student=True),
        tab=_TAB,
        person=person,
        sex=value_name(SexEntry, person.sex_entry) if person.sex_entry else "",
        former_names=names.former_names,
        corrections=corrections.corrections,
        said=lambda fact, value: _said(visit, fact, value),
        memberships=memberships.memberships,
        account=account,
        state=account_state(account.state) if account else "",
        may_start_support=visit.may(menu.START_SUPPORT) and _is_active(account),
        may_issue_code=visit.may(menu.ISSUE_INITIAL_CODE) and is_assigned(account),
        may_correct=visit.may(functions.CORRECT_PERSON),
        done=notice(visit, "record"),
    )


async def photo(visit: Visit) -> Response:
    """The student's photo."""
    call = visit.services.persons.DownloadPhoto(
        DownloadPhotoRequest(person_id=persons.person_id(visit))
    )
    return await pass_on(call, lambda first: first.file_name)


async def account_of(visit: Visit, person_id: str) -> Account | None:
    """The account, or None while the person has none yet."""
    try:
        answer = await visit.services.accounts.GetAccount(GetAccountRequest(person_id=person_id))
    except AioRpcError as error:
        if error.code() is StatusCode.NOT_FOUND:
            return None
        raise
    return answer.account


def _is_active(account: Account | None) -> bool:
    """Whether there is a view to be seen."""
    return account is not None and account.state == AccountState.ACCOUNT_STATE_ACTIVE


def is_assigned(account: Account | None) -> bool:
    """Whether the account waits for its first password."""
    return account is not None and account.state == AccountState.ACCOUNT_STATE_ASSIGNED


def _said(visit: Visit, fact: str, value: str) -> str:
    """A fact as the history keeps it, in words."""
    formats = Formats(visit.t)
    if fact == "birth_date":
        return formats.iso_date(value)
    if fact == "citizenship":
        return formats.country(value)
    if fact == "sex_entry":
        key = f"sex_entry.{value}"
        return visit.t(key) if key in visit.t.sentences else "–"
    return value


def _begun(visit: Visit) -> Message:
    return CorrectPersonRequest(person_id=persons.person_id(visit))


async def _call(services: Services, request: Any) -> Any:
    return await services.persons.CorrectPerson(request)


async def _subject(visit: Visit) -> Subject:
    person = await persons.person_of(visit)
    day = person.birth_date
    return await persons.subject(
        visit,
        _TAB,
        choices=await persons.choices(visit),
        usual={
            "birth_date": f"{day.year:04}-{day.month:02}-{day.day:02}" if day.year else "",
            "birth_place": person.birth_place,
            "citizenship": person.citizenship,
            "sex_entry": value_name(SexEntry, person.sex_entry) if person.sex_entry else "",
        },
        version=person.version,
    )


def _preview(visit: Visit, answer: Any) -> Preview:
    person, formats = answer.person, Formats(visit.t)
    named = dict(countries(visit))
    birth: Date = person.birth_date
    sex = visit.t(f"sex_entry.{value_name(SexEntry, person.sex_entry)}") if person.sex_entry else ""
    return Preview(
        [
            (visit.t("person.birth_date"), formats.date(birth)),
            (visit.t("field_label.birth_place"), person.birth_place),
            (visit.t("person.citizenship"), named.get(person.citizenship, person.citizenship)),
            *([(visit.t("field_label.sex_entry"), sex)] if sex else []),
        ]
    )


CORRECT = Change(
    "correct_person",
    (
        Field("birth_date", Shape.DATE),
        Field("birth_place"),
        Field("citizenship", Shape.COUNTRY, label="citizenship"),
        Field("sex_entry", Shape.CHOICE, required=False, enum=SexEntry),
        Field("reason", label="correction_reason", has_hint=True),
    ),
    _begun,
    _call,
    _subject,
    lambda visit, _answer: visit.go(persons.path_to(visit), done="corrected"),
    _preview,
)
