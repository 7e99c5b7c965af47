"""The semester address, which students enter and give up themselves."""

from collections.abc import Mapping

from grpc.aio import AioRpcError
from matrikel.records.v1.contact_pb2 import (
    RemoveSemesterAddressRequest,
    SetSemesterAddressRequest,
)
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.fields import Field, Shape, Typed, address_fields, fill, problems_in, read, typed_of
from portal.forms import Problems, id_of
from portal.pages.applications.choices import countries
from portal.pages.studies import contact_data
from portal.visit import Visit

_FIELDS = (*address_fields(), Field("valid_from_date", Shape.DATE, required=False, has_hint=True))
_FROM = Field("from_date", Shape.DATE, required=False, has_hint=True)
_PATH = "studies/contact-data"


async def ask(visit: Visit) -> Response:
    """The form, with the present address."""
    contact = await contact_data.read(visit)
    entered = SetSemesterAddressRequest(address=contact.semester_address.address)
    if not entered.address.country:
        entered.address.country = "DE"
    return _form(visit, Problems(), 200, typed_of(entered, _FIELDS))


async def enter(visit: Visit) -> Response:
    """Enters the address; what is wrong stands at the fields."""
    form = await visit.form()
    typed = read(form, _FIELDS)
    missing = problems_in(form, _FIELDS)
    if missing:
        return _form(visit, _said(visit, missing), 422, typed)
    request = SetSemesterAddressRequest(
        person_id=visit.person_id, request_id=id_of(form, "request_id")
    )
    fill(request, form, _FIELDS)
    try:
        await visit.services.contact.SetSemesterAddress(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.INVALID:
            raise
        problems = visit.problems(fault, *(one.path for one in _FIELDS))
        return _form(visit, problems, 422, typed)
    return visit.go(_PATH, done="address")


async def ask_to_remove(visit: Visit) -> Response:
    """Says where letters go from then on, and asks once more."""
    contact = await contact_data.read(visit)
    if not contact.HasField("semester_address"):
        return visit.go(_PATH)
    return await _removal(visit, Problems(), 200, {_FROM.path: ""})


async def remove(visit: Visit) -> Response:
    """Gives the address up."""
    form = await visit.form()
    typed = read(form, (_FROM,))
    wrong = problems_in(form, (_FROM,))
    if wrong:
        return await _removal(visit, _said(visit, wrong), 422, typed)
    request = RemoveSemesterAddressRequest(
        person_id=visit.person_id, request_id=id_of(form, "request_id")
    )
    fill(request, form, (_FROM,))
    try:
        await visit.services.contact.RemoveSemesterAddress(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(fault, _FROM.path)
        return await _removal(visit, problems, fault.kind.value, typed)
    return visit.go(_PATH, done="address_removed")


def _said(visit: Visit, found: Mapping[str, str]) -> Problems:
    named = {one.path: visit.t(f"field_label.{one.name}") for one in (*_FIELDS, _FROM)}
    return Problems(
        fields={path: (visit.t(text, label=named[path]),) for path, text in found.items()}
    )


def _form(visit: Visit, problems: Problems, status: int, typed: Typed) -> Response:
    return visit.render(
        "studies/semester_address.html",
        status=status,
        problems=problems,
        fields=_FIELDS,
        typed=typed,
        country_choices=countries(visit),
    )


async def _removal(visit: Visit, problems: Problems, status: int, typed: Typed) -> Response:
    return visit.render(
        "studies/remove_semester_address.html",
        status=status,
        problems=problems,
        contact=await contact_data.read(visit),
        field=_FROM,
        typed=typed,
    )
