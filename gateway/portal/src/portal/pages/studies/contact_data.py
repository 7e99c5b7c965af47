"""Contact data: addresses, numbers, private e-mail, and how they changed."""

import asyncio

from grpc.aio import AioRpcError
from matrikel.records.v1.contact_pb2 import (
    AddContactEntryRequest,
    AddressKind,
    ChooseCorrespondenceAddressRequest,
    ContactChange,
    ContactData,
    ContactEntryKind,
    DeleteContactEntryRequest,
    GetContactDataRequest,
    ListContactHistoryRequest,
    UpdateContactEntryRequest,
)
from matrikel.records.v1.person_pb2 import GetPersonRequest
from starlette.responses import Response

from portal.contract_names import value_name, value_names, value_of
from portal.faults import Fault, Kind, fault_of
from portal.fields import Typed
from portal.forms import Problems, id_of, text_of
from portal.pages import failure
from portal.visit import Visit

_ENTRY_FIELDS = ("kind", "value")
_DONE = ("address", "address_removed", "chosen", "added", "changed", "deleted", "photo", "no_photo")
_PATH = "studies/contact-data"


async def show(visit: Visit) -> Response:
    """How the student is reached, with forms for what students change themselves."""
    return await page(visit, Problems(), 200, {})


async def choose(visit: Visit) -> Response:
    """Chooses which address letters go to."""
    form = await visit.form()
    kind = value_of(AddressKind, text_of(form, "correspondence"))
    if kind is None:
        missing = Problems(fields={"correspondence": (visit.t("contact_data.choice_missing"),)})
        return await page(visit, missing, 422, {})
    request = ChooseCorrespondenceAddressRequest(
        person_id=visit.person_id, kind=kind, request_id=id_of(form, "request_id")
    )
    try:
        await visit.services.contact.ChooseCorrespondenceAddress(request)
    except AioRpcError as error:
        return await _refused(visit, error, {}, "correspondence")
    return visit.go(_PATH, done="chosen")


async def add_entry(visit: Visit) -> Response:
    """Adds a number or the private e-mail address."""
    form = await visit.form()
    typed = {name: text_of(form, name) for name in _ENTRY_FIELDS}
    kind = value_of(ContactEntryKind, typed["kind"])
    missing = {
        name: (visit.t(f"contact_data.{name}_missing"),)
        for name, is_there in (("kind", kind), ("value", typed["value"]))
        if not is_there
    }
    if kind is None or missing:
        return await page(visit, Problems(fields=missing), 422, typed)
    request = AddContactEntryRequest(
        person_id=visit.person_id,
        kind=kind,
        value=typed["value"],
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.contact.AddContactEntry(request)
    except AioRpcError as error:
        return await _refused(visit, error, typed, "value")
    return visit.go(_PATH, "entries", done="added")


async def ask_for_change(visit: Visit) -> Response:
    """The form for one number or the private e-mail address."""
    return await _entry_form(visit, Problems(), 200, None)


async def change_entry(visit: Visit) -> Response:
    """Changes a number or the private e-mail address."""
    form = await visit.form()
    value = text_of(form, "value")
    if not value:
        missing = Problems(fields={"value": (visit.t("contact_data.value_missing"),)})
        return await _entry_form(visit, missing, 422, value)
    request = UpdateContactEntryRequest(
        person_id=visit.person_id,
        contact_entry_id=_entry_id(visit),
        value=value,
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.contact.UpdateContactEntry(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(fault, "value", home="value")
        return await _entry_form(visit, problems, fault.kind.value, value)
    return visit.go(_PATH, "entries", done="changed")


async def delete_entry(visit: Visit) -> Response:
    """Deletes a number or the private e-mail address."""
    form = await visit.form()
    await visit.services.contact.DeleteContactEntry(
        DeleteContactEntryRequest(
            person_id=visit.person_id,
            contact_entry_id=_entry_id(visit),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(_PATH, "entries", done="deleted")


async def history(visit: Visit) -> Response:
    """Who changed what and when."""
    answer = await visit.services.contact.ListContactHistory(
        ListContactHistoryRequest(person_id=visit.person_id, page_token=visit.asked("page"))
    )
    return visit.render(
        "studies/contact_history.html",
        entries=answer.entries,
        next_page=answer.next_page_token,
        change_name=lambda change: value_name(ContactChange, change),
        address_name=address_name,
        entry_name=entry_name,
    )


async def page(visit: Visit, problems: Problems, status: int, typed: Typed) -> Response:
    """The page with all contact data."""
    contact, person = await asyncio.gather(
        read(visit),
        visit.services.persons.GetPerson(GetPersonRequest(person_id=visit.person_id)),
    )
    done = visit.asked("done")
    return visit.render(
        "studies/contact_data.html",
        status=status,
        problems=problems,
        contact=contact,
        person=person.person,
        typed=typed,
        entry_kinds=value_names(ContactEntryKind),
        address_name=address_name,
        entry_name=entry_name,
        done=done if done in _DONE and not problems else "",
    )


async def read(visit: Visit) -> ContactData:
    """The visitor's contact data."""
    answer = await visit.services.contact.GetContactData(
        GetContactDataRequest(person_id=visit.person_id)
    )
    return answer.contact_data


def address_name(kind: "AddressKind.ValueType") -> str:
    """The address's name in the texts: "home", "semester"."""
    return value_name(AddressKind, kind)


def entry_name(kind: "ContactEntryKind.ValueType") -> str:
    """The entry's name in the texts: "mobile", "private_email"."""
    return value_name(ContactEntryKind, kind)


async def _refused(visit: Visit, error: AioRpcError, typed: Typed, home: str) -> Response:
    fault = fault_of(error, visit.language)
    if fault.kind not in (Kind.INVALID, Kind.REFUSED, Kind.TOO_MANY):
        raise error
    problems = visit.problems(fault, *_ENTRY_FIELDS, home=home)
    return await page(visit, problems, fault.kind.value, typed)


async def _entry_form(visit: Visit, problems: Problems, status: int, value: str | None) -> Response:
    contact = await read(visit)
    entry = next((one for one in contact.entries if one.contact_entry_id == _entry_id(visit)), None)
    if entry is None:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "studies/contact_entry.html",
        status=status,
        problems=problems,
        entry=entry,
        value=entry.display_value if value is None else value,
        entry_name=entry_name,
    )


def _entry_id(visit: Visit) -> str:
    return str(visit.request.path_params["contact_entry_id"])
