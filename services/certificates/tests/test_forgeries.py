"""The forgery set against the upload of a running service."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest_asyncio
from certificates.app.withdrawing import withdraw_certificate
from certificates.domain.certificate import CertificateType, LookupRule
from certificates.keys import Keyring
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database
from chassis.testing import running, within
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from PIL import Image

from services.certificates.verify.tests.forgeries import FORGERIES, log, paper, seal, structure
from services.certificates.verify.tests.universities import Log

from .issued_files import Office, issued_by_service, sealing_with
from .uploading import (
    AUTHENTIC,
    PASSED,
    REJECTED,
    Running,
    outcomes,
    pictured,
    saved,
    stated,
)

# One of each kind: what the database has to do with it is the same for all.
FEW = (structure.FORGERIES[0], seal.FORGERIES[0], log.FORGERIES[-1], paper.FORGERIES[-1])


@pytest_asyncio.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Running]:
    folder = tmp_path / "keys"
    async with running(service, database, keys_dir=folder) as served:
        keys = Keyring.open(CertificatesSettings(keys_dir=folder))
        yield Running(served, database, keys)


async def test_an_issued_file_is_authentic_and_shows_what_its_holder_lets_be_seen(
    office: Running,
) -> None:
    file, certificate = await issued_by_service(office.database, office.keys, 1)
    answer = await office.upload(file)
    assert stated(answer) == ""
    assert answer.verdict == AUTHENTIC
    assert answer.certificate.verification_number == certificate.number.digits
    assert answer.certificate.state == certificate_pb2.CERTIFICATE_STATE_VALID
    assert [one.value for one in answer.certificate.fields] == [
        one.value for one in certificate.fields
    ]
    found = outcomes(answer)
    for code in ("FILE_IN_LOG", "LOG_CONSISTENT", "NOT_WITHDRAWN", "TEXT_AGREES"):
        assert found[code] == PASSED
    assert all(one.message.de and one.message.en for one in answer.checks)

    rule = LookupRule(switched_off=True)
    secret, _ = await issued_by_service(
        office.database, office.keys, 2, CertificateType.TRANSCRIPT, rule
    )
    answer = await office.upload(secret)
    assert answer.verdict == AUTHENTIC
    assert answer.certificate.state == certificate_pb2.CERTIFICATE_STATE_VALID
    assert not answer.certificate.fields
    assert not answer.certificate.verification_number


async def test_a_withdrawn_file_is_rejected_and_shows_that_it_was_issued(office: Running) -> None:
    file, certificate = await issued_by_service(office.database, office.keys, 1)
    withdraw = partial(
        withdraw_certificate,
        version=certificate.version,
        reason="Irrtum",
        withdrawn_by="office",
        validate_only=False,
    )
    await asyncio.to_thread(within, office.database, withdraw, certificate.certificate_id)
    answer = await office.upload(file)
    assert answer.verdict == REJECTED
    assert stated(answer) == "NOT_WITHDRAWN"
    assert answer.certificate.state == certificate_pb2.CERTIFICATE_STATE_WITHDRAWN
    assert answer.certificate.verification_number == certificate.number.digits


async def test_the_upload_rejects_every_forgery_with_its_reason(office: Running) -> None:
    file, _ = await issued_by_service(office.database, office.keys, 1, CertificateType.TRANSCRIPT)
    sign = partial(sealing_with, office.keys)
    wrong = {}
    for forgery in FEW if office.database.url.startswith("postgresql") else FORGERIES:
        # Signing runs an event loop of its own, as it does in the service's threads.
        answer = await office.upload(await asyncio.to_thread(forgery.make, file, sign))
        if answer.verdict != REJECTED or stated(answer) not in forgery.reasons:
            wrong[forgery.name] = stated(answer)
        assert not answer.HasField("certificate")
    assert wrong == {}


async def test_files_that_nobody_issued_count_as_guesses(
    database: Database, tmp_path: Path
) -> None:
    """Sealed with the stolen key, each about another number: who tries them all is stopped."""
    folder = tmp_path / "keys"
    async with running(service, database, keys_dir=folder, misses_per_address=2) as served:
        office = Running(served, database, Keyring.open(CertificatesSettings(keys_dir=folder)))
        genuine, _ = await issued_by_service(database, office.keys, 1)
        forged = await Office(office.keys, Log(office.keys.log)).file()
        for _ in range(2):
            assert (await office.upload(genuine)).verdict == AUTHENTIC
            answer = await office.upload(forged)
            assert answer.verdict == REJECTED
            assert not answer.HasField("certificate")
            assert outcomes(answer)["SEAL_CERTIFICATE_KNOWN"] == PASSED
        assert await office.refusal(forged) == "TOO_MANY_UNKNOWN_NUMBERS"
        assert await office.refusal(genuine) == "TOO_MANY_UNKNOWN_NUMBERS"


async def test_a_picture_of_the_paper_is_checked_by_its_barcode(office: Running) -> None:
    file, certificate = await issued_by_service(office.database, office.keys, 1)
    scan = pictured(file)
    for form in ("PNG", "JPEG", "PDF"):
        answer = await office.upload(saved(scan, form), certificate.number.printed)
        assert stated(answer) == "", form
        assert answer.verdict == AUTHENTIC
        assert "Öztürk" in [one.value for one in answer.data_seal_fields]
        assert answer.checks[-1].outcome == verification_pb2.CHECK_OUTCOME_NOT_DONE
        assert answer.certificate.state == certificate_pb2.CERTIFICATE_STATE_VALID
    _, other = await issued_by_service(office.database, office.keys, 2)
    swapped = await office.upload(saved(scan, "PNG"), other.number.printed)
    assert (swapped.verdict, stated(swapped)) == (REJECTED, "DATA_SEAL_NUMBER_AGREES")
    assert await office.refusal(b"GIF89a") == "FILE_TYPE_UNKNOWN"
    blank = saved(Image.new("L", (400, 400), 255), "PNG")
    assert await office.refusal(blank) == "FILE_NOT_READABLE"
