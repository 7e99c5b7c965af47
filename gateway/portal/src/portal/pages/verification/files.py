"""Checking a file: the sealed PDF, or a picture of the paper. Nothing of it is kept."""

from grpc.aio import AioRpcError
from matrikel.certificates.v1.verification_pb2 import VerifyDocumentRequest, VerifyDocumentResponse
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import DOCUMENT_FIELD, Problems, at_document, document_of, text_of
from portal.pages.certificates.naming import language_name, parted, state_name
from portal.pages.verification.checks import (
    NUMBER_FIELD,
    OUTCOME_BADGES,
    STATE_ALERTS,
    form_again,
    is_authentic,
    outcome_name,
    reason_of,
)
from portal.visit import Visit

_FORM = "verify/file.html"
_LONGEST_NUMBER = 40


async def show(visit: Visit) -> Response:
    """The form for a file."""
    return visit.render(_FORM, number="")


async def check(visit: Visit) -> Response:
    """Every check of the file, and what the university knows of the certificate."""
    form = await visit.form(with_file=True)
    number = text_of(form, NUMBER_FIELD)
    document = await document_of(form)
    found = {}
    if document.problem:
        found[DOCUMENT_FIELD] = (visit.t(document.problem),)
    if len(number) > _LONGEST_NUMBER:
        found[NUMBER_FIELD] = (visit.t("verify.number_too_long"),)
    if found:
        return visit.render(_FORM, status=422, problems=Problems(fields=found), number=number)
    try:
        answer = await visit.services.verification.VerifyDocument(
            VerifyDocumentRequest(content=document.content, verification_number=number)
        )
    except AioRpcError as error:
        fault = at_document(fault_of(error, visit.language))
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        return form_again(
            visit, _FORM, fault, DOCUMENT_FIELD, NUMBER_FIELD, home=DOCUMENT_FIELD, number=number
        )
    return _result(visit, answer, document.file_name)


def _result(visit: Visit, answer: VerifyDocumentResponse, file_name: str) -> Response:
    known = answer.HasField("certificate")
    return visit.render(
        "verify/file_result.html",
        answer=answer,
        is_authentic=is_authentic(answer.verdict),
        reason=reason_of(answer.checks),
        file_name=file_name,
        certificate=answer.certificate if known else None,
        title_of_type=parted(answer.certificate.title) if known else None,
        state=state_name(answer.certificate.state) if known else "",
        alerts=STATE_ALERTS,
        outcome_name=outcome_name,
        badges=OUTCOME_BADGES,
        language_name=language_name,
    )
