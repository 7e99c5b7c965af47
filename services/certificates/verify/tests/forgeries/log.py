"""Other evidence, claims, numbers and attachments than those that were issued."""

import io
import json
from collections.abc import Callable

import pikepdf
from matrikel_verify.claims import Claims
from matrikel_verify.evidence import FILE_NAME, Evidence

from ..rewriting import (
    changed_streams,
    objects_of,
    stream_of,
    with_objects,
    with_range,
    with_stream,
)
from .kinds import insider, outsider


def _evidence_place(file: bytes) -> tuple[int, bytes]:
    for place, body in enumerate(objects_of(file)):
        content = stream_of(body) if b"/EmbeddedFile" in body else None
        if content is not None and b'"inclusion_proof"' in content:
            return place, content
    raise AssertionError("no evidence")


def _evidence_of(file: bytes) -> Evidence:
    """The evidence that a file carries."""
    return Evidence.parse(_evidence_place(file)[1])


def _with_evidence(file: bytes, evidence: Evidence) -> bytes:
    """The file with other evidence."""
    objects = objects_of(file)
    place, _ = _evidence_place(file)
    objects[place] = with_stream(objects[place], evidence.to_json())
    return with_objects(file, objects)


def _with_values(**values: object) -> Callable[[bytes], bytes]:
    """Claims of other values, in the one spelling that there is."""

    def change(file: bytes) -> bytes:
        old = _evidence_of(file)
        claims = {**json.loads(old.claims), **values}
        text = json.dumps(claims, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        new = Evidence(text.encode(), old.salt, old.leaf_index, old.inclusion_proof, old.checkpoint)
        return _with_evidence(file, new)

    return change


def _number(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    def changed(file: bytes) -> bytes:
        return _with_values(number=change(Claims.parse(_evidence_of(file).claims).number))(file)

    return changed


def wrong_digit(number: str) -> str:
    """The number with one digit mistyped."""
    return number[:7] + str((int(number[7]) + 1) % 10) + number[8:]


def swapped_digits(number: str) -> str:
    """The number with two neighbouring digits in each other's place."""
    place = next(one for one in range(1, 15) if number[one] != number[one + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


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


FORGERIES = (
    outsider("attachment swapped", _swapped_attachment, "SEAL_COVERS_WHOLE_FILE", "SEAL_INTACT"),
    outsider(
        "attachment swapped, byte range mended",
        lambda file: with_range(_swapped_attachment(file)),
        "SEAL_INTACT",
    ),
    insider("other claims, sealed", _with_values(title="Bachelorzeugnis"), "IN_LOG"),
    insider(
        "another entry of the log, sealed", _swapped_attachment, "IN_LOG", "ATTACHMENTS_EXPECTED"
    ),
    insider("a number with one wrong digit, sealed", _number(wrong_digit), "NUMBER_WELL_FORMED"),
    insider("a number with swapped digits, sealed", _number(swapped_digits), "NUMBER_WELL_FORMED"),
    insider(
        "a further attachment, sealed",
        _further_attachment,
        "NOTHING_HIDDEN",
        "ATTACHMENTS_EXPECTED",
    ),
    insider("evidence under another name, sealed", _unlisted_evidence, "ATTACHMENTS_EXPECTED"),
)
