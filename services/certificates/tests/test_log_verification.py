"""Whatever is done to the log behind the service's back is found."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from certificates.app.log import add_cosignature, newest_checkpoint
from certificates.domain.log import LogFault
from certificates.flows.log_export import ExportRefusedError, export_log
from certificates.flows.log_verification import LOG_FITS, keep_watch, verify_log
from chassis.database import Database, Transaction
from chassis.testing import until, within
from matrikel_verify.checkpoint import Checkpoint, Note
from matrikel_verify.tiles import CHECKPOINT, FolderSource, audit_tiles
from matrikel_verify.witness import audit

from . import log_samples as samples
from .log_samples import LOG, LOG_VERIFIER, TIME, WITNESS, WITNESS_VERIFIER, fill

Tampering = Callable[[Transaction], None]


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
