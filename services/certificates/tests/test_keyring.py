"""The key folder: test keys of a first run, generations, what verifies, what is wrong."""

import math
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from certificates.keys import Keyring, KeysError, Purpose
from certificates.keys.checks import problems_at
from certificates.keys.first_run import make_test_keys
from certificates.keys.key_file import FILE_NAME, read_key_file, write_key_file
from certificates.keys.places import FilePlace, TokenPlace, read_place
from certificates.keys.watching import SEAL_DAYS_LEFT, KeyWatch
from certificates.settings import CertificatesSettings
from chassis.errors import Failure
from chassis.testing import DrivenClock
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from matrikel_verify.checkpoint import LogVerifier
from matrikel_verify.trust import Trust
from structlog.testing import capture_logs

from .seal_factories import (
    LOG_ORIGIN,
    PUBLIC_URL,
    UNIVERSITY,
    Authority,
    generation_of,
    keyring,
)

NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)


def settings(folder: Path, **more: object) -> CertificatesSettings:
    return CertificatesSettings(keys_dir=folder, public_url=PUBLIC_URL, **more)


def fits(signature: bytes, message: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    return True


def test_a_first_run_on_loopback_makes_keys_that_say_that_they_are_for_tests(
    tmp_path: Path,
) -> None:
    keys = Keyring.open(settings(tmp_path / "keys"), DrivenClock(NOW))
    assert keys.is_test
    subject = keys.document_seal.chain[0].subject.rfc4514_string()
    assert "TESTSIEGEL – NICHT GÜLTIG / TEST SEAL – NOT VALID" in subject
    assert keys.data_seal.reference.startswith("TEST")
    assert problems_at(settings(tmp_path / "keys"), NOW) == []


def test_private_keys_are_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keyring(folder)
    private = sorted(folder.glob("*.key.pem"))
    assert len(private) == len(Purpose) + 1, "one for each purpose, and the test CA"
    assert {file.stat().st_mode & 0o777 for file in private} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_elsewhere_a_service_without_keys_does_not_start_and_names_the_command(
    tmp_path: Path,
) -> None:
    with pytest.raises(KeysError, match="certificates keys make"):
        Keyring.open(settings(tmp_path / "keys", host="0.0.0.0"), DrivenClock(NOW))
    assert not (tmp_path / "keys").exists()
    (problem,) = problems_at(settings(tmp_path / "keys", host="0.0.0.0"), NOW)
    assert "certificates keys make" in problem


def test_processes_that_start_at_once_make_one_set_of_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    barrier = threading.Barrier(4)
    made: list[str] = []

    def start() -> None:
        barrier.wait()
        make_test_keys(folder, UNIVERSITY, LOG_ORIGIN, NOW)
        made.append((folder / FILE_NAME).read_text())

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert problems_at(settings(folder), NOW) == []


def test_a_first_run_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keyring(folder)
    (folder / FILE_NAME).unlink()
    keyring(folder)
    assert problems_at(settings(folder), NOW + timedelta(days=2)) == []


def test_keys_of_every_purpose_sign_what_the_trust_verifies(tmp_path: Path) -> None:
    keys = keyring(tmp_path / "keys", clock=DrivenClock(NOW))
    trust = keys.trust()
    assert Trust.parse(trust.to_json()) == trust
    assert trust.university == UNIVERSITY
    assert (trust.log_address, trust.verification_page) == (
        f"{PUBLIC_URL}/v1/log",
        f"{PUBLIC_URL}/verify",
    )
    assert trust.status_list_address == f"{PUBLIC_URL}/v1/certificates:statusList"

    (seal,) = trust.seal_certificates
    public = x509.load_der_x509_certificate(seal).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert fits(keys.document_seal.sign(b"attributes"), b"attributes", public)
    (barcode,) = trust.data_seal_keys
    assert barcode.reference == keys.data_seal.reference
    public = load_der_public_key(barcode.public_key)
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert fits(keys.data_seal.sign(b"barcode"), b"barcode", public)
    (listed,) = trust.status_list_keys
    assert listed.key_id == keys.status_list.key_id
    assert fits(keys.status_list.sign(b"list"), b"list", listed.public_key())
    root = bytes(32)
    assert LogVerifier.parse(trust.log_key).open(keys.log.sign(3, root)).root == root


def test_private_keys_are_in_no_representation(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys = keyring(folder)
    shown = " ".join(
        repr(one)
        for one in (keys, keys.document_seal, keys.data_seal, keys.status_list, keys.generations)
    )
    for file in folder.glob("*.key.pem"):
        for line in file.read_text().splitlines()[1:-1]:
            assert line not in shown


def test_a_file_that_is_no_private_key_is_named_but_not_quoted(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys = keyring(folder)
    (folder / "data-seal-test.key.pem").write_text("-----BEGIN PRIVATE KEY-----\nZ2VoZWlt\n")
    with pytest.raises(KeysError) as refused:
        Keyring.open(settings(folder))
    assert "data-seal-test.key.pem" in str(refused.value)
    assert "Z2VoZWlt" not in f"{refused.value!r} {refused.value.__cause__}"
    assert keys.data_seal.sign(b"what was read before stays") != b""


def test_another_generation_s_private_key_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keyring(folder)
    (folder / "data-seal-test.key.pem").write_bytes(
        (folder / "status-list-test.key.pem").read_bytes()
    )
    with pytest.raises(KeysError, match="not the private key of data-seal-test"):
        Keyring.open(settings(folder))


def test_what_is_compromised_or_waits_is_not_believed(tmp_path: Path) -> None:
    folder, authority = tmp_path / "keys", Authority()
    keys = keyring(folder, seal=authority.seal(), clock=DrivenClock(NOW))
    file = read_key_file(folder)
    stolen = replace(generation_of(folder, authority.seal(), "stolen"), compromised=True)
    waiting = replace(generation_of(folder, authority.seal(), "waiting"), chain=())
    (folder / "waiting.pub.pem").write_bytes((folder / "data-seal-test.pub.pem").read_bytes())
    write_key_file(folder, replace(file, generations=(*file.generations, stolen, waiting)))
    before = keys.trust()
    assert keys.refresh()
    assert keys.trust() == before
    assert keys.document_seal.generation.generation_id == "seal"


def test_of_two_log_keys_the_former_one_goes_on_verifying(tmp_path: Path) -> None:
    folder, clock = tmp_path / "keys", DrivenClock(NOW)
    keys = keyring(folder, clock=clock)
    former = keys.log.vkey
    other = keyring(tmp_path / "other").generations[2]
    assert other.purpose is Purpose.LOG
    for name in ("log-test.key.pem", "log-test.pub.pem"):
        content = (tmp_path / "other" / name).read_bytes()
        (folder / name.replace("log-test", "log-2")).write_bytes(content)
    file = read_key_file(folder)
    successor = replace(
        other,
        generation_id="log-2",
        place=FilePlace("log-2.key.pem"),
        log_origin="matrikel.leuphana.example/v2/log",
        first_date=date(2026, 11, 23),
    )
    write_key_file(folder, replace(file, generations=(*file.generations, successor)))
    keys.refresh()
    assert keys.log.vkey == former
    clock.advance(timedelta(days=2))
    assert keys.log.vkey != former
    assert keys.log.origin == "matrikel.leuphana.example/v2/log"
    assert keys.trust().former_log_keys == (former,)
    assert keys.trust().log_key == keys.log.vkey


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("university:", "universität:"), "exactly the fields"),
        (("purpose: log", "purpose: seals"), "seals"),
        (("purpose: log", "purpose: status-list"), "needs a P-256 key"),
        (("file:log-test.key.pem", "/etc/passwd"), "file:NAME"),
        (("file:log-test.key.pem", "file:../log.pem"), "file:NAME"),
        (("first_date: 2026-11-21", "first_date: '2026-11-21'"), "without quotes"),
        (("id: log-test", "id: data-seal-test"), "stands there twice"),
        (("log-test.pub.pem", "gone.pem"), "No such file"),
        (("witness_keys: []", "witness_keys: []\nwitness_keys: []"), "twice"),
        (("reference: TEST", "reference: test"), "capital letters"),
    ],
)
def test_a_mistake_in_the_file_is_named(
    tmp_path: Path, change: tuple[str, str], problem: str
) -> None:
    folder = tmp_path / "keys"
    keyring(folder, clock=DrivenClock(NOW))
    text = (folder / FILE_NAME).read_text()
    assert change[0] in text
    (folder / FILE_NAME).write_text(text.replace(*change))
    with pytest.raises(KeysError, match=problem) as refused:
        read_key_file(folder)
    assert str(folder / FILE_NAME) in str(refused.value)


def test_a_running_service_keeps_its_keys_where_the_new_file_is_broken(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys = keyring(folder)
    (folder / FILE_NAME).write_text("generations: [")
    with capture_logs() as lines:
        assert not keys.refresh()
        assert not keys.refresh()
    assert [line["event"] for line in lines] == ["keys_not_taken_over"]
    assert keys.document_seal.generation.is_test


def test_the_end_of_a_seal_is_measured_and_said_daily(tmp_path: Path) -> None:
    clock = DrivenClock(NOW)
    made = Authority().seal(last=NOW + timedelta(days=70))
    keys = keyring(tmp_path / "keys", seal=made, clock=clock)
    watch = KeyWatch(keys, warning_days=60)
    with capture_logs() as lines:
        watch.look()
        assert SEAL_DAYS_LEFT._value.get() == 70
        clock.advance(timedelta(days=20))
        watch.look()
        watch.look()
        clock.advance(timedelta(days=1))
        watch.look()
    warned = [line["days"] for line in lines if line["event"] == "seal_expires"]
    assert warned == [50, 49]


def test_a_successor_in_the_folder_ends_the_warning(tmp_path: Path) -> None:
    folder, authority = tmp_path / "keys", Authority()
    first = authority.seal(last=NOW + timedelta(days=10))
    keys = keyring(folder, seal=first, clock=DrivenClock(NOW))
    file = read_key_file(folder)
    later = authority.seal(last=NOW + timedelta(days=400))
    successor = generation_of(folder, later, "seal-2", date(2026, 11, 25))
    write_key_file(folder, replace(file, generations=(*file.generations, successor)))
    with capture_logs() as lines:
        KeyWatch(keys, warning_days=60).look()
    assert "seal_expires" not in [line["event"] for line in lines]
    assert 390 < SEAL_DAYS_LEFT._value.get() < math.inf


def test_a_purpose_without_a_key_in_force_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys = keyring(folder, clock=DrivenClock(NOW))
    file = read_key_file(folder)
    ended = tuple(
        replace(one, last_date=date(2026, 11, 20)) if one.purpose is Purpose.DATA_SEAL else one
        for one in file.generations
    )
    write_key_file(folder, replace(file, generations=ended))
    (problem,) = problems_at(settings(folder), NOW)
    assert "certificates keys make --purpose data-seal" in problem
    keys.refresh()
    with pytest.raises(Failure) as failure:
        _ = keys.data_seal
    assert failure.value.reason == "SEAL_UNAVAILABLE"


def test_a_private_key_that_others_can_read_is_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keyring(folder, clock=DrivenClock(NOW))
    (folder / "log-test.key.pem").chmod(0o644)
    assert problems_at(settings(folder), NOW) == [
        "log-test.key.pem can be read by others: chmod 600"
    ]


def test_timestamps_that_nobody_could_verify_are_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keyring(folder, clock=DrivenClock(NOW))
    (problem,) = problems_at(settings(folder, timestamp_url="http://tsa.example/"), NOW)
    assert "timestamp_roots" in problem
    problems = problems_at(settings(folder, timestamp_url="ldap://tsa.example/"), NOW)
    assert "http:// or https://" in problems[1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("file:seal.key.pem", FilePlace("seal.key.pem")),
        ("pkcs11:object=Siegel%202026;id=%01%02", TokenPlace("Siegel 2026", b"\x01\x02")),
        ("pkcs11:object=seal", TokenPlace("seal", b"")),
        ("pkcs11:id=%0A", TokenPlace("", b"\x0a")),
    ],
)
def test_places_are_read_as_they_are_written(text: str, place: FilePlace | TokenPlace) -> None:
    assert read_place(text) == place
    assert str(place) == text


@pytest.mark.parametrize("text", ["", "pkcs11:", "pkcs11:token=x", "file:", "file:a/b", "http://x"])
def test_other_places_are_refused(text: str) -> None:
    with pytest.raises(KeysError, match="a private key is at"):
        read_place(text)


def test_the_root_of_each_chain_is_in_the_trust_once(tmp_path: Path) -> None:
    folder, authority = tmp_path / "keys", Authority()
    keys = keyring(folder, seal=authority.seal())
    file = read_key_file(folder)
    second = generation_of(folder, authority.seal(), "seal-2")
    write_key_file(folder, replace(file, generations=(*file.generations, second)))
    keys.refresh()
    assert keys.trust().seal_roots == (authority.root.public_bytes(Encoding.DER),)
    assert len(keys.trust().seal_certificates) == 2
