"""Files as the service issues them: drawn, sealed, entered into a log."""

import asyncio
from dataclasses import dataclass, replace

from certificates.app.issuing import Entered, SealedCertificate, enter_claims, issue_certificate
from certificates.documents import Attachment, render
from certificates.domain.certificate import Certificate, CertificateType, LookupRule
from certificates.domain.claims import claims_of
from certificates.domain.data_seal import data_seal_of
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import Facts
from certificates.domain.paper import page_furniture
from certificates.keys import Keyring
from certificates.sealing import Sealer
from certificates.sealing.cms import SealTemplate
from certificates.sealing.timestamps import TimestampService
from certificates.texts.attachments import EVIDENCE, MESSAGE
from certificates.xhochschule import FILE_NAME as MESSAGE_FILE_NAME
from certificates.xhochschule import message_of
from chassis.database import Database
from chassis.testing import within
from chassis.values import LocalizedText
from cryptography.hazmat.primitives import hashes
from matrikel_verify.data_seal import encode
from matrikel_verify.evidence import FILE_NAME as EVIDENCE_FILE_NAME
from matrikel_verify.evidence import Evidence
from matrikel_verify.number import VerificationNumber

from services.certificates.verify.tests.universities import Log

from .paper_samples import BRANDING
from .samples import document_of, facts_of, order_of
from .seal_factories import compute

ENROLMENT = CertificateType.ENROLMENT
SALT = b"salt of the test"


@dataclass(frozen=True)
class Office:
    """Issues files with a keyring and a log that is not the service's."""

    keys: Keyring
    log: Log

    def issue(
        self,
        kind: CertificateType = ENROLMENT,
        language: DocumentLanguage = DocumentLanguage.DE,
        facts: Facts | None = None,
        *,
        document: Document | None = None,
        timestamps: TimestampService | None = None,
    ) -> bytes:
        """A sealed file about the facts, for tests without an event loop."""
        return asyncio.run(self.file(kind, language, facts, document, timestamps))

    async def file(
        self,
        kind: CertificateType = ENROLMENT,
        language: DocumentLanguage = DocumentLanguage.DE,
        facts: Facts | None = None,
        document: Document | None = None,
        timestamps: TimestampService | None = None,
    ) -> bytes:
        """A sealed file about the facts."""
        gathered = facts or facts_of(kind)
        paper = document or document_of(kind, language, gathered)
        furniture = page_furniture(paper, BRANDING)
        claims = claims_of(paper, kind, 7, furniture).canonical()
        entered = Entered(self.log.evidence(claims), 7, BRANDING)
        return await sealed_file(self.keys, kind, gathered, paper, entered, timestamps)


async def sealed_file(
    keys: Keyring,
    kind: CertificateType,
    facts: Facts,
    paper: Document,
    entered: Entered,
    timestamps: TimestampService | None = None,
) -> bytes:
    """The file of a document whose claims are in a log."""
    evidence: Evidence = entered.evidence
    attached = [_attached(EVIDENCE_FILE_NAME, evidence.to_json(), "application/json", EVIDENCE)]
    if message := message_of(kind, facts, paper):
        attached.append(_attached(MESSAGE_FILE_NAME, message, "application/xml", MESSAGE))
    prepared = render(
        paper,
        entered.branding,
        attachments=attached,
        data_seal=encode(data_seal_of(paper, kind), keys.data_seal),
        seal_field=True,
    )
    return await Sealer(keys, compute, timestamps).seal(prepared)


async def issued_by_service(
    database: Database,
    keys: Keyring,
    draw: int,
    kind: CertificateType = ENROLMENT,
    rule: LookupRule | None = None,
    timestamps: TimestampService | None = None,
) -> tuple[bytes, Certificate]:
    """A certificate in the service's database and log, and its file."""
    facts = facts_of(kind)
    paper = replace(document_of(kind, facts=facts), number=VerificationNumber.of_draw(draw))
    entered = within(database, enter_claims, keys.log, paper, kind, SALT)
    file = await sealed_file(keys, kind, facts, paper, entered, timestamps)
    order = replace(order_of(kind), lookup_rule=rule or LookupRule())
    sealed = SealedCertificate(order, facts, paper, entered, file)
    return file, within(database, issue_certificate, keys.log, sealed)


def sealing_with(keys: Keyring, covered: bytes) -> bytes:
    """A seal over anything, as an insider makes it."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(covered)
    return SealTemplate.of(keys.document_seal).sign(digest.finalize()).dump()


def _attached(name: str, content: bytes, media_type: str, description: LocalizedText) -> Attachment:
    relationship = "Source" if name == MESSAGE_FILE_NAME else "Data"
    return Attachment(name, content, media_type, relationship, description)
