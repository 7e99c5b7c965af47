"""Bytes changed under the seal, other seals, and byte ranges that leave something out."""

import io
import re
from collections.abc import Callable

import pikepdf

from ..rewriting import covered, hole_of, increment, objects_of, with_objects, with_seal
from ..universities import University, certified
from .kinds import flipped, insider, outsider

_STRANGER = University("Leuphana Universität Lüneburg")
_CHANGED = ("NOTHING_HIDDEN", "SEAL_COVERS_WHOLE_FILE", "SEAL_INTACT")


def _in_content(file: bytes) -> bytes:
    return flipped(file, file.index(b"stream\n", len(file) // 20) + 40)


def _in_hole_padding(file: bytes) -> bytes:
    return flipped(file, hole_of(file)[1] - 20)


def _in_hole_spelling(file: bytes) -> bytes:
    start, end = hole_of(file)
    return file[:start] + file[start:end].upper() + file[end:]


def _without_seal(file: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        del pdf.Root.AcroForm, pdf.Root.Perms
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


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


def _stranger_seals(file: bytes) -> bytes:
    return with_seal(file, _STRANGER.cms)


def _lookalike(file: bytes) -> bytes:
    """A certificate of the same name that nobody issued."""
    own = certified(f"{_STRANGER.name} Seal")
    return with_seal(file, lambda content: _STRANGER.cms(content, by=own))


def _borrowed_seal(file: bytes) -> bytes:
    """The seal of a stranger with the pinned certificates beside its own."""
    start, end = hole_of(file)
    return (
        file[: start + 1]
        + _STRANGER.cms(covered(file) + b" ").hex().encode().ljust(end - start - 2, b"0")
        + file[end - 1 :]
    )


FORGERIES = (
    outsider("a byte of the content flipped", _in_content, *_CHANGED),
    outsider("a byte of the head flipped", lambda file: flipped(file, 12), *_CHANGED),
    outsider(
        "a byte of the table flipped", lambda file: flipped(file, file.rindex(b" n ")), *_CHANGED
    ),
    outsider("a byte behind the signature flipped", _in_hole_padding, "SEAL_INTACT"),
    outsider("the signature spelled differently", _in_hole_spelling, "SEAL_COVERS_WHOLE_FILE"),
    outsider("without its seal", _without_seal, "NOTHING_HIDDEN", "ONE_SEAL"),
    outsider("sealed by a stranger", _stranger_seals, "SEAL_CERTIFICATE_KNOWN"),
    outsider("sealed by a self-signed lookalike", _lookalike, "SEAL_CERTIFICATE_KNOWN"),
    outsider("the seal of another file", _borrowed_seal, "SEAL_INTACT"),
    outsider("two signatures' values", _duplicate_contents, "NOTHING_HIDDEN"),
    outsider("a second signature", _second_signature, "ONE_REVISION"),
    outsider(
        "a byte range that is too short",
        _with_range(lambda one: [*one[:3], one[3] - 1]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    outsider(
        "a byte range with a gap in front",
        _with_range(lambda one: [1, *one[1:]]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    outsider("a byte range with a wider hole", _wider_hole, "SEAL_COVERS_WHOLE_FILE"),
    outsider(
        "a byte range of three parts",
        _with_range(lambda one: [*one[:3], 9, 9, 9]),
        "SEAL_COVERS_WHOLE_FILE",
    ),
    insider("a second signature inside, sealed", _second_signature_inside, "ONE_SEAL"),
    insider("changes allowed, sealed", _without_certification, "ONE_SEAL"),
)
