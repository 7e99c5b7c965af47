"""The forgery set: what people do to sealed files, and why each is rejected.

The same list runs against `check_file`, the command and the upload of a running service.
"""

import io
import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from matrikel_verify.claims import Claims
from matrikel_verify.evidence import FILE_NAME, Evidence

from .rewriting import (
    Sign,
    changed_streams,
    covered,
    hole_of,
    increment,
    objects_of,
    stream_of,
    with_objects,
    with_range,
    with_seal,
    with_stream,
)
from .universities import University, certified

STRANGER = University("Leuphana Universität Lüneburg")


@dataclass(frozen=True)
class Forgery:
    """A way to forge, and the checks of which one has to be the stated reason."""

    name: str
    # Makes the forged file of a genuine one. Insiders have the key of the seal.
    make: Callable[[bytes, Sign], bytes]
    reasons: frozenset[str]


def _outsider(name: str, make: Callable[[bytes], bytes], *reasons: str) -> Forgery:
    return Forgery(name, lambda file, _: make(file), frozenset(reasons))


def _insider(name: str, make: Callable[[bytes], bytes], *reasons: str) -> Forgery:
    """Who seals what was changed, with the key of the university."""
    return Forgery(name, lambda file, sign: with_seal(make(file), sign), frozenset(reasons))


def flipped(file: bytes, place: int) -> bytes:
    """One bit of one byte turned over."""
    return file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]


def _in_content(file: bytes) -> bytes:
    return flipped(file, file.index(b"stream\n", len(file) // 20) + 40)


def _in_hole_padding(file: bytes) -> bytes:
    return flipped(file, hole_of(file)[1] - 20)


def _in_hole_spelling(file: bytes) -> bytes:
    start, end = hole_of(file)
    return file[:start] + file[start:end].upper() + file[end:]


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


def _without_seal(file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _evidence_place(file: bytes) -> tuple[int, bytes]:
    for place, body in enumerate(objects_of(file)):
        content = stream_of(body) if b"/EmbeddedFile" in body else None
        if content is not None and b'"inclusion_proof"' in content:
            return place, content
    raise AssertionError("no evidence")


def evidence_of(file: bytes) -> Evidence:
    """The evidence that a file carries."""
    return Evidence.parse(_evidence_place(file)[1])


def with_evidence(file: bytes, evidence: Evidence) -> bytes:
    """The file with other evidence."""
    objects = objects_of(file)
    place, _ = _evidence_place(file)
    objects[place] = with_stream(objects[place], evidence.to_json())
    return with_objects(file, objects)


def with_claims(file: bytes, change: Callable[[Claims], Claims]) -> bytes:
    """The file with other claims; salt and proof stay."""
    old = evidence_of(file)
    claims = change(Claims.parse(old.claims)).canonical()
    return with_evidence(
        file,
        Evidence(claims, old.salt, old.leaf_index, old.inclusion_proof, old.checkpoint),
    )


def _with_values(**values: object) -> Callable[[bytes], bytes]:
    """Claims of other values, in the one spelling that there is."""

    def change(file: bytes) -> bytes:
        old = evidence_of(file)
        claims = {**json.loads(old.claims), **values}
        text = json.dumps(claims, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        new = Evidence(text.encode(), old.salt, old.leaf_index, old.inclusion_proof, old.checkpoint)
        return with_evidence(file, new)

    return change


def _number(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    def changed(file: bytes) -> bytes:
        return _with_values(number=change(Claims.parse(evidence_of(file).claims).number))(file)

    return changed


def _wrong_digit(number: str) -> str:
    return number[:7] + str((int(number[7]) + 1) % 10) + number[8:]


def _swapped_digits(number: str) -> str:
    place = next(one for one in range(1, 15) if number[one] != number[one + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _is_page_content(content: bytes) -> bool:
    return b" BDC" in content and b"Tj" in content


def _page_contents(file: bytes) -> list[int]:
    contents = [stream_of(body) for body in objects_of(file)]
    return [place for place, one in enumerate(contents) if one and _is_page_content(one)]


def drawn(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Changes what the first page draws."""

    def changed(file: bytes) -> bytes:
        objects = objects_of(file)
        place = _page_contents(file)[0]
        content = stream_of(objects[place])
        assert content is not None
        objects[place] = with_stream(objects[place], change(content))
        return with_objects(file, objects)

    return changed


def _swap_letters(content: bytes) -> bytes:
    """Two lines change their places in the order of drawing."""
    pieces = re.findall(rb"BDC.*?EMC", content, re.DOTALL)
    first, second = [one for one in dict.fromkeys(pieces) if b"Tj" in one][3:5]
    held = content.replace(first, b"\x00", 1).replace(second, first, 1)
    return held.replace(b"\x00", second, 1)


def _again(content: bytes) -> bytes:
    """A line that is there is drawn once more, elsewhere."""
    pieces = [one for one in re.findall(rb"BDC.*?EMC", content, re.DOTALL) if b"Tj" in one]
    return content + b"\nq /P <</MCID 900>> " + pieces[len(pieces) // 2] + b" Q"


def _invisible(content: bytes) -> bytes:
    return content.replace(b"BT ", b"BT 3 Tr ", 1)


def _read_otherwise(content: bytes) -> bytes:
    text = b"FEFF" + "Doktorurkunde".encode("utf-16-be").hex().upper().encode()
    return re.sub(
        rb"<<\s*/MCID 2\s*(/ActualText <[0-9A-Fa-f]*>)?\s*>> BDC",
        rb"<</MCID 2 /ActualText <" + text + rb">>> BDC",
        content,
        count=1,
    )


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


def _duplicate_contents(file: bytes) -> bytes:
    start, _ = hole_of(file)
    key = file.rindex(b"/Contents", 0, start)
    return file[:key] + b"/Contents <00> " + file[key:]


def _with_range(change: Callable[[list[int]], list[int]]) -> Callable[[bytes], bytes]:
    def changed(file: bytes) -> bytes:
        found = re.search(rb"/ByteRange (\[[0-9 ]*\] *)", file)
        assert found is not None
        numbers = change([int(one) for one in re.findall(rb"[0-9]+", found[1])])
        text = b"[%s]" % b" ".join(b"%d" % one for one in numbers)
        return file[: found.start(1)] + text.ljust(len(found[1])) + file[found.end(1) :]

    return changed


def _wider_hole(file: bytes) -> bytes:
    """The hole begins earlier than the signature, so that what stands there may be anything."""
    return _with_range(lambda one: [0, one[1] - 40, one[2], one[3]])(file)


def _second_signature(file: bytes) -> bytes:
    new = len(objects_of(file)) + 1
    body = b"<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>"
    return increment(file, [(new, body)])


def _second_signature_inside(file: bytes) -> bytes:
    objects = objects_of(file)
    signature = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached >>"
    place = next(one for one, body in enumerate(objects) if b"/Type /Catalog" in body)
    body = objects[place]
    objects[place] = body.replace(b"/AF [", b"/PageLabels %d 0 R /AF [" % (len(objects) + 1), 1)
    return with_objects(file, [*objects, signature])


def _without_certification(file: bytes) -> bytes:
    objects = [re.sub(rb"/P 1 (?=/)", b"/P 2 ", body) for body in objects_of(file)]
    return with_objects(file, objects)


def _acting(file: bytes) -> bytes:
    action = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    objects = [body.replace(b"/Type /Catalog", action) for body in objects_of(file)]
    return with_objects(file, objects)


def _stranger_seals(file: bytes) -> bytes:
    return with_seal(file, STRANGER.cms)


def _lookalike(file: bytes) -> bytes:
    """A certificate of the same name that nobody issued."""
    own = certified(f"{STRANGER.name} Seal")
    return with_seal(file, lambda content: STRANGER.cms(content, by=own))


def _borrowed_seal(file: bytes) -> bytes:
    """The seal of a stranger with the pinned certificates beside its own."""
    start, end = hole_of(file)
    return (
        file[: start + 1]
        + STRANGER.cms(covered(file) + b" ").hex().encode().ljust(end - start - 2, b"0")
        + file[end - 1 :]
    )


def _swapped_attachment(file: bytes) -> bytes:
    return changed_streams(file, lambda one: one.replace(b'"leaf_index": ', b'"leaf_index": 1'))


def _further_attachment(file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        pdf.attachments["zeugnis.xml"] = b"<a/>"
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _unlisted_evidence(file: bytes) -> bytes:
    objects = [
        body.replace(FILE_NAME.encode(), b"other-evidence-x.json") for body in objects_of(file)
    ]
    return with_objects(file, objects)


_CHANGED = ("NOTHING_HIDDEN", "SEAL_COVERS_WHOLE_FILE", "SEAL_INTACT")
_SAVED = ("ONE_REVISION", "NOTHING_HIDDEN", "ONE_SEAL", "SEAL_COVERS_WHOLE_FILE")

FORGERIES = (
    _outsider("a byte of the content flipped", _in_content, *_CHANGED),
    _outsider("a byte of the head flipped", lambda file: flipped(file, 12), *_CHANGED),
    _outsider(
        "a byte of the table flipped", lambda file: flipped(file, file.rindex(b" n ")), *_CHANGED
    ),
    _outsider("a byte behind the signature flipped", _in_hole_padding, "SEAL_INTACT"),
    _outsider("the signature spelled differently", _in_hole_spelling, "SEAL_COVERS_WHOLE_FILE"),
    _outsider("an annotation in an increment", _annotation, "ONE_REVISION"),
    _outsider("content in an increment", _overlaid, "ONE_REVISION"),
    _outsider("metadata in an increment", _metadata, "ONE_REVISION"),
    _outsider("data appended", lambda file: file + b"<html>", "ONE_REVISION"),
    _outsider("a blank appended", lambda file: file + b" ", "ONE_REVISION"),
    _outsider("a line end appended", lambda file: file + b"\n", "ONE_REVISION"),
    _outsider("saved by pikepdf", _saved_by_pikepdf, *_SAVED),
    _outsider("saved by qpdf", _saved_by("qpdf"), *_SAVED),
    _outsider("saved by mutool", _saved_by("mutool", "clean"), *_SAVED),
    _outsider("without its seal", _without_seal, "NOTHING_HIDDEN", "ONE_SEAL"),
    _outsider("encrypted", _encrypted, "FILE_READABLE"),
    _outsider("cut off", lambda file: file[: len(file) // 2], "FILE_READABLE"),
    _outsider("attachment swapped", _swapped_attachment, "SEAL_COVERS_WHOLE_FILE", "SEAL_INTACT"),
    _outsider(
        "attachment swapped, byte range mended",
        lambda file: with_range(_swapped_attachment(file)),
        "SEAL_INTACT",
    ),
    _outsider(
        "visible text changed under the old seal",
        lambda file: with_range(drawn(_swap_letters)(file)),
        "SEAL_INTACT",
    ),
    _outsider("sealed by a stranger", _stranger_seals, "SEAL_CERTIFICATE_KNOWN"),
    _outsider("sealed by a self-signed lookalike", _lookalike, "SEAL_CERTIFICATE_KNOWN"),
    _outsider("the seal of another file", _borrowed_seal, "SEAL_INTACT"),
    _outsider("a hidden object", _hidden_object, "NOTHING_HIDDEN"),
    _outsider("two tables", _second_table, "NOTHING_HIDDEN"),
    _outsider("bytes between the objects", _between_objects, "NOTHING_HIDDEN"),
    _outsider("two signatures' values", _duplicate_contents, "NOTHING_HIDDEN"),
    _outsider("a second signature", _second_signature, "ONE_REVISION"),
    _outsider(
        "a byte range that is too short",
        _with_range(lambda one: [*one[:3], one[3] - 1]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    _outsider(
        "a byte range with a gap in front",
        _with_range(lambda one: [1, *one[1:]]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    _outsider("a byte range with a wider hole", _wider_hole, "SEAL_COVERS_WHOLE_FILE"),
    _outsider(
        "a byte range of three parts",
        _with_range(lambda one: [*one[:3], 9, 9, 9]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    _insider("a stranger's hidden object, sealed", _hidden_object, "NOTHING_HIDDEN"),
    _insider("a second signature inside, sealed", _second_signature_inside, "ONE_SEAL"),
    _insider("changes allowed, sealed", _without_certification, "ONE_SEAL"),
    _insider("a script, sealed", _acting, "NOTHING_HIDDEN"),
    _insider("a line too many, sealed", drawn(_again), "TEXT_AGREES"),
    _insider("lines in another order, sealed", drawn(_swap_letters), "TEXT_AGREES"),
    _insider("invisible text, sealed", drawn(_invisible), "TEXT_AGREES"),
    _insider("text read otherwise, sealed", drawn(_read_otherwise), "TEXT_AGREES"),
    _insider("other claims, sealed", _with_values(title="Bachelorzeugnis"), "IN_LOG"),
    _insider(
        "another entry of the log, sealed", _swapped_attachment, "IN_LOG", "ATTACHMENTS_EXPECTED"
    ),
    _insider("a number with one wrong digit, sealed", _number(_wrong_digit), "NUMBER_WELL_FORMED"),
    _insider(
        "a number with swapped digits, sealed", _number(_swapped_digits), "NUMBER_WELL_FORMED"
    ),
    _insider(
        "a further attachment, sealed",
        _further_attachment,
        "NOTHING_HIDDEN",
        "ATTACHMENTS_EXPECTED",
    ),
    _insider("evidence under another name, sealed", _unlisted_evidence, "ATTACHMENTS_EXPECTED"),
)
