"""Compresses the streams of a file so that nobody can misread where they end."""

import zlib

from pikepdf import Name, Pdf, Stream

# Behind the last table of a font nothing is read.
_PADDING_OF_FONTS = b"\0\0\0\1"


def compress_streams(pdf: Pdf) -> None:
    """Compresses every stream but the metadata, and lets none end with a carriage return.

    Together with the line feed before "endstream" that would be read as one end of line, which
    does not count as content: the length would seem wrong (ISO 19005-3, 6.1.7.1). The last byte is
    that of a checksum, the sum of all bytes, so it is the content that has to differ where that
    changes nothing; what is attached stays as it is, and is then not compressed.
    """
    for stream in pdf.objects:
        if not isinstance(stream, Stream) or stream.get("/Type") == Name.Metadata:
            continue
        content = stream.read_bytes()
        is_font = "/Length1" in stream
        if _is_misread(content):
            if stream.get("/Type") == Name.EmbeddedFile:
                stream.write(content)
                continue
            content += _PADDING_OF_FONTS if is_font else b"\n"
        if is_font:
            stream.Length1 = len(content)
        stream.write(zlib.compress(content), filter=Name.FlateDecode)


def _is_misread(content: bytes) -> bool:
    return zlib.compress(content).endswith(b"\r")
