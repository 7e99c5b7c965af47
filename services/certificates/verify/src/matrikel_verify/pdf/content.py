"""The text of pages, in the order in which it is drawn.

Each piece of text lies in marked content of its own. Where shaping replaced characters, the mark
says what is to be read (ActualText); that is believed only as far as it fits the drawn letters.
Tried for this and not used: pypdf does not know ActualText, pdfium believes all of it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrikel_verify.pdf import limits
from matrikel_verify.pdf.file import PdfFile, text_of
from matrikel_verify.pdf.fonts import letters_of
from matrikel_verify.pdf.syntax import HexString, MalformedPdfError, Name, Object, Operator, Reader

# Operators that draw or set up what the writer of certificates draws: paths, colours, text. Images
# and other files' drawings (Do), inline images (BI), invisible text (Tr), shadings (sh), optional
# content and compatibility sections are not among them.
_SILENT = frozenset(
    (
        *("q", "Q", "cm", "w", "J", "j", "M", "d", "m", "l", "c", "v", "y", "h"),
        *("re", "S", "s", "f", "f*", "B", "B*", "b", "b*", "n", "W", "W*", "rg"),
        *("RG", "g", "G", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "BT"),
        *("ET", "Tc", "Tw", "Tz", "TL", "Ts", "Td", "TD", "Tm", "T*"),
    )
)
_LETTERS_FOR = {"\u0131": "i", "\u0237": "j"}


@dataclass(slots=True)
class _Mark:
    """Marked content that is open: what is drawn inside, and what is to be read instead."""

    read_as: str | None
    drawn: list[str] = field(default_factory=list)


def texts_of_page(file: PdfFile, page: dict[str, Object]) -> tuple[str, ...]:
    """Every piece of text of a page.

    Raises MalformedPdfError for anything on the page that certificates do not draw.
    """
    resources = file.dictionary(page.get("Resources", {}))
    if file.dictionary(resources.get("XObject", {})) or resources.keys() & {"Pattern", "Shading"}:
        raise MalformedPdfError("a page holds a picture or a pattern")
    fonts = {
        name: letters_of(file, font)
        for name, font in file.dictionary(resources.get("Font", {})).items()
    }
    return tuple(_Interpreter(file, fonts).texts(page))


class _Interpreter:
    def __init__(self, file: PdfFile, fonts: dict[str, dict[int, str]]) -> None:
        self._file = file
        self._fonts = fonts
        self._font: dict[int, str] | None = None
        self._kept: list[dict[int, str] | None] = []
        self._marks: list[_Mark] = []

    def texts(self, page: dict[str, Object]) -> Iterator[str]:
        for operator, operands in self._operations(page):
            match operator:
                case "BDC":
                    self._marks.append(_Mark(self._read_as(operands)))
                case "BMC":
                    self._marks.append(_Mark(None))
                case "EMC":
                    yield self._close()
                case "Tf":
                    self._set_font(operands)
                case "Tj" | "'" | '"':
                    self._draw(operands[-1:])
                case "TJ":
                    self._draw(operands[0] if operands and isinstance(operands[0], list) else [])
                case "q" | "Q":
                    self._keep(operator)
                case _ if operator not in _SILENT:
                    raise MalformedPdfError(f"a page is drawn with {operator}")
        if self._marks:
            raise MalformedPdfError("marked content does not end")

    def _operations(self, page: dict[str, Object]) -> Iterator[tuple[str, list[Object]]]:
        contents = self._file.resolve(page["Contents"])
        streams = contents if isinstance(contents, list) else [contents]
        reader = Reader(b"\n".join(self._file.unfold(one) for one in streams))
        operands: list[Object] = []
        count = 0
        for one in reader.objects():
            if isinstance(one, Operator):
                count += 1
                if count > limits.OPERATORS:
                    raise MalformedPdfError("a page is too complicated")
                yield str(one), operands
                operands = []
            else:
                operands.append(one)

    def _keep(self, operator: str) -> None:
        if operator == "q":
            self._kept.append(self._font)
        elif self._kept:
            self._font = self._kept.pop()

    def _set_font(self, operands: list[Object]) -> None:
        if not operands or not isinstance(operands[0], Name) or operands[0] not in self._fonts:
            raise MalformedPdfError("a page uses a font that it does not have")
        self._font = self._fonts[operands[0]]

    def _draw(self, parts: "list[Object]") -> None:
        for part in parts:
            raw = part.value if isinstance(part, HexString) else part
            if isinstance(raw, bytes):
                self._draw_text(raw)

    def _draw_text(self, raw: bytes) -> None:
        if self._font is None or not self._marks:
            raise MalformedPdfError("text stands outside of marked content, or has no font")
        letters = [self._font.get(code) for code in raw]
        if None in letters:
            raise MalformedPdfError("a page shows a character that its font does not name")
        self._marks[-1].drawn.extend(one for one in letters if one is not None)

    def _read_as(self, operands: list[Object]) -> str | None:
        properties = operands[-1] if operands else None
        if not isinstance(properties, dict) or "ActualText" not in properties:
            return None
        return text_of(properties["ActualText"])

    def _close(self) -> str:
        if not self._marks:
            raise MalformedPdfError("marked content ends that did not begin")
        mark = self._marks.pop()
        drawn = "".join(mark.drawn)
        if mark.read_as is None:
            return drawn
        if not reads_as(drawn, mark.read_as):
            raise MalformedPdfError("a text is to be read otherwise than it is drawn")
        return mark.read_as


def reads_as(drawn: str, read_as: str) -> bool:
    """Whether drawn characters can stand for a text: the same letters, marks left out.

    Characters of the private use area name forms of letters that have no character of their own.
    """
    pattern = "".join(
        ".{0,2}" if unicodedata.category(one) == "Co" else re.escape(one)
        for one in _skeleton(drawn)
    )
    return re.fullmatch(pattern, _skeleton(read_as), re.DOTALL) is not None


def _skeleton(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(
        _LETTERS_FOR.get(one, one)
        for one in plain
        if not one.isspace() and not unicodedata.category(one).startswith("M")
    )
