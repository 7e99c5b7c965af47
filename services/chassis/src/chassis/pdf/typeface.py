"""The typeface of documents and how a line of text is shaped in it.

Shaping (HarfBuzz) puts combining marks where they belong, for letters such as J̌ that Unicode has
no single character for. reportlab 5.1 keeps the result as a `ShapedStr`.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, TTFont, shapeFragWord

# Ligatures are left out: a reader who copies "ffi" out of a file expects three letters.
_FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}


class Face(StrEnum):
    """The two weights; the values are the names that reportlab knows them by."""

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"


# A mark above takes the dot's place: i and j are then drawn without dot, but read as written.
# Each has a character of the private use area of its own; `tagging` names it in the file.
_DOTLESS = {"i": ("ı", "\uf8f0"), "j": ("ȷ", "\uf8f1")}
READ_AS = {private: letter for letter, (_, private) in _DOTLESS.items()}


@dataclass(frozen=True, slots=True)
class _Fragment:
    """The part of reportlab's fragments that shaping reads; the names are reportlab's."""

    fontName: str  # noqa: N815
    fontSize: float  # noqa: N815


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """A line ready to be drawn: a plain string where shaping changed nothing.

    `is_as_read` says that the characters drawn are those of the text, one beside the other. Where
    they are not, or marks were moved (which makes programs see blanks), the text has to be given
    with them.
    """

    drawn: str
    width: float
    is_as_read: bool


_registering = Lock()


def register_faces() -> None:
    """Makes the faces known to reportlab, once in a process."""
    with _registering:
        _register_faces()


@cache
def _register_faces() -> None:
    for face in Face:
        source = files("chassis.pdf").joinpath("fonts", f"{face}.ttf")
        font = TTFont(face.value, str(source), asciiReadable=False)
        _name_every_glyph(font)
        pdfmetrics.registerFont(font)


def unprintable(text: str) -> str:
    """The characters of the text that the typeface lacks, each once; empty where it has all."""
    register_faces()
    known = pdfmetrics.getFont(Face.REGULAR.value).face.charToGlyph
    return "".join(
        dict.fromkeys(
            letter
            for letter in unicodedata.normalize("NFC", text)
            if ord(letter) not in known or not (letter == " " or letter.isprintable())
        )
    )


def shape(text: str, face: Face, size: float) -> ShapedLine:
    """Shapes one line. Size and width are in points."""
    register_faces()
    text = unicodedata.normalize("NFC", text)
    plain_width = pdfmetrics.stringWidth(text, face.value, size)
    fragment = _Fragment(face.value, size)
    width, *parts = shapeFragWord([plain_width, (fragment, text)], features=_FEATURES)
    drawn = _keep_characters(parts[0][1], text, face) if parts else ""
    return ShapedLine(drawn, width, is_as_read=drawn == text and not _has_moved_marks(drawn))


def _has_moved_marks(drawn: str) -> bool:
    return isinstance(drawn, ShapedStr) and any(one.y_offset for one in drawn.__shapeData__)


def _keep_characters(drawn: str, text: str, face: Face) -> str:
    """Names glyphs that several characters share by the character of the text.

    reportlab names them by the lowest: Đ would be copied out of the file as Ð.
    """
    if not isinstance(drawn, ShapedStr):
        return drawn
    glyphs = pdfmetrics.getFont(face.value).face.charToGlyph
    shapes = drawn.__shapeData__
    letters = (
        _kept(letter, text[shape.cluster], glyphs)
        for letter, shape in zip(str(drawn), shapes, strict=True)
    )
    kept: str = ShapedStr("".join(letters), shapeData=shapes)
    return kept


def _kept(drawn: str, written: str, glyphs: dict[int, int]) -> str:
    dotless, private = _DOTLESS.get(written, ("", ""))
    if drawn == dotless:
        return private
    return written if glyphs.get(ord(written)) == glyphs.get(ord(drawn)) else drawn


def _name_every_glyph(font: TTFont) -> None:
    """Gives each glyph without a character one of the private use area, in the font's order.

    reportlab does so when a glyph is first needed; then a file's bytes would depend on which
    files the process made before.
    """
    shaper = font.hbFont()
    for glyph in range(font.hbFace.glyph_count):
        if glyph not in font.face.glyphToChar:
            name = shaper.glyph_to_string(glyph)
            font.hbAddPrivate(name, glyph, shaper.get_glyph_h_advance(glyph))
    for dotless, private in _DOTLESS.values():
        font.face.charToGlyph[ord(private)] = font.face.charToGlyph[ord(dotless)]
        font.face.charWidths[ord(private)] = font.face.charWidths[ord(dotless)]
