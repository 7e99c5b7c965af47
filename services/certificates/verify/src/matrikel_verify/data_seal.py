"""The data seal: what a certificate comes down to, signed, as bytes of a barcode on the paper.

Aligned with BSI TR-03171 ("Optisch verifizierbarer kryptographischer Schutz von
Verwaltungsdokumenten") and the header of BSI TR-03137 part 1 and ICAO Doc 9303 part 13, with a
profile of its own. The table of fields is in the README of this distribution.

There is exactly one form of every seal: decoding refuses whatever encoding would not have written.
"""

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from typing import Any, Protocol

from matrikel_verify.data_seal_header import DataSealError, Header, day_in
from matrikel_verify.number import VerificationNumber
from matrikel_verify.tlv import (
    LONGEST_START,
    cut_text,
    fair_share,
    field_length,
    read_fields,
    write_field,
)

__all__ = [
    "MOST_BYTES",
    "PROFILE",
    "DataSeal",
    "DataSealError",
    "DataSealFacts",
    "DataSealSigner",
    "Field",
    "decode",
    "encode",
]

# The profile: which fields there are and what they mean. Another table of fields is another UUID.
PROFILE = uuid.UUID("5d4c6a0e-9f0b-4c1e-8d52-6f1d3b7a2c94")

# A seal of this size is printed with modules of about half a millimetre at 38 mm.
MOST_BYTES = 400

SIGNATURE_BYTES = 64

_SIGNATURE_TAG = 0xFF


class Field(IntEnum):
    """The tags. 0 to 6 are those of TR-03171; a profile's own begin at 10."""

    PROFILE = 0
    VALID_UNTIL = 2
    NUMBER = 10
    TYPE = 11
    ISSUER = 12
    FAMILY_NAME = 13
    GIVEN_NAMES = 14
    BIRTH_DATE = 15
    BIRTH_PLACE = 16
    MATRICULATION_NUMBER = 17
    PROGRAMME = 18
    DEGREE = 19
    SEMESTER = 20
    SUMMARY = 21
    # The tags of the fields that are longer on the paper than here.
    SHORTENED = 22


# The fields whose length nobody limits, so that they may have to be cut.
_FREE_TEXTS = {
    Field.ISSUER: "issuer",
    Field.FAMILY_NAME: "family_name",
    Field.GIVEN_NAMES: "given_names",
    Field.BIRTH_PLACE: "birth_place",
    Field.MATRICULATION_NUMBER: "matriculation_number",
    Field.PROGRAMME: "programme",
    Field.DEGREE: "degree",
    Field.SUMMARY: "summary",
}
_SHORT_TEXTS = {
    Field.TYPE: ("type", re.compile(r"[a-z_]{1,24}")),
    Field.SEMESTER: ("semester_code", re.compile(r"[0-9]{4}[SW]")),
}
_NEEDED = (Field.NUMBER, Field.TYPE, Field.ISSUER, Field.BIRTH_DATE)


@dataclass(frozen=True, slots=True)
class DataSealFacts:
    """What a seal says. Texts that do not apply to the type of certificate are empty."""

    number: VerificationNumber
    # "enrolment"
    type: str
    # The name of the university.
    issuer: str
    family_name: str
    given_names: str
    birth_date: date
    birth_place: str
    matriculation_number: str
    issue_date: date
    # None where the validity does not end.
    valid_until: date | None = None
    programme: str = ""
    degree: str = ""
    # "2026W"
    semester_code: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class DataSeal:
    """A seal that was read. Nothing in it is to be believed before its signature was checked."""

    # Of fields that were cut, only the beginning.
    facts: DataSealFacts
    shortened: frozenset[Field]
    # Which key signed, and on which day.
    key_reference: str
    signature_date: date
    # What was signed, and r and s, 32 bytes each.
    message: bytes
    signature: bytes


class DataSealSigner(Protocol):
    """A key on P-256 that signs seals."""

    @property
    def reference(self) -> str:
        """By which verifiers find the public key: 1 to 40 digits and capital letters."""

    def sign(self, message: bytes) -> bytes:
        """The ECDSA signature over the message's SHA-256: r and s, 32 bytes each."""


def encode(facts: DataSealFacts, key: DataSealSigner) -> bytes:
    """The seal: at most MOST_BYTES, in which long texts are cut and named as cut.

    Raises ValueError for facts that the profile cannot express, such as a type in capitals.
    """
    head = Header(key.reference, facts.issue_date, facts.issue_date).to_bytes()
    room = MOST_BYTES - len(head) - len(write_field(_SIGNATURE_TAG, bytes(SIGNATURE_BYTES)))
    message = head + _encode_fields(_normalised(facts), room)
    signature = key.sign(message)
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("a signature of a data seal has 64 bytes")
    return message + write_field(_SIGNATURE_TAG, signature)


def decode(content: bytes) -> DataSeal:
    """Reads a seal, its signature unchecked.

    Raises DataSealError for everything else: cut off, with bytes behind it, with fields twice, out
    of order, unknown, or in another form than the one that `encode` writes.
    """
    try:
        return _decode(content)
    except DataSealError:
        raise
    except ValueError as error:
        raise DataSealError(str(error)) from error


def _decode(content: bytes) -> DataSeal:
    if len(content) > MOST_BYTES:
        raise DataSealError("longer than a data seal can be")
    head, length = Header.read(content)
    fields, signed_to, signature = _split(content, length)
    if fields.get(Field.PROFILE) != PROFILE.bytes:
        raise DataSealError("a data seal of another profile")
    unknown = [tag for tag in fields if tag not in Field.__members__.values()]
    if unknown:
        raise DataSealError(f"a field that this profile does not know: {unknown[0]}")
    facts = _facts(fields, head.issue_date)
    shortened = _shortened(fields)
    # Whatever is written in another way than ours would print a second barcode for one seal.
    if content[:signed_to] != head.to_bytes() + _write(_contents(facts), shortened):
        raise DataSealError("not in the one form that data seals are written in")
    return DataSeal(
        facts=facts,
        shortened=shortened,
        key_reference=head.reference,
        signature_date=head.signature_date,
        message=content[:signed_to],
        signature=signature,
    )


def _split(content: bytes, start: int) -> tuple[dict[int, bytes], int, bytes]:
    """The fields by tag, where the signed part ends, and the signature."""
    every = read_fields(content[start:])
    if not every or every[-1][0] != _SIGNATURE_TAG:
        raise DataSealError("without a signature at its end")
    signature = every[-1][1]
    if len(signature) != SIGNATURE_BYTES:
        raise DataSealError("a signature of another kind")
    return dict(every[:-1]), len(content) - len(write_field(*every[-1])), signature


def _facts(fields: Mapping[int, bytes], issue_date: date) -> DataSealFacts:
    if missing := [one.name for one in _NEEDED if one not in fields]:
        raise DataSealError(f"without the field {missing[0]}")
    texts = {name: _text(fields, tag) for tag, name in _FREE_TEXTS.items()}
    for tag, (name, form) in _SHORT_TEXTS.items():
        texts[name] = _text(fields, tag)
        if texts[name] and not form.fullmatch(texts[name]):
            raise DataSealError(f"the field {tag.name} is of another form")
    return DataSealFacts(
        number=VerificationNumber.parse(_text(fields, Field.NUMBER)),
        birth_date=day_in(_text(fields, Field.BIRTH_DATE)),
        issue_date=issue_date,
        valid_until=day_in(_text(fields, Field.VALID_UNTIL))
        if Field.VALID_UNTIL in fields
        else None,
        **texts,
    )


def _shortened(fields: Mapping[int, bytes]) -> frozenset[Field]:
    tags = fields.get(Field.SHORTENED, b"")
    if not set(tags) <= _FREE_TEXTS.keys() & fields.keys():
        raise DataSealError("a field is named as shortened that cannot be")
    return frozenset(Field(tag) for tag in tags)


def _text(fields: Mapping[int, bytes], tag: Field) -> str:
    content = fields.get(tag, b"")
    if tag in fields and not content:
        raise DataSealError(f"the field {tag.name} is empty")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise DataSealError(f"the field {tag.name} is not UTF-8") from None
    if text != _clean(text):
        raise DataSealError(f"the field {tag.name} has characters that no field has")
    return text


def _encode_fields(facts: DataSealFacts, room: int) -> bytes:
    contents = _contents(facts)
    if sum(field_length(content) for content in contents.values()) <= room:
        return _write(contents, frozenset())
    texts = {tag: contents[tag] for tag in _FREE_TEXTS if tag in contents}
    fixed = sum(field_length(contents[tag]) for tag in contents.keys() - texts.keys())
    # Tag and length of each text, and the list of those that were cut.
    fixed += LONGEST_START * (len(texts) + 1) + len(texts)
    most = fair_share([len(text) for text in texts.values()], room - fixed)
    cut = {tag: cut_text(text.decode(), most).encode() for tag, text in texts.items()}
    shortened = frozenset(tag for tag in cut if cut[tag] != texts[tag])
    return _write(contents | cut, shortened)


def _contents(facts: DataSealFacts) -> dict[Field, bytes]:
    texts = {tag: str(getattr(facts, name)) for tag, name in _FREE_TEXTS.items()}
    for tag, (name, form) in _SHORT_TEXTS.items():
        texts[tag] = str(getattr(facts, name))
        if texts[tag] and not form.fullmatch(texts[tag]):
            raise ValueError(f"a data seal cannot hold this {name}")
    texts[Field.NUMBER] = facts.number.digits
    texts[Field.BIRTH_DATE] = f"{facts.birth_date:%Y%m%d}"
    if facts.valid_until is not None:
        texts[Field.VALID_UNTIL] = f"{facts.valid_until:%Y%m%d}"
    contents = {tag: text.encode() for tag, text in texts.items() if text}
    return contents | {Field.PROFILE: PROFILE.bytes}


def _write(contents: Mapping[Field, bytes], shortened: frozenset[Field]) -> bytes:
    every = dict(contents)
    if shortened:
        every[Field.SHORTENED] = bytes(sorted(shortened))
    return b"".join(write_field(tag, every[tag]) for tag in sorted(every))


def _normalised(facts: DataSealFacts) -> DataSealFacts:
    """The same with texts in Unicode's form C, in which DIN 91379 has all of its letters."""
    texts: dict[str, Any] = {name: _clean(getattr(facts, name)) for name in _FREE_TEXTS.values()}
    return replace(facts, **texts)


def _clean(text: str) -> str:
    printable = "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
    return " ".join(unicodedata.normalize("NFC", printable).split())
