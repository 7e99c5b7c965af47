"""Keys in a PKCS#11 token; SoftHSM2 stands in for a hardware security module."""

import asyncio
import io
import multiprocessing
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from certificates.keys import KeysError, Purpose
from certificates.keys.changing import KeyFolder
from certificates.keys.checks import problems_at
from certificates.keys.keyring import Keyring, token_of
from certificates.keys.places import TokenPlace
from certificates.keys.token import Token, TokenSettings
from certificates.sealing import Sealer
from certificates.settings import CertificatesSettings
from chassis.testing import DrivenClock
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from .seal_factories import LOG_ORIGIN, UNIVERSITY, Authority, compute, drawn_page, keyring

NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LABEL = "matrikel"
PIN = "493817"
MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
)
MODULE = next((module for module in MODULES if module.exists()), None)

pytestmark = [
    pytest.mark.skipif(
        MODULE is None or shutil.which("softhsm2-util") is None,
        reason="needs Debian's softhsm2, which .ci/run installs",
    ),
    # One process logs in to one token only once.
    pytest.mark.xdist_group("softhsm2"),
]


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CertificatesSettings]:
    """A fresh token; the library reads its configuration once in a process."""
    folder = tmp_path_factory.mktemp("softhsm2")
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    (folder / "pin").write_text(f"{PIN}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(configuration))
        new_token(LABEL)
        settings = CertificatesSettings(
            keys_dir=folder / "unused",
            pkcs11_module=MODULE,
            pkcs11_token=LABEL,
            pkcs11_pin_file=folder / "pin",
        )
        yield settings
        token = token_of(settings)
        assert token is not None
        token.close()


def new_token(label: str) -> None:
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", label),
            *("--pin", PIN, "--so-pin", "88776655"),
        ],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def settings(tokens: CertificatesSettings, tmp_path: Path) -> CertificatesSettings:
    return tokens.model_copy(update={"keys_dir": tmp_path / "keys"})


def folder_of(settings: CertificatesSettings) -> KeyFolder:
    return KeyFolder(settings.keys_dir, UNIVERSITY, LOG_ORIGIN, token_of(settings))


def name(settings: CertificatesSettings, what: str) -> str:
    """An id of this test alone, as all share a token."""
    return f"{what}-{settings.keys_dir.parent.name}"


async def test_a_seal_whose_key_never_left_the_token_is_valid(
    settings: CertificatesSettings,
) -> None:
    keyring(settings.keys_dir, clock=DrivenClock(NOW))
    folder, authority = folder_of(settings), Authority()
    seal_id = name(settings, "seal")
    made = await asyncio.to_thread(
        folder.make,
        Purpose.DOCUMENT_SEAL,
        TODAY,
        NOW,
        generation_id=seal_id,
        in_token=True,
    )
    assert made.is_waiting
    request = x509.load_pem_x509_csr(folder.request(seal_id, "Siegel"))
    assert request.is_signature_valid
    public_key = request.public_key()
    assert isinstance(public_key, ec.EllipticCurvePublicKey)
    assert public_key == made.public_key
    folder.take_certificate(seal_id, authority.issue(public_key), NOW)

    keys = Keyring.open(settings, DrivenClock(NOW))
    assert not keys.is_test
    file = await Sealer(keys, compute).seal(drawn_page())
    (signature,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    root = asn1_x509.Certificate.load(authority.root.public_bytes(Encoding.DER))
    status = await async_validate_pdf_signature(
        signature, ValidationContext(trust_roots=[root], allow_fetching=False)
    )
    assert status.bottom_line
    assert list(settings.keys_dir.glob(f"{seal_id}*.key.pem")) == []
    assert problems_at(settings, NOW) == []


def test_barcodes_and_the_status_list_can_be_signed_in_the_token_too(
    settings: CertificatesSettings,
) -> None:
    keyring(settings.keys_dir, clock=DrivenClock(NOW))
    folder = folder_of(settings)
    for purpose in (Purpose.DATA_SEAL, Purpose.STATUS_LIST):
        key_id = name(settings, purpose.value)
        folder.make(purpose, TODAY, NOW, generation_id=key_id, in_token=True)
    keys = Keyring.open(settings, DrivenClock(NOW))
    assert keys.in_force(Purpose.DATA_SEAL) == keys.generations[-2]
    assert len(keys.data_seal.sign(b"barcode")) == 64
    assert len(keys.status_list.sign(b"list")) == 64
    assert problems_at(settings, NOW) == []


def test_a_session_that_was_lost_is_opened_anew(settings: CertificatesSettings) -> None:
    token = token_of(settings)
    assert token is not None
    place = TokenPlace(name(settings, "lost"), b"\x09")
    token.make_key(place)
    key = token.key(place)
    assert len(key.sign(b"first")) == 64
    # As after the module was restarted: the handle is of nothing.
    token._session.close()
    assert len(key.sign(b"second")) == 64
    token.close()
    assert len(key.sign(b"third")) == 64


def test_the_key_of_the_log_is_not_made_in_a_token(settings: CertificatesSettings) -> None:
    with pytest.raises(KeysError, match="in a file"):
        folder_of(settings).make(Purpose.LOG, TODAY, NOW, in_token=True)


def test_a_key_that_the_token_has_is_not_made_twice(settings: CertificatesSettings) -> None:
    token = token_of(settings)
    assert token is not None
    place = TokenPlace(name(settings, "twice"), b"\x07")
    token.make_key(place)
    with pytest.raises(KeysError, match="already"):
        token.make_key(place)


def test_a_key_that_the_token_lacks_is_named(settings: CertificatesSettings) -> None:
    token = token_of(settings)
    assert token is not None
    with pytest.raises(KeysError, match="no keys pkcs11:object=gone"):
        token.key(TokenPlace("gone", b"")).sign(b"message")


def test_a_wrong_pin_is_tried_once_and_said_nowhere(tokens: CertificatesSettings) -> None:
    """A token locks itself after a few wrong PINs."""
    # Another process, as this one is logged in.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        said = pool.apply(_two_tries, (tokens.pkcs11_module, tokens.pkcs11_pin_file))
    assert "PinIncorrect" in said[0]
    assert "refused the PIN" in said[1]
    assert not any("000000" in text for text in said)


def _two_tries(module: Path, pin_file: Path) -> list[str]:
    wrong = pin_file.with_name("wrong-pin")
    wrong.write_text("000000")
    key = Token(TokenSettings(module, LABEL, wrong)).key(TokenPlace("seal", b""))
    said = []
    for _ in range(2):
        try:
            key.sign(b"message")
        except KeysError as error:
            said.append(f"{error} {error.__cause__!r}")
    return said


def test_a_token_that_is_not_there_does_not_keep_the_service_from_starting(
    settings: CertificatesSettings,
) -> None:
    keyring(settings.keys_dir, clock=DrivenClock(NOW))
    folder_of(settings).make(
        Purpose.STATUS_LIST, TODAY, NOW, generation_id=name(settings, "away"), in_token=True
    )
    away = settings.model_copy(update={"pkcs11_token": "another"})
    keys = Keyring.open(away, DrivenClock(NOW))
    assert keys.in_force(Purpose.STATUS_LIST) is not None
    (problem,) = problems_at(away, NOW)
    assert "the token another cannot be used" in problem


def test_half_a_configuration_is_refused() -> None:
    with pytest.raises(KeysError, match="PKCS11_TOKEN"):
        token_of(CertificatesSettings(pkcs11_module=Path("/usr/lib/module.so")))


def test_a_key_in_a_token_without_a_configured_token_names_the_settings(
    settings: CertificatesSettings,
) -> None:
    keyring(settings.keys_dir, clock=DrivenClock(NOW))
    folder_of(settings).make(
        Purpose.STATUS_LIST, TODAY, NOW, generation_id=name(settings, "unset"), in_token=True
    )
    without = settings.model_copy(update={"pkcs11_module": None})
    with pytest.raises(KeysError, match="MATRIKEL_CERTIFICATES_PKCS11_MODULE"):
        Keyring.open(without, DrivenClock(NOW))
