"""Hands out the file of trust."""

from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import verification_pb2

from certificates.keys import Keyring

CONTENT_TYPE = "application/json"
# A new generation is in the file long before it signs.
KEPT = "public, max-age=300"


class TrustBundle:
    """What a verifier pins, as JSON."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def get_trust(
        self, request: verification_pb2.GetTrustRequest
    ) -> verification_pb2.GetTrustResponse:
        """The file that `matrikel-verify --trust` reads."""
        content = self._keyring.trust().to_json().encode()
        return verification_pb2.GetTrustResponse(
            body=HttpBody(content_type=CONTENT_TYPE, data=content), cache_control=KEPT
        )
