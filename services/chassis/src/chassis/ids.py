"""Identifiers: UUIDs of version 7, which sort by the time they were made at."""

import secrets
from datetime import datetime
from uuid import UUID


def new_id(now: datetime) -> UUID:
    """A new UUID of version 7 (RFC 9562) with 74 random bits, made at `now`."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    # Asked for at once, as each time costs a call of the system.
    random = secrets.randbits(74)
    random_a, random_b = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (random_a << 64) | (0b10 << 62) | random_b)
