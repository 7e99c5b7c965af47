"""Tagged PDF: typefaces with shaping, text and tables that screen readers follow, counted pages.

A service builds a story of flowables while it adds their elements to a `Structure`, draws it with
`draw_pages` and gives the file its structure with `tag`. Needs `matrikel-chassis[pdf]`.
"""

from chassis.pdf.pages import draw_pages
from chassis.pdf.runs import Run, Runs
from chassis.pdf.structure import (
    Element,
    Rectangle,
    Role,
    Structure,
    Target,
    area_on_page,
    artifact,
    page_index,
)
from chassis.pdf.tables import RuledTable
from chassis.pdf.tagging import LANGUAGE_TAGS, describe, tag
from chassis.pdf.text import Align, Text, TextStyle, draw_line, width_of
from chassis.pdf.typeface import Face, unprintable

__all__ = [
    "LANGUAGE_TAGS",
    "Align",
    "Element",
    "Face",
    "Rectangle",
    "Role",
    "RuledTable",
    "Run",
    "Runs",
    "Structure",
    "Target",
    "Text",
    "TextStyle",
    "area_on_page",
    "artifact",
    "describe",
    "draw_line",
    "draw_pages",
    "page_index",
    "tag",
    "unprintable",
    "width_of",
]
