"""The seal on a file: what validators say of it, timestamps, and what happens without a key."""

import asyncio
import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from certificates.keys import KeysError
from certificates.keys.key_file import read_key_file, write_key_file
from certificates.keys.signing_keys import SealKey
from certificates.sealing import Sealer
from certificates.sealing.cms import DIGEST, SealSigner, SealTemplate
from certificates.sealing.hole import Hole
from certificates.sealing.sealer import PAUSE
from certificates.sealing.timestamps import TimestampError
from certificates.settings import CertificatesSettings
from chassis.errors import Code, Failure
from chassis.testing import DrivenClock
from chassis.values import local_date
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from structlog.testing import capture_logs

from .seal_factories import (
    Authority,
    TimestampAuthority,
    compute,
    drawn_page,
    generation_of,
    keyring,
)

NOW = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def stampers() -> Authority:
    return Authority("Zeitstempeldienst")


def roots(*certificates: x509.Certificate, moment: datetime | None = None) -> ValidationContext:
    trusted = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
    return ValidationContext(trust_roots=trusted, allow_fetching=False, moment=moment)


async def validated(
    file: bytes, signers: ValidationContext, stamps: ValidationContext | None = None
) -> PdfSignatureStatus:
    (signature,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    return await async_validate_pdf_signature(
        signature, signer_validation_context=signers, ts_validation_context=stamps
    )


async def said_by(*command: str) -> str:
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=True
    )
    return str(done.stdout)


def seal_in(file: bytes) -> cms.SignedData:
    (signature,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    return signature.signed_data


async def test_pyhanko_finds_a_seal_over_the_whole_file_that_forbids_every_change(
    tmp_path: Path, authority: Authority
) -> None:
    keys = keyring(tmp_path / "keys", seal=authority.seal())
    file = await Sealer(keys, compute).seal(drawn_page())
    status = await validated(file, roots(authority.root))
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.docmdp_ok
    assert file.count(b"startxref") == 1


async def test_pdfsig_and_qpdf_agree(tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(await Sealer(keyring(tmp_path / "keys"), compute).seal(drawn_page()))
    said = await said_by("pdfsig", "-nocert", str(file))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "TEST SEAL – NOT VALID" in said
    assert "No syntax or stream encoding errors found" in await said_by(
        "qpdf", "--check", str(file)
    )


async def test_the_seal_is_of_the_pades_baseline(tmp_path: Path, authority: Authority) -> None:
    made = authority.seal()
    seal = seal_in(await Sealer(keyring(tmp_path / "keys", seal=made), compute).seal(drawn_page()))
    (signer,) = seal["signer_infos"]
    attributes = {one["type"].native for one in signer["signed_attrs"]}
    # EN 319 142-1, 6.3: no signing time in the CMS, as the file's dictionary has it.
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}
    embedded = {one.chosen.dump() for one in seal["certificates"]}
    assert embedded == {one.public_bytes(Encoding.DER) for one in made.chain}


class FixedKey:
    """Signs everything alike, so that two ways of writing a seal can be compared."""

    def sign(self, message: bytes) -> bytes:
        return b"\x11" * 64


def test_a_filled_template_is_byte_for_byte_what_pyhanko_writes(
    tmp_path: Path, authority: Authority
) -> None:
    real = keyring(tmp_path / "keys", seal=authority.seal()).document_seal
    key = SealKey(real.generation, FixedKey())
    digest = bytes(range(32))
    whole = asyncio.run(SealSigner(key).async_sign(digest, DIGEST, use_pades=True))
    assert SealTemplate.of(key).sign(digest).dump() == whole.dump()


async def test_a_changed_byte_breaks_the_seal(tmp_path: Path, authority: Authority) -> None:
    keys = keyring(tmp_path / "keys", seal=authority.seal())
    file = bytearray(await Sealer(keys, compute).seal(drawn_page()))
    place = file.index(b"/MediaBox [ 0 0 612") + len(b"/MediaBox [ 0 0 ")
    file[place] ^= 1
    status = await validated(bytes(file), roots(authority.root))
    assert not status.intact
    assert not status.bottom_line


async def test_a_timestamp_says_when_the_seal_was_made(
    tmp_path: Path, authority: Authority, stampers: Authority
) -> None:
    keys = keyring(tmp_path / "keys", seal=authority.seal())
    with TimestampAuthority(stampers.stamping(), NOW) as tsa:
        file = await Sealer(keys, compute, tsa.service()).seal(drawn_page())
    status = await validated(file, roots(authority.root), roots(stampers.root))
    assert status.bottom_line
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.timestamp == NOW
    assert status.timestamp_validity.trusted


async def test_a_dead_timestamp_service_is_left_alone_for_a_while_and_seals_go_without(
    tmp_path: Path, stampers: Authority
) -> None:
    clock = DrivenClock(NOW)
    keys = keyring(tmp_path / "keys", clock=clock)
    with TimestampAuthority(stampers.stamping(), answers=lambda _: (503, b"")) as tsa:
        sealer = Sealer(keys, compute, tsa.service())
        with capture_logs() as lines:
            files = [await sealer.seal(drawn_page()) for _ in range(3)]
        assert tsa.requests == 1
        clock.advance(PAUSE)
        await sealer.seal(drawn_page())
        assert tsa.requests == 2
    assert [line["event"] for line in lines] == ["sealed_without_timestamp"]
    for file in files:
        (signer,) = seal_in(file)["signer_infos"]
        assert not signer["unsigned_attrs"]


async def test_where_a_timestamp_is_required_nothing_is_sealed_without(
    tmp_path: Path, stampers: Authority
) -> None:
    keys = keyring(tmp_path / "keys")
    with TimestampAuthority(stampers.stamping(), answers=lambda _: (200, b"?")) as tsa:
        sealer = Sealer(keys, compute, tsa.service(), timestamp_required=True)
        with pytest.raises(Failure) as failure:
            await sealer.seal(drawn_page())
        assert failure.value.reason == "TIMESTAMP_UNAVAILABLE"
        assert failure.value.code is Code.UNAVAILABLE
        assert failure.value.retry_after is not None


async def test_an_old_timestamp_is_not_taken_for_a_new_one(stampers: Authority) -> None:
    tsa = TimestampAuthority(
        stampers.stamping(), answers=lambda request: (200, tsa.answer(request, nonce=7))
    )
    with tsa, pytest.raises(TimestampError, match="something else"):
        await tsa.service().stamp(b"signature")


async def test_a_timestamp_service_that_asks_who_we_are_is_told(stampers: Authority) -> None:
    with TimestampAuthority(stampers.stamping()) as tsa:
        service = replace(tsa.service(), user="leuphana", password="geheim")
        await service.stamp(b"signature")
        assert tsa.authorization == "Basic bGV1cGhhbmE6Z2VoZWlt"
    assert "geheim" not in repr(service)


async def test_a_timestamp_service_that_nobody_answers_for_is_an_error_with_its_address() -> None:
    service = replace(TimestampAuthority.nowhere(), seconds=1.0)
    with pytest.raises(TimestampError, match=service.url):
        await service.stamp(b"signature")


def test_an_address_that_is_none_keeps_the_service_from_starting(tmp_path: Path) -> None:
    settings = CertificatesSettings(keys_dir=tmp_path / "keys", timestamp_url="tsa.example")
    with pytest.raises(KeysError, match=r"tsa\.example is no http"):
        Sealer.configured(settings, keyring(tmp_path / "keys"), compute)


async def test_the_settings_decide_about_timestamps(tmp_path: Path, stampers: Authority) -> None:
    (tmp_path / "password").write_text("geheim\n")
    with TimestampAuthority(stampers.stamping()) as tsa:
        settings = CertificatesSettings(
            keys_dir=tmp_path / "keys",
            timestamp_url=tsa.url,
            timestamp_user="leuphana",
            timestamp_password_file=tmp_path / "password",
        )
        sealer = Sealer.configured(settings, keyring(tmp_path / "keys"), compute)
        (signer,) = seal_in(await sealer.seal(drawn_page()))["signer_infos"]
        assert tsa.authorization == "Basic bGV1cGhhbmE6Z2VoZWlt"
    assert [one["type"].native for one in signer["unsigned_attrs"]] == [
        "signature_time_stamp_token"
    ]


async def test_an_expired_seal_seals_nothing(tmp_path: Path, authority: Authority) -> None:
    end = NOW - timedelta(days=1)
    keys = keyring(tmp_path / "keys", seal=authority.seal(last=end), clock=DrivenClock(NOW))
    with pytest.raises(Failure) as failure:
        await Sealer(keys, compute).seal(drawn_page())
    assert failure.value.reason == "SEAL_EXPIRED"
    assert failure.value.code is Code.UNAVAILABLE


class LostKey:
    """A key whose token was pulled out."""

    def sign(self, message: bytes) -> bytes:
        raise KeysError("the token siegel cannot be used (DeviceRemoved)")


def test_a_key_that_cannot_be_reached_is_said_to_the_log_and_not_to_the_student(
    tmp_path: Path,
) -> None:
    generation = keyring(tmp_path / "keys").document_seal.generation
    with capture_logs() as lines, pytest.raises(Failure) as failure:
        SealKey(generation, LostKey()).sign(b"attributes")
    assert failure.value.reason == "SEAL_UNAVAILABLE"
    assert "siegel cannot" not in failure.value.message.en
    assert lines[0]["problem"] == "the token siegel cannot be used (DeviceRemoved)"


@pytest.mark.parametrize("file", [b"%PDF-1.7", drawn_page() * 2])
def test_a_file_without_one_place_for_a_seal_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match="no place for a seal"):
        Hole.of(file)


def test_a_seal_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        Hole.of(drawn_page()).filled(bytes(12_001))


async def test_a_successor_takes_over_on_its_day_and_what_both_sealed_is_in_the_trust(
    tmp_path: Path, authority: Authority
) -> None:
    clock, folder = DrivenClock(NOW), tmp_path / "keys"
    former, successor = authority.seal(), authority.seal()
    keys = keyring(folder, seal=former, clock=clock)
    sealer = Sealer(keys, compute)
    file = read_key_file(folder)
    tomorrow = local_date(NOW) + timedelta(days=1)
    added = generation_of(folder, successor, "seal-2", tomorrow)
    write_key_file(folder, replace(file, generations=(*file.generations, added)))
    assert keys.refresh()

    async def signer() -> bytes:
        (one,) = PdfFileReader(io.BytesIO(await sealer.seal(drawn_page()))).embedded_signatures
        return bytes(one.signer_cert.dump())

    first, second = (made.chain[0].public_bytes(Encoding.DER) for made in (former, successor))
    assert await signer() == first
    clock.advance(timedelta(days=1))
    assert await signer() == second
    assert keys.trust().seal_certificates == (first, second)
