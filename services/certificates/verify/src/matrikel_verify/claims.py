"""The claims of a certificate: everything it says, in one canonical form that can be hashed.

A sealed file carries them beside the paper's text, so that a program can compare both. The log
holds only their salted hash: whoever has no file learns nothing from the log, and once a
certificate's data is deleted nothing links its leaf to anybody.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

SALT_BYTES = 16

# The first byte of an entry of the log says what the hash behind it is of.
CLAIMS_ENTRY = b"\x01"
FILE_ENTRY = b"\x02"

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One printed line: its label as printed, and its value as printed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a certificate says."""

    # 16 digits.
    number: str
    # "enrolment"
    type: str
    # "de", "en" or "both".
    language: str
    # The name of the university as printed.
    issuer: str
    title: str
    # UTC: "2026-11-21T13:05:00Z".
    issue_time: str
    # The last day on which it proves what it says: "2027-03-31"; empty where that does not end.
    valid_until: str
    # The certificate's place in the status list.
    status_index: int
    # Every line that says something about the student, in the order of the document.
    fields: tuple[Claim, ...]
    # All text of the pages in reading order, heads and feet of pages left out.
    lines: tuple[str, ...]
    # What else the pages may say, any number of times: letterhead, heads and feet of pages, heads
    # of tables, the panel about verification. "{page}" and "{pages}" stand for page numbers.
    furniture: tuple[str, ...] = ()

    def canonical(self) -> bytes:
        """The one form that is hashed: JSON after RFC 8785 (only texts, one integer, lists)."""
        values: dict[str, object] = {
            "v": _VERSION,
            "number": self.number,
            "type": self.type,
            "language": self.language,
            "issuer": self.issuer,
            "title": self.title,
            "issue_time": self.issue_time,
            "valid_until": self.valid_until,
            "status_index": self.status_index,
            "fields": [[one.label, one.value] for one in self.fields],
            "lines": list(self.lines),
            "furniture": list(self.furniture),
        }
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text.encode()

    @classmethod
    def parse(cls, canonical: bytes) -> Self:
        """Reads canonical claims. Raises ValueError for anything else, other spellings included."""
        try:
            claims = cls._read(json.loads(canonical))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise ValueError("not the claims of a certificate") from error
        if claims.canonical() != canonical:
            raise ValueError("the claims are not in their canonical form")
        return claims

    @classmethod
    def _read(cls, values: Mapping[str, Any]) -> Self:
        if values["v"] != _VERSION or type(values["status_index"]) is not int:
            raise ValueError("of another version")
        return cls(
            number=_text(values["number"]),
            type=_text(values["type"]),
            language=_text(values["language"]),
            issuer=_text(values["issuer"]),
            title=_text(values["title"]),
            issue_time=_text(values["issue_time"]),
            valid_until=_text(values["valid_until"]),
            status_index=values["status_index"],
            fields=tuple(Claim(_text(label), _text(value)) for label, value in values["fields"]),
            lines=tuple(_text(line) for line in values["lines"]),
            furniture=tuple(_text(line) for line in values["furniture"]),
        )


def claims_entry(salt: bytes, canonical: bytes) -> bytes:
    """The entry of the log for claims: 33 bytes."""
    return CLAIMS_ENTRY + hashlib.sha256(salt + canonical).digest()


def file_entry(digest: bytes) -> bytes:
    """The entry of the log for a sealed file, named by its SHA-256: 33 bytes."""
    return FILE_ENTRY + digest


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
