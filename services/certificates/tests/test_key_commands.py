"""`certificates keys …`: from a first key to a real seal, rotation, and the file of trust."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from certificates.__main__ import app
from certificates.keys import Keyring, Purpose
from certificates.keys.key_file import read_key_file
from certificates.keys.x509_making import pem_of
from certificates.settings import CertificatesSettings
from chassis.clock import SystemClock
from chassis.values import local_date
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from matrikel_verify.trust import Trust
from typer.testing import CliRunner

from .seal_factories import Authority, MadeSeal, keyring

TODAY = local_date(SystemClock().now())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "keys"
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_KEYS_DIR", str(place))
    monkeypatch.setenv("MATRIKEL_PUBLIC_URL", "https://matrikel.leuphana.example")
    monkeypatch.setenv("COLUMNS", "300")
    return place


def run(*words: str, fails: bool = False) -> Result:
    result = CliRunner().invoke(app, ["keys", *words])
    assert result.exit_code == (1 if fails else 0), result.output
    return result


def make(purpose: str, *more: str) -> None:
    run("make", "--purpose", purpose, *more)


def import_into(folder: Path, key_id: str, chain: tuple[x509.Certificate, ...]) -> str:
    file = folder.parent / "chain.pem"
    file.write_bytes(pem_of(*chain))
    return str(file)


def requested(folder: Path, key_id: str) -> ec.EllipticCurvePublicKey:
    file = folder.parent / "seal.csr"
    run("csr", key_id, str(file))
    request = x509.load_pem_x509_csr(file.read_bytes())
    assert request.is_signature_valid
    key = request.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def test_a_university_comes_from_no_keys_to_a_real_seal(folder: Path) -> None:
    for purpose in ("log", "data-seal", "status-list"):
        make(purpose)
    make("document-seal", "--id", "seal-2026")
    listed = run("list", fails=True)
    assert "waits for its certificate" in listed.output
    assert "no key for document-seal is in force" in listed.output

    authority = Authority()
    chain = authority.issue(requested(folder, "seal-2026"))
    said = run("import", "seal-2026", import_into(folder, "seal-2026", chain)).output
    assert "seal-2026 seals from" in said
    listed = run("list")
    assert listed.output.count("signs") == len(Purpose)
    keys = Keyring.open(CertificatesSettings())
    assert not keys.is_test
    assert keys.document_seal.chain == chain


def test_a_certificate_for_another_key_is_refused(folder: Path) -> None:
    make("document-seal", "--id", "seal-2026")
    other = import_into(folder, "seal-2026", Authority().seal().chain)
    assert (
        "not the private key of seal-2026" in run("import", "seal-2026", other, fails=True).output
    )
    assert read_key_file(folder).generation("seal-2026").is_waiting


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda chain: chain[:1], "does not end in a root"),
        (lambda chain: (chain[0], Authority("X").root), "out of order"),
        (lambda _: (), "no certificate|Unable to load"),
    ],
)
def test_a_chain_that_nobody_could_follow_is_refused(
    folder: Path, spoil: object, problem: str
) -> None:
    make("document-seal", "--id", "seal-2026")
    chain = Authority().issue(requested(folder, "seal-2026"))
    assert callable(spoil)
    file = import_into(folder, "seal-2026", spoil(chain))
    result = run("import", "seal-2026", file, fails=True)
    assert any(part in result.output for part in problem.split("|"))


def test_an_ended_certificate_is_refused(folder: Path) -> None:
    made = Authority().seal(last=SystemClock().now() - timedelta(days=1))
    keyring(folder, seal=made)
    file = import_into(folder, "seal", made.chain)
    assert "the certificate ended at" in run("import", "seal", file, fails=True).output


def test_a_successor_is_made_for_a_day_and_the_former_key_signs_until_then(folder: Path) -> None:
    keyring(folder)
    later = TODAY + timedelta(days=30)
    said = run("rotate", "--purpose", "data-seal", "--from", later.isoformat(), "--test").output
    assert f"data-seal-test signs until data-seal-{later} takes over" in said
    keys = Keyring.open(CertificatesSettings())
    assert keys.in_force(Purpose.DATA_SEAL) == keys.generations[1]
    successor = keys.generations[-1]
    assert successor.first_date == later
    assert successor.reference.startswith("TEST")
    references = [key.reference for key in keys.trust().data_seal_keys]
    assert references == [keys.generations[1].reference, successor.reference]
    assert "to come" in run("list").output


def test_a_test_seal_gets_a_successor_without_a_ca(folder: Path) -> None:
    keyring(folder)
    run("rotate", "--purpose", "document-seal", "--test")
    keys = Keyring.open(CertificatesSettings())
    assert keys.is_test
    assert keys.in_force(Purpose.DOCUMENT_SEAL) == keys.generations[-1]
    assert "signs (TEST SEAL)" in run("list").output


def test_a_retired_key_signs_no_more_and_goes_on_verifying(folder: Path) -> None:
    keyring(folder)
    said = run("retire", "status-list-test").output
    assert "nothing takes over: `certificates keys make --purpose status-list`" in said
    generation = read_key_file(folder).generation("status-list-test")
    assert generation.last_date == TODAY
    assert len(Keyring.open(CertificatesSettings()).trust().status_list_keys) == 1
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert "is over" in run("retire", "data-seal-test", "--on", yesterday, fails=True).output


def test_nothing_of_a_compromised_key_is_believed(folder: Path) -> None:
    keyring(folder)
    run("rotate", "--purpose", "data-seal")
    run("retire", "data-seal-test", "--compromised")
    keys = Keyring.open(CertificatesSettings())
    assert [key.reference for key in keys.trust().data_seal_keys] == [keys.data_seal.reference]
    assert "compromised" in run("list").output


def test_the_file_of_trust_is_what_the_verifier_reads_and_has_fingerprints(folder: Path) -> None:
    keyring(folder)
    file = folder.parent / "trust.json"
    said = run("export-trust", str(file)).output
    trust = Trust.parse(file.read_text())
    assert trust == Keyring.open(CertificatesSettings()).trust()
    for _, fingerprint in trust.fingerprints():
        assert fingerprint in said
    assert "PRIVATE" not in file.read_text()


def test_roots_of_a_timestamp_service_come_into_the_trust(folder: Path) -> None:
    keyring(folder)
    root = Authority("Zeitstempeldienst").root
    file = folder.parent / "tsa-roots.pem"
    file.write_bytes(pem_of(root))
    run("timestamp-roots", str(file))
    run("timestamp-roots", str(file))
    assert read_key_file(folder).timestamp_roots == (root,)
    assert len(Keyring.open(CertificatesSettings()).trust().timestamp_roots) == 1


def test_an_unknown_key_is_answered_with_those_that_there_are(folder: Path) -> None:
    keyring(folder)
    said = run("retire", "seal-2025", fails=True).output
    assert "there is no key seal-2025; there are: document-seal-test, data-seal-test" in said


def test_a_key_is_not_made_over_another(folder: Path) -> None:
    keyring(folder)
    before = (folder / "log-test.key.pem").read_bytes()
    said = run("make", "--purpose", "log", "--id", "log-test", fails=True).output
    assert "there is a key log-test already" in said
    assert (folder / "log-test.key.pem").read_bytes() == before


def test_in_token_without_a_token_names_the_settings(folder: Path) -> None:
    said = run("make", "--purpose", "data-seal", "--in-token", fails=True).output
    assert "MATRIKEL_CERTIFICATES_PKCS11_MODULE" in said


def test_check_says_what_is_wrong_with_the_keys(folder: Path) -> None:
    keyring(folder)
    (folder / "log-test.key.pem").unlink()
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "log-test.key.pem: No such file or directory" in result.output


def test_days_that_a_seal_has_are_those_of_its_certificate(folder: Path) -> None:
    end = SystemClock().now() + timedelta(days=20)
    made: MadeSeal = Authority().seal(last=end)
    keyring(folder, seal=made)
    run("import", "seal", import_into(folder, "seal", made.chain))
    assert "the last seal ends in" in run("list").output
    last_date = read_key_file(folder).generation("seal").last_date
    assert last_date is not None
    assert date(end.year, end.month, end.day) - last_date <= timedelta(days=1)
