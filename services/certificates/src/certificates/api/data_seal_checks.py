"""Answers everybody who read the barcode on a paper."""

from chassis.database import Transaction
from chassis.rpc import Work, current_call
from matrikel.certificates.v1 import verification_pb2
from matrikel_verify.data_seal import DataSealError, decode

from certificates.api.check_packing import pack_checks, pack_sealed_fields, pack_verdict
from certificates.app.data_seals import check_data_seal
from certificates.domain.guessing import GuessingRules
from certificates.events.packing import STATES
from certificates.flows.lookup_door import LookupDoor
from certificates.keys import Keyring
from certificates.texts.data_seal_refusals import data_seal_not_readable


class DataSealChecks:
    """Checks the contents of barcodes."""

    def __init__(
        self, work: Work, door: LookupDoor, keyring: Keyring, rules: GuessingRules
    ) -> None:
        self._work = work
        self._door = door
        self._keyring = keyring
        self._rules = rules

    async def verify_data_seal(
        self, request: verification_pb2.VerifyDataSealRequest
    ) -> verification_pb2.VerifyDataSealResponse:
        """Verdict, checks, the seal's own fields, and how the certificate stands."""
        try:
            seal = decode(request.content)
        except DataSealError:
            raise data_seal_not_readable() from None
        keys = self._keyring.trust().data_seal_keys
        client_address = current_call().client_address

        def answer(tx: Transaction) -> verification_pb2.VerifyDataSealResponse:
            checked = check_data_seal(
                tx, seal, keys, request.verification_number, client_address, self._rules
            )
            answered = verification_pb2.VerifyDataSealResponse(
                verdict=pack_verdict(checked.verdict),
                checks=pack_checks(checked.verdict.checks),
                fields=pack_sealed_fields(checked.fields),
            )
            if checked.certificate is not None:
                answered.state = STATES[checked.certificate.state(tx.now)]
            return answered

        with self._door.let_in(client_address):
            return await self._work.write(answer)
