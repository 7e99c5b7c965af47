"""The photo, which nobody has to give."""

from grpc.aio import AioRpcError
from matrikel.records.v1.person_pb2 import (
    DownloadPhotoRequest,
    GetPersonRequest,
    RemovePhotoRequest,
    UploadPhotoRequest,
)
from starlette.responses import Response

from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import DOCUMENT_FIELD, Problems, at_document, document_of, id_of
from portal.visit import Visit

_LARGEST_BYTES = 5 * 1024 * 1024
_PATH = "studies/contact-data"


async def ask(visit: Visit) -> Response:
    """The photo that is kept, and the form for another one."""
    return await _form(visit, Problems(), 200)


async def upload(visit: Visit) -> Response:
    """Keeps a photo; what is wrong with it stands at the field."""
    form = await visit.form(with_file=True)
    document = await document_of(form)
    problem = document.problem
    if not problem and len(document.content) > _LARGEST_BYTES:
        problem = "photo.too_large"
    if problem:
        return await _form(visit, Problems(fields={DOCUMENT_FIELD: (visit.t(problem),)}), 422)
    request = UploadPhotoRequest(
        person_id=visit.person_id,
        file_name=document.file_name,
        content=document.content,
        request_id=id_of(form, "request_id"),
    )
    try:
        await visit.services.persons.UploadPhoto(request)
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is not Kind.INVALID:
            raise
        return await _form(visit, visit.problems(at_document(fault), home=DOCUMENT_FIELD), 422)
    return visit.go(_PATH, done="photo")


async def picture(visit: Visit) -> Response:
    """The photo itself."""
    call = visit.services.persons.DownloadPhoto(DownloadPhotoRequest(person_id=visit.person_id))
    return await pass_on(call, lambda first: first.file_name)


async def remove(visit: Visit) -> Response:
    """Removes the photo for good."""
    form = await visit.form()
    await visit.services.persons.RemovePhoto(
        RemovePhotoRequest(person_id=visit.person_id, request_id=id_of(form, "request_id"))
    )
    return visit.go(_PATH, done="no_photo")


async def _form(visit: Visit, problems: Problems, status: int) -> Response:
    answer = await visit.services.persons.GetPerson(GetPersonRequest(person_id=visit.person_id))
    return visit.render(
        "studies/photo.html", status=status, problems=problems, person=answer.person
    )
