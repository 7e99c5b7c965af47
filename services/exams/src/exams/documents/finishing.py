"""From drawn pages to the file that is sent: tagged, with title and language."""

from io import BytesIO

import pikepdf
from chassis.pdf import Structure, describe, tag
from chassis.values import Language


def finish(drawn: bytes, structure: Structure, *, title: str, language: Language) -> bytes:
    """The finished file; the same pages give the same bytes."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        tag(pdf, structure, language)
        describe(pdf, {"/Title": title, "/Producer": "Matrikel"})
        out = BytesIO()
        pdf.save(out, deterministic_id=True, force_version="1.7")
        return out.getvalue()
