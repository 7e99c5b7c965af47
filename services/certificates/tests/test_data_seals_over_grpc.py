"""The running service, asked about barcodes by everybody."""

from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
import pytest_asyncio
from certificates.keys import Keyring
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel_verify.data_seal import encode

from .lifecycle_factories import issued
from .test_data_seals import facts_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest_asyncio.fixture
async def served(database: Database, folder: Path) -> AsyncIterator[ServiceUnderTest]:
    async with running(service, database, keys_dir=folder) as one:
        yield one


async def verify(
    served: ServiceUnderTest, content: bytes, number: str = ""
) -> verification_pb2.VerifyDataSealResponse:
    request = verification_pb2.VerifyDataSealRequest(content=content, verification_number=number)
    return await VerificationServiceStub(served.channel).VerifyDataSeal(request)


async def test_everybody_learns_what_a_barcode_is_worth(
    served: ServiceUnderTest, database: Database, folder: Path
) -> None:
    certificate, other = issued(database), issued(database)
    keys = Keyring.open(CertificatesSettings(keys_dir=folder), database.clock)
    content = encode(facts_of(certificate), keys.data_seal)

    genuine = await verify(served, content, certificate.number.printed)
    assert genuine.verdict == verification_pb2.VERDICT_AUTHENTIC
    assert genuine.state == certificate_pb2.CERTIFICATE_STATE_VALID
    assert "Öztürk-Şahin" in [one.value for one in genuine.fields]
    assert all(one.message.de and one.message.en for one in genuine.checks)

    elsewhere = await verify(served, content, other.number.digits)
    assert elsewhere.verdict == verification_pb2.VERDICT_REJECTED
    failed = [
        one for one in elsewhere.checks if one.outcome == verification_pb2.CHECK_OUTCOME_FAILED
    ]
    assert [one.code for one in failed] == ["DATA_SEAL_NUMBER_AGREES"]
    assert elsewhere.state == certificate_pb2.CERTIFICATE_STATE_UNSPECIFIED


async def test_other_bytes_are_refused_with_what_to_do(served: ServiceUnderTest) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await verify(served, b"https://matrikel.leuphana.example/verify#4711")
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    status = rpc_status.from_call(refused.value)  # type: ignore[arg-type]
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    assert info.reason == "DATA_SEAL_NOT_READABLE"
