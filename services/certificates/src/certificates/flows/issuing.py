"""The way of one certificate: asks, decides, enters the log, draws, seals.

`Issuing.prepare` does all of it but the last step, which the caller takes in a transaction of its
own (`app.issuing.issue_certificate`): a person's request keeps its answer with it, a job marks the
student as done.
"""

import asyncio
import secrets
from dataclasses import dataclass

from chassis.clock import Clock
from chassis.database import Database
from matrikel_verify.claims import SALT_BYTES
from matrikel_verify.data_seal import DataSealSigner, encode
from matrikel_verify.evidence import FILE_NAME as EVIDENCE_FILE_NAME
from matrikel_verify.evidence import Evidence
from matrikel_verify.number import DRAWS, VerificationNumber

from certificates.app.issuing import SealedCertificate, enter_claims
from certificates.documents import Attachment, unprintable
from certificates.domain.certificate import CertificateOrder
from certificates.domain.contents import content_of
from certificates.domain.contents.shared_lines import letterhead
from certificates.domain.data_seal import data_seal_of
from certificates.domain.document import Document
from certificates.domain.facts import Facts
from certificates.domain.pins import PinKey
from certificates.domain.trial_seal import marked_as_test
from certificates.flows.drawing import Drawing
from certificates.flows.gathering import Asker, Gathering
from certificates.keys import Keyring
from certificates.sealing import Sealer
from certificates.texts import refusals
from certificates.texts.attachments import EVIDENCE, MESSAGE
from certificates.xhochschule import FILE_NAME as MESSAGE_FILE_NAME
from certificates.xhochschule import message_of


class Issuing:
    """Issues certificates of every type."""

    def __init__(
        self,
        database: Database,
        gathering: Gathering,
        drawing: Drawing,
        sealer: Sealer,
        keyring: Keyring,
        pins: PinKey,
        clock: Clock,
        verification_page: str,
    ) -> None:
        self._database = database
        self._gathering = gathering
        self._drawing = drawing
        self._sealer = sealer
        self._keyring = keyring
        self._pins = pins
        self._clock = clock
        self._verification_page = verification_page

    async def prepare(self, order: CertificateOrder, asker: Asker) -> SealedCertificate:
        """The sealed certificate about the facts of this moment; its claims are in the log.

        Raises the refusals of `Gathering.facts`, CERTIFICATE_NOT_PRINTABLE, TOO_BUSY, SEAL_EXPIRED,
        and UNAVAILABLE where somebody who has to be asked does not answer.
        """
        self._keyring.require()
        # Whoever is too many is told so before anything was asked or entered.
        with self._drawing.place():
            facts = await self._gathering.facts(order, asker)
            document = self._document(order, facts)
            if missing := unprintable(document.text):
                raise refusals.not_printable(missing)
            salt = secrets.token_bytes(SALT_BYTES)
            entered = await self._database.write(
                enter_claims, self._keyring.log, document, order.type, salt
            )
            # Long messages take their time, and the key may be in a token.
            readable = await asyncio.to_thread(
                for_programs, order, facts, document, entered.evidence, self._keyring.data_seal
            )
            prepared = await self._drawing.draw(
                document,
                entered.branding,
                attachments=readable.attachments,
                data_seal=readable.data_seal,
                seal_field=True,
            )
        file = await self._sealer.seal(prepared)
        pin_digest = self._pins.digest(document.number, order.pin) if order.pin else None
        return SealedCertificate(order, facts, document, entered, file, pin_digest)

    def _document(self, order: CertificateOrder, facts: Facts) -> Document:
        # The moment of issue is that of the answers, not of a moment before they were given.
        issue_time = self._clock.now().replace(microsecond=0)
        content = content_of(order.type, facts, issue_time)
        return Document(
            language=order.language,
            letterhead=letterhead(facts.records.university),
            content=marked_as_test(content) if self._keyring.is_test else content,
            number=VerificationNumber.of_draw(secrets.randbelow(DRAWS)),
            verification_page=self._verification_page,
            issue_time=issue_time,
            recipient=facts.recipient,
        )


@dataclass(frozen=True, slots=True)
class ForPrograms:
    """What programs read of a certificate: in its file, and printed as the barcode."""

    attachments: tuple[Attachment, ...]
    data_seal: bytes


def for_programs(
    order: CertificateOrder,
    facts: Facts,
    document: Document,
    evidence: Evidence,
    key: DataSealSigner,
) -> ForPrograms:
    """The evidence of every certificate, the standard's message of some, and the data seal.

    Takes up to 10 ms of computing. Raises Failure SEAL_UNAVAILABLE.
    """
    attachments = [
        Attachment(EVIDENCE_FILE_NAME, evidence.to_json(), "application/json", "Data", EVIDENCE)
    ]
    message = message_of(order.type, facts, document)
    if message is not None:
        attachments.insert(
            0, Attachment(MESSAGE_FILE_NAME, message, "application/xml", "Source", MESSAGE)
        )
    return ForPrograms(tuple(attachments), encode(data_seal_of(document, order.type), key))
