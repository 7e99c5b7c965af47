"""The letters with initial codes: a sheet for each person, German on its front, English behind."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from chassis.pdf import (
    Face,
    Role,
    RuledTable,
    Structure,
    Text,
    TextStyle,
    artifact,
    colours,
    describe,
    draw_line,
    draw_pages,
    tag,
    unprintable,
)
from chassis.values import Language, LocalizedText, day_in_words
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, PageBreak, PageTemplate, Spacer

from identity.domain.initial_code_letter import InitialCodeLetter
from identity.texts import initial_code_letter as texts

_LEFT = 25 * mm
_RIGHT = 20 * mm
_TOP = 27 * mm
_FOOT = 20 * mm
_WIDTH = A4[0] - _LEFT - _RIGHT
# DIN 5008: the window of an envelope begins 45 mm below the edge.
_ABOVE_NAME = 18 * mm
_BELOW_NAME = 30 * mm
_LABEL_WIDTH = 42 * mm
_TITLE = TextStyle(15, 20, Face.BOLD, colours.ACCENT)
_HEADING = TextStyle(11.5, 16, Face.BOLD)
_BODY = TextStyle(10.5, 15)
_CODE = TextStyle(15, 21, Face.BOLD)
_LABEL = TextStyle(10.5, 15, color=colours.SOFT_INK)
_SMALL = TextStyle(8.5, 12, color=colours.SOFT_INK)


def render(letters: Sequence[InitialCodeLetter]) -> bytes:
    """Draws the letters, one at least, as one tagged PDF; each takes about 10 ms."""
    structure = Structure()
    frame = Frame(_LEFT, _FOOT, _WIDTH, A4[1] - _TOP - _FOOT, 0, 0, 0, 0)

    def draw_edges(canvas: Canvas, _pages: int) -> None:
        language = Language.DE if canvas.getPageNumber() % 2 else Language.EN
        with artifact(canvas, "Header"):
            sender = letters[0].rules.sender.in_language(language)
            draw_line(canvas, sender, _LABEL, _LEFT, A4[1] - 18 * mm)
        with artifact(canvas, "Footer"):
            note = texts.CONFIDENTIAL.in_language(language)
            draw_line(canvas, note, _SMALL, _LEFT, 11 * mm)

    story: list[Flowable] = []
    for letter in letters:
        for language in (Language.DE, Language.EN):
            story += [*_Page(letter, language, structure).story(), PageBreak()]
    drawn = draw_pages(story[:-1], [PageTemplate("letter", [frame])], draw_edges)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        tag(pdf, structure, Language.DE)
        title = texts.TITLE.format(account=letters[0].rules.account_name).de
        describe(pdf, {"/Title": title, "/Producer": "Matrikel"})
        out = BytesIO()
        pdf.save(out, deterministic_id=True, force_version="1.7")
        return out.getvalue()


class _Page:
    """One side of a letter, in one language."""

    def __init__(self, letter: InitialCodeLetter, language: Language, structure: Structure) -> None:
        self._letter = letter
        self._language = language
        self._structure = structure

    def story(self) -> list[Flowable]:
        letter, account = self._letter, self._letter.rules.account_name
        # A letter that no typeface here has must not keep the others from being printed.
        name = "" if unprintable(letter.full_name) else letter.full_name
        greeting = texts.GREETING.format(name=name) if name else texts.GREETING_WITHOUT_NAME
        opening = texts.OPENING_STUDENT if letter.for_student else texts.OPENING_STAFF
        return [
            Spacer(0, _ABOVE_NAME),
            self._text(name or letter.user_name, _BODY),
            Spacer(0, _BELOW_NAME),
            self._text(
                texts.DAY.format(place=letter.rules.place, day=day_in_words(letter.issued_on)),
                _LABEL,
            ),
            Spacer(0, 6 * mm),
            self._text(texts.TITLE.format(account=account), _TITLE, "H1"),
            Spacer(0, 4 * mm),
            self._text(greeting, _BODY),
            Spacer(0, 2 * mm),
            self._text(opening.format(account=account), _BODY),
            Spacer(0, 4 * mm),
            self._facts(),
            Spacer(0, 5 * mm),
            self._text(texts.STEPS, _HEADING, "H2"),
            *(
                part
                for step in texts.STEPS_OF_ALL
                for part in (Spacer(0, 1.5 * mm), self._text(step, _BODY))
            ),
            Spacer(0, 5 * mm),
            self._text(texts.ADVICE, _SMALL),
        ]

    def _facts(self) -> Flowable:
        letter = self._letter
        until = texts.VALID.format(day=day_in_words(letter.valid_until))
        facts = (
            (texts.USER_NAME, letter.user_name, _CODE),
            (texts.CODE, letter.code, _CODE),
            (texts.VALID_UNTIL, self._say(until), _BODY),
            (texts.PORTAL, letter.portal.format(language=self._language.value), _BODY),
            (texts.MAILBOX, letter.mailbox, _BODY),
        )
        table = self._structure.root.add("Table", language=self._language)
        rows = []
        for label, value, style in facts:
            row = table.add("TR")
            rows.append(
                (
                    Text(self._say(label), _LABEL, self._structure, row.add("TH", scope="Row")),
                    Text(value, style, self._structure, row.add("TD")),
                )
            )
        return RuledTable(
            rows,
            colWidths=(_LABEL_WIDTH, _WIDTH - _LABEL_WIDTH),
            style=[
                ("FONTNAME", (0, 0), (-1, -1), Face.REGULAR.value),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ],
        )

    def _text(self, text: LocalizedText | str, style: TextStyle, role: Role = "P") -> Text:
        element = self._structure.root.add(role, language=self._language)
        return Text(self._say(text), style, self._structure, element)

    def _say(self, text: LocalizedText | str) -> str:
        return text if isinstance(text, str) else text.in_language(self._language)
