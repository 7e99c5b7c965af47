"""What happens to certificates after their issue: found, looked up by others, withdrawn."""

from uuid import UUID

from chassis.database import Transaction
from chassis.rpc import Work, current_call
from matrikel.certificates.v1 import certificate_pb2

from certificates.api.lookups import number_in
from certificates.app.accounts import user_name_of
from certificates.app.issued import certificate_with_number, withdrawal_of_certificate
from certificates.app.lookup_rules import set_lookup_rule
from certificates.app.withdrawing import withdraw_certificate
from certificates.domain.pins import PinKey
from certificates.events.packing import pack_certificate, pack_withdrawal, unpack_lookup_rule


class Lifecycle:
    """The life of certificates."""

    def __init__(self, work: Work, pins: PinKey) -> None:
        self._work = work
        self._pins = pins

    async def find_certificate(
        self, request: certificate_pb2.FindCertificateRequest
    ) -> certificate_pb2.FindCertificateResponse:
        """The certificate that carries a number, and why it was withdrawn, for offices."""
        number = number_in(request.verification_number)

        def answer(tx: Transaction) -> certificate_pb2.FindCertificateResponse:
            certificate = certificate_with_number(tx, number)
            withdrawal = withdrawal_of_certificate(tx, certificate.certificate_id)
            return certificate_pb2.FindCertificateResponse(
                certificate=pack_certificate(certificate, tx.now),
                withdrawal=pack_withdrawal(withdrawal) if withdrawal else None,
            )

        return await self._work.read(answer)

    async def set_lookup_rule(
        self, request: certificate_pb2.SetLookupRuleRequest
    ) -> certificate_pb2.SetLookupRuleResponse:
        """Another choice of who may look the certificate up."""

        def answer(tx: Transaction) -> certificate_pb2.SetLookupRuleResponse:
            certificate = set_lookup_rule(
                tx,
                UUID(request.certificate_id),
                unpack_lookup_rule(request.lookup_rule),
                request.pin,
                request.version,
                self._pins,
            )
            return certificate_pb2.SetLookupRuleResponse(
                certificate=pack_certificate(certificate, tx.now)
            )

        return await self._work.write(answer)

    async def withdraw_certificate(
        self, request: certificate_pb2.WithdrawCertificateRequest
    ) -> certificate_pb2.WithdrawCertificateResponse:
        """The office says that the certificate does not hold any more."""
        caller = current_call().caller
        if caller is None:
            raise AssertionError("the contract lets nobody in without a token")
        clerk = caller.person_id

        def answer(tx: Transaction) -> certificate_pb2.WithdrawCertificateResponse:
            certificate = withdraw_certificate(
                tx,
                UUID(request.certificate_id),
                version=request.version,
                reason=request.reason,
                withdrawn_by=user_name_of(tx, clerk),
                validate_only=request.validate_only,
            )
            return certificate_pb2.WithdrawCertificateResponse(
                certificate=pack_certificate(certificate, tx.now)
            )

        return await self._work.write(answer)
