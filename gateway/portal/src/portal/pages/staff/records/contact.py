"""How a student is reached: addresses and numbers, with everything that was before."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from matrikel.records.v1.contact_pb2 import (
    AddContactEntryRequest,
    ContactChange,
    ContactEntryKind,
    DeleteContactEntryRequest,
    GetContactDataRequest,
    ListContactHistoryRequest,
    SetHomeAddressRequest,
    SetSemesterAddressRequest,
)
from starlette.responses import Response

from portal.contract_names import value_name
from portal.fields import Field, Shape, address_fields
from portal.forms import id_of
from portal.pages.staff.answers import notice
from portal.pages.staff.records import persons
from portal.pages.staff.records.changes import Change, Subject, id_in
from portal.pages.studies.contact_data import address_name, entry_name
from portal.services import Services
from portal.visit import Visit

_TAB = "contact"
_HOME_COUNTRY = "DE"


async def show(visit: Visit) -> Response:
    """What holds today and later, and the history."""
    person_id = persons.person_id(visit)
    who, contact, history = await asyncio.gather(
        persons.whose(visit),
        visit.services.contact.GetContactData(GetContactDataRequest(person_id=person_id)),
        visit.services.contact.ListContactHistory(
            ListContactHistoryRequest(person_id=person_id, page_token=visit.asked("page"))
        ),
    )
    return visit.render(
        "staff/records/contact.html",
        who=who,
        tab=_TAB,
        contact=contact.contact_data,
        history=history.entries,
        next_page=history.next_page_token,
        address_name=address_name,
        entry_name=entry_name,
        change_name=lambda change: value_name(ContactChange, change),
        done=notice(visit, "record"),
    )


async def delete_entry(visit: Visit) -> Response:
    """Deletes a number or the private e-mail address."""
    form = await visit.form()
    await visit.services.contact.DeleteContactEntry(
        DeleteContactEntryRequest(
            person_id=persons.person_id(visit),
            contact_entry_id=id_in(visit, "contact_entry_id"),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(persons.path_to(visit, _TAB), done="entry_deleted")


def _home(visit: Visit) -> Message:
    return SetHomeAddressRequest(person_id=persons.person_id(visit))


def _semester(visit: Visit) -> Message:
    return SetSemesterAddressRequest(person_id=persons.person_id(visit))


def _entry(visit: Visit) -> Message:
    return AddContactEntryRequest(person_id=persons.person_id(visit))


async def _set_home(services: Services, request: Any) -> Any:
    return await services.contact.SetHomeAddress(request)


async def _set_semester(services: Services, request: Any) -> Any:
    return await services.contact.SetSemesterAddress(request)


async def _add_entry(services: Services, request: Any) -> Any:
    return await services.contact.AddContactEntry(request)


async def _subject(visit: Visit) -> Subject:
    usual = {"address.country": _HOME_COUNTRY}
    return await persons.subject(visit, _TAB, choices=await persons.choices(visit), usual=usual)


_FROM = Field("valid_from_date", Shape.DATE, required=False, has_hint=True)

SET_HOME = Change(
    "set_home_address",
    (*address_fields(), _FROM),
    _home,
    _set_home,
    _subject,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="address_entered"),
)
SET_SEMESTER = Change(
    "set_semester_address",
    (*address_fields(), _FROM),
    _semester,
    _set_semester,
    _subject,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="address_entered"),
)
ADD_ENTRY = Change(
    "add_contact_entry",
    (
        Field("kind", Shape.CHOICE, label="contact_kind", enum=ContactEntryKind),
        Field("value", label="contact_value", most_characters=254),
    ),
    _entry,
    _add_entry,
    _subject,
    lambda visit, _answer: visit.go(persons.path_to(visit, _TAB), done="entry_added"),
)
