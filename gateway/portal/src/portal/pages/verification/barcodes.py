"""Checking what a scanner read out of the barcode on the paper."""

import base64
import binascii
import re

from grpc.aio import AioRpcError
from matrikel.certificates.v1.verification_pb2 import VerifyDataSealRequest
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.forms import Problems, text_of
from portal.pages.certificates.naming import state_name
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

_FORM = "verify/barcode.html"
_FIELD = "barcode"
_LARGEST_BYTES = 4096
_LONGEST_NUMBER = 40
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
# The first two bytes of every data seal, by which hexadecimal digits are told from base64.
_SEAL_BEGINS = "dc03"


async def show(visit: Visit) -> Response:
    """The form for a barcode's content."""
    return visit.render(_FORM, typed="", number="")


async def check(visit: Visit) -> Response:
    """What the barcode says, and whether the university signed it."""
    form = await visit.form()
    typed, number = text_of(form, _FIELD), text_of(form, NUMBER_FIELD)
    content = content_of(typed)
    fields = {}
    if not typed:
        fields[_FIELD] = (visit.t("barcode.missing"),)
    elif content is None or len(content) > _LARGEST_BYTES:
        fields[_FIELD] = (visit.t("barcode.wrong"),)
    if len(number) > _LONGEST_NUMBER:
        fields[NUMBER_FIELD] = (visit.t("verify.number_too_long"),)
    if fields or content is None:
        problems = Problems(fields=fields)
        return visit.render(_FORM, status=422, problems=problems, typed=typed, number=number)
    try:
        answer = await visit.services.verification.VerifyDataSeal(
            VerifyDataSealRequest(content=content, verification_number=number)
        )
    except AioRpcError as error:
        fault = _at_barcode(fault_of(error, visit.language))
        if fault.kind not in (Kind.INVALID, Kind.TOO_MANY):
            raise
        return form_again(
            visit, _FORM, fault, _FIELD, NUMBER_FIELD, home=_FIELD, typed=typed, number=number
        )
    return visit.render(
        "verify/barcode_result.html",
        answer=answer,
        is_authentic=is_authentic(answer.verdict),
        reason=reason_of(answer.checks),
        state=state_name(answer.state) if answer.state else "",
        alerts=STATE_ALERTS,
        outcome_name=outcome_name,
        badges=OUTCOME_BADGES,
    )


def content_of(typed: str) -> bytes | None:
    """The bytes that hexadecimal digits or base64 stand for; None for neither."""
    text = "".join(typed.split())
    spaced = text.replace(":", "")
    if _HEX.fullmatch(spaced) and spaced.lower().startswith(_SEAL_BEGINS):
        return bytes.fromhex(spaced)
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True) or None
    except binascii.Error:
        return None


def _at_barcode(fault: Fault) -> Fault:
    fields = {_FIELD if path == "content" else path: said for path, said in fault.fields.items()}
    return Fault(fault.kind, fault.reason, fault.sentence, fields, None, fault.retry_seconds)
