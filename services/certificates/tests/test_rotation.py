"""Keys that are changed while the service runs: what they sign goes on being believed."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
import pytest_asyncio
from certificates.keys import Purpose, watching
from certificates.keys.changing import KeyFolder
from certificates.main import service
from chassis.database import Database
from chassis.testing import DrivenClock, ServiceUnderTest, running, until
from matrikel.certificates.v1 import certificate_pb2, log_pb2, verification_pb2
from matrikel.certificates.v1.certificate_pb2_grpc import CertificateServiceStub
from matrikel.certificates.v1.log_pb2_grpc import LogServiceStub
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from matrikel_verify.checkpoint import LogVerifier, NoteError
from matrikel_verify.evidence import FILE_NAME, Evidence
from matrikel_verify.pdf.checking import check_file
from matrikel_verify.trust import Trust

from .neighbours import running_neighbours
from .samples import ENROLMENT_ID, PERSON_ID
from .seal_factories import LOG_ORIGIN, UNIVERSITY


@dataclass(frozen=True)
class Running:
    """The service and the folder of its keys."""

    served: ServiceUnderTest
    folder: Path

    async def issue(self) -> bytes:
        """The file of a new certificate."""
        stub = CertificateServiceStub(self.served.channel)
        order = certificate_pb2.IssueCertificateRequest(
            person_id=str(PERSON_ID),
            enrolment_id=str(ENROLMENT_ID),
            type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
            language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
            request_id=str(uuid4()),
        )
        metadata = self.served.signed_in(PERSON_ID)
        issued = await stub.IssueCertificate(order, metadata=metadata)
        asked = certificate_pb2.DownloadCertificateRequest(
            certificate_id=issued.certificate.certificate_id
        )
        pieces = stub.DownloadCertificate(asked, metadata=metadata)
        return b"".join([piece.body.data async for piece in pieces])

    async def trust(self) -> Trust:
        """What anybody fetches at the moment."""
        stub = VerificationServiceStub(self.served.channel)
        answer = await stub.GetTrust(verification_pb2.GetTrustRequest())
        return Trust.parse(answer.body.data)

    async def checkpoint(self) -> str:
        """The newest state of the log."""
        stub = LogServiceStub(self.served.channel)
        answer = await stub.GetCheckpoint(log_pb2.GetCheckpointRequest())
        return answer.body.data.decode()

    async def stated(self, content: bytes) -> tuple[int, str]:
        """The verdict on an upload, and the first check that failed."""
        stub = VerificationServiceStub(self.served.channel)
        answer = await stub.VerifyDocument(verification_pb2.VerifyDocumentRequest(content=content))
        failed = verification_pb2.CHECK_OUTCOME_FAILED
        return answer.verdict, next((x.code for x in answer.checks if x.outcome == failed), "")


@pytest_asyncio.fixture
async def office(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    monkeypatch.setattr(watching, "PAUSE_SECONDS", 0.05)
    folder = tmp_path / "keys"
    async with (
        running_neighbours() as them,
        running(service, database, keys_dir=folder, **them.settings) as served,
    ):
        yield Running(served, folder)


def evidence_of(file: bytes) -> Evidence:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return Evidence.parse(pdf.attachments[FILE_NAME].get_file().read_bytes())


# Keys are in a folder: which database there is makes no difference to them.
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_new_keys_take_over_within_a_minute_and_former_files_stay_authentic(
    office: Running, clock: DrivenClock
) -> None:
    before, former = await office.issue(), await office.trust()
    keys = KeyFolder(office.folder, UNIVERSITY, LOG_ORIGIN, None)
    for purpose in Purpose:
        keys.make(purpose, clock.now().date(), clock.now(), test=True)

    async def taken_over() -> Trust | None:
        trust = await office.trust()
        return trust if trust.log_key != former.log_key else None

    new = await until(taken_over)
    assert new is not None
    assert new.former_log_keys == (former.log_key,)
    after = await office.issue()

    def reason(file: bytes, trust: Trust) -> str:
        found = check_file(file, trust, now=clock.now()).reason
        return found.code if found else ""

    assert [reason(file, new) for file in (before, after)] == ["", ""]
    # Who has not fetched the file of trust anew knows the former seal only.
    assert [reason(file, former) for file in (before, after)] == ["", "SEAL_CERTIFICATE_KNOWN"]
    uploads = [await office.stated(file) for file in (before, after)]
    assert uploads == [(verification_pb2.VERDICT_AUTHENTIC, "")] * 2

    first, second = LogVerifier.parse(former.log_key), LogVerifier.parse(new.log_key)
    size = second.open(await office.checkpoint()).size
    assert first.open(evidence_of(before).checkpoint).size < size
    assert second.open(evidence_of(after).checkpoint).size < size
    with pytest.raises(NoteError):
        first.open(evidence_of(after).checkpoint)
