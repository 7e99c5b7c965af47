"""An issued certificate and what is to be said about it later."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import Language, Semester, local_date

from certificates.domain.document import Document, PrintedField
from certificates.domain.verification_number import VerificationNumber


class CertificateType(StrEnum):
    """What a certificate certifies. A type's content is built in the module of its name."""

    ENROLMENT = "enrolment"
    REGISTERED_EXAMS = "registered_exams"


class VerificationState(StrEnum):
    """What is to be said about an authentic certificate."""

    VALID = "valid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CertificateOrder:
    """What a student asks for. `semester` is None for the current one."""

    person_id: UUID
    enrolment_id: UUID
    type: CertificateType
    language: Language
    semester: Semester | None


@dataclass(frozen=True, slots=True)
class DrawnCertificate:
    """A certificate drawn, but not issued before it is stored."""

    order: CertificateOrder
    semester: Semester
    document: Document
    file: bytes

    @property
    def file_name(self) -> str:
        """ "immatrikulationsbescheinigung-2026W.pdf"."""
        return f"{self.document.content.file_stem}-{self.semester.code}.pdf"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was issued. It never changes; `fields` are what the paper says."""

    certificate_id: UUID
    person_id: UUID
    enrolment_id: UUID
    type: CertificateType
    language: Language
    semester: Semester | None
    number: VerificationNumber
    issue_time: datetime
    valid_until: date | None
    file_name: str
    document_id: UUID
    fields: tuple[PrintedField, ...]
    version: int

    def state(self, now: datetime) -> VerificationState:
        """Valid to the end of its last day at the university; without a last day it stays so."""
        if self.valid_until is not None and local_date(now) > self.valid_until:
            return VerificationState.EXPIRED
        return VerificationState.VALID
