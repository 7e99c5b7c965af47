"""Reads and writes the keys that tokens are signed with."""

from collections.abc import Iterable

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import delete, select, update

from identity.domain.signing_keys import Algorithm, SigningKey
from identity.store.tables import signing_keys


def all_signing_keys(tx: Transaction) -> tuple[SigningKey, ...]:
    """Every key that is kept, the oldest first."""
    rows = tx.execute(select(signing_keys).order_by(signing_keys.c.generation))
    return tuple(
        SigningKey(
            row.key_id,
            Algorithm(row.algorithm),
            row.generation,
            row.private_key,
            row.public_jwk,
            row.signs_from,
        )
        for row in rows
    )


def add_signing_key(tx: Transaction, key: SigningKey) -> bool:
    """Stores a key; False when another process made this generation first."""
    row = {
        "key_id": key.key_id,
        "algorithm": key.algorithm.value,
        "generation": key.generation,
        "private_key": key.private_key,
        "public_jwk": key.public_jwk,
        "signs_from": key.signs_from,
    }
    return insert_or_ignore(tx, signing_keys, [row]) == 1


def replace_private_key(tx: Transaction, key: SigningKey) -> None:
    """Stores the private part of a key in another form."""
    tx.execute(
        update(signing_keys)
        .where(signing_keys.c.key_id == key.key_id)
        .values(private_key=key.private_key)
    )


def drop_signing_keys(tx: Transaction, keys: Iterable[SigningKey]) -> None:
    """Removes keys for good."""
    tx.execute(delete(signing_keys).where(signing_keys.c.key_id.in_([key.key_id for key in keys])))
