"""Passkeys: what devices are asked, and what their answers change.

The answers are checked cryptographically before the transaction (flows/passkeys.py); here it is
decided whether the challenge was given, in time and once, and whose passkey it is.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction

from identity.app.second_factors.refusals import (
    no_passkey,
    passkey_known,
    passkey_refused,
    passkey_unknown,
    too_many_passkeys,
)
from identity.app.second_factors.removal import (
    clean_up_after_removal,
    locked_account,
    require_removable,
)
from identity.domain.accounts import Account, AccountState
from identity.domain.passkeys import (
    CHALLENGE_BYTES,
    CHALLENGE_VALIDITY,
    Passkey,
    Purpose,
    counter_fell,
)
from identity.domain.random_secrets import secret_digest
from identity.domain.second_factors import MOST_PASSKEYS
from identity.domain.sessions import SecondFactorPolicy
from identity.mail.second_factors import (
    mail_counter_fell,
    mail_passkey_added,
    mail_passkey_removed,
)
from identity.store import passkeys as store
from identity.store.accounts import find_account_for_change
from identity.store.recovery import end_resets_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device is asked: the challenge, and the passkeys that are meant."""

    challenge: bytes = field(repr=False)
    passkeys: tuple[Passkey, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a device answered when it made a passkey; its form and signature were checked."""

    challenge: bytes = field(repr=False)
    credential_id: str
    public_key: bytes = field(repr=False)
    sign_count: int
    transports: tuple[str, ...]
    synced: bool


@dataclass(frozen=True, slots=True)
class ProvenPasskey:
    """What a device answered with a passkey; `holds` tells whether its signature was right.

    `user_handle` is who the device believes it signs in; empty where it does not say.
    """

    challenge: bytes = field(repr=False)
    credential_id: str
    sign_count: int
    user_handle: bytes
    holds: bool


def ask(tx: Transaction, purpose: Purpose, person_id: UUID | None) -> bytes:
    """A new challenge, good for one answer within five minutes."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    expires_at = tx.now + CHALLENGE_VALIDITY
    store.add_challenge(tx, secret_digest(challenge), purpose, person_id, expires_at)
    return challenge


def ask_for_registration(tx: Transaction, person_id: UUID) -> tuple[Asked, Account]:
    """The challenge, the passkeys that the device must not have yet, and whose it will be.

    Raises TOO_MANY_PASSKEYS.
    """
    known = locked_account(tx, person_id)
    present = store.passkeys_of(tx, person_id)
    if len(present) >= MOST_PASSKEYS:
        raise too_many_passkeys()
    challenge = ask(tx, Purpose.REGISTRATION, person_id)
    return Asked(challenge, tuple(present)), known.account


def ask_for_proof(tx: Transaction, person_id: UUID) -> Asked:
    """The challenge and the passkeys that can answer it. Raises NO_PASSKEY."""
    present = store.passkeys_of(tx, person_id)
    if not present:
        raise no_passkey()
    return Asked(ask(tx, Purpose.PROOF, person_id), tuple(present))


def ask_for_sign_in(tx: Transaction, person_id: UUID | None) -> Asked:
    """The challenge; with the passkeys of somebody whose password was right already."""
    present = store.passkeys_of(tx, person_id) if person_id else []
    return Asked(ask(tx, Purpose.SIGN_IN, person_id), tuple(present))


def add_passkey(
    tx: Transaction, person_id: UUID, name: str, answered: NewPasskey | None
) -> Passkey:
    """Keeps a new passkey. `answered` is None where what the device said does not hold.

    Raises PASSKEY_REFUSED, TOO_MANY_PASSKEYS and PASSKEY_KNOWN.
    """
    known = locked_account(tx, person_id)
    if answered is None:
        raise passkey_refused()
    asked = store.claim_challenge(tx, secret_digest(answered.challenge), Purpose.REGISTRATION)
    if asked is None or asked.person_id != person_id:
        raise passkey_refused()
    if len(store.passkeys_of(tx, person_id)) >= MOST_PASSKEYS:
        raise too_many_passkeys()
    passkey = Passkey(
        passkey_id=tx.new_id(),
        person_id=person_id,
        name=name.strip(),
        credential_id=answered.credential_id,
        transports=answered.transports,
        synced=answered.synced,
        created_at=tx.now,
    )
    if not store.add_passkey(tx, passkey, answered.public_key, answered.sign_count):
        raise passkey_known()
    # A right to choose a new password that was got without a second factor.
    end_resets_of(tx, person_id)
    mail_passkey_added(tx, known.account, passkey.name)
    return passkey


def use_passkey(tx: Transaction, proven: ProvenPasskey, purpose: Purpose) -> Account | None:
    """Whose passkey answered the challenge; None where anything speaks against it.

    The challenge is used up in any case. A device whose counter fell is refused, and its person is
    told: somebody may have copied its key.
    """
    asked = store.claim_challenge(tx, secret_digest(proven.challenge), purpose)
    stored = store.find_passkey_by_credential(tx, proven.credential_id)
    if asked is None or stored is None or not proven.holds:
        return None
    passkey = stored.passkey
    if asked.person_id not in (None, passkey.person_id):
        return None
    if proven.user_handle not in (b"", passkey.person_id.bytes):
        return None
    known = find_account_for_change(tx, passkey.person_id)
    if known is None or known.account.state is not AccountState.ACTIVE:
        return None
    if counter_fell(stored.sign_count, proven.sign_count):
        store.note_counter_fell(tx, passkey.passkey_id)
        mail_counter_fell(tx, known.account, passkey.name)
        return None
    if not store.note_use(tx, passkey.passkey_id, stored.sign_count, proven.sign_count):
        return None
    return known.account


def list_passkeys(
    tx: Transaction, person_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Passkey]:
    """At most `limit` passkeys of a person, the oldest first, those behind the position given."""
    return store.passkeys_after(tx, person_id, after, limit)


def rename_passkey(tx: Transaction, person_id: UUID, passkey_id: UUID, name: str) -> Passkey:
    """Gives a passkey another name. Raises PASSKEY_UNKNOWN."""
    locked_account(tx, person_id)
    store.rename_passkey(tx, person_id, passkey_id, name)
    return _passkey(tx, person_id, passkey_id)


def remove_passkey(
    tx: Transaction,
    person_id: UUID,
    passkey_id: UUID,
    policy: SecondFactorPolicy,
    *,
    validate_only: bool,
) -> None:
    """Removes a passkey, and with the last factor the recovery codes.

    Raises PASSKEY_UNKNOWN, SECOND_FACTOR_REQUIRED and PASSWORD_TOO_SHORT_ALONE.
    """
    known = locked_account(tx, person_id)
    passkey = _passkey(tx, person_id, passkey_id)
    require_removable(tx, known, policy)
    if validate_only:
        return
    store.remove_passkey(tx, person_id, passkey_id)
    clean_up_after_removal(tx, person_id)
    mail_passkey_removed(tx, known.account, passkey.name)


def _passkey(tx: Transaction, person_id: UUID, passkey_id: UUID) -> Passkey:
    passkey = store.find_passkey(tx, person_id, passkey_id)
    if passkey is None:
        raise passkey_unknown(str(passkey_id))
    return passkey
