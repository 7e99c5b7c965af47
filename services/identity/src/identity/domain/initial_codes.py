"""The single-use code on the letter that comes with a new account."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

# 80 bits: too many to search through even for somebody who holds the stored digest, so that
# no slow hash is needed.
CODE_BYTES = 10
CODE_VALIDITY = timedelta(days=14)

# Crockford's Base32: nobody has to tell O from 0 or I and L from 1 on a printed letter.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class InitialCode:
    """An issued code; only its digest is kept."""

    digest: str = field(repr=False)
    expires_at: datetime
    used_at: datetime | None = None


def written_code(secret: bytes) -> str:
    """The code as it is printed: sixteen letters and digits in groups of four."""
    number = int.from_bytes(secret)
    length = len(secret) * 8 // 5
    letters = "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(length)))
    return "-".join(letters[start : start + 4] for start in range(0, length, 4))


def code_digest(code: str) -> str:
    """The digest of a code as typed: case, blanks, hyphens and look-alikes do not matter."""
    plain = "".join(code.upper().split()).translate(_READ_AS)
    return sha256(plain.encode()).hexdigest()


def opens(code: InitialCode | None, typed: str, now: datetime) -> bool:
    """Whether the typed code is the issued one, unused and not older than 14 days."""
    matches = hmac.compare_digest(code.digest if code else _NO_DIGEST, code_digest(typed))
    return code is not None and matches and code.used_at is None and now < code.expires_at
