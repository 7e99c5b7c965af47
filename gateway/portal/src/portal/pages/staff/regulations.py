"""Regulations versions as the examinations office keeps them."""

from grpc.aio import AioRpcError
from matrikel.exams.v1.regulations_pb2 import (
    DeleteRegulationsDraftRequest,
    DownloadRegulationsRequest,
    GetRegulationsVersionRequest,
    ImportRegulationsRequest,
    ListRegulationsVersionsRequest,
    PublishRegulationsRequest,
    RegulationsVersion,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.forms import DOCUMENT_FIELD, Problems
from portal.pages import failure
from portal.pages.regulations_in_words import by_area
from portal.pages.staff.answers import new_request_id, notice, said_in_form
from portal.pages.staff.entries import Entries
from portal.pages.staff.table_files import (
    FORMATS,
    XLSX,
    YAML,
    Check,
    form_with_table,
    table_of,
    wrong_file,
)
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """All versions, drafts first."""
    answer = await visit.services.regulations.ListRegulationsVersions(
        ListRegulationsVersionsRequest()
    )
    versions = sorted(
        answer.regulations_versions,
        key=lambda one: (one.HasField("publish_time"), one.regulations_version_code),
    )
    return visit.render(
        "staff/regulations.html", versions=versions, done=notice(visit, "regulations_keeping")
    )


async def one(visit: Visit) -> Response:
    """A version in words, with its modules and exams."""
    return await _show(visit)


async def download(visit: Visit) -> Response:
    """The version as the file that it can be imported from."""
    extension = visit.asked("format")
    if FORMATS.get(extension) not in (YAML, XLSX):
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    call = visit.services.regulations.DownloadRegulations(
        DownloadRegulationsRequest(regulations_version_code=_code(visit), format=FORMATS[extension])
    )
    fallback = f"{_code(visit)}.{extension}"
    return await pass_on(call, lambda first: first.file_name or fallback)


async def ask_to_publish(visit: Visit) -> Response:
    """Whether the draft can be published, and what that means."""
    return await _confirmation(visit)


async def publish(visit: Visit) -> Response:
    """Publishes the draft."""
    entries = Entries(visit, await visit.form())
    request = PublishRegulationsRequest(
        regulations_version_code=_code(visit),
        etag=entries.text("etag"),
        request_id=entries.request_id,
    )
    try:
        await visit.services.regulations.PublishRegulations(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _confirmation(visit, problems, status)
    return visit.go(f"regulations/{_code(visit)}", done="published")


async def ask_to_delete(visit: Visit) -> Response:
    """What is about to be deleted."""
    version = await _version(visit)
    if version.HasField("publish_time"):
        return visit.go(f"regulations/{_code(visit)}")
    return visit.render("staff/delete_regulations.html", version=version)


async def delete(visit: Visit) -> Response:
    """Deletes a draft."""
    request = DeleteRegulationsDraftRequest(regulations_version_code=_code(visit))
    try:
        await visit.services.regulations.DeleteRegulationsDraft(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error)
        return await _show(visit, problems, status)
    return visit.go("regulations", done="deleted")


async def ask_for_file(visit: Visit) -> Response:
    """The form with the file."""
    return _upload_form(visit)


async def upload(visit: Visit) -> Response:
    """Checks a file; stores it as a draft once the check was seen."""
    form = await form_with_table(visit)
    table = await table_of(form, YAML)
    if table.problem:
        return _upload_form(visit, wrong_file(visit, table), 422)
    request = ImportRegulationsRequest(
        content=table.content,
        format=table.format,
        validate_only=not table.is_booked,
        request_id=Entries(visit, form).request_id if table.is_booked else new_request_id(),
    )
    try:
        answer = await visit.services.regulations.ImportRegulations(request)
    except AioRpcError as error:
        problems, status = said_in_form(visit, error, home=DOCUMENT_FIELD)
        return _upload_form(visit, problems, status)
    if answer.stored:
        return visit.go(f"regulations/{answer.regulations_version_code}", done="stored")
    return visit.render(
        "staff/check_regulations.html",
        status=422 if answer.problems else 200,
        code=answer.regulations_version_code,
        check=Check(answer.problems, answer.effects),
        table=table,
    )


async def _show(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    version = await _version(visit)
    return visit.render(
        "staff/regulations_version.html",
        status=status,
        problems=problems or Problems(),
        version=version,
        module_areas=by_area(version.modules),
        form_name=form_name,
        done=notice(visit, "regulations_keeping"),
    )


async def _confirmation(
    visit: Visit, problems: Problems | None = None, status: int = 200
) -> Response:
    version = await _version(visit)
    hindrance = ""
    try:
        await visit.services.regulations.PublishRegulations(
            PublishRegulationsRequest(
                regulations_version_code=_code(visit),
                etag=version.etag,
                validate_only=True,
                request_id=new_request_id(),
            )
        )
    except AioRpcError as error:
        found, _ = said_in_form(visit, error)
        hindrance = " ".join(found.general)
    return visit.render(
        "staff/publish_regulations.html",
        status=status,
        problems=problems or Problems(),
        version=version,
        hindrance=hindrance,
    )


async def _version(visit: Visit) -> RegulationsVersion:
    answer = await visit.services.regulations.GetRegulationsVersion(
        GetRegulationsVersionRequest(regulations_version_code=_code(visit))
    )
    return answer.regulations_version


def _upload_form(visit: Visit, problems: Problems | None = None, status: int = 200) -> Response:
    return visit.render(
        "staff/upload_regulations.html", status=status, problems=problems or Problems()
    )


def _code(visit: Visit) -> str:
    return str(visit.request.path_params["regulations_version_code"])
