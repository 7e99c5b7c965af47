"""Statements that a service signs: compact JWS (RFC 7515) with ES256, made to be cheap.

One signature takes about 30 µs. The key is the service's own; its id is its thumbprint
(RFC 7638), so that a statement names its key without anybody keeping a register of names.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import load_pem_private_key

_ES256 = ec.ECDSA(hashes.SHA256())
_NUMBER_BYTES = 32

Jwk = Mapping[str, str]


class Signer:
    """Signs statements with one P-256 key."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, statement_type: str) -> None:
        self._key = key
        numbers = key.public_key().public_numbers()
        self.jwk: Jwk = {
            "kty": "EC",
            "crv": "P-256",
            "x": _encoded(numbers.x.to_bytes(_NUMBER_BYTES)),
            "y": _encoded(numbers.y.to_bytes(_NUMBER_BYTES)),
        }
        self.key_id = thumbprint(self.jwk)
        header = {"alg": "ES256", "kid": self.key_id, "typ": statement_type}
        self._head = _encoded(json.dumps(header, separators=(",", ":")).encode()) + "."

    @classmethod
    def from_file(cls, key_file: Path | None, statement_type: str) -> "Signer":
        """The key in a PEM file; a new one where there is no file, as in tests."""
        if key_file is None:
            return cls(ec.generate_private_key(ec.SECP256R1()), statement_type)
        key = load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
            raise ValueError(f"{key_file} holds no P-256 key")
        return cls(key, statement_type)

    def sign(self, payload: bytes) -> str:
        """The payload as a compact JWS."""
        signed = self._head + _encoded(payload)
        r, s = decode_dss_signature(self._key.sign(signed.encode("ascii"), _ES256))
        return f"{signed}.{_encoded(r.to_bytes(_NUMBER_BYTES) + s.to_bytes(_NUMBER_BYTES))}"


def key_id_of(signed: str) -> str:
    """The id of the key that a compact JWS says it was signed with. Raises ValueError."""
    key_id = _header(signed.partition(".")[0]).get("kid")
    if not isinstance(key_id, str):
        raise ValueError("no key is named")
    return key_id


def opened(signed: str, key: Jwk, statement_type: str) -> bytes:
    """The payload of a compact JWS. Raises ValueError unless the key signed this very text.

    The algorithm is the key's, never what the statement says of itself.
    """
    parts = signed.split(".")
    if len(parts) != 3:  # header, payload, signature
        raise ValueError("not three parts")
    head, payload, signature = parts
    header = _header(head)
    if header.get("alg") != "ES256" or header.get("typ") != statement_type or "crit" in header:
        raise ValueError("signed as something else")
    raw = _decoded(signature)
    if len(raw) != 2 * _NUMBER_BYTES:
        raise ValueError("no signature of ES256")
    numbers = encode_dss_signature(
        int.from_bytes(raw[:_NUMBER_BYTES]), int.from_bytes(raw[_NUMBER_BYTES:])
    )
    try:
        _public_key(key).verify(numbers, f"{head}.{payload}".encode("ascii"), _ES256)
    except InvalidSignature as error:
        raise ValueError("the signature does not fit") from error
    return _decoded(payload)


def thumbprint(key: Jwk) -> str:
    """The thumbprint of a key (RFC 7638)."""
    members = {name: key[name] for name in ("crv", "kty", "x", "y")}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    return _encoded(hashlib.sha256(canonical.encode()).digest())


def _public_key(key: Jwk) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(_decoded(key[name])) for name in "xy")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def _header(head: str) -> dict[str, Any]:
    try:
        header = json.loads(_decoded(head))
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError("no header") from error
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    """Refuses what the encoding would not have made, so that no text stands for another."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("no base64url") from error
    if _encoded(data) != text:
        raise ValueError("no base64url")
    return data
