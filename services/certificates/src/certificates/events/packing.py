"""Certificates' values as messages of the contract, the same in answers and in events."""

from datetime import datetime

from chassis.packing import (
    pack_date,
    pack_moment,
    pack_semester,
    pack_text,
    unpack_date,
)
from matrikel.certificates.v1 import certificate_pb2

from certificates.domain.certificate import (
    Certificate,
    CertificateState,
    CertificateType,
    LookupRule,
    Withdrawal,
)
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.types import TYPES as TYPE_FACTS
from certificates.domain.types import TypeFacts
from certificates.texts.content_refusals import date_wrong

TYPES = {
    CertificateType.ENROLMENT: certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
    CertificateType.REGISTERED_EXAMS: certificate_pb2.CERTIFICATE_TYPE_REGISTERED_EXAMS,
    CertificateType.BAFOEG: certificate_pb2.CERTIFICATE_TYPE_BAFOEG,
    CertificateType.TRANSCRIPT: certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT,
    CertificateType.TRANSCRIPT_PASSED: certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT_PASSED,
    CertificateType.MASTER_DATA: certificate_pb2.CERTIFICATE_TYPE_MASTER_DATA,
    CertificateType.EXMATRICULATION: certificate_pb2.CERTIFICATE_TYPE_EXMATRICULATION,
    CertificateType.STUDY_HISTORY: certificate_pb2.CERTIFICATE_TYPE_STUDY_HISTORY,
    CertificateType.FEE_RECEIPT: certificate_pb2.CERTIFICATE_TYPE_FEE_RECEIPT,
}
LANGUAGES = {
    DocumentLanguage.DE: certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
    DocumentLanguage.EN: certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH,
    DocumentLanguage.BOTH: certificate_pb2.DOCUMENT_LANGUAGE_BOTH,
}
STATES = {
    CertificateState.VALID: certificate_pb2.CERTIFICATE_STATE_VALID,
    CertificateState.EXPIRED: certificate_pb2.CERTIFICATE_STATE_EXPIRED,
    CertificateState.NO_LONGER_CURRENT: certificate_pb2.CERTIFICATE_STATE_NO_LONGER_CURRENT,
    CertificateState.SUPERSEDED: certificate_pb2.CERTIFICATE_STATE_SUPERSEDED,
    CertificateState.WITHDRAWN: certificate_pb2.CERTIFICATE_STATE_WITHDRAWN,
}


def pack_certificate(certificate: Certificate, now: datetime) -> certificate_pb2.Certificate:
    """A certificate without its document, as it stands now."""
    semester, since = certificate.semester, certificate.standing_since
    return certificate_pb2.Certificate(
        certificate_id=str(certificate.certificate_id),
        person_id=str(certificate.person_id),
        enrolment_id=str(certificate.enrolment_id or ""),
        type=TYPES[certificate.type],
        language=LANGUAGES[certificate.language],
        semester=pack_semester(semester) if semester else None,
        verification_number=certificate.number.digits,
        issue_time=pack_moment(certificate.issue_time),
        valid_until_date=pack_date(certificate.valid_until),
        file_name=certificate.file_name,
        version=certificate.version,
        state=STATES[certificate.state(now)],
        state_since_time=pack_moment(since),
        successor_certificate_id=str(certificate.successor_id or ""),
        lookup_rule=pack_lookup_rule(certificate.lookup_rule),
        lookup_restrictable=TYPE_FACTS[certificate.type].lookup_restrictable,
        delete_date=pack_date(certificate.delete_date),
        issued_by=certificate.issued_by,
    )


def pack_type(kind: CertificateType, facts: TypeFacts) -> certificate_pb2.CertificateTypeInfo:
    """What a type of certificate is and needs."""
    return certificate_pb2.CertificateTypeInfo(
        type=TYPES[kind],
        name=pack_text(facts.name),
        description=pack_text(facts.description),
        needs_enrolment=facts.needs_enrolment,
        needs_semester=facts.needs_semester,
        lookup_restrictable=facts.lookup_restrictable,
        machine_readable=facts.machine_readable,
        for_jobs=facts.for_jobs,
    )


def pack_lookup_rule(rule: LookupRule) -> certificate_pb2.LookupRule:
    """What somebody has to know to look a certificate up."""
    return certificate_pb2.LookupRule(
        birth_date_required=rule.birth_date_required,
        pin_required=rule.pin_required,
        last_date=pack_date(rule.last_date),
        switched_off=rule.switched_off,
    )


def pack_withdrawal(withdrawal: Withdrawal) -> certificate_pb2.Withdrawal:
    """Who withdrew a certificate, and why; in answers to offices, never in events."""
    return certificate_pb2.Withdrawal(
        withdrawn_by=withdrawal.withdrawn_by, reason=withdrawal.reason
    )


def unpack_lookup_rule(rule: certificate_pb2.LookupRule) -> LookupRule:
    """What somebody has to know to look a certificate up; an absent message is an empty rule.

    Raises DATE_WRONG for a last day that no calendar has.
    """
    try:
        last_date = unpack_date(rule.last_date) if rule.HasField("last_date") else None
    except (ValueError, OverflowError):
        raise date_wrong("lookup_rule.last_date") from None
    return LookupRule(
        birth_date_required=rule.birth_date_required,
        pin_required=rule.pin_required,
        last_date=last_date,
        switched_off=rule.switched_off,
    )
