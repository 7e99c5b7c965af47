"""A new account for a member of staff."""

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_administration_pb2 import CreateStaffAccountRequest
from matrikel.type.v1.person_name_pb2 import PersonName
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, date_of, id_of, text_of
from portal.visit import Visit

FIELDS = ("title", "given_names", "family_name", "user_name", "mailbox", "employed_until_date")
_REQUIRED = ("given_names", "family_name", "user_name")


async def ask(visit: Visit) -> Response:
    """The empty form."""
    return _form(visit, dict.fromkeys(FIELDS, ""), Problems(), 200)


async def send(visit: Visit) -> Response:
    """Makes the account and leads to it, where its letter is printed and roles are asked for."""
    form = await visit.form()
    typed = {name: text_of(form, name) for name in FIELDS}
    problems = _problems(visit, form, typed)
    if problems:
        return _form(visit, typed, problems, 422)
    request = CreateStaffAccountRequest(
        request_id=id_of(form, "request_id"),
        user_name=typed["user_name"],
        name=PersonName(
            given_names=typed["given_names"],
            family_name=typed["family_name"],
            title=typed["title"],
        ),
        mailbox=typed["mailbox"],
    )
    if until := date_of(form, "employed_until_date"):
        last = request.employed_until_date
        last.year, last.month, last.day = until.year, until.month, until.day
    try:
        answer = await visit.services.account_administration.CreateStaffAccount(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(fault, *FIELDS, home="user_name")
        return _form(visit, typed, problems, fault.kind.value)
    return visit.go(f"accounts/{answer.account.person_id}", done="created")


def _problems(visit: Visit, form: FormData, typed: dict[str, str]) -> Problems:
    fields = {
        name: (visit.t(f"new_staff.{name}_missing"),) for name in _REQUIRED if not typed[name]
    }
    if typed["employed_until_date"] and date_of(form, "employed_until_date") is None:
        fields["employed_until_date"] = (visit.t("new_staff.no_day"),)
    return Problems(fields=fields)


def _form(visit: Visit, typed: dict[str, str], problems: Problems, status: int) -> Response:
    return visit.render("staff/new_staff.html", status=status, problems=problems, typed=typed)
