"""Keys in a PKCS#11 token: a hardware security module, a smart card, or SoftHSM2.

The private keys never leave it; what comes out is raw ECDSA over a digest. One session is kept, as
logging in takes long, and opened anew where the token lost it.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pkcs11.exceptions import PinExpired, PinIncorrect, PinInvalid, PinLocked, PKCS11Error
from pkcs11.util.ec import encode_named_curve_parameters

from certificates.keys.places import TokenPlace
from certificates.keys.problems import KeysError

T = TypeVar("T")

_P256 = "secp256r1"
# The tag and length of the OCTET STRING around a point of P-256, which has 65 bytes.
_AROUND_POINT = b"\x04\x41"
_WRONG_PIN = (PinIncorrect, PinInvalid, PinLocked, PinExpired)


@dataclass(frozen=True, slots=True)
class TokenSettings:
    """Where the token is and where its PIN is written down."""

    module: Path
    label: str
    pin_file: Path


class Token:
    """One token, logged in to when it is first needed."""

    def __init__(self, settings: TokenSettings) -> None:
        self._settings = settings
        # One session does one thing at a time.
        self._lock = threading.Lock()
        self._session: Any = None
        self._keys: dict[TokenPlace, Any] = {}
        self._refused_pin = ""

    def key(self, place: TokenPlace) -> "TokenKey":
        """A key of the token; it is looked for when it signs."""
        return TokenKey(self, place)

    def sign_digest(self, place: TokenPlace, digest: bytes) -> bytes:
        """r and s, 32 bytes each. Raises KeysError where token or key cannot be reached."""

        def sign(session: Any) -> bytes:
            key = self._keys.get(place)
            if key is None:
                key = self._keys[place] = _one(session, place, pkcs11.ObjectClass.PRIVATE_KEY)
            return bytes(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))

        return self._in_session(sign)

    def public_key(self, place: TokenPlace) -> EllipticCurvePublicKey:
        """The public half of a key pair of the token. Raises KeysError."""
        return self._in_session(lambda session: _public_key(session, place))

    def make_key(self, place: TokenPlace) -> EllipticCurvePublicKey:
        """Makes a P-256 key pair that cannot be taken out. Raises KeysError, also where it is."""

        def make(session: Any) -> EllipticCurvePublicKey:
            if _all(session, place, pkcs11.ObjectClass.PRIVATE_KEY):
                raise KeysError(f"the token has a key {place} already")
            curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(_P256)}
            domain = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
            domain.generate_keypair(
                label=place.label or None,
                id=place.key_id or None,
                store=True,
                private_template={
                    pkcs11.Attribute.SENSITIVE: True,
                    pkcs11.Attribute.EXTRACTABLE: False,
                },
            )
            return _public_key(session, place)

        return self._in_session(make, writes=True)

    def close(self) -> None:
        """Logs out; the next use logs in again."""
        with self._lock:
            self._forget_session()

    def _in_session(self, use: Callable[[Any], T], *, writes: bool = False) -> T:
        """Does it once more where the session is from before: the token may have lost it."""
        with self._lock:
            if writes:
                self._forget_session()
            attempts = 2 if self._session is not None else 1
            try:
                while True:
                    attempts -= 1
                    try:
                        if self._session is None:
                            self._session = self._open(writes)
                        return use(self._session)
                    except PKCS11Error as error:
                        self._forget_session()
                        if not attempts:
                            raise KeysError(self._trouble(error)) from error
            finally:
                if writes:
                    # Usually a session only reads.
                    self._forget_session()

    def _open(self, writes: bool) -> Any:
        try:
            pin = self._settings.pin_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise KeysError(f"the PIN of the token cannot be read: {error.strerror}") from error
        if pin == self._refused_pin:
            # A token locks itself after a few wrong PINs: one try is enough.
            raise KeysError(
                f"the token {self._settings.label} refused the PIN; correct the file of"
                " MATRIKEL_CERTIFICATES_PKCS11_PIN_FILE"
            )
        try:
            return self._logged_in(pin, writes)
        except _WRONG_PIN:
            self._refused_pin = pin
            raise

    def _logged_in(self, pin: str, writes: bool) -> Any:
        try:
            library = pkcs11.lib(str(self._settings.module))
        except (RuntimeError, OSError) as error:
            raise KeysError(f"the PKCS#11 module cannot be used: {error}") from error
        try:
            token = library.get_token(token_label=self._settings.label)
            return token.open(rw=writes, user_pin=pin)
        except _WRONG_PIN:
            raise
        except PKCS11Error:
            # A module knows the tokens that were there when it began, and some find one that was
            # away only after they begin anew.
            library.reinitialize()
            token = library.get_token(token_label=self._settings.label)
            return token.open(rw=writes, user_pin=pin)

    def _forget_session(self) -> None:
        session, self._session = self._session, None
        self._keys.clear()
        if session is not None:
            try:
                session.close()
            except PKCS11Error:
                # It is lost already, and with it everything that closing would give back.
                return

    def _trouble(self, error: PKCS11Error) -> str:
        return f"the token {self._settings.label} cannot be used ({type(error).__name__})"


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A P-256 key of a token."""

    _token: Token
    _place: TokenPlace

    def sign(self, message: bytes) -> bytes:
        """r and s, 32 bytes each. Raises KeysError where token or key cannot be reached."""
        return self._token.sign_digest(self._place, hashlib.sha256(message).digest())


@cache
def token_at(settings: TokenSettings) -> Token:
    """The one object for a token: a process logs in once, for all its sessions (PKCS#11, 6.7)."""
    return Token(settings)


def _public_key(session: Any, place: TokenPlace) -> EllipticCurvePublicKey:
    found = _one(session, place, pkcs11.ObjectClass.PUBLIC_KEY)
    point = bytes(found[pkcs11.Attribute.EC_POINT])
    try:
        return EllipticCurvePublicKey.from_encoded_point(
            SECP256R1(), point.removeprefix(_AROUND_POINT) if len(point) > 65 else point
        )
    except ValueError:
        raise KeysError(f"the key {place} of the token is not on P-256") from None


def _one(session: Any, place: TokenPlace, kind: pkcs11.ObjectClass) -> Any:
    found = _all(session, place, kind)
    if len(found) != 1:
        raise KeysError(f"the token has {len(found) or 'no'} keys {place}; one is needed")
    return found[0]


def _all(session: Any, place: TokenPlace, kind: pkcs11.ObjectClass) -> list[Any]:
    wanted: dict[Any, Any] = {pkcs11.Attribute.CLASS: kind}
    if place.label:
        wanted[pkcs11.Attribute.LABEL] = place.label
    if place.key_id:
        wanted[pkcs11.Attribute.ID] = place.key_id
    return list(session.get_objects(wanted))
