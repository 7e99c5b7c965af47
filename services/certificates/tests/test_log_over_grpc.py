"""The log of the running service, and its commands."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import grpc
import pytest
import pytest_asyncio
from certificates.__main__ import app
from certificates.app.log import append
from certificates.keys import Keyring
from certificates.keys.first_run import make_test_keys
from certificates.keys.key_file import read_key_file, write_key_file
from certificates.main import service
from certificates.settings import CertificatesSettings
from chassis.database import Database
from chassis.testing import ServiceUnderTest, running, within
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.certificates.v1 import log_pb2
from matrikel.certificates.v1.log_pb2_grpc import LogServiceStub
from matrikel_verify.checkpoint import LogSigner, LogVerifier, Note
from matrikel_verify.merkle import leaf_hash
from matrikel_verify.tiles import CHECKPOINT, FolderSource
from matrikel_verify.witness import audit
from typer.testing import CliRunner, Result

from .log_samples import TIME, WITNESS, change_an_entry, entry, rewrite


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder of keys in which the witness is registered."""
    folder = tmp_path / "keys"
    make_test_keys(folder, "Universität", "example.org/v1/log", datetime(2020, 1, 1, tzinfo=UTC))
    write_key_file(folder, replace(read_key_file(folder), witness_keys=(WITNESS.vkey,)))
    return folder


@pytest.fixture
def signer(keys: Path) -> LogSigner:
    return Keyring.open(CertificatesSettings(keys_dir=keys)).log


@pytest_asyncio.fixture
async def log(database: Database, keys: Path) -> AsyncIterator[LogServiceStub]:
    async with running(service, database, keys_dir=keys) as served:
        yield stub_of(served)


def stub_of(served: ServiceUnderTest) -> LogServiceStub:
    return LogServiceStub(served.channel)


def reason(error: grpc.aio.AioRpcError) -> str:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    return str(info.reason)


async def test_anybody_reads_checkpoint_and_tiles(
    log: LogServiceStub, database: Database, signer: LogSigner
) -> None:
    verifier = LogVerifier.parse(signer.vkey)
    within(database, append, signer, *(entry(one) for one in range(300)))
    answer = await log.GetCheckpoint(log_pb2.GetCheckpointRequest())
    assert answer.body.content_type == "text/plain; charset=utf-8"
    assert verifier.open(answer.body.data.decode()).size == 300
    tile = await log.GetTile(log_pb2.GetTileRequest(tile_path="tile/0/001.p/44"))
    assert tile.body.content_type == "application/octet-stream"
    assert tile.body.data[:32] == leaf_hash(entry(256))
    assert tile.cache_control == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tile/0/0", "TILE_PATH_MALFORMED"),
        ("tile/0/../../secret", "TILE_PATH_MALFORMED"),
        ("tile/0/001.p/1", "TILE_UNKNOWN"),
    ],
)
async def test_what_is_no_tile_is_refused(log: LogServiceStub, path: str, expected: str) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await log.GetTile(log_pb2.GetTileRequest(tile_path=path))
    assert reason(refused.value) == expected


async def test_a_registered_witness_cosigns(
    log: LogServiceStub, database: Database, signer: LogSigner
) -> None:
    within(database, append, signer, entry(1))
    answer = await log.GetCheckpoint(log_pb2.GetCheckpointRequest())
    note = Note.parse(answer.body.data.decode())
    signed = str(note.with_signatures([WITNESS.cosign(note.text, TIME)]))
    added = await log.AddCosignature(log_pb2.AddCosignatureRequest(checkpoint=signed))
    assert added.cosignature_count == 1
    answer = await log.GetCheckpoint(log_pb2.GetCheckpointRequest())
    assert answer.body.data.decode() == signed
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await log.AddCosignature(log_pb2.AddCosignatureRequest(checkpoint=str(note)))
    assert reason(refused.value) == "WITNESS_UNKNOWN"


# --- the commands ---


@pytest.fixture
def environment(database: Database, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_DATABASE_URL", database.url)
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_KEYS_DIR", str(keys))


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["log", *(str(one) for one in arguments)])


@pytest.mark.usefixtures("environment")
def test_the_log_is_exported_and_verified_by_command(
    database: Database, signer: LogSigner, tmp_path: Path
) -> None:
    folder = tmp_path / "exported"
    within(database, append, signer, *(entry(one) for one in range(300)))
    exported = call("export", folder)
    assert (exported.exit_code, "300 entries, 300 of them new" in exported.output) == (0, True)
    assert audit(FolderSource(folder), LogVerifier.parse(signer.vkey)).size == 300
    verified = call("verify", "--checkpoint", folder / CHECKPOINT)
    assert (verified.exit_code, "the log is whole: 300 entries" in verified.output) == (0, True)


@pytest.mark.usefixtures("environment")
def test_the_commands_end_with_1_where_the_log_was_changed(
    database: Database, signer: LogSigner, tmp_path: Path
) -> None:
    folder = tmp_path / "exported"
    within(database, append, signer, *(entry(one) for one in range(300)))
    assert call("export", folder).exit_code == 0
    within(database, change_an_entry)
    verified = call("verify")
    assert verified.exit_code == 1
    assert "entries 0 to 255 are not those that were entered" in verified.output
    within(database, rewrite(290))
    assert call("verify").exit_code == 0
    verified = call("verify", "--checkpoint", folder / CHECKPOINT)
    assert verified.exit_code == 1
    assert "its end was cut off" in verified.output
    assert call("export", folder).exit_code == 1


@pytest.mark.usefixtures("environment")
def test_a_kept_checkpoint_that_the_log_did_not_sign_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("nothing", encoding="utf-8")
    assert call("verify", "--checkpoint", file).exit_code == 2
    assert call("verify", "--checkpoint", tmp_path / "nowhere").exit_code == 2
