"""The single-use code on the letter that comes with a new account."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from identity.domain.written_codes import code_digest

CODE_VALIDITY = timedelta(days=14)

_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class InitialCode:
    """An issued code; only its digest is kept."""

    digest: str = field(repr=False)
    expires_at: datetime
    used_at: datetime | None = None


def opens(code: InitialCode | None, typed: str, now: datetime) -> bool:
    """Whether the typed code is the issued one, unused and not older than 14 days."""
    matches = hmac.compare_digest(code.digest if code else _NO_DIGEST, code_digest(typed))
    return code is not None and matches and code.used_at is None and now < code.expires_at
