"""Codes of an authenticator app (TOTP, RFC 6238): six digits that change every 30 seconds."""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

# RFC 4226 section 4, R6, recommends 160 bits; SHA-1, six digits and 30 seconds are what every
# authenticator app understands, and some understand nothing else.
SEED_BYTES = 20
DIGITS = 6
STEP = timedelta(seconds=30)
# RFC 6238 section 5.2: one step either way for clocks that differ and fingers that are slow.
STEPS_EITHER_WAY = 1
SET_UP_WITHIN = timedelta(minutes=15)


def step_at(now: datetime) -> int:
    """The number of whole steps since 1970."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def code_of_step(seed: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step (RFC 4226 section 5.3)."""
    mac = hmac.digest(seed, step.to_bytes(8), "sha1")
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def matching_step(seed: bytes, typed: str, now: datetime) -> int | None:
    """The step, of those that count at `now`, whose code was typed; the latest of several."""
    plain = plain_code(typed)
    current = step_at(now)
    found = None
    # All are compared, so that the time tells nothing about which one it was.
    for step in range(current - STEPS_EITHER_WAY, current + STEPS_EITHER_WAY + 1):
        if hmac.compare_digest(code_of_step(seed, step).encode(), plain.encode()):
            found = step
    return found


def is_totp_code(typed: str) -> bool:
    """Whether what was typed has the form of a code: six digits, blanks aside."""
    plain = plain_code(typed)
    return len(plain) == DIGITS and plain.isascii() and plain.isdigit()


def plain_code(typed: str) -> str:
    """A code without the blanks and hyphens that apps and people put into it."""
    return "".join(typed.split()).replace("-", "")


def written_seed(seed: bytes) -> str:
    """The seed for typing: Base32 in groups of four."""
    return " ".join(_groups(base64.b32encode(seed).decode()))


def otpauth_uri(seed: bytes, user_name: str, issuer: str) -> str:
    """The seed for scanning, in the form that authenticator apps read.

    Parameters that are the default everywhere are named nevertheless: some apps ask for them.
    """
    parameters = {
        "secret": base64.b32encode(seed).decode(),
        "issuer": issuer,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": int(STEP.total_seconds()),
    }
    label = f"{quote(issuer)}:{quote(user_name)}"
    return f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}"


def _groups(text: str) -> Iterable[str]:
    return (text[start : start + 4] for start in range(0, len(text), 4))
