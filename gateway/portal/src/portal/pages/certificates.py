"""Certificates: drawing one, the list of those issued, and the document itself."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from chassis.values import Language, Semester
from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_pb2 import (
    CertificateType,
    DocumentLanguage,
    DownloadCertificateRequest,
    GetCertificateRequest,
    IssueCertificateRequest,
    ListCertificatesRequest,
)
from matrikel.records.v1.enrolment_pb2 import Enrolment, ListEnrolmentsRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.downloads import pass_on
from portal.faults import Kind, fault_of
from portal.forms import Problems, id_of, text_of
from portal.visit import Visit

_LANGUAGES = {
    "de": DocumentLanguage.DOCUMENT_LANGUAGE_GERMAN,
    "en": DocumentLanguage.DOCUMENT_LANGUAGE_ENGLISH,
}
_FIELDS = ("semester", "language")


async def show(visit: Visit) -> Response:
    """The form for an enrolment certificate and the list of certificates."""
    return await _page(visit, Problems(), 200, "", visit.language)


async def issue(visit: Visit) -> Response:
    """Issues an enrolment certificate and leads to its page."""
    form = await visit.form()
    choice, language = text_of(form, "semester"), text_of(form, "language")
    enrolment_id, _, semester_code = choice.partition("_")
    problems = _missing(visit, enrolment_id, semester_code, language)
    status = 422
    if not problems:
        try:
            answer = await visit.services.certificates.IssueCertificate(
                IssueCertificateRequest(
                    person_id=visit.person_id,
                    enrolment_id=enrolment_id,
                    type=CertificateType.CERTIFICATE_TYPE_ENROLMENT,
                    language=_LANGUAGES[language],
                    semester=SemesterMessage(code=semester_code),
                    request_id=id_of(form, "request_id"),
                )
            )
            return visit.go(f"certificates/{answer.certificate.certificate_id}", done="issued")
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in (Kind.REFUSED, Kind.INVALID):
                raise
            problems = visit.problems(fault, *_FIELDS, home="semester")
            status = fault.kind.value
    return await _page(visit, problems, status, choice, language)


def _missing(visit: Visit, enrolment_id: str, semester_code: str, language: str) -> Problems:
    fields = {}
    if not _is_id(enrolment_id) or not _is_semester(semester_code):
        fields["semester"] = (visit.t("certificates.semester_missing"),)
    if language not in _LANGUAGES:
        fields["language"] = (visit.t("certificates.language_missing"),)
    return Problems(fields=fields)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _is_semester(code: str) -> bool:
    try:
        Semester.parse(code)
    except ValueError:
        return False
    return True


async def _page(
    visit: Visit, problems: Problems, status: int, choice: str, language: str
) -> Response:
    enrolments, issued = await asyncio.gather(
        visit.services.enrolments.ListEnrolments(ListEnrolmentsRequest(person_id=visit.person_id)),
        visit.services.certificates.ListCertificates(
            ListCertificatesRequest(person_id=visit.person_id, page_token=visit.asked("page"))
        ),
    )
    return visit.render(
        "certificates.html",
        status=status,
        problems=problems,
        enrolments=enrolments.enrolments,
        choice=choice or _usual_choice(visit, enrolments.enrolments),
        document_language=language,
        certificates=issued.certificates,
        next_page=issued.next_page_token,
        type_name=type_name,
        language_name=language_name,
    )


def _usual_choice(visit: Visit, enrolments: Sequence[Enrolment]) -> str:
    """The current semester of the first enrolment that has it."""
    current = Semester.of(visit.portal.today()).code
    return next(
        (
            f"{enrolment.enrolment_id}_{current}"
            for enrolment in enrolments
            if any(enrolled.semester.code == current for enrolled in enrolment.semesters)
        ),
        "",
    )


async def one(visit: Visit) -> Response:
    """One certificate: what it is, its number, and the document to download."""
    answer = await visit.services.certificates.GetCertificate(
        GetCertificateRequest(certificate_id=_certificate_id(visit))
    )
    return visit.render(
        "certificate.html",
        certificate=answer.certificate,
        is_new=visit.asked("done") == "issued",
        type_name=type_name,
        language_name=language_name,
    )


async def download(visit: Visit) -> Response:
    """Passes the document through, piece by piece."""
    call = visit.services.certificates.DownloadCertificate(
        DownloadCertificateRequest(certificate_id=_certificate_id(visit))
    )
    return await pass_on(call, lambda first: first.file_name)


def _certificate_id(visit: Visit) -> str:
    return str(visit.request.path_params["certificate_id"])


def type_name(kind: "CertificateType.ValueType") -> str:
    """The type's name in the texts: "enrolment", "registered_exams"."""
    return CertificateType.Name(kind).removeprefix("CERTIFICATE_TYPE_").lower()


def language_name(language: "DocumentLanguage.ValueType") -> str:
    """The language's code: "de", "en"."""
    is_german = language == DocumentLanguage.DOCUMENT_LANGUAGE_GERMAN
    return Language.DE if is_german else Language.EN
