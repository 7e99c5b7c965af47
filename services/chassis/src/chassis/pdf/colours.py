"""The colours of printed documents, the same in every service."""

from reportlab.lib.colors import HexColor

# A dark blue that belongs to no university in particular; 9.6 : 1 on white.
ACCENT = HexColor("#1F3A5F")
INK = HexColor("#1A1A1A")
# 6.4 : 1 on white, 5.8 : 1 on the tint.
SOFT_INK = HexColor("#595F69")
HAIRLINE = HexColor("#C9CED6")
TINT = HexColor("#F1F4F8")
