"""How the text of certificates looks, in the university's colour."""

from dataclasses import dataclass
from functools import lru_cache

from chassis.pdf import Align, Face, TextStyle, colours
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm

from certificates.domain.branding import Branding

LABEL = TextStyle(8.8, 12.2, color=colours.SOFT_INK)
STATEMENT = TextStyle(10, 14.2)
VALUE = TextStyle(8.8, 12.2)
CELL = TextStyle(7.9, 10.4)
CELL_NUMBER = TextStyle(7.9, 10.4, align=Align.RIGHT)
NOTE = TextStyle(7.8, 10.6, color=colours.SOFT_INK)
PANEL_NOTE = TextStyle(7.1, 9.3, color=colours.SOFT_INK)
LEGEND_CODE = TextStyle(7.4, 9.8, Face.BOLD)
LEGEND = TextStyle(7.4, 9.8, color=colours.SOFT_INK)
SMALL = TextStyle(7.2, 9.6, color=colours.SOFT_INK)
SMALL_RIGHT = TextStyle(7.2, 9.6, color=colours.SOFT_INK, align=Align.RIGHT)
CAPTION = TextStyle(6.4, 8.2, color=colours.SOFT_INK)
RECIPIENT = TextStyle(9.6, 12.6)
RETURN_ADDRESS = TextStyle(6.2, 8.2, color=colours.SOFT_INK)
DAY = TextStyle(8.8, 12.2, align=Align.RIGHT)
VALID = TextStyle(7.9, 10.4, Face.BOLD)
NUMBER = TextStyle(14.5, 18, Face.BOLD)


@dataclass(frozen=True, slots=True)
class Looks:
    """Styles and colours that follow the branding."""

    accent: Color
    tint: Color
    light: Color
    subtitle: TextStyle
    heading: TextStyle
    table_heading: TextStyle
    column_head: TextStyle
    column_head_number: TextStyle
    row_heading: TextStyle
    row_heading_number: TextStyle
    university: TextStyle
    edge: TextStyle
    link: TextStyle


@lru_cache(maxsize=16)
def looks_of(branding: Branding) -> Looks:
    """The looks of a branding."""
    accent = HexColor(branding.accent.code)
    bold = Face.BOLD
    return Looks(
        accent=accent,
        tint=HexColor(branding.tint.code),
        light=HexColor(branding.light.code),
        subtitle=TextStyle(10.5, 14.5, color=colours.INK),
        heading=TextStyle(8.8, 12.2, bold, accent),
        table_heading=TextStyle(10.2, 13.6, bold, accent),
        column_head=TextStyle(7.5, 9.8, bold, accent),
        column_head_number=TextStyle(7.5, 9.8, bold, accent, Align.RIGHT),
        row_heading=TextStyle(8.1, 10.8, bold),
        row_heading_number=TextStyle(8.1, 10.8, bold, align=Align.RIGHT),
        university=TextStyle(13.5, 17, bold, accent),
        edge=TextStyle(8.4, 11, bold, accent),
        link=TextStyle(8.8, 12.2, bold, accent),
    )


@lru_cache(maxsize=128)
def softer(style: TextStyle) -> TextStyle:
    """The tone of the second language: regular, grey, a little smaller where it stands below."""
    return TextStyle(style.size, style.leading, Face.REGULAR, colours.SOFT_INK, style.align)


@lru_cache(maxsize=128)
def smaller(style: TextStyle) -> TextStyle:
    """The second language below the first."""
    share = 11.8 / style.size if style.size > 14.5 else 0.92
    return TextStyle(
        style.size * share, style.leading * share, Face.REGULAR, colours.SOFT_INK, style.align
    )


@dataclass(frozen=True, slots=True)
class Spacing:
    """How much air stands between lines, in points, and the size of what can be set smaller."""

    row_padding: float
    gap: float
    after_head: float
    before_panel: float
    # Above and below the text of a table's cell.
    cell_padding: tuple[float, float] = (2.6, 3.2)
    title_size: float = 19
    statement: TextStyle = STATEMENT
    label: TextStyle = LABEL
    value: TextStyle = VALUE


# The first with which a document fits on one page is taken, else the first.
SPACINGS = (
    Spacing(row_padding=1.7, gap=4.4 * mm, after_head=8 * mm, before_panel=6 * mm),
    Spacing(
        row_padding=0.6,
        gap=2.8 * mm,
        after_head=4 * mm,
        before_panel=3 * mm,
        cell_padding=(2.2, 2.7),
    ),
    Spacing(
        row_padding=1.1,
        gap=3 * mm,
        after_head=4 * mm,
        before_panel=3 * mm,
        cell_padding=(1.9, 2.4),
        title_size=17,
        statement=TextStyle(9.2, 12.6),
        label=TextStyle(8.2, 11.1, color=colours.SOFT_INK),
        value=TextStyle(8.2, 11.1),
    ),
    Spacing(
        row_padding=0.1,
        gap=1.5 * mm,
        after_head=1 * mm,
        before_panel=2 * mm,
        cell_padding=(1.3, 1.8),
        title_size=16,
        statement=TextStyle(8.8, 12),
        label=TextStyle(8.1, 10.9, color=colours.SOFT_INK),
        value=TextStyle(8.1, 10.9),
    ),
    Spacing(
        row_padding=0.1,
        gap=1.3 * mm,
        after_head=0,
        before_panel=1 * mm,
        cell_padding=(1, 1.4),
        title_size=15,
        statement=TextStyle(8.4, 11.4),
        label=TextStyle(7.5, 9.8, color=colours.SOFT_INK),
        value=TextStyle(7.5, 9.8),
    ),
)
