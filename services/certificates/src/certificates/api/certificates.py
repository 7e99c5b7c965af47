"""Answers students about their certificates."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Work, current_call
from google.api.httpbody_pb2 import HttpBody
from grpc.aio import ServicerContext
from matrikel.certificates.v1 import certificate_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceServicer

from certificates.api.page_tokens import position_in, token_of
from certificates.app.issued import (
    certificate_with_id,
    certificates_of_person,
    document_of_certificate,
)
from certificates.app.issuing import issue_certificate
from certificates.domain.certificate import CertificateOrder
from certificates.events.packing import LANGUAGES, TYPES, pack_certificate
from certificates.flows.drawing import Drawing

PIECE_BYTES = 64 * 1024

_TYPES = {number: one for one, number in TYPES.items()}
_LANGUAGES = {number: one for one, number in LANGUAGES.items()}


class CertificateApi(CertificateServiceServicer):
    """Certificates that students draw themselves."""

    def __init__(self, work: Work, drawing: Drawing) -> None:
        self._work = work
        self._drawing = drawing

    async def IssueCertificate(
        self, request: certificate_pb2.IssueCertificateRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.IssueCertificateResponse:
        answered = await self._work.begin(certificate_pb2.IssueCertificateResponse)
        if answered is not None:
            return answered
        caller = current_call().caller
        if caller is None:
            raise AssertionError("the contract lets nobody in without a token")
        drawn = await self._drawing.draw(_order(request), caller.access_token)

        def answer(tx: Transaction) -> certificate_pb2.IssueCertificateResponse:
            certificate = issue_certificate(tx, drawn)
            return certificate_pb2.IssueCertificateResponse(
                certificate=pack_certificate(certificate)
            )

        return await self._work.write(answer)

    async def ListCertificates(
        self, request: certificate_pb2.ListCertificatesRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.ListCertificatesResponse:
        def answer(tx: Transaction) -> certificate_pb2.ListCertificatesResponse:
            page = certificates_of_person(
                tx,
                UUID(request.person_id),
                before=position_in(request.page_token),
                page_size=page_size(request.page_size),
            )
            return certificate_pb2.ListCertificatesResponse(
                certificates=[pack_certificate(one) for one in page.certificates],
                next_page_token=token_of(page.certificates[-1]) if page.has_next else "",
            )

        return await self._work.read(answer)

    async def GetCertificate(
        self, request: certificate_pb2.GetCertificateRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.GetCertificateResponse:
        def answer(tx: Transaction) -> certificate_pb2.GetCertificateResponse:
            certificate = certificate_with_id(tx, UUID(request.certificate_id))
            return certificate_pb2.GetCertificateResponse(certificate=pack_certificate(certificate))

        return await self._work.read(answer)

    async def DownloadCertificate(
        self,
        request: certificate_pb2.DownloadCertificateRequest,
        context: ServicerContext[Any, Any],
    ) -> AsyncIterator[certificate_pb2.DownloadCertificateResponse]:
        document = await self._work.read(
            lambda tx: document_of_certificate(tx, UUID(request.certificate_id))
        )
        for start in range(0, len(document.content), PIECE_BYTES):
            first = start == 0
            yield certificate_pb2.DownloadCertificateResponse(
                body=HttpBody(
                    content_type=document.content_type if first else "",
                    data=document.content[start : start + PIECE_BYTES],
                ),
                file_name=document.file_name if first else "",
            )


def _order(request: certificate_pb2.IssueCertificateRequest) -> CertificateOrder:
    return CertificateOrder(
        person_id=UUID(request.person_id),
        enrolment_id=UUID(request.enrolment_id),
        type=_TYPES[request.type],
        language=_LANGUAGES[request.language],
        semester=unpack_semester(request.semester) if request.HasField("semester") else None,
    )
