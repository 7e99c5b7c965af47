"""Under which name a client knows a person."""

import secrets
from uuid import UUID

from chassis.database import Transaction

from identity.domain.oidc.clients import Client
from identity.domain.oidc.subjects import SALT_BYTES, pairwise_subject, public_subject
from identity.store.oidc.clients import add_subject_salt, subject_salt


def subject_of(tx: Transaction, client: Client, person_id: UUID) -> str:
    """The `sub` of the person for this client; the same for ever."""
    salt = _salt(tx)
    if client.registration.public_subject:
        return public_subject(person_id, salt)
    # A client without an address of its own is a sector of its own.
    sector = client.registration.sector_identifier or str(client.client_id)
    return pairwise_subject(sector, person_id, salt)


def _salt(tx: Transaction) -> bytes:
    """The salt of this installation, made when it is first needed."""
    if (salt := subject_salt(tx)) is None:
        add_subject_salt(tx, secrets.token_hex(SALT_BYTES))
        salt = subject_salt(tx)
    if salt is None:
        raise AssertionError("the salt was just stored")
    return bytes.fromhex(salt)
