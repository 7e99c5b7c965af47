"""Certificates' values as messages of the contract, the same in answers and in events."""

from datetime import datetime

from chassis.packing import pack_date, pack_moment, pack_semester, pack_text
from chassis.values import Language
from matrikel.certificates.v1 import certificate_pb2, verification_pb2

from certificates.domain.certificate import Certificate, CertificateType, VerificationState

TYPES = {
    CertificateType.ENROLMENT: certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
    CertificateType.REGISTERED_EXAMS: certificate_pb2.CERTIFICATE_TYPE_REGISTERED_EXAMS,
}
LANGUAGES = {
    Language.DE: certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
    Language.EN: certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH,
}
_STATES = {
    VerificationState.VALID: verification_pb2.VERIFICATION_STATE_VALID,
    VerificationState.EXPIRED: verification_pb2.VERIFICATION_STATE_EXPIRED,
}


def pack_certificate(certificate: Certificate) -> certificate_pb2.Certificate:
    """A certificate without its document."""
    semester = certificate.semester
    return certificate_pb2.Certificate(
        certificate_id=str(certificate.certificate_id),
        person_id=str(certificate.person_id),
        enrolment_id=str(certificate.enrolment_id),
        type=TYPES[certificate.type],
        language=LANGUAGES[certificate.language],
        semester=pack_semester(semester) if semester else None,
        verification_number=certificate.number.digits,
        issue_time=pack_moment(certificate.issue_time),
        valid_until_date=pack_date(certificate.valid_until),
        file_name=certificate.file_name,
        version=certificate.version,
    )


def pack_verification(
    certificate: Certificate, now: datetime
) -> verification_pb2.VerifyCertificateResponse:
    """What everybody may see of a certificate whose number they hold."""
    return verification_pb2.VerifyCertificateResponse(
        state=_STATES[certificate.state(now)],
        type=TYPES[certificate.type],
        language=LANGUAGES[certificate.language],
        issue_time=pack_moment(certificate.issue_time),
        valid_until_date=pack_date(certificate.valid_until),
        fields=[
            verification_pb2.PrintedField(label=pack_text(one.label), value=one.value)
            for one in certificate.fields
        ],
    )
