"""Encrypts what identity has to read back: seeds of authenticator apps.

One key of 256 bits in a file outside the database, so that a copy of the database alone opens
nothing.
"""

import hmac
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
# Says how the rest is made, so that another way can be told apart one day.
_FORM: Final = b"\x01"


class DataKeyError(Exception):
    """The data key is missing or is no key; names what to do."""


class DataKey:
    """Seals (AES-256-GCM) and makes keyed digests (HMAC-SHA256), with a key of its own for each.

    Both bind what they make to a purpose and to whose it is: a sealed seed that is copied into
    another person's row does not open.
    """

    def __init__(self, key: bytes) -> None:
        """Raises DataKeyError where the key has not 32 bytes."""
        if len(key) != KEY_BYTES:
            raise DataKeyError(f"a data key has {KEY_BYTES} bytes, this one has {len(key)}")
        self._sealing = AESGCM(_derived(key, b"seal"))
        self._digests = _derived(key, b"digest")

    def __repr__(self) -> str:
        return "DataKey(…)"

    def seal(self, plain: bytes, purpose: str, whose: bytes) -> bytes:
        """The text encrypted, with a nonce of its own."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORM + nonce + self._sealing.encrypt(nonce, plain, _bound(purpose, whose))

    def open(self, sealed: bytes, purpose: str, whose: bytes) -> bytes:
        """The text in clear. Raises DataKeyError where it was sealed with another key."""
        nonce, encrypted = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            if sealed[:1] != _FORM:
                raise InvalidTag
            return self._sealing.decrypt(nonce, encrypted, _bound(purpose, whose))
        except InvalidTag:
            raise DataKeyError(
                "what is stored was not sealed with this data key: put the former key back into"
                " MATRIKEL_IDENTITY_DATA_KEY_FILE"
            ) from None

    def digest(self, text: str, purpose: str, whose: bytes) -> str:
        """A digest of a short secret that nobody can search through without the key."""
        return hmac.digest(self._digests, _bound(purpose, whose) + text.encode(), "sha256").hex()


def read_data_key(file: Path | None, *, required: bool) -> DataKey:
    """The key in the file; without one, where none is required, a key for this run alone.

    Raises DataKeyError, which names the remedy.
    """
    if file is None:
        if required:
            raise DataKeyError(
                "MATRIKEL_IDENTITY_DATA_KEY_FILE is not set: name a file of 32 random bytes, made"
                " once with `head -c 32 /dev/urandom` and readable by this service only"
            )
        return DataKey(secrets.token_bytes(KEY_BYTES))
    try:
        return DataKey(file.read_bytes())
    except OSError as error:
        raise DataKeyError(f"the data key cannot be read: {error}") from error


def _derived(key: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"matrikel identity " + use).derive(key)


def _bound(purpose: str, whose: bytes) -> bytes:
    return purpose.encode() + b"\x00" + whose
