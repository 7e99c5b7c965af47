"""The public page that tells a real certificate from a forged one."""

import re

from grpc.aio import AioRpcError
from matrikel.certificates.v1.verification_pb2 import VerificationState, VerifyCertificateRequest
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.certificates import language_name, type_name
from portal.visit import Visit

_FIELD = "verification_number"


async def show(visit: Visit) -> Response:
    """The form for a verification number."""
    return visit.render("verify.html", number="")


async def look_up(visit: Visit) -> Response:
    """What is known about a number, answered at once: the number stays out of every address."""
    form = await visit.form()
    number = text_of(form, _FIELD)
    if not number:
        problems = Problems(fields={_FIELD: (visit.t("verify.number_missing"),)})
        return visit.render("verify.html", status=422, problems=problems, number="")
    try:
        answer = await visit.services.verification.VerifyCertificate(
            VerifyCertificateRequest(verification_number=number)
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.NOT_FOUND:
            return visit.render(
                "verify_unknown.html",
                status=fault.kind.value,
                digits=_digits(number),
                sentence=visit.sentence(fault),
            )
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        problems = visit.problems(fault, _FIELD, home="" if _FIELD in fault.fields else _FIELD)
        return visit.render(
            "verify.html", status=fault.kind.value, problems=problems, number=number
        )
    return visit.render(
        "verify_result.html",
        result=answer,
        is_valid=answer.state == VerificationState.VERIFICATION_STATE_VALID,
        digits=_digits(number),
        type_name=type_name,
        language_name=language_name,
    )


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
