"""The barcode of the data seal: what is printed reads back from a scan, exactly."""

import io
import random

import pytest
from certificates.documents.barcode import QUIET_MODULES, SIZE_MM, barcode_modules
from matrikel_verify.data_seal import MOST_BYTES
from matrikel_verify.pictures import read_barcodes
from PIL import Image, ImageDraw, ImageFilter

_INCH = 25.4
_PRINTED_DPI = 600
_SCANNED_DPI = 200
_PAPER, _INK = 228, 44
# Bytes of a seal with ordinary names, and of the longest one.
_LENGTHS = (283, MOST_BYTES)


def _bytes(length: int, seed: int = 1) -> bytes:
    return b"\xdc\x03" + random.Random(seed).randbytes(length - 2)


def _printed(data: bytes) -> Image.Image:
    """The code on white paper, as the pages draw it."""
    modules = barcode_modules(data)
    side = len(modules) + 2 * QUIET_MODULES
    code = Image.new("L", (side, side), 255)
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                code.putpixel((column + QUIET_MODULES, row + QUIET_MODULES), 0)
    pixels = round(SIZE_MM / _INCH * _PRINTED_DPI)
    page = Image.new("L", (2 * pixels, 2 * pixels), 255)
    page.paste(code.resize((pixels, pixels), Image.Resampling.NEAREST), (pixels // 2, pixels // 2))
    return page


def _scanned(
    page: Image.Image, angle: float, *, blur: float = 1.0, noise: float = 10, quality: int = 60
) -> bytes:
    """Grey, 200 dpi, turned, blurred, with the noise of a sensor, as JPEG."""
    scale = _SCANNED_DPI / _PRINTED_DPI
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    size = (round(page.width * scale), round(page.height * scale))
    small = turned.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(blur))
    grey = small.point([_INK + value * (_PAPER - _INK) // 255 for value in range(256)])
    grain = Image.effect_noise(size, 2 * noise)
    noisy = Image.blend(grey, grain, 0.25).point([min(255, round(v * 1.2)) for v in range(256)])
    content = io.BytesIO()
    noisy.save(content, "JPEG", quality=quality)
    return content.getvalue()


def test_the_code_is_square_and_the_same_for_the_same_bytes() -> None:
    modules = barcode_modules(_bytes(283))
    assert {len(row) for row in modules} == {len(modules)} == {61}
    assert barcode_modules(_bytes(283)) == modules


def test_where_the_code_does_not_grow_it_holds_more_redundancy() -> None:
    """100 bytes need version 5 at level L; at level Q they would need version 8."""
    assert len(barcode_modules(_bytes(100))) == 37
    assert len(barcode_modules(_bytes(60))) == len(barcode_modules(_bytes(62)))


@pytest.mark.parametrize("length", _LENGTHS)
def test_modules_are_half_a_millimetre_wide(length: int) -> None:
    assert SIZE_MM / (len(barcode_modules(_bytes(length))) + 2 * QUIET_MODULES) > 0.49


@pytest.mark.parametrize("length", _LENGTHS)
@pytest.mark.parametrize("angle", [0, 2, -3.5, 5])
def test_a_scan_at_200_dpi_reads_back_exactly(length: int, angle: float) -> None:
    data = _bytes(length)
    assert read_barcodes(_scanned(_printed(data), angle)) == (data,)


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_a_stain_on_the_code_does_no_harm(share: float) -> None:
    data, page = _bytes(283), _printed(_bytes(283))
    side = SIZE_MM / _INCH * _PRINTED_DPI
    radius, middle = (share / 3.1416) ** 0.5 * side, page.width / 2 + side / 8
    ImageDraw.Draw(page).circle((middle, middle), radius, fill=90)
    assert data in read_barcodes(_scanned(page, 2))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("length", _LENGTHS)
def test_bad_scans_read_back_exactly(length: int, seed: int) -> None:
    data = _bytes(length, seed)
    angle = random.Random(seed).uniform(-5, 5)
    assert data in read_barcodes(_scanned(_printed(data), angle, blur=1.15, noise=14, quality=45))
