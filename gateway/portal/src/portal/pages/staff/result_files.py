"""Results as a file: to fill in, and to upload after a look at what it would change."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.result_pb2 import (
    DownloadResultsRequest,
    ImportReport,
    ImportResultsRequest,
)
from matrikel.exams.v1.sitting_pb2 import Sitting
from starlette.responses import Response

from portal.downloads import pass_on
from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.forms import DOCUMENT_FIELD, Problems
from portal.pages import failure
from portal.pages.staff.answers import new_request_id, said_in_form, sitting_id, sitting_of
from portal.pages.staff.entries import Entries
from portal.pages.staff.table_files import (
    CSV,
    FORMATS,
    XLSX,
    Check,
    SentTable,
    form_with_table,
    table_of,
    wrong_file,
)
from portal.visit import Visit


async def download(visit: Visit) -> Response:
    """The results as CSV or XLSX, ready to be filled in."""
    extension = visit.asked("format")
    if FORMATS.get(extension) not in (CSV, XLSX):
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    call = visit.services.results.DownloadResults(
        DownloadResultsRequest(sitting_id=sitting_id(visit), format=FORMATS[extension])
    )
    fallback = visit.t("results_page.file") + f".{extension}"
    return await pass_on(call, lambda first: first.file_name or fallback)


async def ask(visit: Visit) -> Response:
    """The form with the file."""
    return _form(visit, await sitting_of(visit))


async def upload(visit: Visit) -> Response:
    """Checks a file; books it once the check was seen."""
    form = await form_with_table(visit)
    sitting, table = await sitting_of(visit), await table_of(form, CSV)
    if table.problem:
        return _form(visit, sitting, wrong_file(visit, table), 422)
    request_id = Entries(visit, form).request_id if table.is_booked else new_request_id()
    try:
        report = await _import(visit, table, request_id)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, home=DOCUMENT_FIELD)
        return _form(visit, sitting, problems, status)
    if report.booked:
        done = report.entered_count + report.changed_count
        path = f"sittings/{sitting.sitting_id}/results"
        return visit.go(path, done="uploaded", count=str(done))
    return visit.render(
        "staff/check_results.html",
        status=422 if report.problems else 200,
        sitting=sitting,
        report=report,
        check=Check(report.problems, report.effects),
        table=table,
        form_name=form_name,
    )


async def _import(visit: Visit, table: SentTable, request_id: str) -> ImportReport:
    """The report of the service, which comes last."""
    call = visit.services.results.ImportResults(
        ImportResultsRequest(
            sitting_id=sitting_id(visit),
            content=table.content,
            format=table.format,
            file_name=table.file_name,
            validate_only=not table.is_booked,
            request_id=request_id,
        )
    )
    report = ImportReport()
    async for message in call:
        if message.HasField("report"):
            report = message.report
    return report


def _form(
    visit: Visit, sitting: Sitting, problems: Problems | None = None, status: int = 200
) -> Response:
    return visit.render(
        "staff/upload_results.html",
        status=status,
        problems=problems or Problems(),
        sitting=sitting,
        form_name=form_name,
    )
