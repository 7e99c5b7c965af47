"""What is hashed of an audit entry, byte by byte.

An entry's own hash is SHA-256 over its fields, each as its length in four bytes (big-endian) and
its UTF-8 bytes, so that no two entries have the same bytes: the name of this form, the position,
the time in microseconds since 1970 (UTC), method, caller, actor, session, subject, outcome.

The hash of a place in the chain is SHA-256 over the former place's hash (32 bytes), the place's
number (eight bytes, big-endian) and the entry's own hash (32 bytes). The place before the first
one has the hash of the form's name and the service's.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Protocol

FORM = "matrikel-audit-1"
HASH_BYTES = 32

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Entry(Protocol):
    """The fields of a row of audit_entries."""

    @property
    def position(self) -> int: ...
    @property
    def entry_time(self) -> datetime: ...
    @property
    def method(self) -> str: ...
    @property
    def caller(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def session_id(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def outcome(self) -> str: ...


def hash_of_entry(entry: Entry, position: int | None = None) -> bytes:
    """The entry's own hash; with `position` as if it stood there."""
    return _hash_of(
        FORM,
        str(entry.position if position is None else position),
        str((entry.entry_time - _EPOCH) // _MICROSECOND),
        entry.method,
        entry.caller,
        entry.actor,
        entry.session_id,
        entry.subject,
        entry.outcome,
    )


def hash_before_all(service: str) -> bytes:
    """The hash that a service's chain begins after."""
    return _hash_of(FORM, service)


def hash_of_place(former: bytes, number: int, entry_hash: bytes) -> bytes:
    """The hash of a place in the chain."""
    return hashlib.sha256(former + number.to_bytes(8) + entry_hash).digest()


def _hash_of(*fields: str) -> bytes:
    digest = hashlib.sha256()
    for field in fields:
        data = field.encode()
        digest.update(len(data).to_bytes(4) + data)
    return digest.digest()
