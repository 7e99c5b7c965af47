"""What a verifier pins: whom it believes. A file of trust is fetched once and kept.

Nothing that a certificate carries can add to it: a chain, a key or an address inside a file is
only ever compared with what stands here.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

_VERSION = 1
_COORDINATE_BYTES = 32


@dataclass(frozen=True, slots=True)
class DataSealKey:
    """A key that signs data seals, by the reference that stands in their header."""

    reference: str
    # SubjectPublicKeyInfo, DER, of an EC key on P-256.
    public_key: bytes
    # Days on which it sealed, both included; None where one side is open.
    first_date: date | None = None
    last_date: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the key sealed on that day."""
        begun = self.first_date is None or self.first_date <= day
        return begun and (self.last_date is None or day <= self.last_date)


@dataclass(frozen=True, slots=True)
class Jwk:
    """A public EC key on P-256 as JSON Web Key (RFC 7517, RFC 7518 section 6.2)."""

    # "kid"
    key_id: str
    # The coordinates, 32 bytes each.
    x: bytes
    y: bytes

    @classmethod
    def of(cls, key_id: str, public_key: ec.EllipticCurvePublicKey) -> Self:
        """The JWK of a key; raises ValueError for a curve other than P-256."""
        if not isinstance(public_key.curve, ec.SECP256R1):
            raise ValueError("not a key on P-256")
        numbers = public_key.public_numbers()
        return cls(key_id, _coordinate(numbers.x), _coordinate(numbers.y))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The key itself; raises ValueError for coordinates that are not on the curve."""
        return ec.EllipticCurvePublicNumbers(
            int.from_bytes(self.x, "big"), int.from_bytes(self.y, "big"), ec.SECP256R1()
        ).public_key()

    def to_values(self) -> dict[str, str]:
        """The members that RFC 7517 names."""
        return {
            "kty": "EC",
            "crv": "P-256",
            "alg": "ES256",
            "use": "sig",
            "kid": self.key_id,
            "x": _base64url(self.x),
            "y": _base64url(self.y),
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Reads a JWK; raises ValueError or KeyError for anything but a key on P-256."""
        if values["kty"] != "EC" or values["crv"] != "P-256":
            raise ValueError("not a key on P-256")
        key = cls(str(values["kid"]), _of_base64url(values["x"]), _of_base64url(values["y"]))
        key.public_key()
        return key


@dataclass(frozen=True, slots=True)
class Trust:
    """Everything that a verifier believes about one university."""

    # As certificates print it.
    university: str
    # DER of the seal certificate of every generation: only these are accepted.
    seal_certificates: tuple[bytes, ...]
    # DER of the certificates in which chains end: of the seals and of the timestamp services.
    seal_roots: tuple[bytes, ...]
    timestamp_roots: tuple[bytes, ...] = ()
    data_seal_keys: tuple[DataSealKey, ...] = ()
    # Key of the transparency log after C2SP signed-note: "<name>+<hash>+<base64>".
    log_key: str = ""
    # Keys of the log that signed earlier checkpoints, and those of its witnesses.
    former_log_keys: tuple[str, ...] = ()
    witness_keys: tuple[str, ...] = ()
    status_list_keys: tuple[Jwk, ...] = ()
    # Where the log's tiles, the status list and the page for people are; empty if nowhere.
    log_address: str = ""
    status_list_address: str = ""
    verification_page: str = ""

    @classmethod
    def parse(cls, content: str | bytes) -> Self:
        """Reads a file of trust. Raises ValueError, saying what is wrong, for anything else."""
        try:
            values = json.loads(content)
            if values["version"] != _VERSION:
                raise ValueError("the file of trust is of another version")
            return cls._read(values)
        except (AttributeError, KeyError, TypeError, RecursionError, UnsupportedAlgorithm) as error:
            raise ValueError(f"not a file of trust: {error}") from error

    @classmethod
    def _read(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            university=_text(values["university"]),
            seal_certificates=_certificates(values["seal_certificates"]),
            seal_roots=_certificates(values["seal_roots"]),
            timestamp_roots=_certificates(values["timestamp_roots"]),
            data_seal_keys=tuple(_data_seal_key(one) for one in values["data_seal_keys"]),
            log_key=_text(values["log_key"]),
            former_log_keys=tuple(_text(one) for one in values["former_log_keys"]),
            witness_keys=tuple(_text(one) for one in values["witness_keys"]),
            status_list_keys=tuple(Jwk.of_values(one) for one in values["status_list_keys"]),
            log_address=_text(values["log_address"]),
            status_list_address=_text(values["status_list_address"]),
            verification_page=_text(values["verification_page"]),
        )

    def to_json(self) -> str:
        """As the service hands it out and `matrikel-verify --trust` reads it."""
        values = {
            "version": _VERSION,
            "university": self.university,
            "seal_certificates": [_base64(one) for one in self.seal_certificates],
            "seal_roots": [_base64(one) for one in self.seal_roots],
            "timestamp_roots": [_base64(one) for one in self.timestamp_roots],
            "data_seal_keys": [
                {
                    "reference": key.reference,
                    "public_key": _base64(key.public_key),
                    "first_date": key.first_date.isoformat() if key.first_date else None,
                    "last_date": key.last_date.isoformat() if key.last_date else None,
                }
                for key in self.data_seal_keys
            ],
            "log_key": self.log_key,
            "former_log_keys": list(self.former_log_keys),
            "witness_keys": list(self.witness_keys),
            "status_list_keys": [key.to_values() for key in self.status_list_keys],
            "log_address": self.log_address,
            "status_list_address": self.status_list_address,
            "verification_page": self.verification_page,
        }
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"

    def fingerprints(self) -> tuple[tuple[str, str], ...]:
        """What a person compares over a second channel: what it is, and its SHA-256 or its key."""
        seals = [("seal", _fingerprint(one)) for one in self.seal_certificates]
        roots = [("seal root", _fingerprint(one)) for one in self.seal_roots]
        stamps = [("timestamp root", _fingerprint(one)) for one in self.timestamp_roots]
        barcodes = [
            (f"data seal {key.reference}", _fingerprint(key.public_key))
            for key in self.data_seal_keys
        ]
        lists = [
            (f"status list {key.key_id}", _fingerprint(_der(key.public_key())))
            for key in self.status_list_keys
        ]
        logs = [("log", one) for one in (self.log_key, *self.former_log_keys) if one]
        witnesses = [("witness", one) for one in self.witness_keys]
        return (*seals, *roots, *stamps, *barcodes, *lists, *logs, *witnesses)


def _certificates(values: Any) -> tuple[bytes, ...]:
    every = tuple(base64.b64decode(one, validate=True) for one in values)
    for one in every:
        x509.load_der_x509_certificate(one)
    return every


def _data_seal_key(values: Mapping[str, Any]) -> DataSealKey:
    public_key = base64.b64decode(values["public_key"], validate=True)
    loaded = serialization.load_der_public_key(public_key)
    if not isinstance(loaded, ec.EllipticCurvePublicKey) or loaded.curve.name != "secp256r1":
        raise ValueError("a key of data seals is not on P-256")
    return DataSealKey(
        reference=_text(values["reference"]),
        public_key=public_key,
        first_date=_date(values["first_date"]),
        last_date=_date(values["last_date"]),
    )


def _date(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _der(public_key: ec.EllipticCurvePublicKey) -> bytes:
    return public_key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _coordinate(value: int) -> bytes:
    return value.to_bytes(_COORDINATE_BYTES, "big")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _of_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value
