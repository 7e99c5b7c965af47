"""What each type of certificate says: one function per type, each in the module of its name."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chassis.values import LocalizedText

from certificates.domain.certificate import CertificateType
from certificates.domain.contents import (
    bafoeg,
    enrolment_certificate,
    exmatriculation,
    fee_receipt,
    master_data,
    registered_exams,
    study_history,
    transcript,
)
from certificates.domain.document import Content
from certificates.domain.facts import Facts

_CONTENTS: Mapping[CertificateType, Callable[[Facts, datetime], Content]] = {
    CertificateType.ENROLMENT: enrolment_certificate.enrolment_content,
    CertificateType.REGISTERED_EXAMS: registered_exams.registered_exams_content,
    CertificateType.BAFOEG: bafoeg.bafoeg_content,
    CertificateType.TRANSCRIPT: transcript.transcript_content,
    CertificateType.TRANSCRIPT_PASSED: transcript.passed_transcript_content,
    CertificateType.MASTER_DATA: master_data.master_data_content,
    CertificateType.EXMATRICULATION: exmatriculation.exmatriculation_content,
    CertificateType.STUDY_HISTORY: study_history.study_history_content,
    CertificateType.FEE_RECEIPT: fee_receipt.fee_receipt_content,
}

TITLES: Mapping[CertificateType, LocalizedText] = {
    CertificateType.ENROLMENT: enrolment_certificate.TITLE,
    CertificateType.REGISTERED_EXAMS: registered_exams.TITLE,
    CertificateType.BAFOEG: bafoeg.TITLE,
    CertificateType.TRANSCRIPT: transcript.TITLE,
    CertificateType.TRANSCRIPT_PASSED: transcript.TITLE,
    CertificateType.MASTER_DATA: master_data.TITLE,
    CertificateType.EXMATRICULATION: exmatriculation.TITLE,
    CertificateType.STUDY_HISTORY: study_history.TITLE,
    CertificateType.FEE_RECEIPT: fee_receipt.TITLE,
}


def content_of(kind: CertificateType, facts: Facts, issue_time: datetime) -> Content:
    """What the certificate says in both languages, about facts that were gathered for its type."""
    return _CONTENTS[kind](facts, issue_time)
