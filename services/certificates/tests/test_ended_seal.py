"""What a student reads while the university's seal has ended, and what stays as it was."""

from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from certificates.app.log import log_size
from certificates.main import service
from chassis.database import Database
from chassis.testing import DrivenClock, running, within
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel_verify.trust import Trust

from .neighbours import running_neighbours
from .seal_factories import Authority, keyring
from .test_certificates_over_grpc import issue, order, reason


async def test_nothing_is_issued_or_entered_with_an_ended_seal_and_the_trust_is_still_there(
    database: Database, clock: DrivenClock, tmp_path: Path
) -> None:
    folder = tmp_path / "keys"
    keyring(folder, seal=Authority().seal(last=clock.now() - timedelta(days=1)), clock=clock)
    async with (
        running_neighbours() as neighbours,
        running(service, database, keys_dir=folder, **neighbours.settings) as served,
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await issue(served, order())
        assert reason(refused.value) == "SEAL_EXPIRED"
        assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
        answer = await VerificationServiceStub(served.channel).GetTrust(
            verification_pb2.GetTrustRequest()
        )
    assert len(Trust.parse(answer.body.data).seal_certificates) == 1
    assert within(database, log_size) == 0
