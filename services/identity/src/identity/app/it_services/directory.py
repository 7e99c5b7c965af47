"""The directory of IT services: read, loaded from the profile, and as it stands for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from identity.app.accounts.belongings import belongings_of
from identity.app.accounts.making import get_account
from identity.app.it_services import refusals
from identity.app.refusals import account_unknown
from identity.domain.accounts import Account, AccountState
from identity.domain.it_services import (
    AccountKind,
    Activation,
    Entitlement,
    ItService,
    ItServiceState,
    entitlement,
    state_of,
)
from identity.domain.library import held_card
from identity.events.outgoing import tell_it_service_activated, tell_it_service_deactivated
from identity.mail.it_services import mail_activated, mail_deactivated
from identity.store import activations
from identity.store.accounts import find_account_for_change
from identity.store.it_services import (
    all_it_services,
    drop_it_services,
    find_it_service,
    store_it_services,
)
from identity.store.library_cards import cards_of
from identity.store.service_passwords import (
    count_service_passwords,
    drop_service_passwords,
    drop_service_passwords_for,
    service_passwords_of,
)
from identity.texts.it_services import why_not


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the directory did, as codes of IT services."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyItService:
    """An IT service as it stands for one person.

    `user_name` is what the person signs in with; empty where the account is the service's own, is
    missing, or is not needed.
    """

    service: ItService
    state: ItServiceState
    entitlement: Entitlement
    reason: LocalizedText | None
    activated_at: datetime | None
    service_passwords: int
    user_name: str


def list_it_services(tx: Transaction) -> tuple[ItService, ...]:
    """Every IT service in the order of the directory."""
    return all_it_services(tx)


def load_it_services(tx: Transaction, services: Sequence[ItService]) -> Loaded:
    """Makes the directory what the file says; loading the same file twice changes nothing.

    Activations and passwords of a service that is gone, or that lost them, end.
    """
    known = {service.code: service for service in all_it_services(tx)}
    codes = {service.code for service in services}
    removed = tuple(code for code in known if code not in codes)
    store_it_services(tx, services)
    drop_it_services(tx, removed)
    activations.end_activations_of(tx, removed)
    without = [each.code for each in services if not each.most_service_passwords]
    drop_service_passwords_for(tx, [*removed, *without])
    return Loaded(
        created=tuple(service.code for service in services if service.code not in known),
        changed=tuple(
            service.code
            for service in services
            if service.code in known and known[service.code] != service
        ),
        left=tuple(service.code for service in services if known.get(service.code) == service),
        removed=removed,
    )


def list_my_it_services(tx: Transaction, person_id: UUID) -> tuple[MyItService, ...]:
    """Every IT service in the order of the directory as it stands for the person.

    Raises ACCOUNT_UNKNOWN.
    """
    account = get_account(tx, person_id)
    belongings = belongings_of(tx, [person_id]).get(person_id, ())
    activated = activations.activations_of(tx, person_id)
    passwords = service_passwords_of(tx, person_id)
    card = held_card(cards_of(tx, person_id))
    user_names = {
        AccountKind.UNIVERSITY: account.user_name,
        AccountKind.UNIVERSITY_OWN_PASSWORD: account.user_name,
        AccountKind.LIBRARY: card.card_number if card else "",
    }
    found = []
    for service in all_it_services(tx):
        entitled = entitlement(service, belongings, local_date(tx.now))
        stored = activated.get(service.code)
        active = stored is not None and stored.activation.is_active
        state = state_of(service, entitled, is_active=active)
        is_active = state is ItServiceState.ACTIVE
        found.append(
            MyItService(
                service=service,
                state=state,
                entitlement=entitled,
                reason=why_not(service, entitled),
                activated_at=stored.activated_at if stored and is_active else None,
                service_passwords=sum(each.it_service_code == service.code for each in passwords),
                user_name=user_names.get(service.account, ""),
            )
        )
    return tuple(found)


def get_my_it_service(tx: Transaction, person_id: UUID, code: str) -> MyItService:
    """One IT service as it stands for the person. Raises IT_SERVICE_UNKNOWN, ACCOUNT_UNKNOWN."""
    for each in list_my_it_services(tx, person_id):
        if each.service.code == code:
            return each
    raise refusals.it_service_unknown(code)


def activate_it_service(tx: Transaction, person_id: UUID, code: str) -> MyItService:
    """Activates an IT service; one that is active stays as it is.

    Raises IT_SERVICE_UNKNOWN, IT_SERVICE_ACCOUNT_NOT_ACTIVE, IT_SERVICE_NOT_ENTITLED and
    IT_SERVICE_NEEDS_NO_ACTIVATION.
    """
    account = account_for_change(tx, person_id)
    service = service_with_code(tx, code)
    if account.state is not AccountState.ACTIVE:
        raise refusals.account_not_active(code)
    require_entitlement(tx, person_id, service)
    if not service.needs_activation:
        raise refusals.needs_no_activation(service)
    if activation := activations.activate(tx, person_id, code):
        tell_it_service_activated(tx, account, activation)
        mail_activated(tx, account, service)
    return get_my_it_service(tx, person_id, code)


def deactivate_it_service(
    tx: Transaction, person_id: UUID, code: str, *, validate_only: bool
) -> tuple[MyItService, int]:
    """Deactivates an IT service; returns also how many service passwords ended with it.

    Raises IT_SERVICE_UNKNOWN and IT_SERVICE_NOT_ACTIVE.
    """
    account = account_for_change(tx, person_id)
    service = service_with_code(tx, code)
    stored = activations.find_activation(tx, person_id, code)
    if stored is None or not stored.activation.is_active:
        raise refusals.service_not_active(service)
    if validate_only:
        return get_my_it_service(tx, person_id, code), count_service_passwords(tx, person_id, code)
    ended = end_activation(tx, account, stored.activation)
    mail_deactivated(tx, account, service)
    return get_my_it_service(tx, person_id, code), ended


def end_activation(tx: Transaction, account: Account, activation: Activation) -> int:
    """Ends an activation with its service passwords and tells it; returns how many those were.

    The account has to be locked.
    """
    code = activation.it_service_code
    if activations.deactivate(tx, activation.activation_id):
        tell_it_service_deactivated(tx, account, activation)
    return drop_service_passwords(tx, account.person_id, code)


def account_for_change(tx: Transaction, person_id: UUID) -> Account:
    """The account, locked until the transaction ends. Raises ACCOUNT_UNKNOWN."""
    known = find_account_for_change(tx, person_id)
    if known is None:
        raise account_unknown(str(person_id))
    return known.account


def service_with_code(tx: Transaction, code: str) -> ItService:
    """The IT service. Raises IT_SERVICE_UNKNOWN."""
    service = find_it_service(tx, code)
    if service is None:
        raise refusals.it_service_unknown(code)
    return service


def entitlement_of(tx: Transaction, person_id: UUID, service: ItService) -> Entitlement:
    """Whether the person may use the service today."""
    belongings = belongings_of(tx, [person_id]).get(person_id, ())
    return entitlement(service, belongings, local_date(tx.now))


def require_entitlement(tx: Transaction, person_id: UUID, service: ItService) -> None:
    """Raises IT_SERVICE_NOT_ENTITLED with the reason."""
    reason = why_not(service, entitlement_of(tx, person_id, service))
    if reason is not None:
        raise refusals.not_entitled(service.code, reason)
