"""The request for the file of trust."""

from matrikel.certificates.v1 import verification_pb2

from tests.requests.named import Named, of


@of("certificates.v1.VerificationService", "GetTrust")
def get_trust(named: Named) -> verification_pb2.GetTrustRequest:
    """There is one for everybody."""
    return verification_pb2.GetTrustRequest()
