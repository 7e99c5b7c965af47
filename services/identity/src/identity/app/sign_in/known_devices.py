"""Makes devices known to accounts."""

import secrets
from dataclasses import dataclass, field, replace
from uuid import UUID

from chassis.database import Transaction

from identity.domain.accounts import Account, known_form
from identity.domain.devices import (
    DEVICE_TOKEN_BYTES,
    KNOWN_FOR,
    MOST_DEVICES,
    Device,
    browser_of,
    coarse_network,
    operating_system_of,
)
from identity.domain.random_secrets import secret_digest
from identity.mail.sign_in import mail_new_device
from identity.store import devices as store
from identity.store.sessions import has_sessions


@dataclass(frozen=True, slots=True)
class BoundDevice:
    """A device that an account knows now; `new_token` is empty where it keeps the one it has."""

    device_id: UUID | None
    new_token: str = field(default="", repr=False)


def bind_device(
    tx: Transaction, account: Account, device_token: str, user_agent: str, client_address: str
) -> BoundDevice:
    """Makes the device known to the account, and tells the person by mail where it was not.

    A token that was never given out is not taken over: a stranger who plants one in a browser would
    know it, too. The first sign-in of an account needs no mail.
    """
    digest = secret_digest(device_token) if device_token else ""
    seen = Device(
        device_id=tx.new_id(),
        person_id=account.person_id,
        browser=browser_of(user_agent),
        operating_system=operating_system_of(user_agent),
        network=coarse_network(client_address),
        created_at=tx.now,
        last_used_at=tx.now,
        expires_at=tx.now + KNOWN_FOR,
    )
    known = store.find_device_of_person(tx, account.person_id, digest) if digest else None
    if known and known.expires_at > tx.now:
        used = replace(seen, device_id=known.device_id, created_at=known.created_at)
        store.note_device_used(tx, used)
        return BoundDevice(known.device_id)
    if known:
        store.drop_device(tx, known.device_id)
    if has_sessions(tx, account.person_id):
        mail_new_device(tx, account, seen.browser, seen.operating_system, seen.network)
    new_token = "" if digest and store.is_given_out(tx, digest) else _new_token()
    store.add_device(tx, seen, secret_digest(new_token) if new_token else digest)
    store.drop_oldest_devices(tx, account.person_id, MOST_DEVICES)
    return BoundDevice(seen.device_id, new_token)


def find_known_place(
    tx: Transaction, user_name: str, device_token: str, client_address: str
) -> store.Place:
    """What the account with this user name knows of where an attempt comes from.

    The same query for names that nobody has.
    """
    digest = secret_digest(device_token) if device_token else ""
    return store.find_place(tx, known_form(user_name), digest, coarse_network(client_address))


def _new_token() -> str:
    return secrets.token_urlsafe(DEVICE_TOKEN_BYTES)
