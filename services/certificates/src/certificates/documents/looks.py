"""How the text of certificates looks."""

from chassis.pdf import Align, Face, TextStyle, colours

TITLE = TextStyle(20, 25, Face.BOLD, colours.ACCENT)
SUBTITLE = TextStyle(11, 15, color=colours.SOFT_INK)
STATEMENT = TextStyle(10, 14.5)
HEADING = TextStyle(9, 12.5, Face.BOLD, colours.ACCENT)
TABLE_HEADING = TextStyle(10.5, 14, Face.BOLD, colours.ACCENT)
LABEL = TextStyle(9, 12.5, color=colours.SOFT_INK)
VALUE = TextStyle(9, 12.5)
COLUMN_HEAD = TextStyle(7.6, 10.4, Face.BOLD, colours.ACCENT)
CELL = TextStyle(7.9, 10.8)
NOTE = TextStyle(8, 11.2, color=colours.SOFT_INK)
SMALL = TextStyle(7.4, 10.4, color=colours.SOFT_INK)
SMALL_RIGHT = TextStyle(7.4, 10.4, color=colours.SOFT_INK, align=Align.RIGHT)
UNIVERSITY = TextStyle(14, 18, Face.BOLD, colours.ACCENT)
LINK = TextStyle(9, 12.5, Face.BOLD, colours.ACCENT)
NUMBER = TextStyle(15, 20, Face.BOLD)
