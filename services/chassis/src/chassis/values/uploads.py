"""Files that people upload: what they are by their content, and the name they are kept under.

Neither the name nor a declared type is believed: a page that says it is a PDF would otherwise be
opened as what it is.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

# At most 10 MiB each.
MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 120

# PDF readers find the header in the first kilobyte (ISO 32000-1, annex H, note 13).
_PDF_HEADER_WITHIN = 1024
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*;%]')
# What Windows keeps for devices; such a file could not be saved.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])$", re.IGNORECASE)


class UploadType(Enum):
    """The types that are taken: content type and ending."""

    PDF = ("application/pdf", ".pdf")
    PNG = ("image/png", ".png")
    JPEG = ("image/jpeg", ".jpg")

    @property
    def content_type(self) -> str:
        """The type as HTTP names it."""
        return self.value[0]

    @property
    def ending(self) -> str:
        """The ending of a file's name, with its point."""
        return self.value[1]


@dataclass(frozen=True)
class Upload:
    """A file that can be kept."""

    content: bytes
    type: UploadType
    file_name: str


def type_of(content: bytes) -> UploadType | None:
    """What the content is by its own signature and end; None for anything else."""
    if content.startswith(_PNG_SIGNATURE) and content[12:16] == b"IHDR":
        return UploadType.PNG
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]:
        return UploadType.JPEG
    # A PDF starts with its header; one that hides behind something else can be two things at once.
    start = content[:_PDF_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf\r\n\t \x00")
    if re.match(rb"%PDF-[12]\.[0-9]", start) and b"%%EOF" in content[-2048:]:
        return UploadType.PDF
    return None


def kept_name(name: str, found: UploadType) -> str:
    """The name without path, control characters and what systems refuse, with the right ending.

    Composed (NFC), at most 120 characters; "document" where nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(one for one in last if one.isprintable())
    stem = _NOT_IN_NAMES.sub("_", plain).strip(" .")
    before, point, ending = stem.rpartition(".")
    if point and ending.lower() in {"pdf", "png", "jpg", "jpeg"}:
        stem = before.strip(" .")
    if not stem or _DEVICES.match(stem):
        stem = "document"
    return stem[: MAX_NAME - len(found.ending)].rstrip(" .") + found.ending


def read_upload(
    content: bytes, name: str, accepted: frozenset[UploadType] = frozenset(UploadType)
) -> Upload | None:
    """The upload, or None where it is too large or none of the accepted types."""
    found = type_of(content)
    if found is None or found not in accepted or len(content) > MAX_BYTES:
        return None
    return Upload(content, found, kept_name(name, found))
