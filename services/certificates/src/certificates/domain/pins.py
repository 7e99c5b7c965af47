"""PINs that holders choose: kept as keyed digests only."""

import hmac
from typing import Final

from matrikel_verify.number import VerificationNumber

KEY_BYTES: Final = 32


class PinKey:
    """Makes digests (HMAC-SHA256) of PINs with a key that lies outside the database.

    A PIN has so few digits that whoever copies the database could try them all, were it not for
    the key. A digest is bound to its number: copied to another certificate it fits no PIN.
    """

    def __init__(self, key: bytes) -> None:
        """Raises ValueError where the key has not 32 bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key of PINs has {KEY_BYTES} bytes, this one has {len(key)}")
        self._key = key

    def __repr__(self) -> str:
        return "PinKey(…)"

    def digest(self, number: VerificationNumber, pin: str) -> bytes:
        """The digest of a PIN, or of the empty text where none was named."""
        text = f"matrikel certificates PIN\0{number.digits}\0{pin}"
        return hmac.digest(self._key, text.encode(), "sha256")
