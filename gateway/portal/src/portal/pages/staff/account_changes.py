"""What a system administrator does about one account: changing, disabling, enabling, restarting."""

from datetime import date

from grpc.aio import AioRpcError
from matrikel.identity.v1.account_administration_pb2 import (
    DisableAccountRequest,
    EnableAccountRequest,
    IdentityDocument,
    RestartAccountRequest,
    UpdateStaffAccountRequest,
)
from matrikel.identity.v1.account_pb2 import AccountOverview
from matrikel.type.v1.person_name_pb2 import PersonName
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, date_of, id_of, text_of
from portal.pages.staff.accounts import overview_of, person_id
from portal.visit import Visit

_EDITED = ("title", "given_names", "family_name", "mailbox", "employed", "employed_until_date")
_SAID_IN_FORMS = (Kind.INVALID, Kind.REFUSED)
_SHORTEST_NOTE = 5
DOCUMENTS = ("identity_card", "passport", "residence_permit")


async def ask_to_edit(visit: Visit) -> Response:
    """The form with what holds now."""
    overview = await overview_of(visit)
    return _edit_form(visit, overview, _usual(overview), Problems(), 200)


async def edit(visit: Visit) -> Response:
    """Changes name, mailbox and employment."""
    form = await visit.form()
    overview = await overview_of(visit)
    typed = {name: text_of(form, name) for name in _EDITED}
    until = date_of(form, "employed_until_date")
    if typed["employed_until_date"] and until is None:
        problems = Problems(fields={"employed_until_date": (visit.t("new_staff.no_day"),)})
        return _edit_form(visit, overview, typed, problems, 422)
    version = text_of(form, "version")
    request = UpdateStaffAccountRequest(
        request_id=id_of(form, "request_id"),
        person_id=person_id(visit),
        version=int(version) if version.isdecimal() else 0,
        mailbox=typed["mailbox"],
        employed=typed["employed"] == "yes",
    )
    if not overview.enrolments:
        former = overview.account.name
        request.name.CopyFrom(
            PersonName(
                title=typed["title"],
                given_names=typed["given_names"],
                family_name=typed["family_name"],
                birth_name=former.birth_name,
            )
        )
    if until:
        _set_day(request, until)
    try:
        await visit.services.account_administration.UpdateStaffAccount(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _SAID_IN_FORMS:
            raise
        return _edit_form(visit, overview, typed, visit.problems(fault, *_EDITED), fault.kind.value)
    return visit.go(f"accounts/{person_id(visit)}", done="changed")


async def ask_to_disable(visit: Visit) -> Response:
    """Says what happens and asks why."""
    return await _disable_form(visit, "", Problems(), 200)


async def disable(visit: Visit) -> Response:
    """Disables the account."""
    form = await visit.form()
    note = text_of(form, "note")
    if len(note) < _SHORTEST_NOTE:
        problems = Problems(fields={"note": (visit.t("account_disable.note_missing"),)})
        return await _disable_form(visit, note, problems, 422)
    try:
        await visit.services.account_administration.DisableAccount(
            DisableAccountRequest(
                request_id=id_of(form, "request_id"), person_id=person_id(visit), note=note
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _SAID_IN_FORMS:
            raise
        return await _disable_form(visit, note, visit.problems(fault, "note"), fault.kind.value)
    return visit.go(f"accounts/{person_id(visit)}", done="disabled")


async def enable(visit: Visit) -> Response:
    """Lets the account be used again."""
    form = await visit.form()
    await visit.services.account_administration.EnableAccount(
        EnableAccountRequest(request_id=id_of(form, "request_id"), person_id=person_id(visit))
    )
    return visit.go(f"accounts/{person_id(visit)}", done="enabled")


async def ask_to_restart(visit: Visit) -> Response:
    """Says what is going to be lost, and asks which document was shown."""
    return await _restart_form(visit, Problems(), 200)


async def restart(visit: Visit) -> Response:
    """Lets the account begin anew and shows the new code, once."""
    form = await visit.form()
    document = text_of(form, "identity_document")
    if document not in DOCUMENTS:
        said = visit.t("account_restart.document_missing")
        return await _restart_form(visit, Problems(fields={"identity_document": (said,)}), 422)
    try:
        answer = await visit.services.account_administration.RestartAccount(
            RestartAccountRequest(
                person_id=person_id(visit),
                identity_document=IdentityDocument.Value(f"IDENTITY_DOCUMENT_{document.upper()}"),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _SAID_IN_FORMS:
            raise
        return await _restart_form(
            visit, visit.problems(fault, "identity_document"), fault.kind.value
        )
    return visit.render("staff/account_restarted.html", account=answer.account, code=answer)


def _usual(overview: AccountOverview) -> dict[str, str]:
    account = overview.account
    last = account.employed_until_date
    return {
        "title": account.name.title,
        "given_names": account.name.given_names,
        "family_name": account.name.family_name,
        "mailbox": account.mailbox,
        "employed": "yes" if account.employed else "",
        "employed_until_date": date(last.year, last.month, last.day).isoformat()
        if account.HasField("employed_until_date")
        else "",
    }


def _set_day(request: UpdateStaffAccountRequest, day: date) -> None:
    last = request.employed_until_date
    last.year, last.month, last.day = day.year, day.month, day.day


def _edit_form(
    visit: Visit,
    overview: AccountOverview,
    typed: dict[str, str],
    problems: Problems,
    status: int,
) -> Response:
    return visit.render(
        "staff/account_edit.html",
        status=status,
        problems=problems,
        account=overview.account,
        name_is_fixed=bool(overview.enrolments),
        typed=typed,
    )


async def _disable_form(visit: Visit, note: str, problems: Problems, status: int) -> Response:
    overview = await overview_of(visit)
    return visit.render(
        "staff/account_disable.html",
        status=status,
        problems=problems,
        account=overview.account,
        note=note,
    )


async def _restart_form(visit: Visit, problems: Problems, status: int) -> Response:
    overview = await overview_of(visit)
    return visit.render(
        "staff/account_restart.html",
        status=status,
        problems=problems,
        account=overview.account,
        documents=DOCUMENTS,
    )
