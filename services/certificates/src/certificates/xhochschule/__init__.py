"""The message of the standard XHochschule 1.2 that goes into a certificate's file for programs.

Each message says what the paper says, in the words of the standard. Where a certificate is printed
in both languages, texts stand in German. What the standard has no element for is left to the paper
and named in the module of the message.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.facts import Facts
from certificates.xhochschule.bafoeg import bafoeg_message
from certificates.xhochschule.elements import Element, to_bytes
from certificates.xhochschule.enrolment import enrolment_message
from certificates.xhochschule.exmatriculation import exmatriculation_message
from certificates.xhochschule.study_history import study_history_message
from certificates.xhochschule.transcript import passed_transcript_message, transcript_message

# The name of the attachment.
FILE_NAME = "xhochschule.xml"

_MESSAGES: Mapping[CertificateType, Callable[[Facts, Document], Element]] = MappingProxyType(
    {
        CertificateType.ENROLMENT: enrolment_message,
        CertificateType.BAFOEG: bafoeg_message,
        CertificateType.EXMATRICULATION: exmatriculation_message,
        CertificateType.STUDY_HISTORY: study_history_message,
        CertificateType.TRANSCRIPT: transcript_message,
        CertificateType.TRANSCRIPT_PASSED: passed_transcript_message,
    }
)


def message_of(kind: CertificateType, facts: Facts, document: Document) -> bytes | None:
    """The message in UTF-8, the same bytes for the same facts; None where the standard has none.

    It has none for registered exams, fee receipts and the master data sheet.
    """
    build = _MESSAGES.get(kind)
    return None if build is None else to_bytes(build(facts, document))
