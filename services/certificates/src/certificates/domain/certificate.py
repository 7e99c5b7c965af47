"""An issued certificate and what is to be said about it later."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.values import Semester, local_date
from matrikel_verify.number import VerificationNumber

from certificates.domain.document import PrintedField
from certificates.domain.document_language import DocumentLanguage


class CertificateType(StrEnum):
    """What a certificate certifies. A type's content is built in the module of its name."""

    ENROLMENT = "enrolment"
    REGISTERED_EXAMS = "registered_exams"
    BAFOEG = "bafoeg"
    TRANSCRIPT = "transcript"
    TRANSCRIPT_PASSED = "transcript_passed"
    MASTER_DATA = "master_data"
    EXMATRICULATION = "exmatriculation"
    STUDY_HISTORY = "study_history"
    FEE_RECEIPT = "fee_receipt"


class Standing(StrEnum):
    """What happened to a certificate since it was issued."""

    CURRENT = "current"
    # Correct when issued; what it says has changed since.
    OUTDATED = "outdated"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    """What is to be said about an authentic certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    NO_LONGER_CURRENT = "no_longer_current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LookupRule:
    """What somebody has to know, besides the number, to look a certificate up."""

    birth_date_required: bool = False
    pin_required: bool = False
    # The last day on which the look-up answers; None where it does not end.
    last_date: date | None = None
    switched_off: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who of the staff withdrew a certificate, by user name, and why: for offices alone."""

    withdrawn_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CertificateOrder:
    """What is asked for. `semester` is None for the current one."""

    person_id: UUID
    # None for types that are about all enrolments of a student.
    enrolment_id: UUID | None
    type: CertificateType
    language: DocumentLanguage
    semester: Semester | None
    lookup_rule: LookupRule = LookupRule()
    pin: str = field(default="", repr=False)
    replaces: UUID | None = None
    names_successor: bool = False
    # With the student's correspondence address in the window of a letter.
    with_address: bool = False
    # Who of the staff issues it: the user name; empty where the student does.
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was issued, and how it stands; `fields` are what the paper says."""

    certificate_id: UUID
    person_id: UUID
    enrolment_id: UUID | None
    type: CertificateType
    language: DocumentLanguage
    semester: Semester | None
    number: VerificationNumber
    issue_time: datetime
    valid_until: date | None
    delete_date: date
    file_name: str
    document_id: UUID
    issued_by: str
    fields: tuple[PrintedField, ...]
    standing: Standing
    standing_since: datetime | None
    successor_id: UUID | None
    names_successor: bool
    lookup_rule: LookupRule
    version: int

    def state(self, now: datetime) -> CertificateState:
        """What happened to it comes before its age: a withdrawn one never just expires."""
        match self.standing:
            case Standing.WITHDRAWN:
                return CertificateState.WITHDRAWN
            case Standing.SUPERSEDED:
                return CertificateState.SUPERSEDED
            case Standing.OUTDATED:
                return CertificateState.NO_LONGER_CURRENT
            case Standing.CURRENT:
                return self._by_age(now)

    def _by_age(self, now: datetime) -> CertificateState:
        """Valid to the end of its last day at the university; without a last day it stays so."""
        if self.valid_until is not None and local_date(now) > self.valid_until:
            return CertificateState.EXPIRED
        return CertificateState.VALID
