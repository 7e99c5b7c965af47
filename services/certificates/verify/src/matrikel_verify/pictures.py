"""Reading barcodes off pictures and scanned pages; needs the extra `pictures`.

Whatever comes in is a stranger's file: nothing is decoded before its size in pixels is known and
allowed, and the time for trying is limited. No picture is kept.
"""

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import Enum
from math import isfinite, sqrt
from threading import Lock
from time import monotonic

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError
from pypdfium2.internal import set_callback

# An A3 page at 400 dpi has 31 million pixels. In colour, each takes up to four bytes at a time.
MOST_PIXELS = 40_000_000
MOST_PAGES = 10
# Shorter than a page waits for an answer.
SECONDS = 6.0

# What a page of a PDF is drawn with; scans are rarely finer, and modules have six pixels then.
_PAGE_DPI = 300
_POINTS_PER_INCH = 72
# Larger pictures are read at this size first: enough for a whole A4 page at 300 dpi.
_COMFORTABLE_PIXELS = 9_000_000
_ANGLES = (3, -3, 6, -6, 45)
_FORMATS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)

# PDFium keeps state of the whole process and must not be used by two threads at once.
_PDFIUM = Lock()


class PictureProblem(Enum):
    """Why a file cannot be read as a picture."""

    UNKNOWN_TYPE = "neither PNG nor JPEG nor PDF"
    NOT_READABLE = "damaged"
    TOO_LARGE = "more pixels or pages than are read"
    NO_DATA_SEAL = "no data seal can be read"
    SEVERAL_DATA_SEALS = "data seals of several papers"


class PictureError(ValueError):
    """The file cannot be read as a picture."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file."""

    pixels: int = MOST_PIXELS
    pages: int = MOST_PAGES
    # Looking for barcodes ends after that many seconds, even if none was found.
    seconds: float = SECONDS


def read_barcodes(
    content: bytes,
    *,
    wanted: Callable[[bytes], bool] = lambda _: True,
    limits: Limits | None = None,
) -> tuple[bytes, ...]:
    """The bytes of every QR code and DataMatrix that can be read; empty where there is none.

    Looks at every page once; then looks harder, at other scales and angles, until a barcode is
    found that `wanted` accepts, so that a small code beside it does not end the search. Blocking:
    belongs into a worker.

    Raises PictureError for a file that is no PNG, JPEG or PDF, is damaged, or is too large.
    """
    bounds = limits or Limits()
    end = monotonic() + bounds.seconds
    found: dict[bytes, None] = {}

    def is_there() -> bool:
        return any(wanted(one) for one in found)

    for picture in _pictures(content, bounds, end):
        found |= dict.fromkeys(_codes(_comfortable(picture)))
        if monotonic() > end:
            return tuple(found)
    if is_there():
        return tuple(found)
    for picture in _pictures(content, bounds, end):
        for view in _further_views(picture):
            found |= dict.fromkeys(_codes(view))
            if is_there() or monotonic() > end:
                return tuple(found)
    return tuple(found)


def _codes(view: Image.Image) -> Iterator[bytes]:
    # Made anew each time: kept in the module, it outlives its library, which then complains.
    formats = zxingcpp.BarcodeFormats(_FORMATS)
    for code in zxingcpp.read_barcodes(view, formats):
        yield code.bytes


def _pictures(content: bytes, limits: Limits, end: float) -> Iterator[Image.Image]:
    if content[:1024].lstrip().startswith(b"%PDF-"):
        yield from _pages(content, limits, end)
    else:
        yield _photograph(content, limits)


def _photograph(content: bytes, limits: Limits) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of many pixels; the number is looked at here, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > limits.pixels:
                    raise PictureError(PictureProblem.TOO_LARGE)
                # A JPEG is decoded without its colours then.
                picture.draft("L", picture.size)
                return _grey(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise PictureError(PictureProblem.TOO_LARGE) from None
    except UnidentifiedImageError:
        raise PictureError(PictureProblem.UNKNOWN_TYPE) from None
    # Pillow raises SyntaxError for broken PNG chunks and others for the rest.
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(PictureProblem.NOT_READABLE) from error


def _pages(content: bytes, limits: Limits, end: float) -> Iterator[Image.Image]:
    number, pages = 0, 1
    while number < pages:
        # Opened anew for every page: between pages, others may use PDFium.
        with _PDFIUM, _opened(content) as document:
            pages = len(document)
            if pages > limits.pages:
                raise PictureError(PictureProblem.TOO_LARGE)
            picture = _page(document, number, limits, end) if pages else None
        if picture is not None:
            yield picture
        number += 1


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        raise PictureError(PictureProblem.NOT_READABLE) from error


def _page(
    document: pypdfium2.PdfDocument, number: int, limits: Limits, end: float
) -> Image.Image | None:
    """The page in grey; None where drawing it takes longer than there is time."""
    with closing(document[number]) as page:
        points = page.get_size()
        width, height = _drawn_size(points[0], points[1], limits.pixels)
        with closing(
            pypdfium2.PdfBitmap.new_native(width, height, pypdfium2.raw.FPDFBitmap_Gray)
        ) as bitmap:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            if not _drawn(page, bitmap, end):
                return None
            # A copy: pypdfium2's picture shares the memory that is given back here.
            picture: Image.Image = bitmap.to_pil().convert("L").copy()
            return picture


def _drawn_size(width: float, height: float, most_pixels: int) -> tuple[int, int]:
    """How large a page of so many points is drawn, in pixels.

    Scans that say nothing of their resolution, or 72 dpi, make pages of metres: as many pixels as
    are comfortable show all that is on them.
    """
    if not (isfinite(width * height) and width > 0 and height > 0):
        raise PictureError(PictureProblem.NOT_READABLE)
    scale = _PAGE_DPI / _POINTS_PER_INCH
    if width * height * scale**2 > most_pixels:
        scale = sqrt(min(_COMFORTABLE_PIXELS, most_pixels) / (width * height))
    sides = max(1, round(width * scale)), max(1, round(height * scale))
    # A page like a thread.
    if sides[0] * sides[1] > most_pixels:
        raise PictureError(PictureProblem.TOO_LARGE)
    return sides


def _drawn(page: pypdfium2.PdfPage, bitmap: pypdfium2.PdfBitmap, end: float) -> bool:
    """Draws step by step, so that a page that takes for ever is given up."""
    raw = pypdfium2.raw
    pause = raw.IFSDK_PAUSE(version=1)
    set_callback(pause, "NeedToPauseNow", lambda _: monotonic() > end)
    state = raw.FPDF_RenderPageBitmap_Start(
        bitmap, page, 0, 0, bitmap.width, bitmap.height, 0, raw.FPDF_GRAYSCALE, pause
    )
    raw.FPDF_RenderPage_Close(page)
    return bool(state == raw.FPDF_RENDER_DONE)


def _grey(picture: Image.Image) -> Image.Image:
    """Without colour, on white where it is transparent."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("L")
    return picture.convert("L")


def _further_views(picture: Image.Image) -> Iterator[Image.Image]:
    """Ever more laborious versions: evened out, larger, smaller, turned."""
    base = _comfortable(picture)
    if base is not picture:
        yield picture
    yield ImageOps.autocontrast(base, cutoff=1)
    larger = base
    if base.width * base.height <= _COMFORTABLE_PIXELS // 2:
        larger = _scaled(base, 2.0)
        yield larger
    # Sharpening brings blurred modules apart; it works best with many pixels a module.
    for radius in (4, 8):
        yield larger.filter(ImageFilter.UnsharpMask(radius=radius, percent=250, threshold=2))
    yield _scaled(base, 0.5)
    for angle in _ANGLES:
        yield base.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _comfortable(picture: Image.Image) -> Image.Image:
    """The picture as it is, or not larger than is comfortable to read."""
    pixels = picture.width * picture.height
    if pixels <= _COMFORTABLE_PIXELS:
        return picture
    return _scaled(picture, (_COMFORTABLE_PIXELS / pixels) ** 0.5)


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)
