"""Tells a scan of a paper from a file that a program wrote; needs the extra `pictures`."""

from contextlib import closing

import pypdfium2
from pypdfium2 import raw

_MOST_PAGES = 10
_MOST_DEPTH = 4


def shows_text(content: bytes) -> bool:
    """Whether pages show text. Scanners lay invisible text over their pictures at the most.

    False for what cannot be read. PDFium keeps state of the whole process: call it where no other
    thread uses it.
    """
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            pages = min(len(document), _MOST_PAGES)
            return any(_page_shows_text(document, number) for number in range(pages))
    except pypdfium2.PdfiumError:
        return False


def _page_shows_text(document: pypdfium2.PdfDocument, number: int) -> bool:
    with closing(document[number]) as page:
        return any(
            one.type == raw.FPDF_PAGEOBJ_TEXT
            and raw.FPDFTextObj_GetTextRenderMode(one.raw) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
            for one in page.get_objects(max_depth=_MOST_DEPTH)
        )
