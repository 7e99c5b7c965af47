"""Where a private key is: a file of the key folder, or an object of a PKCS#11 token."""

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, unquote_to_bytes

from certificates.keys.problems import KeysError

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A PEM file (PKCS #8) of the key folder."""

    name: str

    def __str__(self) -> str:
        return f"file:{self.name}"


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A key pair of the token, found by its label, its id, or both."""

    label: str
    key_id: bytes

    def __str__(self) -> str:
        """As a PKCS#11 URI (RFC 7512)."""
        parts = [f"object={quote(self.label, safe='')}"] if self.label else []
        if self.key_id:
            parts.append("id=" + "".join(f"%{byte:02X}" for byte in self.key_id))
        return "pkcs11:" + ";".join(parts)


KeyPlace: TypeAlias = FilePlace | TokenPlace


def read_place(text: str) -> KeyPlace:
    """Reads `file:NAME` or `pkcs11:object=LABEL;id=%01`. Raises KeysError for anything else."""
    kind, _, rest = text.partition(":")
    if kind == "file" and is_file_name(rest):
        return FilePlace(rest)
    if kind == "pkcs11":
        parts = dict(part.partition("=")[::2] for part in rest.split(";"))
        if parts.keys() <= {"object", "id"} and any(parts.values()):
            try:
                label = unquote_to_bytes(parts.get("object", "")).decode()
            except UnicodeDecodeError:
                raise KeysError(f"{text}: the label is not UTF-8") from None
            return TokenPlace(label, unquote_to_bytes(parts.get("id", "")))
    raise KeysError(
        f"{text}: a private key is at file:NAME, a file of the key folder, or at"
        " pkcs11:object=LABEL;id=%01 (RFC 7512)"
    )


def is_file_name(text: str) -> bool:
    """Whether the text names a file of the key folder, and nothing outside of it."""
    return _FILE_NAME.fullmatch(text) is not None
