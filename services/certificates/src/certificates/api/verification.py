"""Telling a real certificate from a forged one: one service, a collaborator for each question."""

from typing import Any, Protocol

from grpc.aio import ServicerContext
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceServicer

from certificates.api.lookups import Lookups
from certificates.api.status_lists import StatusListApi


class AnswersDocuments(Protocol):
    """Checks files."""

    async def verify_document(
        self, request: verification_pb2.VerifyDocumentRequest
    ) -> verification_pb2.VerifyDocumentResponse: ...


class AnswersDataSeals(Protocol):
    """Checks barcodes."""

    async def verify_data_seal(
        self, request: verification_pb2.VerifyDataSealRequest
    ) -> verification_pb2.VerifyDataSealResponse: ...


class AnswersTrust(Protocol):
    """Says what a verifier pins."""

    async def get_trust(
        self, request: verification_pb2.GetTrustRequest
    ) -> verification_pb2.GetTrustResponse: ...


class VerificationApi(VerificationServiceServicer):
    """Answers everybody who has a certificate in hand."""

    def __init__(
        self,
        lookups: Lookups,
        documents: AnswersDocuments,
        data_seals: AnswersDataSeals,
        trust: AnswersTrust,
        status_lists: StatusListApi,
    ) -> None:
        self._lookups = lookups
        self._documents = documents
        self._data_seals = data_seals
        self._trust = trust
        self._status_lists = status_lists

    async def VerifyCertificate(
        self, request: verification_pb2.VerifyCertificateRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.VerifyCertificateResponse:
        return await self._lookups.verify_certificate(request)

    async def VerifyDocument(
        self, request: verification_pb2.VerifyDocumentRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.VerifyDocumentResponse:
        return await self._documents.verify_document(request)

    async def VerifyDataSeal(
        self, request: verification_pb2.VerifyDataSealRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.VerifyDataSealResponse:
        return await self._data_seals.verify_data_seal(request)

    async def GetTrust(
        self, request: verification_pb2.GetTrustRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.GetTrustResponse:
        return await self._trust.get_trust(request)

    async def GetStatusList(
        self, request: verification_pb2.GetStatusListRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.GetStatusListResponse:
        return await self._status_lists.get_status_list(request)
