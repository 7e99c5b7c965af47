"""Certificates' values as messages of the contract, the same in answers and in events."""

from datetime import date, datetime

from chassis.values import Language, LocalizedText
from google.protobuf.timestamp_pb2 import Timestamp
from google.type import date_pb2
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.type.v1 import localized_text_pb2, semester_pb2

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
        semester=semester_pb2.Semester(code=semester.code) if semester else None,
        verification_number=certificate.number.digits,
        issue_time=_pack_moment(certificate.issue_time),
        valid_until_date=_pack_date(certificate.valid_until),
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
        issue_time=_pack_moment(certificate.issue_time),
        valid_until_date=_pack_date(certificate.valid_until),
        fields=[
            verification_pb2.PrintedField(label=_pack_text(one.label), value=one.value)
            for one in certificate.fields
        ],
    )


def _pack_moment(moment: datetime) -> Timestamp:
    packed = Timestamp()
    packed.FromDatetime(moment)
    return packed


def _pack_date(day: date | None) -> date_pb2.Date | None:
    return date_pb2.Date(year=day.year, month=day.month, day=day.day) if day else None


def _pack_text(text: LocalizedText) -> localized_text_pb2.LocalizedText:
    return localized_text_pb2.LocalizedText(de=text.de, en=text.en)
