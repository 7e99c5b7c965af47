"""The header of a data seal: who signed, with which key, on which day, what kind of document.

Sources: BSI TR-03137 part 1 and ICAO Doc 9303 part 13, section 2.3; BSI TR-03171 for the class of
administrative documents.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from matrikel_verify.c40 import c40_length, decode_c40, encode_c40

# Who signs: two letters of the country, two that no state has assigned to this profile.
SIGNER = "DEMK"

_MAGIC = b"\xdc\x03"
_COUNTRY = "D<<"
# Reference of the feature definition and class: administrative documents after TR-03171, 0.9.
_DOCUMENT_CLASS = b"\x01\xc9"
_DATE_BYTES = 3
_LENGTH_DIGITS = 2
_REFERENCE = re.compile(r"[0-9A-Z]{1,40}")
_DAY = re.compile(r"[0-9]{8}")


class DataSealError(ValueError):
    """The bytes are no data seal of this profile; the message says in what they differ."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the fields."""

    # By which verifiers find the key.
    reference: str
    issue_date: date
    signature_date: date
    signer: str = SIGNER

    def to_bytes(self) -> bytes:
        """The header. The reference's length stands in decimal digits, as TR-03171 writes it.

        Raises ValueError for a reference that a header cannot hold.
        """
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError("the reference of a key is 1 to 40 digits and capital letters")
        return (
            _MAGIC
            + encode_c40(_COUNTRY)
            + encode_c40(f"{self.signer}{len(self.reference):02}{self.reference}")
            + _pack_date(self.issue_date)
            + _pack_date(self.signature_date)
            + _DOCUMENT_CLASS
        )

    @classmethod
    def read(cls, content: bytes) -> tuple[Self, int]:
        """The header at the beginning of a seal of this profile, and its length in bytes.

        Raises DataSealError or ValueError for anything else.
        """
        if content[: len(_MAGIC)] != _MAGIC:
            raise DataSealError("not a data seal")
        start = _MAGIC + encode_c40(_COUNTRY)
        at = len(start)
        if content[:at] != start:
            raise DataSealError("not from an issuer in Germany")
        named = decode_c40(content[at : at + c40_length(len(SIGNER) + _LENGTH_DIGITS)])
        size = named[len(SIGNER) :]
        if not named.startswith(SIGNER) or not re.fullmatch(r"[0-9]{2}", size):
            raise DataSealError("not from an issuer of this profile")
        end = at + c40_length(len(named) + int(size))
        reference = decode_c40(content[at:end])[len(named) :]
        tail = content[end : end + 2 * _DATE_BYTES + len(_DOCUMENT_CLASS)]
        if tail[2 * _DATE_BYTES :] != _DOCUMENT_CLASS:
            raise DataSealError("a data seal of another class of documents, or cut off")
        read = cls(
            reference=reference,
            issue_date=_unpack_date(tail[:_DATE_BYTES]),
            signature_date=_unpack_date(tail[_DATE_BYTES : 2 * _DATE_BYTES]),
        )
        return read, end + len(tail)


def day_in(text: str) -> date:
    """The day of "YYYYMMDD". Raises DataSealError or ValueError for what is none."""
    if not _DAY.fullmatch(text):
        raise DataSealError("a date that is none")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _pack_date(day: date) -> bytes:
    """Month, day and year as one decimal number in three bytes (ICAO Doc 9303-13, 2.3.1)."""
    return int(f"{day:%m%d%Y}").to_bytes(_DATE_BYTES, "big")


def _unpack_date(content: bytes) -> date:
    text = f"{int.from_bytes(content, 'big'):08}"
    return day_in(text[4:] + text[:4])
