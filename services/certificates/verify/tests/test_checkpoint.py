"""Checkpoints, against the vectors of Go's package note and of C2SP."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from matrikel_verify.checkpoint import (
    COSIGNATURE_V1,
    ED25519,
    Checkpoint,
    LogSigner,
    LogVerifier,
    Note,
    NoteError,
    NoteSignature,
    VerifierKey,
    WitnessSigner,
    WitnessVerifier,
    opened,
)
from matrikel_verify.merkle import EMPTY_ROOT

# golang.org/x/mod/sumdb/note, note_test.go; the private key is "PRIVATE+KEY+…" of that file.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_KEY = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)
ENOCHS_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WW"
    "d1RvMc+QQ=\n"
)
# c2sp.org/signed-note, "Example".
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOOS_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
    "HjG1Yu72IneyaQM=\n"
)
# c2sp.org/tlog-cosignature, the example of a checkpoint with a co-signature.
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2o"
    "yin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG = LogSigner("example.org/v1/log", KEY)
WITNESS = WitnessSigner("witness.example.org", OTHER_KEY)
TIME = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROOT = bytes(range(32))


def test_a_key_signs_what_gos_implementation_signs() -> None:
    key = Ed25519PrivateKey.from_private_bytes(PETERS_KEY)
    signer = LogSigner("PeterNeumann", key)
    assert signer.vkey == PETER
    line = NoteSignature("PeterNeumann", bytes.fromhex("c74f20a3"), key.sign(TEXT.encode()))
    assert str(Note(TEXT, (line,))) == f"{TEXT}\n{PETERS_LINE}"


@pytest.mark.parametrize(
    ("vkey", "note"),
    [
        (PETER, f"{TEXT}\n{PETERS_LINE}{ENOCHS_LINE}"),
        (ENOCH, f"{TEXT}\n{PETERS_LINE}{ENOCHS_LINE}"),
        (FOO, FOOS_NOTE),
    ],
)
def test_notes_of_others_verify(vkey: str, note: str) -> None:
    key = VerifierKey.parse(vkey, ED25519)
    assert str(key) == vkey
    parsed = Note.parse(note)
    assert str(parsed) == note
    (signature,) = key.signatures_in(parsed)
    assert key.fits(signature.signature, parsed.text.encode())
    assert not key.fits(signature.signature, parsed.text.encode() + b" ")


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{PETERS_LINE[:-1]}",
        f"\x01{TEXT}\n{PETERS_LINE}",
        f"{TEXT}\n— Bad Name {PETERS_LINE.split()[-1]}",
        f"{TEXT}\n— Bad Name {PETERS_LINE.split()[-1]}\n",
        f"{TEXT}\n{PETERS_LINE}Unexpected line.\n",
        f"{TEXT}\n{PETERS_LINE * 101}",
        f"{TEXT}\n{PETERS_LINE.replace('=', '')}",
        f"{TEXT}\n— PeterNeumann x08goA==\n",
        f"{TEXT}\n— Peter+Neumann {PETERS_LINE.split()[-1]}\n",
        f"{TEXT}\r\n{PETERS_LINE}",
        "",
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        Note.parse(note)


def test_a_mangled_key_is_refused() -> None:
    pieces = [PETER[start:end] for start in range(75) for end in range(start + 1, len(PETER))]
    changed = [
        PETER[:place] + chr(ord(PETER[place]) + 1) + PETER[place + 1 :]
        for place in range(len(PETER))
    ]
    # Of another length, and of an unknown kind, each with the id that fits.
    odd = [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ]
    for vkey in [*pieces, *changed, *odd]:
        with pytest.raises(NoteError):
            VerifierKey.parse(vkey, ED25519)


def test_what_a_log_signs_its_verifier_opens() -> None:
    verifier = LogVerifier.parse(LOG.vkey)
    note = LOG.sign(42, ROOT)
    assert verifier.open(note) == Checkpoint("example.org/v1/log", 42, ROOT)
    assert opened(note, [LogVerifier.parse(PETER), verifier]).size == 42
    assert verifier.open(LOG.sign(0, EMPTY_ROOT)).size == 0


def test_a_checkpoint_that_the_log_did_not_sign_is_refused() -> None:
    verifier = LogVerifier.parse(LOG.vkey)
    note = LOG.sign(42, ROOT)
    foreign = LogSigner("example.org/v1/log", OTHER_KEY).sign(42, ROOT)
    line = NoteSignature.parse(note.splitlines()[-1])
    key = KEY.sign
    other_log = Note(
        Checkpoint("other.example.org", 42, ROOT).text,
        (
            NoteSignature(
                line.name,
                line.key_id,
                key(Checkpoint("other.example.org", 42, ROOT).text.encode()),
            ),
        ),
    )
    two_faced = Note.parse(note).with_signatures([NoteSignature(line.name, line.key_id, bytes(64))])
    for forged in (
        note.replace("\n42\n", "\n43\n"),
        foreign,
        str(other_log),
        str(two_faced),
        FOOS_NOTE,
    ):
        with pytest.raises(NoteError):
            verifier.open(forged)
    with pytest.raises(NoteError):
        opened(note, [])
    with pytest.raises(NoteError):
        opened(foreign, [verifier, LogVerifier.parse(PETER)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        "origin\n5\n",
        "\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n05\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n9999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n٥\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "origin\n5\nAAAA\n",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nextension\n",
    ],
)
def test_anything_else_than_three_lines_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


def test_a_checkpoint_with_a_cosignature_is_read_as_its_specification_shows_it() -> None:
    note = Note.parse(SOFA)
    assert str(note) == SOFA
    assert Checkpoint.parse(note.text).size == 20852163
    stamp = note.signatures[1].signature[:8]
    assert int.from_bytes(stamp) == 1679315147


def test_a_witness_signs_the_checkpoint_with_the_time() -> None:
    note = Note.parse(LOG.sign(42, ROOT))
    line = WITNESS.cosign(note.text, TIME)
    cosigned = note.with_signatures([line, line])
    assert len(cosigned.signatures) == 2
    verifier = WitnessVerifier.parse(WITNESS.vkey)
    (read,) = verifier.cosignatures(Note.parse(str(cosigned)))
    assert (read.witness, read.time) == ("witness.example.org", TIME)
    # cosignature/v1 signs two lines of its own before the text.
    signed = f"cosignature/v1\ntime {int(TIME.timestamp())}\n{note.text}".encode()
    OTHER_KEY.public_key().verify(line.signature[8:], signed)
    assert verifier.cosignatures(note) == ()
    assert LogVerifier.parse(LOG.vkey).open(str(cosigned)).size == 42


def test_a_cosignature_of_another_time_or_tree_is_refused() -> None:
    note = Note.parse(LOG.sign(42, ROOT))
    line = WITNESS.cosign(note.text, TIME)
    verifier = WitnessVerifier.parse(WITNESS.vkey)
    later = NoteSignature(line.name, line.key_id, bytes(8) + line.signature[8:])
    endless = NoteSignature(line.name, line.key_id, b"\xff" * 8 + line.signature[8:])
    short = NoteSignature(line.name, line.key_id, line.signature[:-1])
    other_tree = Note.parse(LOG.sign(43, ROOT))
    for forged in (
        note.with_signatures([later]),
        note.with_signatures([endless]),
        note.with_signatures([short]),
        other_tree.with_signatures([line]),
    ):
        with pytest.raises(NoteError):
            verifier.cosignatures(forged)


def test_a_key_is_good_for_one_kind_of_signature() -> None:
    with pytest.raises(NoteError):
        LogVerifier.parse(WITNESS.vkey)
    with pytest.raises(NoteError):
        WitnessVerifier.parse(LOG.vkey)
    same = OTHER_KEY.public_key()
    ids = {VerifierKey.of("one", kind, same).key_id for kind in (ED25519, COSIGNATURE_V1)}
    assert len(ids) == 2
    with pytest.raises(NoteError):
        LogSigner("a log", KEY)


@given(st.text(max_size=200))
def test_no_text_does_more_than_being_refused(text: str) -> None:
    for read in (Note.parse, Checkpoint.parse, LogVerifier.parse, WitnessVerifier.parse):
        with pytest.raises(NoteError):
            read(text)
