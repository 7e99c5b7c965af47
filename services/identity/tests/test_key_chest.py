"""Private keys that tokens are signed with: sealed at rest, and what happens without their key."""

from datetime import UTC, datetime
from typing import Any

import pytest
from chassis.database import Database, Transaction
from chassis.testing import within
from identity.app.tokens.data_key import DataKey
from identity.app.tokens.key_chest import KeyChest
from identity.app.tokens.signing_keys import (
    has_signing_key,
    renew_signing_keys,
    sign,
    verified_claims,
)
from identity.domain.signing_keys import Algorithm, SigningKey
from identity.store.signing_keys import all_signing_keys

CHEST, OTHER_CHEST, OPEN = KeyChest(DataKey(bytes(32))), KeyChest(DataKey(b"2" * 32)), KeyChest()
KEY = SigningKey(
    "kid",
    Algorithm.ES256,
    1,
    "-----BEGIN PRIVATE KEY-----",
    "{}",
    datetime(2026, 10, 1, tzinfo=UTC),
)


def stored(database: Database) -> list[SigningKey]:
    return list(within(database, all_signing_keys))


def signed(tx: Transaction, chest: KeyChest, algorithm: Algorithm = Algorithm.ES256) -> str:
    return sign(tx, chest, {"sub": "somebody"}, "at+jwt", algorithm)


def claims(tx: Transaction, token: str, algorithm: Algorithm = Algorithm.ES256) -> Any:
    return verified_claims(tx, token, "at+jwt", algorithm)


def test_a_sealed_key_shows_nothing_and_opens_for_its_id_alone() -> None:
    closed = CHEST.closed(KEY)
    assert "PRIVATE" not in closed.private_key
    assert CHEST.opened(closed) == KEY
    assert CHEST.closed(closed) == closed
    moved = SigningKey("another", *[getattr(closed, name) for name in SigningKey.__slots__[1:]])
    assert CHEST.opened(moved) is None
    for chest in (OTHER_CHEST, OPEN):
        assert chest.opened(closed) is None
    assert OPEN.opened(OPEN.closed(KEY)) == KEY


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_copy_of_the_database_holds_no_private_key_in_clear(
    database: Database, algorithm: Algorithm
) -> None:
    token = within(database, signed, CHEST, algorithm)
    assert within(database, claims, token, algorithm) == {"sub": "somebody"}
    [key] = stored(database)
    assert key.private_key.startswith("sealed:")


def test_keys_from_before_the_data_key_are_sealed_and_go_on(database: Database) -> None:
    before = within(database, signed, OPEN)
    [clear] = stored(database)
    within(database, renew_signing_keys, CHEST)
    [sealed] = stored(database)
    assert sealed.key_id == clear.key_id
    assert CHEST.opened(sealed) == clear
    assert within(database, claims, before) == {"sub": "somebody"}


def test_with_another_data_key_a_new_key_signs_and_tokens_of_the_former_one_still_verify(
    database: Database,
) -> None:
    before = within(database, signed, CHEST)
    assert not within(database, has_signing_key, OTHER_CHEST)
    within(database, renew_signing_keys, OTHER_CHEST)
    assert within(database, has_signing_key, OTHER_CHEST)
    after = within(database, signed, OTHER_CHEST)
    assert [key.generation for key in stored(database)] == [1, 2]
    assert all(within(database, claims, token) for token in (before, after))
