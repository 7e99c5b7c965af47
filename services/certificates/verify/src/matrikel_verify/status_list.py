"""The list of the states of all certificates: IETF Token Status List, signed as a JWT.

Whoever downloads the whole list tells nobody which certificate is of interest. A certificate names
its place in the list among its claims. Format and names: draft-ietf-oauth-status-list, sections 4
(compression), 5 (JWT) and 7 (status types).
"""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from matrikel_verify.trust import Jwk

# The type of the JWT, and of what is downloaded.
TYPE = "statuslist+jwt"
MEDIA_TYPE = f"application/{TYPE}"

_BITS = 4
_ALL_BITS = (1, 2, 4, 8)
_NUMBER_BYTES = 32
# A list of 32 MiB has places for the certificates of a hundred universities; more is no list.
_MOST_BYTES = 32 * 1024 * 1024


class Status(IntEnum):
    """What is to be said about a certificate.

    0 and 1 are those of the draft; 3 and 11 to 15 it leaves to applications. 2 would mean
    "suspended", which no certificate is. That takes four bits each; a list that is nearly all
    zeros weighs the same compressed.
    """

    VALID = 0x00
    # "INVALID" in the draft: withdrawn by the university.
    WITHDRAWN = 0x01
    # A newer certificate stands in its place.
    SUPERSEDED = 0x03
    # Correct when issued; what it says has changed since.
    NO_LONGER_CURRENT = 0x0B


class StatusListSigner(Protocol):
    """A key that signs status lists (ES256)."""

    @property
    def key_id(self) -> str:
        """As it stands in the list's header."""
        ...

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each."""
        ...


@dataclass(frozen=True, slots=True)
class StatusList:
    """States by place, packed as the draft asks for: the first in the lowest bits of each byte."""

    bits: int
    packed: bytes

    @classmethod
    def of(cls, size: int, noted: Iterable[tuple[int, int]], bits: int = _BITS) -> Self:
        """A list of `size` places that all say 0 but the noted ones."""
        per_byte = 8 // bits
        packed = bytearray(-(-size // per_byte))
        for place, status in noted:
            if not 0 <= place < size or not 0 <= status < 1 << bits:
                raise ValueError("a place or status outside of the list")
            byte, position = divmod(place, per_byte)
            packed[byte] |= status << position * bits
        return cls(bits, bytes(packed))

    def at(self, place: int) -> int:
        """The status type at a place. Raises ValueError outside of the list."""
        byte, position = divmod(place, 8 // self.bits)
        if place < 0 or byte >= len(self.packed):
            raise ValueError("the list has no such place")
        return self.packed[byte] >> position * self.bits & (1 << self.bits) - 1

    def compressed(self) -> str:
        """As member "lst" of the JWT: DEFLATE in the ZLIB format, base64url."""
        return _base64url(zlib.compress(self.packed, 9))

    @classmethod
    def decompressed(cls, bits: int, lst: str) -> Self:
        """Reads "bits" and "lst". Raises ValueError."""
        if type(bits) is not int or bits not in _ALL_BITS:
            raise ValueError("not a number of bits that a status list may have")
        reader = zlib.decompressobj()
        try:
            packed = reader.decompress(_of_base64url(lst), _MOST_BYTES)
        except zlib.error as error:
            raise ValueError("the list is not compressed as it should be") from error
        if not reader.eof or reader.unused_data or reader.unconsumed_tail:
            raise ValueError("the list is cut off, or too long")
        return cls(bits, packed)


@dataclass(frozen=True, slots=True)
class StatusListToken:
    """A status list with what its JWT says about it."""

    # The address under which the list is handed out ("sub").
    address: str
    issue_time: datetime
    # When the list says nothing any more ("exp").
    expire_time: datetime
    # How long a copy may be used before it should be fetched again ("ttl").
    fresh_for: timedelta
    states: StatusList
    # The newest checkpoint of the transparency log when the list was made; empty without one.
    checkpoint: str = ""

    def signed(self, signer: StatusListSigner) -> str:
        """As a compact JWS."""
        header = {"alg": "ES256", "kid": signer.key_id, "typ": TYPE}
        payload: dict[str, object] = {
            "sub": self.address,
            "iat": int(self.issue_time.timestamp()),
            "exp": int(self.expire_time.timestamp()),
            "ttl": int(self.fresh_for.total_seconds()),
            "status_list": {"bits": self.states.bits, "lst": self.states.compressed()},
        }
        if self.checkpoint:
            payload["log_checkpoint"] = self.checkpoint
        message = f"{_json(header)}.{_json(payload)}"
        return f"{message}.{_base64url(signer.sign(message.encode('ascii')))}"

    @classmethod
    def verified(
        cls, jwt: str, keys: Sequence[Jwk], address: str, now: datetime | None = None
    ) -> Self:
        """Reads a list that one of the keys signed for the address.

        `now` None takes an expired one, too, for checks of what was said at that time. Raises
        ValueError, saying what is wrong.
        """
        head, payload, signature = _parts(jwt)
        header = _object(head)
        if header.get("typ") != TYPE or header.get("alg") != "ES256" or "crit" in header:
            raise ValueError("not signed as a status list")
        key = next((one for one in keys if one.key_id == header.get("kid")), None)
        if key is None:
            raise ValueError("the status list is signed with a key that is not known")
        _check_signature(key, f"{head}.{payload}".encode("ascii"), _of_base64url(signature))
        token = cls._read(_object(payload))
        if token.address != address:
            raise ValueError("the status list is that of another address")
        if now is not None and token.expire_time <= now:
            raise ValueError("the status list is expired")
        return token

    @classmethod
    def _read(cls, values: Mapping[str, Any]) -> Self:
        try:
            states = StatusList.decompressed(
                values["status_list"]["bits"], values["status_list"]["lst"]
            )
            return cls(
                address=_text(values["sub"]),
                issue_time=_moment(values["iat"]),
                expire_time=_moment(values["exp"]),
                fresh_for=timedelta(seconds=int(values["ttl"])),
                states=states,
                checkpoint=_text(values.get("log_checkpoint", "")),
            )
        except (KeyError, TypeError, OverflowError) as error:
            raise ValueError("not a status list") from error

    def status_at(self, place: int) -> Status:
        """What the list says about a certificate. Raises ValueError where it does not know it."""
        return Status(self.states.at(place))


def _check_signature(key: Jwk, message: bytes, signature: bytes) -> None:
    if len(signature) != 2 * _NUMBER_BYTES:
        raise ValueError("no signature of ES256")
    numbers = encode_dss_signature(
        int.from_bytes(signature[:_NUMBER_BYTES], "big"),
        int.from_bytes(signature[_NUMBER_BYTES:], "big"),
    )
    try:
        key.public_key().verify(numbers, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise ValueError("the signature of the status list does not fit") from error


def _parts(jwt: str) -> tuple[str, str, str]:
    parts = jwt.split(".")
    if len(parts) != 3:  # header, payload, signature
        raise ValueError("not a signed status list")
    return parts[0], parts[1], parts[2]


def _object(part: str) -> Mapping[str, Any]:
    try:
        values = json.loads(_of_base64url(part))
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a signed status list") from error
    if not isinstance(values, dict):
        raise ValueError("not a signed status list")
    return values


def _json(values: Mapping[str, object]) -> str:
    return _base64url(json.dumps(values, separators=(",", ":")).encode())


def _moment(value: object) -> datetime:
    if type(value) is not int:
        raise TypeError("not a moment")
    return datetime.fromtimestamp(value, UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _of_base64url(text: str) -> bytes:
    """Refuses what the encoding would not have made, so that no text stands for another."""
    if not isinstance(text, str):
        raise ValueError("not base64url")
    content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _base64url(content) != text:
        raise ValueError("not base64url")
    return content
