"""Checks service passwords for the systems that run the services."""

import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.affiliations import affiliations_of
from identity.app.it_services import refusals
from identity.app.it_services.directory import entitlement_of
from identity.app.oidc.clients import client_of
from identity.app.sign_in.attempts import attempt_failed, attempt_succeeded, begin_attempt
from identity.domain.accounts import Account, AccountState
from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import ItService
from identity.domain.service_passwords import (
    ServicePassword,
    counted_address,
    local_part,
    password_digest,
)
from identity.domain.throttling import Secret
from identity.store import activations
from identity.store import service_passwords as store
from identity.store.accounts import find_account_by_user_name
from identity.store.it_services import find_it_service


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """Somebody who may use a service now; `last_day` is None while no end is known."""

    account: Account
    affiliations: tuple[Affiliation, ...]
    last_day: date | None


def require_service_of_client(tx: Transaction, client_id: UUID, code: str) -> None:
    """Raises IT_SERVICE_NOT_OF_CLIENT where the system is not registered for the service."""
    client = client_of(tx, client_id)
    if client is None or code not in client.registration.it_service_codes:
        raise refusals.service_not_of_client(code)


def check_service_password(
    tx: Transaction,
    client_id: UUID,
    code: str,
    user_name: str,
    password: str,
    client_address: str,
) -> ServiceUser:
    """Who the password belongs to, counted as an attempt on the account.

    Raises IT_SERVICE_NOT_OF_CLIENT, TOO_MANY_ATTEMPTS, and SERVICE_PASSWORD_REFUSED for everything
    that is not a working password of an active account that may use the service. A stranger's
    guess takes the same steps whether or not there is such an account.
    """
    require_service_of_client(tx, client_id, code)
    name, domain = local_part(user_name)
    address = counted_address(client_address, str(client_id), name)
    attempt = begin_attempt(tx, name, address, secret=Secret.SERVICE_PASSWORD)
    service = find_it_service(tx, code)
    known = find_account_by_user_name(tx, name)
    right = _matching(store.digests_of(tx, name, code), password_digest(password))
    if known is None or service is None or right is None:
        attempt_failed(tx, attempt)
        raise refusals.service_password_refused()
    user = _user(tx, known.account, service, domain)
    if user is None:
        attempt_failed(tx, attempt)
        raise refusals.service_password_refused()
    attempt_succeeded(tx, attempt)
    store.note_use(tx, right.service_password_id, local_date(tx.now))
    return user


def _matching(
    passwords: tuple[tuple[ServicePassword, str], ...], typed: str
) -> ServicePassword | None:
    """The password with the digest; every one is compared, and one that nobody has."""
    found = None
    for password, digest in (*passwords, (None, "0" * 64)):
        if hmac.compare_digest(digest, typed):
            found = password
    return found


def _user(tx: Transaction, account: Account, service: ItService, domain: str) -> ServiceUser | None:
    if account.state is not AccountState.ACTIVE:
        return None
    if domain and account.mailbox.lower() != f"{account.user_name}@{domain}":
        return None
    entitled = entitlement_of(tx, account.person_id, service)
    stored = activations.find_activation(tx, account.person_id, service.code)
    if not entitled.holds:
        return None
    if service.needs_activation and not (stored and stored.activation.is_active):
        return None
    held = affiliations_of(tx, [account.person_id])[account.person_id].held
    return ServiceUser(
        account, tuple(each for each in Affiliation if each in held), entitled.last_day
    )
