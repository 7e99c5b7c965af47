"""Makes, publishes and drops the keys that access tokens are signed with."""

import json
from dataclasses import dataclass
from typing import Any

from chassis.database import Transaction
from joserfc.jwk import ECKey

from identity.domain.signing_keys import (
    NextKey,
    SigningKey,
    key_to_make,
    keys_to_drop,
    signing_key,
)
from identity.store import signing_keys as store

ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key, as JSON Web Key."""

    key_id: str
    jwk_json: str


def renew_signing_keys(tx: Transaction) -> None:
    """Makes the key that is due and drops those whose last token has expired."""
    keys = store.all_signing_keys(tx)
    if due := key_to_make(keys, tx.now):
        store.add_signing_key(tx, _new_key(due))
    store.drop_signing_keys(tx, keys_to_drop(keys, tx.now))


def published_keys(tx: Transaction) -> tuple[PublishedKey, ...]:
    """The public keys of every kept key, the next one included."""
    return tuple(PublishedKey(key.key_id, key.public_jwk) for key in store.all_signing_keys(tx))


def own_keys(tx: Transaction) -> dict[str, dict[str, Any]]:
    """The public keys by key id, for the check of the tokens that callers of this service bring."""
    return {key.key_id: json.loads(key.jwk_json) for key in published_keys(tx)}


def current_signing_key(tx: Transaction) -> SigningKey:
    """The key that signs now; made on the spot in a database that has none."""
    if current := signing_key(store.all_signing_keys(tx), tx.now):
        return current
    renew_signing_keys(tx)
    current = signing_key(store.all_signing_keys(tx), tx.now)
    if current is None:
        raise AssertionError("the first key signs at once")
    return current


def _new_key(due: NextKey) -> SigningKey:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    public = ECKey.import_key(key.as_dict(private=False))
    return SigningKey(
        key_id=str(key.kid),
        generation=due.generation,
        private_key_pem=key.as_pem(private=True).decode(),
        public_jwk=json.dumps(public.as_dict(private=False), sort_keys=True),
        signs_from=due.signs_from,
    )
