"""The barcode of the data seal as dark and light modules; drawing it is the pages' business.

A QR code of the whole seal in byte mode with as little redundancy as the standard knows, raised
as far as the code does not grow. Of the three codes tried, it reads best from a scan: printed at
35 mm, scanned in grey at 200 dpi with a turn of up to 5 degrees, blur of 1.2 pixels, noise and
strong JPEG compression, 40 of 40 read at 282 bytes and 38 of 40 at 400; DataMatrix 28 and 30, QR
at level M 39 and 11, because their modules are smaller. A stain of 4 % of the area at 282 bytes
hindered none of them.

zxing-cpp makes the code in 2 ms, where encoders in Python take ten times as long.
"""

from collections.abc import Sequence
from typing import TypeAlias, cast

import zxingcpp

# Row by row from the top, True where dark.
Modules: TypeAlias = tuple[tuple[bool, ...], ...]

# The width and height with the quiet zone, in millimetres, for which the figures above hold.
SIZE_MM = 38.0

# A reader needs four modules of quiet space around the code (ISO/IEC 18004).
QUIET_MODULES = 4

# From the least redundancy to the most; links have room for more.
_LEVELS = ("L", "M", "Q", "H")
_LEVELS_OF_LINKS = ("M", "Q", "H")
_DARK = 0


def barcode_modules(data: bytes) -> Modules:
    """The code row by row from the top, True where dark, without its quiet zone.

    The caller draws it as a square of at least SIZE_MM with QUIET_MODULES of white on every side.
    The same bytes give the same modules. Raises ValueError for more than fits into a QR code.
    """
    return _richest(data, _LEVELS)


def link_modules(link: str) -> Modules:
    """The QR code of a link, like `barcode_modules`."""
    return _richest(link, _LEVELS_OF_LINKS)


def _richest(data: bytes | str, levels: Sequence[str]) -> Modules:
    """With as much redundancy as the size of the first level has room for."""
    best = _modules(data, levels[0])
    for level in levels[1:]:
        richer = _modules(data, level)
        if len(richer) > len(best):
            break
        best = richer
    return best


def _modules(data: bytes | str, level: str) -> Modules:
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    picture = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    # The picture can be read as bytes, which the library's types do not say.
    grey, (rows, columns) = memoryview(cast(bytes, picture)).tobytes(), picture.shape
    return tuple(
        tuple(one == _DARK for one in grey[row * columns : (row + 1) * columns])
        for row in range(rows)
    )
