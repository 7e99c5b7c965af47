"""Pictures of barcodes."""

from typing import cast

import zxingcpp
from PIL import Image


def code_of(
    data: bytes, scale: int = 4, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode
) -> Image.Image:
    """The code with its quiet zone; a module has `scale` pixels."""
    code = zxingcpp.create_barcode(data, kind)
    picture = zxingcpp.write_barcode_to_image(code, scale=scale)
    height, width = picture.shape
    # The picture can be read as bytes, which the library's types do not say.
    return Image.frombytes("L", (width, height), bytes(memoryview(cast(bytes, picture))))
