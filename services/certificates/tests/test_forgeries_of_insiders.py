"""Forgeries that only the service's own log, clock and barcodes give away, as they are uploaded.

Seal and page of all of them are genuine by themselves, or the paper's barcode is.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import grpc
import pytest
import pytest_asyncio
from certificates.keys import Keyring
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database
from chassis.testing import DrivenClock, running
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from PIL import Image

from services.certificates.verify.tests.forgeries.log import swapped_digits, wrong_digit
from services.certificates.verify.tests.rewriting import with_seal
from services.certificates.verify.tests.universities import Log

from .issued_files import Office, issued_by_service, sealing_with
from .seal_factories import Authority, TimestampAuthority, keyring
from .uploading import (
    AUTHENTIC,
    PASSED,
    REJECTED,
    Running,
    outcomes,
    pictured,
    reason_of,
    saved,
    stated,
)

SEAL_ENDS = datetime(2027, 6, 1, tzinfo=UTC)
LATER = SEAL_ENDS + timedelta(days=400)


@pytest_asyncio.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Running]:
    folder = tmp_path / "keys"
    async with running(service, database, keys_dir=folder) as served:
        keys = Keyring.open(CertificatesSettings(keys_dir=folder))
        yield Running(served, database, keys)


async def test_a_seal_whose_certificate_has_ended_needs_a_timestamp_from_before(
    database: Database, clock: DrivenClock, tmp_path: Path
) -> None:
    """Whoever finds the key after it was put away can seal, but not turn back others' clocks."""
    stamps, folder = Authority("Zeitstempeldienst"), tmp_path / "keys"
    seal = Authority().seal(last=SEAL_ENDS)
    keys = keyring(folder, seal=seal, clock=clock, timestamp_roots=[stamps.root])
    with TimestampAuthority(stamps.stamping(), time=clock.now()) as authority:
        in_time, _ = await issued_by_service(database, keys, 1, timestamps=authority.service())
        authority.time = SEAL_ENDS + timedelta(days=1)
        too_late, _ = await issued_by_service(database, keys, 2, timestamps=authority.service())
    unstamped, _ = await issued_by_service(database, keys, 3)
    async with running(service, database, keys_dir=folder) as served:
        office = Running(served, database, keys)
        answers = [await office.upload(one) for one in (in_time, too_late, unstamped)]
        ended = "SEAL_CERTIFICATE_IN_FORCE"
        assert [stated(one) for one in answers] == ["", ended, ""]
        clock.set(LATER)
        answers = [await office.upload(one) for one in (in_time, too_late, unstamped)]
        assert [stated(one) for one in answers] == ["", ended, ended]
        assert [one.verdict for one in answers] == [AUTHENTIC, REJECTED, REJECTED]
        assert not any(one.HasField("certificate") for one in answers[1:])


async def test_a_file_of_a_forked_log_is_rejected(office: Running) -> None:
    """The log's key signed another tree, of no more entries than the service's log has."""
    for draw in range(4):
        await issued_by_service(office.database, office.keys, draw)
    answer = await office.upload(await Office(office.keys, Log(office.keys.log)).file())
    assert (answer.verdict, stated(answer)) == (REJECTED, "LOG_CONSISTENT")
    assert outcomes(answer)["IN_LOG"] == PASSED
    assert "does not continue" in sentence(answer)
    assert not answer.HasField("certificate")


async def test_a_file_whose_entry_the_log_does_not_have_is_rejected(office: Running) -> None:
    """The log had more entries once, or somebody signed further ones beside the service."""
    await issued_by_service(office.database, office.keys, 1)
    answer = await office.upload(await Office(office.keys, Log(office.keys.log)).file())
    assert (answer.verdict, stated(answer)) == (REJECTED, "LOG_CONSISTENT")
    assert outcomes(answer)["IN_LOG"] == PASSED
    assert "was cut: it has 2 entries" in sentence(answer)
    assert not answer.HasField("certificate")


async def test_a_file_sealed_beside_the_service_about_issued_claims_is_rejected(
    office: Running,
) -> None:
    file, _ = await issued_by_service(office.database, office.keys, 1)
    changed = file.replace(b"/Producer (Matrikel", b"/Producer (Natrikel")
    assert changed != file
    sign = partial(sealing_with, office.keys)
    answer = await office.upload(await asyncio.to_thread(with_seal, changed, sign))
    assert (answer.verdict, stated(answer)) == (REJECTED, "FILE_IN_LOG")
    assert not answer.HasField("certificate")


async def test_a_barcode_is_rejected_under_every_number_but_its_own(office: Running) -> None:
    """Cut out of another paper, or the number on the paper was changed or is mistyped."""
    file, certificate = await issued_by_service(office.database, office.keys, 1)
    _, other = await issued_by_service(office.database, office.keys, 2)
    scan, number = saved(pictured(file), "PNG"), certificate.number.digits
    genuine = await office.upload(scan, number)
    assert (genuine.verdict, stated(genuine)) == (AUTHENTIC, "")
    for wrong in (other.number.digits, wrong_digit(number), swapped_digits(number)):
        answer = await office.upload(scan, wrong)
        assert (answer.verdict, stated(answer)) == (REJECTED, "DATA_SEAL_NUMBER_AGREES")
        assert not answer.HasField("certificate")


async def test_a_file_is_rejected_under_every_number_but_its_own(office: Running) -> None:
    """A genuine file that is handed in for a paper which says something else."""
    file, certificate = await issued_by_service(office.database, office.keys, 1)
    _, other = await issued_by_service(office.database, office.keys, 2)
    number = certificate.number.digits
    genuine = await office.upload(file, certificate.number.printed)
    assert (genuine.verdict, outcomes(genuine)["NUMBER_AGREES"]) == (AUTHENTIC, PASSED)
    for wrong in (other.number.printed, wrong_digit(number), swapped_digits(number)):
        answer = await office.upload(file, wrong)
        assert (answer.verdict, stated(answer)) == (REJECTED, "NUMBER_AGREES")
        assert not answer.HasField("certificate")


async def test_a_picture_of_two_papers_is_refused(office: Running) -> None:
    """A genuine paper beside a forged one does not vouch for it; nor does one page for others."""
    files = [await issued_by_service(office.database, office.keys, draw) for draw in (1, 2)]
    first, second = (pictured(file) for file, _ in files)
    beside = Image.new("L", (first.width + second.width, first.height), 255)
    beside.paste(first, (0, 0))
    beside.paste(second, (first.width, 0))
    assert await office.refusal(saved(beside, "PNG")) == "SEVERAL_DATA_SEALS"
    behind = BytesIO()
    first.save(behind, "PDF", resolution=200.0, save_all=True, append_images=[second])
    assert await office.refusal(behind.getvalue()) == "SEVERAL_DATA_SEALS"
    behind = BytesIO()
    first.save(behind, "PDF", resolution=200.0, save_all=True, append_images=[first])
    assert (await office.upload(behind.getvalue())).verdict == AUTHENTIC


async def test_a_number_with_a_wrong_or_swapped_digit_is_told_from_an_unknown_one(
    office: Running,
) -> None:
    _, certificate = await issued_by_service(office.database, office.keys, 1)
    number = certificate.number.digits
    stub = VerificationServiceStub(office.served.channel)
    found = await stub.VerifyCertificate(_asked(number))
    assert found.certificate.verification_number == number
    for wrong in (wrong_digit(number), swapped_digits(number)):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.VerifyCertificate(_asked(wrong))
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert reason_of(refused.value) == "VERIFICATION_NUMBER_MALFORMED"


def _asked(number: str) -> verification_pb2.VerifyCertificateRequest:
    return verification_pb2.VerifyCertificateRequest(verification_number=number)


def sentence(answer: verification_pb2.VerifyDocumentResponse) -> str:
    """What the check that failed says, in English."""
    return next(one.message.en for one in answer.checks if one.code == stated(answer))
