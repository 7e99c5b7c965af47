"""What the data seal on a certificate's paper says."""

from chassis.values import Language, local_date
from matrikel_verify.data_seal import DataSealFacts

from certificates.domain.certificate import Certificate, CertificateType
from certificates.domain.document import Document


def data_seal_of(document: Document, kind: CertificateType) -> DataSealFacts:
    """The document, as far as it goes into a barcode; the codec cuts what is too long and marks it.

    Names of things stand in German, the language of the records, whatever the paper is printed in.
    """
    content, key_facts = document.content, document.content.key_facts
    return DataSealFacts(
        number=document.number,
        type=kind.value,
        issuer=document.letterhead.university_name.in_language(Language.DE),
        family_name=key_facts.family_name,
        given_names=key_facts.given_names,
        birth_date=key_facts.birth_date,
        birth_place=key_facts.birth_place,
        matriculation_number=key_facts.matriculation_number,
        issue_date=local_date(document.issue_time),
        valid_until=content.valid_until,
        programme=key_facts.programme,
        degree=key_facts.degree,
        semester_code=key_facts.semester_code,
        summary=key_facts.summary,
    )


def belongs_to(facts: DataSealFacts, certificate: Certificate) -> bool:
    """Whether a seal is that of the certificate with its number."""
    return (
        facts.number == certificate.number
        and facts.type == certificate.type.value
        and facts.issue_date == local_date(certificate.issue_time)
        and facts.valid_until == certificate.valid_until
    )
