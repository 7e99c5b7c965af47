"""Answers everybody who holds a verification number."""

from typing import Any

from chassis.database import Transaction
from chassis.rpc import Work, current_call
from grpc.aio import ServicerContext
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceServicer

from certificates.app.verifying import verify_certificate
from certificates.domain.verification_number import (
    MalformedVerificationNumberError,
    VerificationNumber,
)
from certificates.events.packing import pack_verification
from certificates.texts import refusals


class VerificationApi(VerificationServiceServicer):
    """Telling a real certificate from a forged one."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def VerifyCertificate(
        self, request: verification_pb2.VerifyCertificateRequest, context: ServicerContext[Any, Any]
    ) -> verification_pb2.VerifyCertificateResponse:
        # Before the transaction: a mistyped number costs the database nothing.
        try:
            number = VerificationNumber.parse(request.verification_number)
        except MalformedVerificationNumberError:
            raise refusals.verification_number_malformed() from None
        client_address = current_call().client_address

        def answer(tx: Transaction) -> verification_pb2.VerifyCertificateResponse:
            certificate = verify_certificate(tx, number, client_address)
            return pack_verification(certificate, tx.now)

        return await self._work.write(answer)
