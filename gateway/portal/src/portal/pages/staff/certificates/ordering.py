"""Ordering certificates of a whole semester: the form, how many it would be, and the start."""

import asyncio
from dataclasses import dataclass
from uuid import uuid4

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_job_pb2 import (
    CertificateJobOrder,
    PreviewCertificateJobRequest,
    PreviewCertificateJobResponse,
    StartCertificateJobRequest,
)
from matrikel.records.v1.catalogue_pb2 import ListProgrammesRequest
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.formats import Formats
from portal.forms import Problems, id_of, text_of
from portal.pages.certificates.naming import LANGUAGES, Kinds, kinds_of, language_name, type_name
from portal.pages.certificates.orders import is_semester
from portal.pages.staff.records import persons
from portal.visit import Visit

_FIELDS = ("type", "language", "semester", "school_code", "programme_code", "with_address")
_SAID_IN_FORM = (Kind.INVALID, Kind.REFUSED, Kind.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Typed:
    """The order as it was typed."""

    type: str = ""
    language: str = "de"
    semester: str = ""
    school_code: str = ""
    programme_code: str = ""
    with_address: bool = False


async def ask(visit: Visit) -> Response:
    """The empty form."""
    current = Semester.of(visit.portal.today()).code
    return await _form(visit, Typed(semester=current), Problems(), 200)


async def send(visit: Visit) -> Response:
    """Says how many it would be; confirmed, it starts the job and leads to its progress."""
    form = await visit.form()
    typed = _read(form)
    if text_of(form, "again"):
        return await _form(visit, typed, Problems(), 200)
    kinds = await kinds_of(visit)
    problems = _problems(visit, typed, kinds)
    if problems:
        return await _form(visit, typed, problems, Kind.INVALID.value)
    order = _order(typed, kinds)
    try:
        if text_of(form, "confirmed"):
            started = await visit.services.certificate_jobs.StartCertificateJob(
                StartCertificateJobRequest(
                    order=order, request_id=id_of(form, "request_id") or str(uuid4())
                )
            )
            return visit.go(f"certificate-jobs/{started.certificate_job.certificate_job_id}")
        preview = await visit.services.certificate_jobs.PreviewCertificateJob(
            PreviewCertificateJobRequest(order=order)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in _SAID_IN_FORM:
            raise
        return await _form(visit, typed, _said(visit, error), fault.kind.value)
    return await _confirm(visit, typed, kinds, preview)


def _said(visit: Visit, error: AioRpcError) -> Problems:
    fault = fault_of(error, visit.language)
    fields = {path.removeprefix("order."): said for path, said in fault.fields.items()}
    home = "type" if fault.reason == "TYPE_NOT_FOR_JOBS" and not fields else ""
    at_fields = {name: said for name, said in fields.items() if name in _FIELDS}
    general = [line for name, said in fields.items() if name not in _FIELDS for line in said]
    if not at_fields and not general:
        general = [visit.sentence(fault)]
    if home:
        return Problems(fields={**at_fields, home: tuple(general)})
    return Problems(tuple(general), at_fields)


def _read(form: FormData) -> Typed:
    return Typed(
        type=text_of(form, "type"),
        language=text_of(form, "language"),
        semester=text_of(form, "semester"),
        school_code=text_of(form, "school_code"),
        programme_code=text_of(form, "programme_code"),
        with_address=bool(text_of(form, "with_address")),
    )


def _problems(visit: Visit, typed: Typed, kinds: Kinds) -> Problems:
    fields = {}
    if kinds.of(typed.type) is None:
        fields["type"] = (visit.t("certificate_job.type_missing"),)
    if typed.language not in LANGUAGES:
        fields["language"] = (visit.t("draw.language_missing"),)
    if not is_semester(typed.semester):
        fields["semester"] = (visit.t("draw.semester_missing"),)
    return Problems(fields=fields)


def _order(typed: Typed, kinds: Kinds) -> CertificateJobOrder:
    info = kinds.of(typed.type)
    assert info is not None
    return CertificateJobOrder(
        type=info.type,
        language=LANGUAGES[typed.language],
        semester=SemesterMessage(code=typed.semester),
        school_code=typed.school_code,
        programme_code=typed.programme_code,
        with_address=typed.with_address,
    )


async def _form(visit: Visit, typed: Typed, problems: Problems, status: int) -> Response:
    kinds, published, programmes = await asyncio.gather(
        kinds_of(visit),
        persons.semesters(visit),
        visit.services.catalogue.ListProgrammes(ListProgrammesRequest()),
    )
    formats = Formats(visit.t)
    codes = [one.semester.code for one in published]
    if typed.semester and typed.semester not in codes:
        codes.insert(0, typed.semester)
    schools = visit.university.schools if visit.university else ()
    return visit.render(
        "staff/certificates/order.html",
        status=status,
        problems=problems,
        typed=typed,
        types=[
            (type_name(one.type), formats.text(one.name)) for one in kinds.infos if one.for_jobs
        ],
        semesters=[(code, formats.semester(code)) for code in codes if is_semester(code)],
        schools=[(one.school_code, formats.text(one.name)) for one in schools],
        programmes=sorted(
            (
                (
                    one.programme_code,
                    f"{formats.text(one.name)} ({one.degree.short_name or one.programme_code})",
                )
                for one in programmes.programmes
            ),
            key=lambda pair: pair[1],
        ),
    )


async def _confirm(
    visit: Visit, typed: Typed, kinds: Kinds, preview: PreviewCertificateJobResponse
) -> Response:
    order = _order(typed, kinds)
    return visit.render(
        "staff/certificates/order_preview.html",
        typed=typed,
        order=order,
        order_lines=lines_of(visit, order, kinds),
        preview=preview,
    )


def lines_of(visit: Visit, order: CertificateJobOrder, kinds: Kinds) -> list[tuple[str, str]]:
    """The order in words."""
    formats, t = Formats(visit.t), visit.t
    schools = visit.university.schools if visit.university else ()
    school = next(
        (formats.text(one.name) for one in schools if one.school_code == order.school_code),
        order.school_code,
    )
    return [
        (t("certificate_job.type"), formats.text(kinds.name(order.type))),
        (t("sitting.semester"), formats.semester(order.semester.code)),
        (t("certificate.language"), t(f"document_language.{language_name(order.language)}")),
        (t("certificate_job.school"), school or t("certificate_job.every_school")),
        (
            t("certificate_job.programme"),
            order.programme_code or t("certificate_job.every_programme"),
        ),
        (
            t("certificate_job.address"),
            t("certificate_job.with_address" if order.with_address else "certificate_job.without"),
        ),
    ]
