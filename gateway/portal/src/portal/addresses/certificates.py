"""Pages on certificates: for those who hold them, for those who check them, and for offices."""

from collections.abc import Awaitable, Callable

from google.protobuf.descriptor import MethodDescriptor
from starlette.responses import Response

from portal import certificate_functions as f
from portal.page import POST, Page
from portal.pages.certificates import at_once, drawing, kept, lookup_rule
from portal.pages.staff.certificates import (
    finding,
    issuing,
    jobs,
    of_student,
    ordering,
    withdrawing,
)
from portal.pages.verification import barcodes, explanation, files, numbers
from portal.visit import Visit

_NEW = "certificates/new/{kind}"
_ONE = "certificates/{certificate_id:uuid}"
_ENROLMENT = "{enrolment_id:uuid}"


def _own(
    path: str,
    answer: Callable[[Visit], Awaitable[Response]],
    needs: MethodDescriptor = f.ISSUE,
    method: str = "GET",
    form_path: str | None = None,
) -> Page:
    return Page(path, answer, needs, method, form_path, own=True)


_HOLDERS = (
    _own("certificates", kept.show),
    _own(_NEW, drawing.ask),
    _own(_NEW, drawing.issue, method=POST),
    _own(_ONE, kept.one, f.LIST),
    _own(f"{_ONE}/download", kept.download, f.DOWNLOAD),
    _own(f"{_ONE}/replace", drawing.ask_to_replace),
    _own(f"{_ONE}/replace", drawing.replace, method=POST),
    _own(f"{_ONE}/lookup", lookup_rule.ask, f.SET_LOOKUP_RULE),
    _own(f"{_ONE}/lookup", lookup_rule.change, f.SET_LOOKUP_RULE, POST),
    _own(
        f"exams/registered/{_ENROLMENT}/pdf",
        at_once.registered_exams,
        f.ISSUE,
        POST,
        "exams/registered/{enrolment_id}",
    ),
    _own(
        f"exams/transcript/{_ENROLMENT}/pdf",
        at_once.transcript,
        f.ISSUE,
        POST,
        "exams/transcript/{enrolment_id}",
    ),
)

_VERIFICATION = (
    Page("verify", numbers.show),
    Page("verify", numbers.look_up, method=POST),
    Page("verify/file", files.show),
    Page("verify/file", files.check, method=POST),
    Page("verify/barcode", barcodes.show),
    Page("verify/barcode", barcodes.check, method=POST),
    Page("verify/how", explanation.show),
    Page("verify/trust", explanation.trust_file),
)

_ISSUED = "issued-certificates"
_OF_OFFICE = f"{_ISSUED}/{{certificate_id:uuid}}"
_STUDENT = "students/{person_id:uuid}/certificates"
_NEW_FOR = f"{_STUDENT}/new/{{kind}}"
_JOB = "certificate-jobs/{certificate_job_id:uuid}"
_FORM_OF_JOB = "certificate-jobs/{certificate_job_id}"
_OFFICES = (
    Page(_ISSUED, finding.show, f.FIND),
    Page(_ISSUED, finding.find, f.FIND, POST),
    Page(_OF_OFFICE, finding.one, f.FIND),
    Page(f"{_OF_OFFICE}/download", kept.download, f.FIND),
    Page(f"{_OF_OFFICE}/withdraw", withdrawing.WITHDRAW.ask, f.WITHDRAW),
    Page(f"{_OF_OFFICE}/withdraw", withdrawing.WITHDRAW.send, f.WITHDRAW, POST),
    Page(_STUDENT, of_student.show, f.FIND),
    Page(_NEW_FOR, issuing.ask, f.FIND),
    Page(_NEW_FOR, issuing.issue, f.FIND, POST),
    Page("certificate-jobs", jobs.show, f.START_JOB),
    Page("certificate-jobs/new", ordering.ask, f.START_JOB),
    Page("certificate-jobs/new", ordering.send, f.START_JOB, POST),
    Page(_JOB, jobs.one, f.START_JOB),
    Page(f"{_JOB}/download", jobs.download, f.START_JOB),
    Page(f"{_JOB}/cancel", jobs.cancel, f.START_JOB, POST, _FORM_OF_JOB),
    Page(f"{_JOB}/retry", jobs.retry, f.START_JOB, POST, _FORM_OF_JOB),
)

CERTIFICATES = (*_HOLDERS, *_VERIFICATION, *_OFFICES)
