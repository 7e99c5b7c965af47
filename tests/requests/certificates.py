"""Requests to certificates."""

from datetime import date

from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.type.v1.semester_pb2 import Semester
from matrikel_verify.data_seal import DataSealFacts, encode
from matrikel_verify.number import VerificationNumber

from tests.requests.named import Named, new_id, of


@of("certificates.v1.CertificateService", "IssueCertificate")
def issue_certificate(named: Named) -> certificate_pb2.IssueCertificateRequest:
    """A German enrolment certificate of the person."""
    return certificate_pb2.IssueCertificateRequest(
        person_id=named.person_id,
        enrolment_id=named.enrolment_id,
        type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
        language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
        semester=Semester(code=named.semester),
        request_id=new_id(),
    )


@of("certificates.v1.CertificateService", "ListCertificates")
def list_certificates(named: Named) -> certificate_pb2.ListCertificatesRequest:
    """The certificates of the person."""
    return certificate_pb2.ListCertificatesRequest(person_id=named.person_id, page_size=5)


@of("certificates.v1.CertificateService", "GetCertificate")
def get_certificate(named: Named) -> certificate_pb2.GetCertificateRequest:
    """The certificate."""
    return certificate_pb2.GetCertificateRequest(certificate_id=named.certificate_id)


@of("certificates.v1.CertificateService", "DownloadCertificate")
def download_certificate(named: Named) -> certificate_pb2.DownloadCertificateRequest:
    """The document of the certificate."""
    return certificate_pb2.DownloadCertificateRequest(certificate_id=named.certificate_id)


@of("certificates.v1.CertificateService", "ListCertificateTypes")
def list_certificate_types(_named: Named) -> certificate_pb2.ListCertificateTypesRequest:
    """Which certificates there are."""
    return certificate_pb2.ListCertificateTypesRequest()


@of("certificates.v1.VerificationService", "VerifyCertificate")
def verify_certificate(named: Named) -> verification_pb2.VerifyCertificateRequest:
    """The number as it is printed."""
    return verification_pb2.VerifyCertificateRequest(verification_number=named.verification_number)


@of("certificates.v1.VerificationService", "VerifyDataSeal")
def verify_data_seal(_named: Named) -> verification_pb2.VerifyDataSealRequest:
    """A readable barcode that nobody signed."""
    facts = DataSealFacts(
        number=VerificationNumber.of_draw(0),
        type="enrolment",
        issuer="Leuphana Universität Lüneburg",
        family_name="Öztürk",
        given_names="Ayşe",
        birth_date=date(2003, 2, 1),
        birth_place="Lüneburg",
        matriculation_number="3041234",
        issue_date=date(2026, 10, 1),
    )
    return verification_pb2.VerifyDataSealRequest(content=encode(facts, _Nobody()))


class _Nobody:
    """Signs with nothing."""

    reference = "NOBODY"

    def sign(self, _message: bytes) -> bytes:
        """What no key ever made."""
        return bytes(64)


@of("certificates.v1.VerificationService", "VerifyDocument")
def verify_document(_named: Named) -> verification_pb2.VerifyDocumentRequest:
    """A PDF that carries no seal: it is answered with a verdict."""
    content = b"%PDF-1.7\n1 0 obj\n<< /ByteRange [] >>\nendobj\nstartxref\n9\n%%EOF\n"
    return verification_pb2.VerifyDocumentRequest(content=content)
