"""Random codes as people read and type them: initial, recovery, start and mailed ones."""

from hashlib import sha256

# 80 bits: too many to search through even for somebody who holds the stored digest, so that
# no slow hash is needed.
CODE_BYTES = 10

# Crockford's Base32: nobody has to tell O from 0 or I and L from 1 on a printed letter.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def written_code(secret: bytes) -> str:
    """The code as it is printed: letters and digits in groups of four, 20 bits each."""
    number = int.from_bytes(secret)
    length = len(secret) * 8 // 5
    letters = "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(length)))
    return "-".join(letters[start : start + 4] for start in range(0, length, 4))


def code_digest(code: str) -> str:
    """The digest of a code as typed: case, blanks, hyphens and look-alikes do not matter."""
    return sha256(plain_code(code).encode()).hexdigest()


def plain_code(code: str) -> str:
    """A code as typed in its one form: case, blanks, hyphens and look-alikes do not matter."""
    return "".join(code.upper().split()).translate(_READ_AS)
