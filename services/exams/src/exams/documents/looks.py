"""How the text of printed lists looks."""

from chassis.pdf import Align, Face, TextStyle, colours

TITLE = TextStyle(16, 21, Face.BOLD, colours.ACCENT)
LABEL = TextStyle(9, 12.5, color=colours.SOFT_INK)
VALUE = TextStyle(9, 12.5)
COLUMN_HEAD = TextStyle(8.4, 11.4, Face.BOLD, colours.ACCENT)
CELL = TextStyle(9, 12)
SMALL = TextStyle(7.8, 10.8, color=colours.SOFT_INK)
SMALL_RIGHT = TextStyle(7.8, 10.8, color=colours.SOFT_INK, align=Align.RIGHT)
