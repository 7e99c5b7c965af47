"""Info on registered exams: per enrolment, withdrawn ones too, with the document to keep."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.values import Language, Semester
from matrikel.certificates.v1.certificate_pb2 import (
    CertificateType,
    DocumentLanguage,
    IssueCertificateRequest,
)
from matrikel.exams.v1.exam_tree_pb2 import EnrolmentNode, GetExamTreeRequest
from matrikel.exams.v1.registration_pb2 import (
    ListRegistrationsRequest,
    Registration,
    RegistrationStatus,
)
from starlette.responses import Response

from portal.exam_branches import form_name
from portal.faults import Fault, Kind
from portal.forms import id_of
from portal.pages import failure
from portal.visit import Visit

_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class SemesterOfRegistrations:
    """The registrations for sittings of one semester."""

    semester_code: str
    registered: tuple[Registration, ...]
    withdrawn: tuple[Registration, ...]


async def show(visit: Visit) -> Response:
    """The student's enrolments; a single one is shown at once."""
    enrolments = await _enrolments(visit)
    if len(enrolments) == 1:
        return visit.go(f"exams/registered/{enrolments[0].enrolment_id}")
    return visit.render("registered_enrolments.html", enrolments=enrolments)


async def of_enrolment(visit: Visit) -> Response:
    """What the student is registered for in one enrolment, the newest semester first."""
    enrolment_id = _enrolment_id(visit)
    answer, enrolments = await asyncio.gather(
        visit.services.registrations.ListRegistrations(
            ListRegistrationsRequest(
                person_id=visit.person_id,
                enrolment_id=enrolment_id,
                page_size=_PAGE_SIZE,
                page_token=visit.asked("page"),
            )
        ),
        _enrolments(visit),
    )
    named = {node.enrolment_id: node for node in enrolments}
    if enrolment_id not in named and not answer.registrations:
        return failure.page(visit, Fault(Kind.NOT_FOUND))
    return visit.render(
        "registered_exams.html",
        enrolment_id=enrolment_id,
        enrolment=named.get(enrolment_id),
        is_only_enrolment=len(enrolments) == 1,
        semesters=_by_semester(answer.registrations),
        next_page=answer.next_page_token,
        form_name=form_name,
    )


async def issue(visit: Visit) -> Response:
    """Issues the list as a document and leads to its page."""
    form = await visit.form()
    is_german = visit.language is Language.DE
    answer = await visit.services.certificates.IssueCertificate(
        IssueCertificateRequest(
            person_id=visit.person_id,
            enrolment_id=_enrolment_id(visit),
            type=CertificateType.CERTIFICATE_TYPE_REGISTERED_EXAMS,
            language=(
                DocumentLanguage.DOCUMENT_LANGUAGE_GERMAN
                if is_german
                else DocumentLanguage.DOCUMENT_LANGUAGE_ENGLISH
            ),
            request_id=id_of(form, "request_id"),
        )
    )
    return visit.go(f"certificates/{answer.certificate.certificate_id}", done="issued")


async def _enrolments(visit: Visit) -> list[EnrolmentNode]:
    tree = await visit.services.exam_tree.GetExamTree(GetExamTreeRequest(person_id=visit.person_id))
    return list(tree.enrolments)


def _enrolment_id(visit: Visit) -> str:
    return str(visit.request.path_params["enrolment_id"])


def _by_semester(registrations: Iterable[Registration]) -> list[SemesterOfRegistrations]:
    grouped: dict[str, list[Registration]] = {}
    for registration in registrations:
        grouped.setdefault(registration.sitting.semester.code, []).append(registration)
    withdrawn = RegistrationStatus.REGISTRATION_STATUS_WITHDRAWN
    return [
        SemesterOfRegistrations(
            code,
            registered=tuple(r for r in grouped[code] if r.status != withdrawn),
            withdrawn=tuple(r for r in grouped[code] if r.status == withdrawn),
        )
        for code in sorted(grouped, key=Semester.parse, reverse=True)
    ]
