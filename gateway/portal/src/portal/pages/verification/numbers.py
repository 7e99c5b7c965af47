"""Looking a verification number up."""

import re
from dataclasses import dataclass
from datetime import date

from google.type.date_pb2 import Date
from grpc.aio import AioRpcError
from matrikel.certificates.v1.verification_pb2 import VerifyCertificateRequest
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems, date_of, secret_of, text_of
from portal.pages.certificates.naming import language_name, parted, state_name
from portal.pages.verification.checks import NUMBER_FIELD, STATE_ALERTS, form_again
from portal.visit import Visit

_FORM = "verify/number.html"
_FIELDS = (NUMBER_FIELD, "birth_date", "pin")
_LONGEST_NUMBER = 40
_LONGEST_PIN = 20


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; the PIN is not shown again."""

    number: str = ""
    birth_date: str = ""


async def show(visit: Visit) -> Response:
    """The form for a verification number."""
    return visit.render(_FORM, typed=Typed())


async def look_up(visit: Visit) -> Response:
    """What is known about a number, answered at once: the number stays out of every address."""
    form = await visit.form()
    typed = Typed(text_of(form, NUMBER_FIELD), text_of(form, "birth_date"))
    problems = _problems(visit, form, typed)
    if problems:
        return visit.render(_FORM, status=422, problems=problems, typed=typed)
    try:
        answer = await visit.services.verification.VerifyCertificate(
            VerifyCertificateRequest(
                verification_number=typed.number,
                birth_date=_day(date_of(form, "birth_date")),
                pin=secret_of(form, "pin").strip(),
            )
        )
    except AioRpcError as error:
        fault = fault_of(error, visit.language)
        if fault.kind is Kind.NOT_FOUND:
            return visit.render(
                "verify/unknown.html",
                status=fault.kind.value,
                digits=_digits(typed.number),
                sentence=visit.sentence(fault),
            )
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        return form_again(visit, _FORM, fault, *_FIELDS, home=NUMBER_FIELD, typed=typed)
    certificate = answer.certificate
    return visit.render(
        "verify/result.html",
        certificate=certificate,
        title_of_type=parted(certificate.title),
        state=state_name(certificate.state),
        alerts=STATE_ALERTS,
        language_name=language_name,
    )


def _problems(visit: Visit, form: FormData, typed: Typed) -> Problems:
    fields = {}
    if not typed.number:
        fields[NUMBER_FIELD] = (visit.t("verify.number_missing"),)
    elif len(typed.number) > _LONGEST_NUMBER:
        fields[NUMBER_FIELD] = (visit.t("verify.number_too_long"),)
    if typed.birth_date and date_of(form, "birth_date") is None:
        fields["birth_date"] = (visit.t("verify.birth_date_wrong"),)
    if len(secret_of(form, "pin").strip()) > _LONGEST_PIN:
        fields["pin"] = (visit.t("verify.pin_too_long"),)
    return Problems(fields=fields)


def _day(day: date | None) -> Date | None:
    return Date(year=day.year, month=day.month, day=day.day) if day else None


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
