"""Which key signs, which ones are published, and when the next one is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from identity.domain.access_tokens import TOKEN_LIFETIME

KEY_PERIOD = timedelta(days=90)

# Verifiers that ask for the keys once per token lifetime know a key before it signs.
PUBLISHED_AHEAD = TOKEN_LIFETIME


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key pair. Generations count up; each signs from its moment until the next one does."""

    key_id: str
    generation: int
    private_key_pem: str = field(repr=False)
    public_jwk: str
    signs_from: datetime


@dataclass(frozen=True, slots=True)
class NextKey:
    """A key to be made."""

    generation: int
    signs_from: datetime


def signing_key(keys: Sequence[SigningKey], now: datetime) -> SigningKey | None:
    """The newest key whose time has come; None when there is none yet."""
    begun = [key for key in keys if key.signs_from <= now]
    return max(begun, key=lambda key: key.generation, default=None)


def key_to_make(keys: Sequence[SigningKey], now: datetime) -> NextKey | None:
    """The key that is due now, or None.

    The first key signs at once. A later one is made one token lifetime before the 90 days of
    its forerunner are over, or at once when the service was down then.
    """
    newest = max(keys, key=lambda key: key.generation, default=None)
    if newest is None:
        return NextKey(1, now)
    end = newest.signs_from + KEY_PERIOD
    if now < end - PUBLISHED_AHEAD:
        return None
    return NextKey(newest.generation + 1, max(end, now + PUBLISHED_AHEAD))


def keys_to_drop(keys: Sequence[SigningKey], now: datetime) -> tuple[SigningKey, ...]:
    """The keys whose last token has expired."""
    current = signing_key(keys, now)
    if current is None or now < current.signs_from + TOKEN_LIFETIME:
        return ()
    return tuple(key for key in keys if key.generation < current.generation)
