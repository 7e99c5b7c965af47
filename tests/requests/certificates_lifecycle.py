"""Requests to certificates about those that were issued: found, looked up otherwise, withdrawn."""

from matrikel.certificates.v1 import certificate_pb2, verification_pb2

from tests.requests.named import Named, new_id, of


@of("certificates.v1.CertificateService", "FindCertificate")
def find_certificate(named: Named) -> certificate_pb2.FindCertificateRequest:
    """The certificate of a number."""
    return certificate_pb2.FindCertificateRequest(verification_number=named.verification_number)


@of("certificates.v1.CertificateService", "SetLookupRule")
def set_lookup_rule(named: Named) -> certificate_pb2.SetLookupRuleRequest:
    """The number alone, which every certificate may answer to."""
    return certificate_pb2.SetLookupRuleRequest(
        certificate_id=named.certificate_id,
        lookup_rule=certificate_pb2.LookupRule(),
        version=1,
    )


@of("certificates.v1.CertificateService", "WithdrawCertificate")
def withdraw_certificate(named: Named) -> certificate_pb2.WithdrawCertificateRequest:
    """Trying out, so that the certificate stands afterwards."""
    return certificate_pb2.WithdrawCertificateRequest(
        certificate_id=named.certificate_id,
        reason="Ausgestellt für die falsche Person",
        version=1,
        validate_only=True,
        request_id=new_id(),
    )


@of("certificates.v1.VerificationService", "GetStatusList")
def get_status_list(_named: Named) -> verification_pb2.GetStatusListRequest:
    """The whole list."""
    return verification_pb2.GetStatusListRequest()
