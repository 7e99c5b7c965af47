"""Documents as people upload them."""

from io import BytesIO

from pypdf import PdfWriter


def one_page() -> bytes:
    """A PDF with one empty page."""
    content = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.write(content)
    return content.getvalue()
