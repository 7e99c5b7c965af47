"""Subjects: under which name a client knows a person (OpenID Connect Core 1.0 section 8)."""

import base64
import hashlib
import hmac
from uuid import UUID

SALT_BYTES = 32


def pairwise_subject(sector: str, person_id: UUID, salt: bytes) -> str:
    """The same for the same person and sector, and nothing to be put together across sectors.

    Section 8.1: it must not be possible to turn it back by anybody but the provider. 43 characters.
    """
    return _text(hmac.new(salt, b"\0".join((sector.encode(), person_id.bytes)), hashlib.sha256))


def public_subject(person_id: UUID, salt: bytes) -> str:
    """The same for all clients that are registered so; no host is called by the empty name."""
    return pairwise_subject("", person_id, salt)


def _text(digest: "hmac.HMAC") -> str:
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
