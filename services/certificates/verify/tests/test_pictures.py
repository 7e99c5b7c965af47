"""Reading barcodes off pictures and scanned pages, of which nothing can be trusted."""

import io
import struct
import zlib
from pathlib import Path
from time import process_time

import pypdfium2
import pytest
import zxingcpp
from matrikel_verify.data_seal import encode
from matrikel_verify.data_seal_checks import is_data_seal
from matrikel_verify.pictures import Limits, PictureError, PictureProblem, read_barcodes
from PIL import Image, ImageFilter

from .barcode_pictures import code_of
from .data_seals import SealKey, facts

SEAL = encode(facts(), SealKey())
LINK = b"https://certificates.example/verify#4711081512345670"


def _paper(*codes: Image.Image, size: tuple[int, int] = (900, 700)) -> Image.Image:
    page, left = Image.new("L", size, 255), 40
    for one in codes:
        page.paste(one, (left, 60))
        left += one.width + 60
    return page


def _file(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF"])
def test_a_seal_is_read_off_every_kind_of_file(kind: str) -> None:
    assert read_barcodes(_file(_paper(code_of(SEAL)), kind)) == (SEAL,)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "I;16"])
def test_colours_do_not_matter(mode: str) -> None:
    assert SEAL in read_barcodes(_file(_paper(code_of(SEAL)).convert(mode)))


def test_what_is_transparent_is_paper() -> None:
    code = code_of(SEAL)
    clear = Image.new("RGBA", code.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=code.point([255 - value for value in range(256)]))
    assert SEAL in read_barcodes(_file(clear))


def test_a_data_matrix_is_read_too() -> None:
    code = code_of(SEAL, kind=zxingcpp.BarcodeFormat.DataMatrix)
    assert read_barcodes(_file(_paper(code))) == (SEAL,)


def test_the_seal_is_found_beside_the_code_with_the_link() -> None:
    page = _paper(code_of(LINK), code_of(SEAL))
    assert SEAL in read_barcodes(_file(page), wanted=is_data_seal)


def test_the_search_goes_on_until_what_is_wanted_is_found() -> None:
    """A seal that is too blurred at first sight, beside a link that is read at once."""
    blurred = code_of(SEAL, scale=3).filter(ImageFilter.GaussianBlur(1.6))
    page = _paper(code_of(LINK, scale=6), blurred)
    assert SEAL in read_barcodes(_file(page), wanted=is_data_seal)


@pytest.mark.parametrize("angle", [3, 17, 45, 90, 181])
def test_a_photograph_may_be_turned(angle: int) -> None:
    turned = _paper(code_of(SEAL)).rotate(angle, Image.Resampling.BICUBIC, True, fillcolor=255)
    assert SEAL in read_barcodes(_file(turned, "JPEG"))


def test_a_photograph_that_says_it_lies_on_its_side_is_read() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert SEAL in read_barcodes(_file(_paper(code_of(SEAL)), "JPEG", exif=exif))


def test_a_large_faint_photograph_is_read() -> None:
    page = _paper(code_of(SEAL, scale=12), size=(4200, 3000))
    faint = page.point([150 + value // 6 for value in range(256)])
    assert SEAL in read_barcodes(_file(faint, "JPEG", quality=70))


def test_the_last_of_several_pages_is_read() -> None:
    empty = Image.new("L", (900, 700), 255)
    several = _file(empty, "PDF", save_all=True, append_images=[empty, _paper(code_of(SEAL))])
    assert read_barcodes(several, wanted=is_data_seal) == (SEAL,)


def test_a_picture_without_a_code_has_none() -> None:
    assert read_barcodes(_file(Image.new("L", (400, 300), 200))) == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", PictureProblem.UNKNOWN_TYPE),
        (b"hello", PictureProblem.UNKNOWN_TYPE),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", PictureProblem.UNKNOWN_TYPE),
        (_file(_paper(code_of(SEAL)))[:400], PictureProblem.NOT_READABLE),
        (_file(_paper(code_of(SEAL)), "JPEG")[:900], PictureProblem.NOT_READABLE),
        (b"%PDF-1.7\nnothing more", PictureProblem.NOT_READABLE),
    ],
    ids=["nothing", "text", "gif", "half a png", "half a jpeg", "no pdf"],
)
def test_other_files_are_refused_with_what_is_wrong(
    content: bytes, problem: PictureProblem
) -> None:
    with pytest.raises(PictureError) as refused:
        read_barcodes(content)
    assert refused.value.problem is problem


def _bomb(side: int) -> bytes:
    """A PNG that says it has side × side pixels and holds a few compressed bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_400, 20_000, 2**30])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(PictureError) as refused:
        read_barcodes(_bomb(side))
    assert refused.value.problem is PictureProblem.TOO_LARGE


def test_a_pdf_with_too_many_or_too_large_pages_is_refused() -> None:
    page = Image.new("L", (10, 10), 255)
    many = _file(page, "PDF", save_all=True, append_images=[page] * 3)
    with pytest.raises(PictureError) as refused:
        read_barcodes(many, limits=Limits(pages=3))
    assert refused.value.problem is PictureProblem.TOO_LARGE


def test_a_scan_that_says_72_dpi_is_read_although_its_page_measures_metres() -> None:
    page = _paper(code_of(SEAL, scale=3), size=(1654, 2339))
    assert read_barcodes(_file(page, "PDF", resolution=72.0)) == (SEAL,)


@pytest.mark.parametrize(("width", "height"), [(14_000, 14_000), (200, 14_400)])
def test_the_largest_pages_are_drawn_small(width: float, height: float) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height).close()
    content = io.BytesIO()
    document.save(content)
    document.close()
    assert read_barcodes(content.getvalue(), limits=Limits(seconds=0)) == ()


def test_a_pdf_that_wants_a_password_is_refused(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    path = tmp_path / "locked.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(PictureError) as refused:
        read_barcodes(path.read_bytes())
    assert refused.value.problem is PictureProblem.NOT_READABLE


def test_looking_ends_when_the_time_is_over() -> None:
    """Looking closely at so many pixels takes seconds."""
    content = _file(Image.effect_noise((2500, 2500), 60))
    # Not by the clock on the wall: others compute on this machine, too.
    begin = process_time()
    assert SEAL not in read_barcodes(content, limits=Limits(seconds=0))
    assert process_time() - begin < 2


def test_a_page_that_takes_for_ever_is_given_up() -> None:
    content = _file(_paper(code_of(SEAL)), "PDF")
    assert read_barcodes(content, limits=Limits(seconds=-1)) in ((), (SEAL,))
