"""The place that a drawn file keeps for its seal: its byte range, its digest, and filling it."""

import hashlib
from dataclasses import dataclass

from certificates.documents.seal_field import BYTE_RANGE, CONTENTS, CONTENTS_BYTES


@dataclass(frozen=True, slots=True)
class Hole:
    """A file whose byte range is written down already, so that it can be hashed and filled."""

    # With the byte range in it and the placeholder where the seal goes.
    content: bytes
    # The places of < and of what follows >.
    start: int
    end: int

    @classmethod
    def of(cls, prepared: bytes) -> "Hole":
        """The hole of a file that was drawn with a field for the seal.

        Raises ValueError unless there is exactly one.
        """
        text = prepared.find(b"<" + CONTENTS + b">")
        if text < 0 or prepared.count(CONTENTS) != 1 or prepared.count(BYTE_RANGE) != 1:
            raise ValueError("the file has no place for a seal, or more than one")
        start, end = text, text + len(CONTENTS) + 2
        rest = len(prepared) - end
        written = (b"[0 %d %d %d]" % (start, end, rest)).ljust(len(BYTE_RANGE))
        return cls(prepared.replace(BYTE_RANGE, written), start, end)

    def digest(self) -> bytes:
        """SHA-256 over everything but the hole."""
        view = memoryview(self.content)
        hashed = hashlib.sha256(view[: self.start])
        hashed.update(view[self.end :])
        return hashed.digest()

    def filled(self, cms: bytes) -> bytes:
        """The file with the CMS in its hole. Raises ValueError for one that does not fit in."""
        if len(cms) > CONTENTS_BYTES:
            raise ValueError(
                f"a seal of {len(cms)} bytes does not fit into {CONTENTS_BYTES}: the chain of"
                " certificates is too long"
            )
        value = cms.hex().encode("ascii").ljust(len(CONTENTS), b"0")
        return b"".join((self.content[: self.start], b"<", value, b">", self.content[self.end :]))
