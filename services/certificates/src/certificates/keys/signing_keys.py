"""Keys that sign, wherever they are: P-256 in a file or a token, all with the same face."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog
from chassis.signing import thumbprint
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from matrikel_verify.trust import Jwk

from certificates.keys.generations import Generation
from certificates.keys.places import FilePlace
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose
from certificates.texts import sealing_refusals

if TYPE_CHECKING:
    # Not everybody has a token, nor the library for it.
    from certificates.keys.token import Token

log = structlog.get_logger()
ES256 = ec.ECDSA(hashes.SHA256())
_NUMBER_BYTES = 32


class Es256(Protocol):
    """Makes ECDSA signatures over P-256 and SHA-256."""

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each. Raises KeysError where the key cannot be reached."""
        ...


class FileKey:
    """A P-256 key that was read from a file, and stays in memory: reading it again is slow."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "FileKey(…)"

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each."""
        r, s = decode_dss_signature(self._key.sign(message, ES256))
        return r.to_bytes(_NUMBER_BYTES, "big") + s.to_bytes(_NUMBER_BYTES, "big")


@dataclass(frozen=True, slots=True)
class SealKey:
    """A generation that seals documents: certificates for everybody, and the key behind them."""

    generation: Generation
    _key: Es256 = field(repr=False)

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The seal certificate first, the one in which the chain ends last."""
        return self.generation.chain

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each. Raises Failure SEAL_UNAVAILABLE where its token is away."""
        return _sign(self._key, message)


@dataclass(frozen=True, slots=True)
class DataSealKeyPair:
    """A generation that signs barcodes."""

    # How the header of a seal names it.
    reference: str
    _key: Es256 = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each. Raises Failure SEAL_UNAVAILABLE where its token is away."""
        return _sign(self._key, message)


@dataclass(frozen=True, slots=True)
class StatusListKey:
    """A generation that signs status lists (ES256)."""

    jwk: Jwk
    _key: Es256 = field(repr=False)

    @property
    def key_id(self) -> str:
        """The key's thumbprint (RFC 7638): "kid"."""
        return self.jwk.key_id

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each, as JWS wants them. Raises Failure SEAL_UNAVAILABLE."""
        return _sign(self._key, message)


def _sign(key: Es256, message: bytes) -> bytes:
    try:
        return key.sign(message)
    except KeysError as error:
        log.error("key_not_reached", problem=str(error))
        raise sealing_refusals.seal_unavailable() from error


def open_es256(folder: Path, generation: Generation, token: "Token | None") -> Es256:
    """The private key of a generation. Raises KeysError where it is missing or another one.

    A key in a token is only looked for when it signs: a token that is away for a while must not
    keep the service from answering everything else.
    """
    place = generation.place
    if not isinstance(place, FilePlace):
        if token is None:
            raise KeysError(
                f"{generation.generation_id} is in a token: set"
                " MATRIKEL_CERTIFICATES_PKCS11_MODULE, …_PKCS11_TOKEN and …_PKCS11_PIN_FILE"
            )
        return token.key(place)
    key = _read(folder, place)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != generation.public_key:
        raise KeysError(f"{place.name} is not the private key of {generation.generation_id}")
    return FileKey(key)


def open_ed25519(folder: Path, generation: Generation) -> Ed25519PrivateKey:
    """The private key of a generation of the log. Raises KeysError."""
    place = generation.place
    if not isinstance(place, FilePlace):
        raise KeysError(f"{generation.generation_id}: the key of the log is in a file")
    key = _read(folder, place)
    if not isinstance(key, Ed25519PrivateKey) or key.public_key() != generation.public_key:
        raise KeysError(f"{place.name} is not the private key of {generation.generation_id}")
    return key


def prove(key: Es256, generation: Generation) -> None:
    """Signs something to see that key and public key belong together. Raises KeysError."""
    assert isinstance(generation.public_key, ec.EllipticCurvePublicKey), generation.purpose
    message = b"certificates keys check" + secrets.token_bytes(16)
    signature = key.sign(message)
    r, s = signature[:_NUMBER_BYTES], signature[_NUMBER_BYTES:]
    numbers = encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))
    try:
        generation.public_key.verify(numbers, message, ES256)
    except InvalidSignature:
        raise KeysError(
            f"{generation.place} is not the private key of {generation.generation_id}"
        ) from None


def jwk_of(generation: Generation) -> Jwk:
    """The public key of a generation, named by its thumbprint."""
    assert isinstance(generation.public_key, ec.EllipticCurvePublicKey), generation.purpose
    unnamed = Jwk.of("", generation.public_key)
    return Jwk.of(thumbprint(unnamed.to_values()), generation.public_key)


def new_private_key(purpose: Purpose) -> "ec.EllipticCurvePrivateKey | Ed25519PrivateKey":
    """A key of the kind that the purpose needs."""
    if purpose is Purpose.LOG:
        return Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def private_pem(key: "ec.EllipticCurvePrivateKey | Ed25519PrivateKey") -> bytes:
    """As it is written into a file that only the service can read."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read(folder: Path, place: FilePlace) -> object:
    try:
        return load_pem_private_key((folder / place.name).read_bytes(), None)
    except OSError as error:
        raise KeysError(f"{place.name}: {error.strerror}") from error
    except (ValueError, TypeError):
        # The library's own words may quote the file.
        raise KeysError(f"{place.name} holds no private key (PEM, without a password)") from None
