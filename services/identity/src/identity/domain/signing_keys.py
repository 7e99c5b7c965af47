"""Which key signs, which ones are published, and when the next one is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from identity.domain.access_tokens import TOKEN_LIFETIME

KEY_PERIOD = timedelta(days=90)


class Algorithm(StrEnum):
    """What is signed with a key."""

    # Access tokens: small and quickly verified by the services.
    ES256 = "ES256"
    # ID tokens and logout tokens: the one algorithm that every client has to know (OpenID Connect
    # Core 1.0 section 15.1).
    RS256 = "RS256"


# How long before it signs a key is published, and how long after its last signature it is kept.
# Services ask for the keys once per token lifetime. Clients keep them for longer, and sign people
# out with ID tokens that are as old as the session.
PUBLISHED_AROUND = {Algorithm.ES256: TOKEN_LIFETIME, Algorithm.RS256: timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key pair. Generations count up; each signs from its moment until the next one does.

    The private key is PEM, or sealed where it lies in the database.
    """

    key_id: str
    algorithm: Algorithm
    generation: int
    private_key: str = field(repr=False)
    public_jwk: str
    signs_from: datetime


@dataclass(frozen=True, slots=True)
class NextKey:
    """A key to be made."""

    algorithm: Algorithm
    generation: int
    signs_from: datetime


def signing_key(
    keys: Sequence[SigningKey], algorithm: Algorithm, now: datetime
) -> SigningKey | None:
    """The newest key whose time has come; None when there is none yet."""
    begun = [key for key in keys if key.algorithm is algorithm and key.signs_from <= now]
    return max(begun, key=lambda key: key.generation, default=None)


def key_to_make(keys: Sequence[SigningKey], algorithm: Algorithm, now: datetime) -> NextKey | None:
    """The key that is due now, or None.

    The first key signs at once. A later one is made so long before the 90 days of its forerunner
    are over that everybody knows it in time, or at once when the service was down then.
    """
    of_kind = [key for key in keys if key.algorithm is algorithm]
    newest = max(of_kind, key=lambda key: key.generation, default=None)
    if newest is None:
        return key_at_once(keys, algorithm, now)
    ahead = PUBLISHED_AROUND[algorithm]
    end = newest.signs_from + KEY_PERIOD
    if now < end - ahead:
        return None
    return NextKey(algorithm, newest.generation + 1, max(end, now + ahead))


def key_at_once(keys: Sequence[SigningKey], algorithm: Algorithm, now: datetime) -> NextKey:
    """The key to be made where there is none that signs: the first, or one in place of all."""
    generations = (key.generation for key in keys if key.algorithm is algorithm)
    return NextKey(algorithm, max(generations, default=0) + 1, now)


def keys_to_drop(keys: Sequence[SigningKey], now: datetime) -> tuple[SigningKey, ...]:
    """The keys whose signatures nobody has to verify any more."""
    return tuple(key for key in keys if _is_over(key, keys, now))


def _is_over(key: SigningKey, keys: Sequence[SigningKey], now: datetime) -> bool:
    current = signing_key(keys, key.algorithm, now)
    if current is None or key.generation >= current.generation:
        return False
    return now >= current.signs_from + PUBLISHED_AROUND[key.algorithm]
