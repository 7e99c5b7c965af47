"""Documents that other pages offer with one click: issued, and downloaded in the same step."""

from matrikel.certificates.v1.certificate_pb2 import CertificateType, IssueCertificateRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.responses import Response

from portal.forms import id_of, text_of
from portal.pages.certificates import orders
from portal.pages.certificates.naming import LANGUAGES
from portal.visit import Visit

_REGISTERED = CertificateType.CERTIFICATE_TYPE_REGISTERED_EXAMS
_ALL_ATTEMPTS = CertificateType.CERTIFICATE_TYPE_TRANSCRIPT
_PASSED_ONLY = CertificateType.CERTIFICATE_TYPE_TRANSCRIPT_PASSED


async def registered_exams(visit: Visit) -> Response:
    """The list of exams registered in one semester of the enrolment in the address."""
    return await _issue(visit, _REGISTERED)


async def transcript(visit: Visit) -> Response:
    """The results of the enrolment in the address: all of them, or what was passed."""
    form = await visit.form()
    return await _issue(visit, _PASSED_ONLY if text_of(form, "passed") else _ALL_ATTEMPTS)


async def _issue(visit: Visit, kind: "CertificateType.ValueType") -> Response:
    form = await visit.form()
    semester = text_of(form, "semester")
    language = LANGUAGES.get(text_of(form, "language"), LANGUAGES[visit.language])
    answer = await visit.services.certificates.IssueCertificate(
        IssueCertificateRequest(
            person_id=visit.person_id,
            enrolment_id=str(visit.request.path_params["enrolment_id"]),
            type=kind,
            language=language,
            semester=SemesterMessage(code=semester) if orders.is_semester(semester) else None,
            request_id=id_of(form, "request_id"),
        )
    )
    # A browser that is led to a download stays on the page.
    return visit.go(f"certificates/{answer.certificate.certificate_id}/download")
