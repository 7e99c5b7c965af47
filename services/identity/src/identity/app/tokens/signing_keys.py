"""Makes, publishes and drops the keys of tokens, signs with them and verifies what they signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chassis.database import Transaction
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeyParameters, RSAKey

from identity.app.tokens.key_chest import KeyChest
from identity.domain.signing_keys import (
    Algorithm,
    NextKey,
    SigningKey,
    key_at_once,
    key_to_make,
    keys_to_drop,
    signing_key,
)
from identity.store import signing_keys as store

# NIST SP 800-57 part 1 revision 5, table 4: strong enough until the end of 2030; a key lasts 90
# days.
RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key, as JSON Web Key."""

    key_id: str
    jwk_json: str


def renew_signing_keys(tx: Transaction, chest: KeyChest) -> None:
    """Makes the keys that are due and drops those that nobody needs any more.

    Keys from before there was a data key are sealed. The first key for clients is made when the
    first of them asks: an installation without clients needs none.
    """
    keys = store.all_signing_keys(tx)
    for key in keys:
        if (closed := chest.closed(key)) != key:
            store.replace_private_key(tx, closed)
    for algorithm in {Algorithm.ES256, *(key.algorithm for key in keys)}:
        if due := key_to_make(keys, algorithm, tx.now):
            store.add_signing_key(tx, chest.closed(_new_key(due)))
        current_signing_key(tx, chest, algorithm)
    store.drop_signing_keys(tx, keys_to_drop(keys, tx.now))


def published_keys(
    tx: Transaction, algorithm: Algorithm = Algorithm.ES256
) -> tuple[PublishedKey, ...]:
    """The public keys of every kept key of an algorithm, the next one included."""
    return tuple(
        PublishedKey(key.key_id, key.public_jwk)
        for key in store.all_signing_keys(tx)
        if key.algorithm is algorithm
    )


def own_keys(tx: Transaction) -> dict[str, dict[str, Any]]:
    """The public keys by key id, for the check of the tokens that callers of this service bring."""
    return {key.key_id: json.loads(key.jwk_json) for key in published_keys(tx)}


def has_signing_key(tx: Transaction, chest: KeyChest) -> bool:
    """Whether there is a key that signs now; a new database has none."""
    return _signs_now(tx, chest, Algorithm.ES256) is not None


def current_signing_key(
    tx: Transaction, chest: KeyChest, algorithm: Algorithm = Algorithm.ES256
) -> SigningKey:
    """The key that signs now, opened.

    One is made on the spot in a database that has none, or none that the data key opens.
    """
    if current := _signs_now(tx, chest, algorithm):
        return current
    due = key_at_once(store.all_signing_keys(tx), algorithm, tx.now)
    store.add_signing_key(tx, chest.closed(_new_key(due)))
    current = _signs_now(tx, chest, algorithm)
    if current is None:
        raise AssertionError("another process with another data key was first")
    return current


def _signs_now(tx: Transaction, chest: KeyChest, algorithm: Algorithm) -> SigningKey | None:
    """The newest key whose time has come, of those that the data key opens."""
    keys = [key for key in store.all_signing_keys(tx) if key.algorithm is algorithm]
    while current := signing_key(keys, algorithm, tx.now):
        if opened := chest.opened(current):
            return opened
        keys.remove(current)
    return None


def sign(
    tx: Transaction,
    chest: KeyChest,
    claims: Mapping[str, Any],
    token_type: str,
    algorithm: Algorithm = Algorithm.ES256,
) -> str:
    """A JWT of the claims, signed with the present key; `token_type` is its header `typ`."""
    key = current_signing_key(tx, chest, algorithm)
    header = {"alg": algorithm.value, "typ": token_type, "kid": key.key_id}
    private_key = _private_key(key.private_key, algorithm)
    return jwt.encode(header, dict(claims), private_key, algorithms=[algorithm.value])


def verified_claims(
    tx: Transaction, token: str, token_type: str, algorithm: Algorithm = Algorithm.ES256
) -> Mapping[str, Any] | None:
    """The claims of a JWT that was signed here and has the type; None for any other text.

    Neither times nor parties are looked at.
    """
    try:
        key_id = jws.extract_compact(token.encode()).headers().get("kid")
        keys = {key.key_id: key.jwk_json for key in published_keys(tx, algorithm)}
        if key_id not in keys:
            return None
        decoded = jwt.decode(token, _public_key(keys[key_id], algorithm), [algorithm.value])
    except (JoseError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    # joserfc 1.8 does not compare `typ`: a logout token is signed with the keys of ID tokens.
    return decoded.claims if decoded.header.get("typ") == token_type else None


@lru_cache(maxsize=8)
def _public_key(jwk_json: str, algorithm: Algorithm) -> ECKey | RSAKey:
    known = json.loads(jwk_json)
    return RSAKey.import_key(known) if algorithm is Algorithm.RS256 else ECKey.import_key(known)


@lru_cache(maxsize=8)
def _private_key(pem: str, algorithm: Algorithm) -> ECKey | RSAKey:
    """Parsing a key costs more than signing with it."""
    return RSAKey.import_key(pem) if algorithm is Algorithm.RS256 else ECKey.import_key(pem)


def _new_key(due: NextKey) -> SigningKey:
    parameters: KeyParameters = {"use": "sig", "alg": due.algorithm.value}
    key: ECKey | RSAKey
    if due.algorithm is Algorithm.RS256:
        key = RSAKey.generate_key(RSA_BITS, parameters, auto_kid=True)
    else:
        key = ECKey.generate_key("P-256", parameters, auto_kid=True)
    return SigningKey(
        key_id=str(key.kid),
        algorithm=due.algorithm,
        generation=due.generation,
        private_key=key.as_pem(private=True).decode(),
        public_jwk=json.dumps(key.as_dict(private=False), sort_keys=True),
        signs_from=due.signs_from,
    )
