"""The directory of IT services: read, and loaded from the profile."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.database import Transaction

from identity.domain.it_services import ItService
from identity.store.it_services import all_it_services, drop_it_services, store_it_services


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the directory did, as codes of IT services."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]
    removed: tuple[str, ...]


def list_it_services(tx: Transaction) -> tuple[ItService, ...]:
    """Every IT service in the order of the directory."""
    return all_it_services(tx)


def load_it_services(tx: Transaction, services: Sequence[ItService]) -> Loaded:
    """Makes the directory what the file says; loading the same file twice changes nothing."""
    known = {service.code: service for service in all_it_services(tx)}
    codes = {service.code for service in services}
    removed = tuple(code for code in known if code not in codes)
    store_it_services(tx, services)
    drop_it_services(tx, removed)
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
