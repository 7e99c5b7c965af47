"""Checkpoints: what a log says that it holds, signed by the log and co-signed by witnesses.

After C2SP signed-note, tlog-checkpoint and tlog-cosignature (https://c2sp.org): Ed25519 for the log
(type 0x01), timestamped Ed25519 for witnesses (cosignature/v1, type 0x04).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from matrikel_verify.merkle import HASH_BYTES

ED25519 = 0x01
COSIGNATURE_V1 = 0x04

KEY_ID_BYTES = 4
# A note with more signatures is refused, as other implementations do.
MOST_SIGNATURES = 100
# A log of that many entries cannot be.
LARGEST_SIZE = 2**63 - 1

_DASH = "— "
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(ValueError):
    """A note or key that cannot be read, or a signature that does not fit."""


class SigningKey(Protocol):
    """An Ed25519 key, wherever it is kept."""

    def sign(self, data: bytes, /) -> bytes:
        """Signs; 64 bytes."""

    def public_key(self) -> Ed25519PublicKey:
        """The public half."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """A signature line: whose, and the bytes behind the key's id."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Reads a line without its end. Raises NoteError."""
        name, separator, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not separator or not _NAME.fullmatch(name):
            raise NoteError("not a signature line")
        raw = _from_base64(encoded)
        if len(raw) <= KEY_ID_BYTES:
            raise NoteError("a signature line without a signature")
        return cls(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Note:
    """A text with signatures. Nothing in it is to be believed before a signature was verified."""

    # Ends with a line feed, which is signed with it.
    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(str(one) for one in self.signatures)}"

    @classmethod
    def parse(cls, note: str) -> Self:
        """Reads a note strictly. Raises NoteError."""
        head, separator, tail = note.rpartition("\n\n")
        if not separator or not note.endswith("\n") or _CONTROL.search(note):
            raise NoteError("not a signed note")
        lines = tail.removesuffix("\n").split("\n")
        if not tail or len(lines) > MOST_SIGNATURES:
            raise NoteError("a note without signatures, or with too many")
        return cls(head + "\n", tuple(NoteSignature.parse(line) for line in lines))

    def with_signatures(self, more: Iterable[NoteSignature]) -> Self:
        """The note with more signatures, each once."""
        return replace(self, signatures=tuple(dict.fromkeys((*self.signatures, *more))))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: who it is, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads the text of a note. Raises NoteError; lines of extension are none of ours."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not _NUMBER.fullmatch(lines[1]):
            raise NoteError("not a checkpoint")
        root, size = _from_base64(lines[2]), int(lines[1])
        if len(root) != HASH_BYTES or size > LARGEST_SIZE:
            raise NoteError("not a checkpoint")
        return cls(lines[0], size, root)


@dataclass(frozen=True)
class VerifierKey:
    """A public key under a name, as configured by whoever trusts it."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """What a signature names the key by."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, vkey: str, kind: int) -> Self:
        """Reads "<name>+<key id>+<key>". Raises NoteError, also for a key of another kind."""
        name, _, rest = vkey.partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = _from_base64(encoded)
        if not _NAME.fullmatch(name) or len(raw) != 33 or raw[0] != kind:
            raise NoteError("not a key that is known here")
        key = cls(name, kind, raw[1:])
        if key.key_id.hex() != key_id:
            raise NoteError("the key's id does not fit its name")
        return key

    @classmethod
    def of(cls, name: str, kind: int, key: Ed25519PublicKey) -> Self:
        """The key under the name. Raises NoteError for a name that no note could carry."""
        if not _NAME.fullmatch(name):
            raise NoteError("a name has neither blanks nor a plus")
        return cls(name, kind, key.public_bytes_raw())

    def signatures_in(self, note: Note) -> tuple[NoteSignature, ...]:
        """The signatures that name this key; whether they fit is another question."""
        mine = (self.name, self.key_id)
        return tuple(one for one in note.signatures if (one.name, one.key_id) == mine)

    def fits(self, signature: bytes, signed: bytes) -> bool:
        """Whether the key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


class LogSigner:
    """Signs the checkpoints of a log."""

    def __init__(self, origin: str, key: SigningKey) -> None:
        """`origin` names the log: its address without scheme, such as "example.org/v1/log"."""
        self.origin = origin
        self._key = key
        self._verifier = VerifierKey.of(origin, ED25519, key.public_key())

    @property
    def vkey(self) -> str:
        """The public key, as it is handed to those who verify."""
        return str(self._verifier)

    def sign(self, size: int, root: bytes) -> str:
        """The signed checkpoint of a tree."""
        text = Checkpoint(self.origin, size, root).text
        signature = self._key.sign(text.encode())
        line = NoteSignature(self.origin, self._verifier.key_id, signature)
        return str(Note(text, (line,)))


@dataclass(frozen=True)
class LogVerifier:
    """Knows the checkpoints of one log."""

    key: VerifierKey

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Reads a log's public key. Raises NoteError."""
        return cls(VerifierKey.parse(vkey, ED25519))

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.key.name

    def open(self, note: str) -> Checkpoint:
        """The checkpoint in a note. Raises NoteError unless the log itself signed it."""
        parsed = Note.parse(note)
        signatures = self.key.signatures_in(parsed)
        if not signatures:
            raise NoteError(f"the note is not signed by {self.origin}")
        if not all(self.key.fits(one.signature, parsed.text.encode()) for one in signatures):
            raise NoteError(f"the signature of {self.origin} does not fit")
        checkpoint = Checkpoint.parse(parsed.text)
        if checkpoint.origin != self.origin:
            raise NoteError(f"the checkpoint is of another log than {self.origin}")
        return checkpoint


def opened(note: str, verifiers: Iterable[LogVerifier]) -> Checkpoint:
    """The checkpoint in a note that one of the log's keys signed. Raises NoteError."""
    problem = NoteError("no key of the log is known")
    for verifier in verifiers:
        try:
            return verifier.open(note)
        except NoteError as error:
            problem = error
    raise problem


@dataclass(frozen=True, slots=True)
class Cosignature:
    """What a witness says: at this time it had seen nothing that contradicts the checkpoint."""

    witness: str
    time: datetime
    line: NoteSignature


class WitnessSigner:
    """Co-signs checkpoints as a witness."""

    def __init__(self, name: str, key: SigningKey) -> None:
        """`name` is the witness's, such as "witness.example.org"."""
        self._key = key
        self._verifier = VerifierKey.of(name, COSIGNATURE_V1, key.public_key())

    @property
    def vkey(self) -> str:
        """The public key, as it is handed to those who verify."""
        return str(self._verifier)

    def cosign(self, text: str, time: datetime) -> NoteSignature:
        """The witness's signature line under the text of a checkpoint."""
        seconds = int(time.timestamp())
        signature = self._key.sign(_cosigned(text, seconds))
        timestamped = seconds.to_bytes(8) + signature
        return NoteSignature(self._verifier.name, self._verifier.key_id, timestamped)


@dataclass(frozen=True)
class WitnessVerifier:
    """Knows the co-signatures of one witness."""

    key: VerifierKey

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Reads a witness's public key. Raises NoteError."""
        return cls(VerifierKey.parse(vkey, COSIGNATURE_V1))

    @property
    def name(self) -> str:
        """The witness's name."""
        return self.key.name

    def cosignatures(self, note: Note) -> tuple[Cosignature, ...]:
        """The witness's co-signatures under a note. Raises NoteError for one that does not fit."""
        return tuple(self._read(line, note.text) for line in self.key.signatures_in(note))

    def _read(self, line: NoteSignature, text: str) -> Cosignature:
        stamp, signature = line.signature[:8], line.signature[8:]
        seconds = int.from_bytes(stamp)
        try:
            time = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise NoteError(f"the time of {self.name} is none") from error
        if not self.key.fits(signature, _cosigned(text, seconds)):
            raise NoteError(f"the signature of {self.name} does not fit")
        return Cosignature(self.name, time, line)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _from_base64(encoded: str) -> bytes:
    """Standard base64 in its one canonical spelling. Raises NoteError."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if base64.b64encode(raw).decode() != encoded:
        raise NoteError("not canonical base64")
    return raw
