"""Finding a certificate by its number, and what an office sees of it."""

import asyncio

from grpc import StatusCode
from grpc.aio import AioRpcError
from matrikel.certificates.v1.certificate_pb2 import (
    Certificate,
    FindCertificateRequest,
    Withdrawal,
)
from starlette.responses import Response

from portal import certificate_functions as functions
from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.certificates.kept import certificate_of
from portal.pages.certificates.naming import STATE_BADGES, kinds_of, language_name, state_name
from portal.pages.staff.answers import notice
from portal.pages.staff.certificates.desk import Holder, holder_of
from portal.visit import Visit

_FIELD = "verification_number"
_FORM = "staff/certificates/find.html"
_LONGEST_NUMBER = 40


async def show(visit: Visit) -> Response:
    """The form for a number."""
    return _form(visit, "", Problems(), 200)


async def find(visit: Visit) -> Response:
    """Leads to the certificate with the number, which stays out of every address."""
    number = text_of(await visit.form(), _FIELD)
    if not number or len(number) > _LONGEST_NUMBER:
        said = "verify.number_too_long" if number else "verify.number_missing"
        return _form(visit, number, Problems(fields={_FIELD: (visit.t(said),)}), 422)
    try:
        answer = await visit.services.certificates.FindCertificate(
            FindCertificateRequest(verification_number=number)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind not in (Kind.INVALID, Kind.NOT_FOUND):
            raise
        home = "" if _FIELD in fault.fields else _FIELD
        return _form(visit, number, visit.problems(fault, _FIELD, home=home), fault.kind.value)
    return visit.go(f"issued-certificates/{answer.certificate.certificate_id}")


async def one(visit: Visit) -> Response:
    """One certificate with what an office decides about: whose it is, its state, who issued it."""
    certificate, kinds = await asyncio.gather(certificate_of(visit), kinds_of(visit))
    return visit.render(
        "staff/certificates/one.html",
        certificate=certificate,
        withdrawal=await _withdrawal(visit, certificate),
        kinds=kinds,
        holder=await _holder(visit, certificate),
        state=state_name(certificate.state),
        badges=STATE_BADGES,
        language_name=language_name,
        is_new=visit.asked("done") == "issued",
        done=notice(visit, "office_certificate"),
        may_withdraw=visit.may(functions.WITHDRAW) and state_name(certificate.state) != "withdrawn",
    )


async def _withdrawal(visit: Visit, certificate: Certificate) -> Withdrawal | None:
    """Who withdrew it, and why; None where nobody did, or the visitor may not know."""
    if state_name(certificate.state) != "withdrawn" or not visit.may(functions.FIND):
        return None
    found = await visit.services.certificates.FindCertificate(
        FindCertificateRequest(verification_number=certificate.verification_number)
    )
    return found.withdrawal if found.HasField("withdrawal") else None


async def _holder(visit: Visit, certificate: Certificate) -> Holder | None:
    """Whose certificate it is; None where the other service does not know the person any more."""
    try:
        return await holder_of(visit, certificate.person_id)
    except AioRpcError as error:
        if error.code() not in (StatusCode.NOT_FOUND, StatusCode.UNAVAILABLE):
            raise
        return None


def _form(visit: Visit, number: str, problems: Problems, status: int) -> Response:
    return visit.render(
        _FORM,
        status=status,
        problems=problems,
        number=number,
        may_order=visit.may(functions.START_JOB),
    )
