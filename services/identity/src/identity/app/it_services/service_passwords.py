"""Passwords of single services and devices: made, listed, revoked."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText

from identity.app.it_services import refusals
from identity.app.it_services.directory import (
    account_for_change,
    require_entitlement,
    service_with_code,
)
from identity.domain.accounts import AccountState
from identity.domain.it_services import ServicePasswordUse
from identity.domain.service_passwords import (
    SECRET_BYTES,
    ServicePassword,
    password_digest,
    written_password,
)
from identity.mail.it_services import mail_password_ended, mail_password_made
from identity.store import activations
from identity.store import service_passwords as store
from identity.store.it_services import find_it_service


@dataclass(frozen=True, slots=True)
class MadePassword:
    """A new service password; it is in clear here and nowhere else."""

    service_password: ServicePassword
    password: str = field(repr=False)
    user_name: str


def list_service_passwords(tx: Transaction, person_id: UUID) -> tuple[ServicePassword, ...]:
    """The service passwords of a person, by service and the newest first."""
    return store.service_passwords_of(tx, person_id)


def create_service_password(tx: Transaction, person_id: UUID, code: str, name: str) -> MadePassword:
    """Makes a random password for a service or one device.

    Raises IT_SERVICE_UNKNOWN, IT_SERVICE_WITHOUT_PASSWORDS, IT_SERVICE_ACCOUNT_NOT_ACTIVE,
    IT_SERVICE_NOT_ENTITLED, IT_SERVICE_NOT_ACTIVE and TOO_MANY_SERVICE_PASSWORDS.
    """
    account = account_for_change(tx, person_id)
    service = service_with_code(tx, code)
    if service.service_passwords is ServicePasswordUse.NONE:
        raise refusals.without_passwords(service)
    if account.state is not AccountState.ACTIVE:
        raise refusals.account_not_active(code)
    require_entitlement(tx, person_id, service)
    stored = activations.find_activation(tx, person_id, code)
    if service.needs_activation and not (stored and stored.activation.is_active):
        raise refusals.service_not_active(service)
    if store.count_service_passwords(tx, person_id, code) >= service.most_service_passwords:
        raise refusals.too_many_passwords(service)
    password = written_password(secrets.token_bytes(SECRET_BYTES))
    made = ServicePassword(tx.new_id(), person_id, code, name.strip(), tx.now)
    store.add_service_password(tx, made, password_digest(password))
    mail_password_made(tx, account, service, made)
    return MadePassword(made, password, account.user_name)


def revoke_service_password(tx: Transaction, service_password_id: UUID) -> None:
    """Ends a service password at once; one that is gone stays so."""
    found = store.find_service_password(tx, service_password_id)
    if found is None or not store.drop_service_password(tx, service_password_id):
        return
    service = find_it_service(tx, found.it_service_code)
    code = found.it_service_code
    name = service.name if service else LocalizedText(de=code, en=code)
    mail_password_ended(tx, account_for_change(tx, found.person_id), name, found)


def end_service_passwords(tx: Transaction, person_id: UUID) -> int:
    """Ends all service passwords of a person, such as when the account begins anew.

    Returns how many there were. The caller tells the person.
    """
    return store.drop_service_passwords(tx, person_id)


def owner_of_service_password(tx: Transaction, service_password_id: UUID) -> UUID | None:
    """Whose it is; None where there is no such password."""
    found = store.find_service_password(tx, service_password_id)
    return found.person_id if found else None
