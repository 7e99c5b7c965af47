"""What is kept of an issued certificate besides what people are told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """The evidence of one issue. All of it goes when the certificate's data is deleted."""

    # Canonical claims, and the salt that hides them in their leaf of the log.
    claims: bytes
    salt: bytes = field(repr=False)
    claims_leaf: int
    file_leaf: int
    # SHA-256 of the sealed file.
    file_digest: bytes
    # The place in the status list.
    status_index: int
    # What the certificate rests on, as `domain.basis` makes it.
    basis: Mapping[str, Any]
    birth_date: date
    # Keyed digest of the PIN that the holder chose; None where there is none.
    pin_digest: bytes | None = field(default=None, repr=False)
