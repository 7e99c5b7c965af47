"""Sittings from a file, after a look at what it would do."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.sitting_pb2 import ImportSittingsRequest
from starlette.responses import Response

from portal.forms import DOCUMENT_FIELD, Problems
from portal.pages.staff.answers import new_request_id, said_in_form
from portal.pages.staff.entries import Entries
from portal.pages.staff.table_files import (
    CSV,
    Check,
    form_with_table,
    table_of,
    wrong_file,
)
from portal.visit import Visit


async def ask(visit: Visit) -> Response:
    """The form with the file."""
    return _form(visit)


async def upload(visit: Visit) -> Response:
    """Checks a file; books it once the check was seen."""
    form = await form_with_table(visit)
    table = await table_of(form, CSV)
    if table.problem:
        return _form(visit, wrong_file(visit, table), 422)
    request = ImportSittingsRequest(
        content=table.content,
        format=table.format,
        validate_only=not table.is_booked,
        request_id=Entries(visit, form).request_id if table.is_booked else new_request_id(),
    )
    try:
        answer = await visit.services.sittings.ImportSittings(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, home=DOCUMENT_FIELD)
        return _form(visit, problems, status)
    check = Check(answer.problems, answer.effects)
    if answer.booked:
        return visit.go("sittings", done="imported", count=str(len(check.changes)))
    return visit.render(
        "staff/check_sittings.html",
        status=422 if answer.problems else 200,
        check=check,
        table=table,
    )


def _form(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    return visit.render(
        "staff/upload_sittings.html", status=status, problems=problems or Problems()
    )
