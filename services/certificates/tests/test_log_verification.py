"""Whatever is done to the log behind the service's back is found."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from certificates.app.issuing import issue_certificate
from certificates.app.log import add_cosignature, newest_checkpoint
from certificates.domain.certificate import CertificateType
from certificates.domain.log import LogFault
from certificates.flows.gathering import Asker
from certificates.flows.log_export import ExportRefusedError, export_log
from certificates.flows.log_verification import LOG_FITS, keep_watch, verify_log
from certificates.store.tables import certificates, status_places
from chassis.database import Database, Transaction
from chassis.database.tables import documents
from chassis.testing import until, within
from matrikel_verify.checkpoint import Checkpoint, Note
from matrikel_verify.status_list import Status
from matrikel_verify.tiles import CHECKPOINT, FolderSource, audit_tiles
from matrikel_verify.witness import audit
from sqlalchemy import delete, update

from . import log_samples as samples
from .job_scene import Desk
from .lifecycle_factories import UNKNOWN
from .log_samples import LOG, LOG_VERIFIER, TIME, WITNESS, WITNESS_VERIFIER, fill
from .samples import order_of

Tampering = Callable[[Transaction], object]


async def faults_in(database: Database, *kept: tuple[str, Checkpoint]) -> set[LogFault]:
    _, findings = await verify_log(database, kept)
    return {one.fault for one in findings}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 600])
async def test_a_log_that_nobody_touched_is_whole(database: Database, size: int) -> None:
    fill(database, size)
    assert await verify_log(database) == (size, [])


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (samples.change_an_entry, LogFault.TILE_DIFFERS),
        (samples.change_the_newest_entry, LogFault.HEAD_DIFFERS),
        (samples.delete_an_entry, LogFault.ENTRY_MISSING),
        (samples.delete_the_end, LogFault.ENTRY_MISSING),
        (samples.add_an_entry, LogFault.ENTRIES_BEHIND_HEAD),
        (samples.change_a_tile, LogFault.TILE_DIFFERS),
        (samples.change_the_head, LogFault.HEAD_DIFFERS),
        (samples.break_the_head, LogFault.HEAD_DIFFERS),
    ],
)
async def test_tampering_is_found(
    database: Database, tampering: Tampering, fault: LogFault
) -> None:
    fill(database, 600)
    within(database, tampering)
    assert fault in await faults_in(database)


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (samples.rewrite(590), LogFault.TRUNCATED),
        (samples.rewrite(600, changed=7), LogFault.CHECKPOINT_DIFFERS),
        (samples.rewrite(900, changed=7), LogFault.CHECKPOINT_DIFFERS),
    ],
)
async def test_a_log_made_anew_is_found_by_whoever_kept_a_checkpoint(
    database: Database, tampering: Tampering, fault: LogFault
) -> None:
    fill(database, 600)
    note = within(database, newest_checkpoint, LOG)
    within(database, tampering)
    # It agrees with itself, so nothing inside shows it.
    assert await faults_in(database) == set()
    assert await faults_in(database, ("kept", LOG_VERIFIER.open(note))) == {fault}


async def test_what_a_witness_signed_is_compared_too(database: Database) -> None:
    fill(database, 600)
    note = Note.parse(within(database, newest_checkpoint, LOG))
    signed = str(note.with_signatures([WITNESS.cosign(note.text, TIME)]))
    within(database, add_cosignature, [LOG_VERIFIER], [WITNESS_VERIFIER], signed)
    assert await faults_in(database) == set()
    within(database, samples.rewrite(600, changed=7))
    _, (finding,) = await verify_log(database)
    assert finding.fault is LogFault.CHECKPOINT_DIFFERS
    assert "witness.example.org" in str(finding)


async def test_the_running_service_says_that_its_log_is_damaged(database: Database) -> None:
    fill(database, 300)
    for tampering, fits in ((None, 1.0), (samples.change_an_entry, 0.0)):
        if tampering is not None:
            within(database, tampering)
        LOG_FITS.set(-1)
        watch = asyncio.create_task(keep_watch(database))
        await until(lambda: LOG_FITS.collect()[0].samples[0].value != -1)
        assert LOG_FITS.collect()[0].samples[0].value == fits
        watch.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watch


async def test_an_exported_log_is_one_that_any_reader_follows(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "log"
    assert await export_log(database, LOG, folder) == (0, 0)
    for more, size in ((10, 10), (290, 300), (0, 300), (300, 600)):
        fill(database, more, start=size - more)
        assert await export_log(database, LOG, folder) == (size, more)
        checkpoint = LOG_VERIFIER.open((folder / CHECKPOINT).read_text(encoding="utf-8"))
        assert audit_tiles(FolderSource(folder), size) == checkpoint.root
        assert audit(FolderSource(folder), LOG_VERIFIER).size == size
    files = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert {"tile/0/000", "tile/entries/001", "tile/1/000.p/2", "tile/0/002.p/88"} <= files
    # What was written on the way is gone where the whole tile is there.
    assert not any(one.startswith(("tile/0/000.p", "tile/entries/001.p")) for one in files)
    assert not any(one.endswith(".new") for one in files)


async def test_an_export_never_overwrites_the_evidence_of_another_history(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 300)
    await export_log(database, LOG, tmp_path)
    within(database, samples.rewrite(300, changed=7))
    before = (tmp_path / CHECKPOINT).read_bytes()
    with pytest.raises(ExportRefusedError, match="keep the folder as evidence"):
        await export_log(database, LOG, tmp_path)
    assert (tmp_path / CHECKPOINT).read_bytes() == before
    (tmp_path / CHECKPOINT).write_text("none", encoding="utf-8")
    with pytest.raises(ExportRefusedError, match="is no checkpoint"):
        await export_log(database, LOG, tmp_path)


async def test_an_export_into_the_folder_of_another_log_is_refused(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 3)
    await export_log(database, LOG, tmp_path)
    other = samples.LogSigner("other.example.org", samples.Ed25519PrivateKey.generate())
    with pytest.raises(ExportRefusedError, match=r"holds the log example\.org/v1/log"):
        await export_log(database, other, tmp_path)


async def test_a_folder_with_more_than_the_log_has_is_refused(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 300)
    await export_log(database, LOG, tmp_path)
    within(database, samples.rewrite(290))
    with pytest.raises(ExportRefusedError):
        await export_log(database, LOG, tmp_path)


def change_certificates(**values: object) -> Tampering:
    return lambda tx: tx.execute(update(certificates).values(**values))


@pytest.mark.parametrize(
    "tampering",
    [
        change_certificates(claims="{}"),
        change_certificates(salt=b"x" * 16),
        change_certificates(file_digest=bytes(32)),
        # What is told about the number, and to whom it belongs on the paper.
        change_certificates(fields=[["Name", "Name", "Berta Klug"]]),
        change_certificates(verification_number=UNKNOWN.digits),
        change_certificates(verification_number="1"),
        change_certificates(certificate_type="transcript"),
        change_certificates(valid_until_date=date(2099, 12, 31)),
        change_certificates(issue_time=TIME),
        change_certificates(status_index=7),
        change_certificates(standing="withdrawn"),
        lambda tx: tx.execute(update(status_places).values(status=Status.WITHDRAWN.value)),
        lambda tx: tx.execute(update(documents).values(content=b"%PDF-1.7 of somebody else")),
        lambda tx: tx.execute(delete(documents)),
    ],
)
async def test_a_certificate_that_does_not_say_what_was_entered_is_found(
    database: Database, tampering: Tampering
) -> None:
    sealed = await Desk(database).prepare(order_of(CertificateType.ENROLMENT), Asker(None))
    issued = within(database, issue_certificate, LOG, sealed)
    assert await faults_in(database) == set()
    within(database, tampering)
    _, (finding,) = await verify_log(database)
    assert finding.fault is LogFault.CERTIFICATE_DIFFERS
    assert str(issued.certificate_id) in str(finding)
