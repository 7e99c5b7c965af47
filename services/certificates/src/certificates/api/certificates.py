"""Answers students, and offices for them, about their certificates."""

from collections.abc import AsyncIterator
from typing import Any, Protocol
from uuid import UUID

from chassis.database import Transaction
from chassis.packing import unpack_semester
from chassis.paging import page_size
from chassis.rpc import Caller, Work, current_call
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
from certificates.app.ordering import check_order
from certificates.domain.certificate import CertificateOrder
from certificates.domain.types import TYPES as TYPE_FACTS
from certificates.events.packing import (
    LANGUAGES,
    TYPES,
    pack_certificate,
    pack_type,
    unpack_lookup_rule,
)
from certificates.flows.gathering import Asker
from certificates.flows.issuing import Issuing
from certificates.keys import Keyring

PIECE_BYTES = 64 * 1024

_TYPES = {number: one for one, number in TYPES.items()}
_LANGUAGES = {number: one for one, number in LANGUAGES.items()}


class Lifecycle(Protocol):
    """Answers what happens to certificates after they were issued."""

    async def find_certificate(
        self, request: certificate_pb2.FindCertificateRequest
    ) -> certificate_pb2.FindCertificateResponse:
        """Finds by number."""

    async def set_lookup_rule(
        self, request: certificate_pb2.SetLookupRuleRequest
    ) -> certificate_pb2.SetLookupRuleResponse:
        """Changes who may look it up."""

    async def withdraw_certificate(
        self, request: certificate_pb2.WithdrawCertificateRequest
    ) -> certificate_pb2.WithdrawCertificateResponse:
        """Withdraws it."""


class CertificateApi(CertificateServiceServicer):
    """Certificates that students draw themselves and offices issue."""

    def __init__(
        self, work: Work, issuing: Issuing, keyring: Keyring, lifecycle: Lifecycle
    ) -> None:
        self._work = work
        self._issuing = issuing
        self._keyring = keyring
        self._lifecycle = lifecycle

    async def IssueCertificate(
        self, request: certificate_pb2.IssueCertificateRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.IssueCertificateResponse:
        answered = await self._work.begin(certificate_pb2.IssueCertificateResponse)
        if answered is not None:
            return answered
        caller = _caller()
        is_own = caller.person_id == UUID(request.person_id)
        order = _order(request)

        def checked(tx: Transaction) -> CertificateOrder:
            return check_order(tx, order, None if is_own else caller.person_id)

        # An office's order is asked for with this service's own credential: the clerk's roles
        # open this method, not those of other services.
        sealed = await self._issuing.prepare(
            await self._work.read(checked), Asker(caller.access_token if is_own else None)
        )

        def answer(tx: Transaction) -> certificate_pb2.IssueCertificateResponse:
            certificate = issue_certificate(tx, self._keyring.log, sealed)
            return certificate_pb2.IssueCertificateResponse(
                certificate=pack_certificate(certificate, tx.now)
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
                certificates=[pack_certificate(one, tx.now) for one in page.certificates],
                next_page_token=token_of(page.certificates[-1]) if page.has_next else "",
            )

        return await self._work.read(answer)

    async def GetCertificate(
        self, request: certificate_pb2.GetCertificateRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.GetCertificateResponse:
        def answer(tx: Transaction) -> certificate_pb2.GetCertificateResponse:
            certificate = certificate_with_id(tx, UUID(request.certificate_id))
            return certificate_pb2.GetCertificateResponse(
                certificate=pack_certificate(certificate, tx.now)
            )

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

    async def ListCertificateTypes(
        self,
        request: certificate_pb2.ListCertificateTypesRequest,
        context: ServicerContext[Any, Any],
    ) -> certificate_pb2.ListCertificateTypesResponse:
        return certificate_pb2.ListCertificateTypesResponse(
            types=[pack_type(kind, facts) for kind, facts in TYPE_FACTS.items()]
        )

    async def FindCertificate(
        self, request: certificate_pb2.FindCertificateRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.FindCertificateResponse:
        return await self._lifecycle.find_certificate(request)

    async def SetLookupRule(
        self, request: certificate_pb2.SetLookupRuleRequest, context: ServicerContext[Any, Any]
    ) -> certificate_pb2.SetLookupRuleResponse:
        return await self._lifecycle.set_lookup_rule(request)

    async def WithdrawCertificate(
        self,
        request: certificate_pb2.WithdrawCertificateRequest,
        context: ServicerContext[Any, Any],
    ) -> certificate_pb2.WithdrawCertificateResponse:
        return await self._lifecycle.withdraw_certificate(request)


def _caller() -> Caller:
    caller = current_call().caller
    if caller is None:
        raise AssertionError("the contract lets only signed-in persons in")
    return caller


def _order(request: certificate_pb2.IssueCertificateRequest) -> CertificateOrder:
    return CertificateOrder(
        person_id=UUID(request.person_id),
        enrolment_id=UUID(request.enrolment_id) if request.enrolment_id else None,
        type=_TYPES[request.type],
        language=_LANGUAGES[request.language],
        semester=unpack_semester(request.semester) if request.HasField("semester") else None,
        lookup_rule=unpack_lookup_rule(request.lookup_rule),
        pin=request.pin,
        replaces=(
            UUID(request.replaces_certificate_id) if request.replaces_certificate_id else None
        ),
        names_successor=request.name_successor,
        with_address=request.with_address,
    )
