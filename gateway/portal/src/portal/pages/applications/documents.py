"""Documents of an application: adding, seeing, removing."""

from grpc.aio import AioRpcError
from matrikel.records.v1.application_pb2 import (
    AddDocumentRequest,
    DownloadDocumentRequest,
    RemoveDocumentRequest,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import DOCUMENT_FIELD, Problems, at_document, document_of, id_of, text_of
from portal.pages.applications.one import (
    application_id,
    page,
    path_of,
    read_application,
    with_problem,
)
from portal.visit import Visit

_FIELDS = ("proof", DOCUMENT_FIELD)
_FRAGMENT = "documents"


async def add(visit: Visit) -> Response:
    """Adds a document; what is wrong with it stands at the field."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    if document.problem:
        application = await read_application(visit)
        problems = Problems(fields={DOCUMENT_FIELD: (visit.t(document.problem),)})
        return page(visit, application, problems, Kind.INVALID.value)
    request = AddDocumentRequest(
        application_id=application_id(visit),
        proof=text_of(form, "proof"),
        file_name=document.file_name,
        content=document.content,
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.applications.AddDocument(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.REFUSED):
            raise
        problems = visit.problems(at_document(fault), *_FIELDS, home=DOCUMENT_FIELD)
        return page(visit, await read_application(visit), problems, fault.kind.value)
    return visit.go(path_of(answer.application), _FRAGMENT, done="added")


async def download(visit: Visit) -> Response:
    """The document as it was added."""
    call = visit.services.applications.DownloadDocument(
        DownloadDocumentRequest(
            application_id=application_id(visit), document_id=_document_id(visit)
        )
    )
    return await pass_on(call, lambda first: first.file_name)


async def remove(visit: Visit) -> Response:
    """Takes a document off again."""
    form = await visit.form()
    request = RemoveDocumentRequest(
        application_id=application_id(visit),
        document_id=_document_id(visit),
        request_id=id_of(form, "request_id"),
    )
    try:
        answer = await visit.services.applications.RemoveDocument(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.REFUSED:
            raise
        return await with_problem(visit, fault)
    return visit.go(path_of(answer.application), _FRAGMENT, done="removed")


def _document_id(visit: Visit) -> str:
    return str(visit.request.path_params["document_id"])
