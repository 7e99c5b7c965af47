"""A witness, and its command."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from matrikel_verify.checkpoint import (
    LogSigner,
    LogVerifier,
    Note,
    NoteError,
    WitnessSigner,
    WitnessVerifier,
)
from matrikel_verify.tiles import FolderSource
from matrikel_verify.trust import Trust
from matrikel_verify.witness import (
    BrokenLogError,
    ForkError,
    LogError,
    LogMisbehavedError,
    Observation,
    RolledBackError,
    Witness,
    audit,
    hand_in,
)
from matrikel_verify.witness_command import app
from typer.testing import CliRunner, Result

from .log_files import Handler, publish, web_server, write_tiles

LOG = LogSigner("example.org/v1/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
VERIFIER = LogVerifier.parse(LOG.vkey)
SIGNER = WitnessSigner("witness.example.org", Ed25519PrivateKey.from_private_bytes(bytes(32)))
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ENTRIES = [number.to_bytes(4) for number in range(700)]


def forked(size: int) -> list[bytes]:
    return [b"else" if place == 5 else entry for place, entry in enumerate(ENTRIES[:size])]


@dataclass
class Scene:
    """A log in a folder, and a witness with its state beside it."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def state(self) -> Path:
        return self.folder / "state" / "checkpoint"

    def observe(self, entries: Sequence[bytes] | None = None, now: datetime = NOW) -> Observation:
        if entries is not None:
            publish(self.log, LOG, entries)
        return Witness(VERIFIER, SIGNER, self.state).observe(FolderSource(self.log), now)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_a_witness_signs_a_log_that_only_grows(scene: Scene) -> None:
    verifier = WitnessVerifier.parse(SIGNER.vkey)
    for size, new in ((0, None), (3, 3), (3, 0), (256, 253), (700, 444)):
        seen = scene.observe(ENTRIES[:size])
        assert (seen.checkpoint.size, seen.new) == (size, new)
        (signature,) = verifier.cosignatures(Note.parse(seen.note))
        assert signature.time == NOW
        assert seen.note.endswith(seen.line)
        assert VERIFIER.open(seen.note) == seen.checkpoint
        assert VERIFIER.open(scene.state.read_text(encoding="utf-8")) == seen.checkpoint


def test_the_first_look_may_come_late(scene: Scene) -> None:
    assert scene.observe(ENTRIES).new is None


@pytest.mark.parametrize("size", [600, 700])
def test_a_fork_is_refused_and_both_histories_are_kept(scene: Scene, size: int) -> None:
    before = scene.observe(ENTRIES[:600])
    with pytest.raises(ForkError, match="two histories") as refused:
        scene.observe(forked(size), NOW + timedelta(hours=1))
    former, now = refused.value.evidence
    assert former.name == "checkpoint.20261122T130000Z.former.evidence"
    assert VERIFIER.open(former.read_text(encoding="utf-8")) == before.checkpoint
    other = VERIFIER.open(now.read_text(encoding="utf-8"))
    # Both are signed by the log itself, and one of them must be a lie.
    assert other.size == size
    assert VERIFIER.open(scene.state.read_text(encoding="utf-8")) == before.checkpoint
    # The witness goes on refusing, and signs again what goes on from what it knows.
    with pytest.raises(ForkError):
        scene.observe()
    assert scene.observe(ENTRIES[:650]).new == 50


def test_a_log_that_is_shorter_than_it_was_is_refused(scene: Scene) -> None:
    scene.observe(ENTRIES[:600])
    with pytest.raises(RolledBackError, match="its end was cut off") as refused:
        scene.observe(ENTRIES[:590])
    assert len(refused.value.evidence) == 2
    assert all(one.exists() for one in refused.value.evidence)


def test_tiles_that_do_not_make_the_checkpoint_are_refused(scene: Scene) -> None:
    publish(scene.log, LOG, ENTRIES[:600])
    write_tiles(scene.log, forked(600))
    with pytest.raises(BrokenLogError):
        scene.observe()
    scene.observe(ENTRIES[:600])
    publish(scene.log, LOG, ENTRIES)
    write_tiles(scene.log, forked(700))
    with pytest.raises(BrokenLogError):
        scene.observe()
    assert VERIFIER.open(scene.state.read_text(encoding="utf-8")).size == 600


def test_a_log_that_does_not_answer_changes_nothing(scene: Scene) -> None:
    with pytest.raises(LogError):
        scene.observe()
    assert not scene.state.exists()
    scene.observe(ENTRIES[:600])
    publish(scene.log, LOG, ENTRIES)
    (scene.log / "tile/0/002.p/188").unlink()
    with pytest.raises(LogError, match="there is no tile/0/002"):
        scene.observe()
    (scene.log / "checkpoint").write_bytes(b"\xff")
    with pytest.raises(LogError):
        scene.observe()
    assert VERIFIER.open(scene.state.read_text(encoding="utf-8")).size == 600


def test_a_checkpoint_of_another_key_is_none(scene: Scene) -> None:
    other = LogSigner(LOG.origin, Ed25519PrivateKey.generate())
    publish(scene.log, other, ENTRIES[:3])
    with pytest.raises(LogError, match="is none"):
        scene.observe()


def test_a_broken_state_is_no_reason_to_begin_anew(scene: Scene) -> None:
    scene.observe(ENTRIES[:600])
    scene.state.write_text("nothing", encoding="utf-8")
    with pytest.raises(NoteError):
        scene.observe(forked(600))


def test_nothing_is_signed_that_could_not_be_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.observe(ENTRIES[:3])

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        with pytest.raises(OSError, match="no space"):
            scene.observe(ENTRIES[:600])
    assert sorted(one.name for one in scene.state.parent.iterdir()) == [
        "checkpoint",
        "checkpoint.lock",
    ]
    assert scene.observe().new == 597


def test_a_whole_log_is_audited(scene: Scene) -> None:
    publish(scene.log, LOG, ENTRIES)
    source = FolderSource(scene.log)
    assert audit(source, VERIFIER).size == 700
    (scene.log / "checkpoint").write_text(LOG.sign(700, bytes(32)), encoding="utf-8")
    with pytest.raises(LogMisbehavedError, match="do not make the root"):
        audit(source, VERIFIER)
    publish(scene.log, LOG, ENTRIES)
    bundle = scene.log / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"\x00")
    with pytest.raises(BrokenLogError, match="does not hold the hashes"):
        audit(source, VERIFIER)
    bundle.unlink()
    with pytest.raises(LogError):
        audit(source, VERIFIER)


# --- the command ---


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "witness.pem"
    assert call("key", "witness.example.org", file).exit_code == 0
    return file


def run(scene: Scene, key: Path, *more: object, at: object = "", log_key: object = "") -> Result:
    fixed = ("--name", "witness.example.org", "--key", key, "--state", scene.state)
    return call("run", at or scene.log, "--log-key", log_key or LOG.vkey, *fixed, *more)


def test_the_command_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "witness.pem"
    made = call("key", "witness.example.org", file)
    assert made.exit_code == 0
    assert WitnessVerifier.parse(made.stdout.strip()).name == "witness.example.org"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "PRIVATE" not in made.output
    content = file.read_bytes()
    assert call("key", "witness.example.org", file).exit_code == 2
    assert file.read_bytes() == content
    assert call("key", "a witness", tmp_path / "other.pem").exit_code == 2


def test_the_command_signs_a_folder_to_a_file(scene: Scene, key: Path, tmp_path: Path) -> None:
    publish(scene.log, LOG, ENTRIES[:600])
    printed = run(scene, key)
    assert printed.exit_code == 0
    assert "600 entries, seen for the first time" in printed.output
    assert "— witness.example.org " in printed.output
    publish(scene.log, LOG, ENTRIES)
    out = tmp_path / "cosigned"
    assert "700 entries, 100 of them new" in run(scene, key, "--out", out).output
    assert VERIFIER.open(out.read_text(encoding="utf-8")).size == 700


def test_the_command_hands_its_signature_in(scene: Scene, key: Path) -> None:
    publish(scene.log, LOG, ENTRIES[:600])
    Handler.handed_in.clear()
    with web_server(scene.log) as address:
        done = run(scene, key, at=address)
        assert (done.exit_code, "signed, as 1 in all" in done.output) == (0, True)
        (note,) = Handler.handed_in
        assert len(Note.parse(note).signatures) == 2
        with pytest.raises(LogError, match="500"):
            hand_in(f"{address}/broken", note)
        with pytest.raises(LogError, match="something else"):
            hand_in(f"{address}/elsewhere", note)
    with pytest.raises(LogError, match="does not answer"):
        hand_in(address, note)
    assert run(scene, key, at=address).exit_code == 3


def test_the_command_is_loud_about_a_fork_and_a_log_that_was_cut(scene: Scene, key: Path) -> None:
    publish(scene.log, LOG, ENTRIES[:600])
    assert run(scene, key).exit_code == 0
    for entries, problem in ((forked(700), "two histories"), (ENTRIES[:500], "cut off")):
        publish(scene.log, LOG, entries)
        refused = run(scene, key)
        assert refused.exit_code == 1
        assert f"THE LOG MISBEHAVED: {LOG.origin}" in refused.output
        assert problem in refused.output
        assert refused.output.count("evidence: ") == 2


def test_the_command_audits(scene: Scene, tmp_path: Path) -> None:
    publish(scene.log, LOG, ENTRIES)
    trust = tmp_path / "trust.json"
    trust.write_text(Trust("Uni", (), (), log_key=LOG.vkey).to_json(), encoding="utf-8")
    audited = call("audit", scene.log, "--log-key", trust)
    assert (audited.exit_code, "700 entries make its checkpoint" in audited.output) == (0, True)
    write_tiles(scene.log, forked(700))
    assert call("audit", scene.log, "--log-key", LOG.vkey).exit_code == 1
    assert call("audit", tmp_path / "nowhere", "--log-key", LOG.vkey).exit_code == 3


def test_the_command_names_what_was_given_wrongly(scene: Scene, key: Path) -> None:
    publish(scene.log, LOG, ENTRIES[:3])
    rsa = scene.folder / "rsa.pem"
    rsa.write_text("no key", encoding="utf-8")
    assert run(scene, rsa).exit_code == 2
    assert run(scene, scene.folder / "nowhere.pem").exit_code == 2
    assert run(scene, key, log_key="a+b+c").exit_code == 2
    assert run(scene, key, log_key=scene.folder / "no-trust.json").exit_code == 2
    assert run(scene, key, at="ftp://example.org").exit_code == 2
    assert run(scene, key, "--out", scene.folder / "no" / "folder").exit_code == 2
    scene.state.write_text("nothing", encoding="utf-8")
    assert run(scene, key).exit_code == 2
