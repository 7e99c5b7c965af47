"""What is appended, saved anew, hidden or built differently."""

import io
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf

from ..rewriting import increment, objects_of, with_objects, with_range
from .kinds import insider, outsider

_SAVED = ("ONE_REVISION", "NOTHING_HIDDEN", "ONE_SEAL", "SEAL_COVERS_WHOLE_FILE")


def _page(file: bytes) -> tuple[int, bytes]:
    """The number and body of the last page."""
    pages = [
        (number, body)
        for number, body in enumerate(objects_of(file), start=1)
        if re.search(rb"/Type /Page[ />]", body) and b"/Contents" in body
    ]
    return pages[-1]


def _annotation(file: bytes) -> bytes:
    number, page = _page(file)
    new = len(objects_of(file)) + 1
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [ 50 500 300 520 ] /Contents (1,0) >>"
    if b"/Annots [" in page:
        page = page.replace(b"/Annots [", b"/Annots [ %d 0 R" % new)
    else:
        page = page.replace(b"/Contents", b"/Annots [ %d 0 R ] /Contents" % new, 1)
    return increment(file, [(number, page), (new, note)])


def _overlaid(file: bytes) -> bytes:
    number, page = _page(file)
    new = len(objects_of(file)) + 1
    content = b"1 1 1 rg 50 500 300 20 re f"
    overlay = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    page = re.sub(rb"/Contents ([0-9]+ 0 R)", rb"/Contents [ \1 %d 0 R ]" % new, page)
    return increment(file, [(number, page), (new, overlay)])


def _metadata(file: bytes) -> bytes:
    new = len(objects_of(file)) + 1
    return increment(file, [(new, b"<< /Title (Bachelorzeugnis) >>")])


def _saved_by_pikepdf(file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _saved_by(*command: str) -> Callable[[bytes], bytes]:
    def save(file: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            before, after = Path(folder, "before.pdf"), Path(folder, "after.pdf")
            before.write_bytes(file)
            done = subprocess.run(
                [*command, str(before), str(after)], capture_output=True, check=False
            )
            assert after.exists(), done.stderr
            return after.read_bytes()

    return save


def _encrypted(file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    return out.getvalue()


def _hidden_object(file: bytes) -> bytes:
    """Content that waits to be shown by a later update: a shadow attack."""
    return with_range(with_objects(file, [*objects_of(file), b"<< /Type /Page /Hidden true >>"]))


def _second_table(file: bytes) -> bytes:
    table = file[file.rindex(b"xref\n0 ") : file.rindex(b"trailer")]
    return file[: file.rindex(b"trailer")] + table + file[file.rindex(b"trailer") :]


def _between_objects(file: bytes) -> bytes:
    """Bytes that no table lists, in front of the table."""
    place = file.rindex(b"xref\n0 ")
    hidden = b"99999 0 obj\n<< /Type /Catalog >>\nendobj\n"
    out = file[:place] + hidden + file[place:]
    end = out.rindex(b"startxref\n")
    return out[:end] + b"startxref\n%d\n%%%%EOF\n" % (place + len(hidden))


def _acting(file: bytes) -> bytes:
    action = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    objects = [body.replace(b"/Type /Catalog", action) for body in objects_of(file)]
    return with_objects(file, objects)


FORGERIES = (
    outsider("an annotation in an increment", _annotation, "ONE_REVISION"),
    outsider("content in an increment", _overlaid, "ONE_REVISION"),
    outsider("metadata in an increment", _metadata, "ONE_REVISION"),
    outsider("data appended", lambda file: file + b"<html>", "ONE_REVISION"),
    outsider("a blank appended", lambda file: file + b" ", "ONE_REVISION"),
    outsider("a line end appended", lambda file: file + b"\n", "ONE_REVISION"),
    outsider("saved by pikepdf", _saved_by_pikepdf, *_SAVED),
    outsider("saved by qpdf", _saved_by("qpdf"), *_SAVED),
    outsider("saved by mutool", _saved_by("mutool", "clean"), *_SAVED),
    outsider("encrypted", _encrypted, "FILE_READABLE"),
    outsider("cut off", lambda file: file[: len(file) // 2], "FILE_READABLE"),
    outsider("a hidden object", _hidden_object, "NOTHING_HIDDEN"),
    outsider("two tables", _second_table, "NOTHING_HIDDEN"),
    outsider("bytes between the objects", _between_objects, "NOTHING_HIDDEN"),
    insider("a stranger's hidden object, sealed", _hidden_object, "NOTHING_HIDDEN"),
    insider("a script, sealed", _acting, "NOTHING_HIDDEN"),
)
