"""Answers everybody who holds a verification number."""

from datetime import date

from chassis.database import Transaction
from chassis.packing import unpack_date
from chassis.rpc import Work, current_call
from matrikel.certificates.v1 import verification_pb2
from matrikel_verify.number import MalformedVerificationNumberError, VerificationNumber

from certificates.api.verified_packing import pack_verified
from certificates.app.verifying import verify_certificate
from certificates.domain.guessing import GuessingRules
from certificates.domain.lookup import Named
from certificates.domain.pins import PinKey
from certificates.flows.lookup_door import LookupDoor
from certificates.texts import refusals
from certificates.texts.content_refusals import date_wrong


class Lookups:
    """Looks verification numbers up."""

    def __init__(self, work: Work, door: LookupDoor, pins: PinKey, rules: GuessingRules) -> None:
        self._work = work
        self._door = door
        self._pins = pins
        self._rules = rules

    async def verify_certificate(
        self, request: verification_pb2.VerifyCertificateRequest
    ) -> verification_pb2.VerifyCertificateResponse:
        """The certificate of the number, where its holder lets it be seen."""
        # Before the transaction: a mistyped number costs the database nothing.
        number = number_in(request.verification_number)
        named = Named(_birth_date(request), self._pins.digest(number, request.pin))
        client_address = current_call().client_address

        def answer(tx: Transaction) -> verification_pb2.VerifyCertificateResponse:
            found = verify_certificate(tx, number, named, client_address, self._rules)
            return verification_pb2.VerifyCertificateResponse(
                certificate=pack_verified(found, tx.now)
            )

        with self._door.let_in(client_address):
            return await self._work.write(answer)


def number_in(text: str) -> VerificationNumber:
    """The number that somebody typed. Raises VERIFICATION_NUMBER_MALFORMED."""
    try:
        return VerificationNumber.parse(text)
    except MalformedVerificationNumberError:
        raise refusals.verification_number_malformed() from None


def _birth_date(request: verification_pb2.VerifyCertificateRequest) -> date | None:
    """The day that somebody typed; raises DATE_WRONG, for every number alike."""
    try:
        return unpack_date(request.birth_date) if request.HasField("birth_date") else None
    except (ValueError, OverflowError):
        raise date_wrong("birth_date") from None
