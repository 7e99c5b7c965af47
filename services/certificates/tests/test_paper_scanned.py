"""The printed paper through a scanner: its barcode is found on the page and is genuine."""

import io
import random
from dataclasses import replace

import pypdfium2
import pytest
from certificates.documents import render
from certificates.domain.certificate import CertificateType
from certificates.domain.data_seal import data_seal_of
from certificates.domain.document_language import DocumentLanguage
from certificates.keys.signing_keys import DataSealKeyPair, FileKey
from chassis.values import PersonName
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from matrikel_verify.data_seal import decode, encode
from matrikel_verify.data_seal_checks import check, is_data_seal
from matrikel_verify.pictures import read_barcodes
from matrikel_verify.trust import DataSealKey
from matrikel_verify.verdict import Verdict
from PIL import Image, ImageFilter

from .paper_samples import BRANDING
from .samples import PERSON, document_of, facts_of, records_facts

_PRIVATE_KEY = ec.generate_private_key(ec.SECP256R1())
_KEY = DataSealKeyPair("2026A", FileKey(_PRIVATE_KEY))
_PINNED = DataSealKey(
    _KEY.reference,
    _PRIVATE_KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
)
_DPI = 200
_LONG_NAME = PersonName(
    "Thị Hồng Ngọc Maximiliane Theodora Friederike Elisabeth",
    "Freiin von und zu Schwarzenberg-Hohenlohe-Langenburg-Öhringen",
)


def _scanned(content: bytes, angle: float, seed: int, kind: str) -> bytes:
    """The last page, on which the barcode stands, in grey at 200 dpi, turned, blurred, grained."""
    document = pypdfium2.PdfDocument(content)
    page = document[len(document) - 1]
    bitmap = page.render(scale=_DPI / 72, grayscale=True)
    paper = bitmap.to_pil().convert("L").copy()
    for one in (bitmap, page, document):
        one.close()
    chance = random.Random(seed)
    turned = paper.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 0.9)))
    faint = blurred.point([44 + value * 184 // 255 for value in range(256)])
    grained = Image.blend(faint, Image.effect_noise(faint.size, 40), 0.15)
    scan = io.BytesIO()
    grained.save(scan, kind, **({"resolution": _DPI} if kind == "PDF" else {}), quality=60)
    return scan.getvalue()


@pytest.mark.parametrize(
    ("kind", "language", "name"),
    [
        (CertificateType.ENROLMENT, DocumentLanguage.DE, PERSON.name),
        (CertificateType.TRANSCRIPT, DocumentLanguage.EN, _LONG_NAME),
    ],
)
@pytest.mark.parametrize(("angle", "file"), [(2.0, "JPEG"), (-4.5, "PDF")])
def test_the_barcode_reads_back_from_a_scan_of_the_paper(
    kind: CertificateType, language: DocumentLanguage, name: PersonName, angle: float, file: str
) -> None:
    person = replace(PERSON, name=name)
    document = document_of(kind, language, facts_of(kind, records_facts(person)))
    data_seal = encode(data_seal_of(document, kind), _KEY)
    paper = render(document, BRANDING, data_seal=data_seal)
    found = read_barcodes(_scanned(paper, angle, 1, file), wanted=is_data_seal)
    assert data_seal in found
    seal = decode(data_seal)
    assert Verdict.of(check(seal, (_PINNED,), document.number.printed)).is_authentic
    assert name.family_name.startswith(seal.facts.family_name)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("language", DocumentLanguage)
@pytest.mark.parametrize("kind", CertificateType)
def test_the_barcode_of_every_certificate_reads_back(
    kind: CertificateType, language: DocumentLanguage, seed: int
) -> None:
    document = document_of(kind, language)
    data_seal = encode(data_seal_of(document, kind), _KEY)
    paper = render(document, BRANDING, data_seal=data_seal)
    angle = random.Random(seed).uniform(-5, 5)
    assert data_seal in read_barcodes(_scanned(paper, angle, seed, "JPEG"), wanted=is_data_seal)
