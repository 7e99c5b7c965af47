"""Answers everybody who has a certificate's file, or a picture of the paper."""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol

from chassis.clock import Clock
from chassis.database import Transaction
from chassis.packing import pack_moment
from chassis.rpc import Work, current_call
from matrikel.certificates.v1 import verification_pb2
from matrikel_verify import sentences
from matrikel_verify.log_check import checkpoint_of
from matrikel_verify.number import VerificationNumber
from matrikel_verify.number_check import with_printed_number
from matrikel_verify.pdf.checking import ExaminedFile
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Check, Outcome, Verdict

from certificates.api.check_packing import pack_checks, pack_verdict
from certificates.api.verified_packing import pack_verified
from certificates.app.checked_files import CheckedFile, SealedFile, check_issued_file
from certificates.app.verifying import Verified
from certificates.domain.certificate import LookupRule
from certificates.domain.guessing import GuessingRules, Place
from certificates.events.packing import STATES
from certificates.flows.checking import Checking
from certificates.flows.lookup_door import LookupDoor
from certificates.keys import Keyring


class AnswersDataSeals(Protocol):
    """Checks barcodes."""

    async def verify_data_seal(
        self, request: verification_pb2.VerifyDataSealRequest
    ) -> verification_pb2.VerifyDataSealResponse: ...


@dataclass(frozen=True)
class DocumentChecks:
    """Checks uploaded files."""

    work: Work
    door: LookupDoor
    checking: Checking
    data_seals: AnswersDataSeals
    keyring: Keyring
    rules: GuessingRules
    clock: Clock

    async def verify_document(
        self, request: verification_pb2.VerifyDocumentRequest
    ) -> verification_pb2.VerifyDocumentResponse:
        """The verdict on a sealed file, or on the data seal in a picture."""
        client_address = current_call().client_address
        with self.door.let_in(client_address):
            trust = self.keyring.trust()
        # Outside of the door, which would take a file that finds no worker for a guesser's.
        network = Place.of(client_address).address
        read = await self.checking.read(request.content, trust, self.clock.now(), network)
        if read.sealed is None:
            return await self._picture(read.data_seal, request.verification_number)
        if read.sealed.evidence is None:
            return _packed(read.sealed.verdict)
        return await self._sealed(request, read.sealed, trust)

    async def _sealed(
        self,
        request: verification_pb2.VerifyDocumentRequest,
        examined: ExaminedFile,
        trust: Trust,
    ) -> verification_pb2.VerifyDocumentResponse:
        evidence, claims = examined.evidence, examined.verdict.claims
        assert evidence is not None, "an authentic file has it"
        assert claims is not None, "an authentic file has them"
        file = SealedFile(
            hashlib.sha256(request.content).digest(),
            VerificationNumber(claims.number),
            evidence.claims,
            evidence.leaf_index,
            checkpoint_of(evidence, trust),
        )
        client_address = current_call().client_address

        def answer(tx: Transaction) -> verification_pb2.VerifyDocumentResponse:
            checked = check_issued_file(tx, file, client_address, self.rules)
            verdict = with_printed_number(
                _together(examined.verdict, checked), request.verification_number
            )
            response = _packed(verdict)
            if checked.found is not None and _is_issued(verdict):
                response.certificate.CopyFrom(_shown(checked.found, tx))
            return response

        with self.door.let_in(client_address):
            return await self.work.write(answer)

    async def _picture(
        self, data_seal: bytes, number: str
    ) -> verification_pb2.VerifyDocumentResponse:
        answer = await self.data_seals.verify_data_seal(
            verification_pb2.VerifyDataSealRequest(content=data_seal, verification_number=number)
        )
        response = verification_pb2.VerifyDocumentResponse(
            verdict=answer.verdict,
            checks=[*answer.checks, *pack_checks([sentences.not_done(*_UNSEALED)])],
            data_seal_fields=answer.fields,
        )
        if answer.state:
            response.certificate.state = answer.state
        return response


_UNSEALED = ("BARCODE_AGREES", "UNSEALED")


def _together(verdict: Verdict, checked: CheckedFile) -> Verdict:
    """The file's own checks, each replaced by what the service knows better."""
    known = {check.code: check for check in checked.checks}
    own = [known.pop(check.code, check) for check in verdict.checks]
    checks: list[Check] = []
    is_standing = True
    for check in (*own[:-1], *known.values(), own[-1]):
        checks.append(check if is_standing else sentences.not_reached(check.code))
        is_standing = is_standing and check.outcome is not Outcome.FAILED
    return replace(Verdict.of(checks), claims=verdict.claims)


def _is_issued(verdict: Verdict) -> bool:
    """Whether the university issued exactly this file, be it withdrawn since or not."""
    return verdict.reason is None or verdict.reason.code == "NOT_WITHDRAWN"


def _packed(verdict: Verdict) -> verification_pb2.VerifyDocumentResponse:
    return verification_pb2.VerifyDocumentResponse(
        verdict=pack_verdict(verdict), checks=pack_checks(verdict.checks)
    )


def _shown(found: Verified, tx: Transaction) -> verification_pb2.VerifiedCertificate:
    """Everything, or how it stands alone where its holder restricted the look-up."""
    certificate = found.certificate
    if certificate.lookup_rule == LookupRule():
        return pack_verified(found, tx.now)
    since = certificate.standing_since
    return verification_pb2.VerifiedCertificate(
        state=STATES[certificate.state(tx.now)],
        state_since_time=pack_moment(since) if since else None,
    )
