"""Payment codes as pictures."""

from dataclasses import dataclass
from io import BytesIO

import segno

# EPC069-12 asks for error correction M and allows at most version 13.
_ERROR_CORRECTION = "m"
_LARGEST_VERSION = 13
_QUIET_ZONE_MODULES = 4
_PIXELS_PER_MODULE = 6


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """A QR code as PNG and SVG."""

    png: bytes
    svg: bytes


def draw_payment_code(payload: str) -> PaymentCode:
    """Draws the code for a payload of EPC069-12, in UTF-8."""
    code = segno.make_qr(payload, error=_ERROR_CORRECTION, encoding="utf-8", boost_error=False)
    # What the payload is limited to fits; anything else would be a mistake of ours.
    assert isinstance(code.version, int)
    assert code.version <= _LARGEST_VERSION
    png, svg = BytesIO(), BytesIO()
    code.save(png, kind="png", scale=_PIXELS_PER_MODULE, border=_QUIET_ZONE_MODULES)
    # With a view box and without a size, so that the page decides how large it is.
    code.save(
        svg, kind="svg", border=_QUIET_ZONE_MODULES, omitsize=True, xmldecl=False, light="#fff"
    )
    return PaymentCode(png.getvalue(), svg.getvalue())
