"""What the codes of a font stand for (ISO 32000-2, 9.10.3: ToUnicode)."""

import re

from matrikel_verify.pdf.file import PdfFile
from matrikel_verify.pdf.syntax import MalformedPdfError, Object

_SECTION = re.compile(rb"[0-9]{1,3} beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_CHARACTER = re.compile(rb"\s*<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4}){1,8})>")
_RANGE = re.compile(rb"\s*<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>")


def letters_of(file: PdfFile, font: Object) -> dict[int, str]:
    """The text of each code of a font with codes of one byte.

    Raises MalformedPdfError for other fonts, and for one that does not say what it shows.
    """
    entries = file.dictionary(font)
    if entries.get("Subtype") != "TrueType" or "Encoding" in entries or "ToUnicode" not in entries:
        raise MalformedPdfError("a font of another kind")
    letters: dict[int, str] = {}
    for section in _SECTION.finditer(file.unfold(entries["ToUnicode"])):
        read = _characters if section[1] == b"char" else _ranges
        letters |= read(section[2])
    return letters


def _characters(section: bytes) -> dict[int, str]:
    return {int(one[1], 16): _text(one[2]) for one in _matches(_CHARACTER, section)}


def _ranges(section: bytes) -> dict[int, str]:
    letters: dict[int, str] = {}
    for one in _matches(_RANGE, section):
        first, last, start = int(one[1], 16), int(one[2], 16), int(one[3], 16)
        letters |= {code: chr(start + code - first) for code in range(first, last + 1)}
    return letters


def _matches(pattern: re.Pattern[bytes], section: bytes) -> list[re.Match[bytes]]:
    found: list[re.Match[bytes]] = []
    position = 0
    while one := pattern.match(section, position):
        found.append(one)
        position = one.end()
    if section[position:].strip():
        raise MalformedPdfError("a font says in another way what it shows")
    return found


def _text(digits: bytes) -> str:
    try:
        return bytes.fromhex(digits.decode()).decode("utf-16-be")
    except UnicodeDecodeError as error:
        raise MalformedPdfError("a font shows what is no character") from error
