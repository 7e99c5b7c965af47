"""The file of trust, as everybody fetches it."""

from pathlib import Path

from certificates.keys import Keyring
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database
from chassis.testing import running
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel_verify.trust import Trust


async def test_anybody_fetches_what_a_verifier_pins_and_may_keep_it_for_a_while(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    async with running(service, database, keys_dir=folder) as served:
        stub = VerificationServiceStub(served.channel)
        answer = await stub.GetTrust(verification_pb2.GetTrustRequest())
    assert answer.body.content_type == "application/json"
    assert answer.cache_control == "public, max-age=300"
    keys = Keyring.open(CertificatesSettings(keys_dir=folder), database.clock)
    assert Trust.parse(answer.body.data) == keys.trust()
    assert b"PRIVATE" not in answer.body.data
