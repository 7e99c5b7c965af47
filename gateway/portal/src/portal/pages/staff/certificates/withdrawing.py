"""Withdrawing a certificate: what would happen is shown before anything does."""

import asyncio
from typing import Any

from google.protobuf.message import Message
from matrikel.certificates.v1.certificate_pb2 import WithdrawCertificateRequest
from starlette.responses import Response

from portal.fields import Field, Shape
from portal.formats import Formats
from portal.pages.certificates.kept import certificate_of
from portal.pages.certificates.naming import kinds_of, state_name
from portal.pages.staff.records.changes import Change, Preview, Subject, id_in
from portal.services import Services
from portal.visit import Visit

_LONGEST_REASON = 500


def _path(visit: Visit) -> str:
    return f"issued-certificates/{id_in(visit, 'certificate_id')}"


async def _subject(visit: Visit) -> Subject:
    certificate, kinds = await asyncio.gather(certificate_of(visit), kinds_of(visit))
    formats = Formats(visit.t)
    facts = [
        (visit.t("office_certificate.type"), formats.text(kinds.name(certificate.type))),
        (visit.t("certificate.number"), formats.grouped(certificate.verification_number)),
        (visit.t("certificate.issued_at"), formats.moment(certificate.issue_time)),
        (visit.t("certificate.state"), _state(visit, certificate.state)),
    ]
    return Subject(
        section="issued_certificates",
        crumbs=[
            (visit.t("menu.issued_certificates"), "issued-certificates"),
            (formats.text(kinds.name(certificate.type)), _path(visit)),
        ],
        back=_path(visit),
        facts=facts,
        version=certificate.version,
    )


def _state(visit: Visit, state: int) -> str:
    return visit.t(f"certificate_state.{state_name(state)}")  # type: ignore[arg-type]  # an enum


def _request(visit: Visit) -> Message:
    return WithdrawCertificateRequest(certificate_id=id_in(visit, "certificate_id"))


async def _call(services: Services, request: Any) -> Any:
    return await services.certificates.WithdrawCertificate(request)


def _preview(visit: Visit, answer: Any) -> Preview:
    return Preview(
        [(visit.t("office_certificate.then"), _state(visit, answer.certificate.state))],
        [
            visit.t("office_certificate.effect_everywhere"),
            visit.t("office_certificate.effect_reason"),
            visit.t("office_certificate.effect_mail"),
            visit.t("office_certificate.effect_final"),
        ],
    )


def _withdrawn(visit: Visit, _answer: Any) -> Response:
    return visit.go(_path(visit), done="withdrawn")


WITHDRAW = Change(
    "withdraw_certificate",
    (
        Field(
            "reason",
            Shape.LINES,
            label="withdrawal_reason",
            has_hint=True,
            most_characters=_LONGEST_REASON,
        ),
    ),
    _request,
    _call,
    _subject,
    _withdrawn,
    _preview,
)
