"""Sealed papers of every type: PDF/A-3a, PDF/UA-1, and what programs say of the seal."""

import asyncio
import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import page
import pytest
from asn1crypto import x509 as asn1_x509
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.keys import Keyring
from certificates.sealing.timestamps import TimestampService
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from .paper_samples import ATTACHMENTS, BRANDING, DATA_SEAL, paper
from .seal_factories import Authority, TimestampAuthority, keyring, sealed

SEALS, STAMPERS = Authority(), Authority("Zeitstempeldienst")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return keyring(tmp_path_factory.mktemp("sealed") / "keys", seal=SEALS.seal())


@pytest.fixture(scope="module")
def timestamps() -> Iterator[TimestampService]:
    with TimestampAuthority(STAMPERS.stamping()) as authority:
        yield authority.service()


def believing(root: x509.Certificate) -> ValidationContext:
    trusted = asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))
    return ValidationContext(trust_roots=[trusted], allow_fetching=False)


async def seal(document: Document, keys: Keyring, timestamps: TimestampService | None) -> bytes:
    return await sealed(
        document,
        keys,
        BRANDING,
        attachments=ATTACHMENTS,
        data_seal=DATA_SEAL,
        timestamps=timestamps,
    )


async def problems_of(file: bytes, folder: Path) -> list[str]:
    """What validators have against a sealed file."""
    path = folder / "sealed.pdf"
    path.write_bytes(file)
    problems = [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in ("3a", "ua1")
        for failure in page.validate_pdf(str(path), profile=profile).failures
    ]
    said = (await _done("pdfsig", "-nocert", str(path))).stdout
    problems += [
        f"pdfsig does not say: {wanted}"
        for wanted in ("Signature is Valid", "Total document signed")
        if wanted not in said
    ]
    for command in (("qpdf", "--check", str(path)), ("mutool", "sign", "-v", str(path))):
        done = await _done(*command)
        # mutool knows no root of ours; that the file is untouched it has to find.
        if command[0] == "qpdf" and done.returncode:
            problems.append(f"qpdf: {done.stderr}")
        if command[0] == "mutool" and "unchanged since signing" not in done.stdout:
            problems.append(f"mutool: {done.stdout}{done.stderr}")
    (signature,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    status = await async_validate_pdf_signature(
        signature,
        signer_validation_context=believing(SEALS.root),
        ts_validation_context=believing(STAMPERS.root),
    )
    if not (status.bottom_line and status.docmdp_ok and status.coverage.name == "ENTIRE_FILE"):
        problems.append(f"pyHanko: {status.summary()}")
    if file.count(b"startxref") != 1:
        problems.append("more than one revision")
    return problems


async def _done(*command: str) -> "subprocess.CompletedProcess[str]":
    return await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=False
    )


async def test_nobody_has_anything_against_a_sealed_paper_with_a_timestamp(
    keys: Keyring, timestamps: TimestampService, tmp_path: Path
) -> None:
    file = await seal(paper(language=DocumentLanguage.BOTH), keys, timestamps)
    assert await problems_of(file, tmp_path) == []


async def test_nor_against_one_without(keys: Keyring, tmp_path: Path) -> None:
    file = await seal(paper(CertificateType.TRANSCRIPT), keys, None)
    assert await problems_of(file, tmp_path) == []


@pytest.mark.prove
@pytest.mark.parametrize("language", DocumentLanguage)
@pytest.mark.parametrize("kind", CertificateType)
async def test_every_paper_stays_archivable_and_accessible_under_its_seal(
    kind: CertificateType,
    language: DocumentLanguage,
    keys: Keyring,
    timestamps: TimestampService,
    tmp_path: Path,
) -> None:
    file = await seal(paper(kind, language), keys, timestamps)
    assert await problems_of(file, tmp_path) == []
