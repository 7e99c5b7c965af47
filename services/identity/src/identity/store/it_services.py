"""Reads and writes the directory of IT services."""

from collections.abc import Iterable, Sequence
from typing import Any

from chassis.database import Transaction, upsert
from sqlalchemy import Row, delete, select

from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import AccountKind, ItService, ServicePasswordUse
from identity.store.tables import it_services


def all_it_services(tx: Transaction) -> tuple[ItService, ...]:
    """Every IT service in the order of the directory."""
    rows = tx.execute(select(it_services).order_by(it_services.c.position))
    return tuple(map(_service, rows))


def find_it_service(tx: Transaction, code: str) -> ItService | None:
    """The IT service with a code, or None."""
    row = tx.execute(select(it_services).where(it_services.c.code == code)).one_or_none()
    return _service(row) if row else None


def store_it_services(tx: Transaction, services: Sequence[ItService]) -> None:
    """Stores the services in this order; one that is known by its code is overwritten."""
    rows = [
        {
            "code": service.code,
            "position": position,
            "name": service.name,
            "purpose": service.purpose,
            "account": service.account.value,
            "planned_account": service.planned_account.value if service.planned_account else None,
            "url": service.url,
            "support": service.support,
            "information_url": service.information_url,
            "instructions_url": service.instructions_url,
            "instructions_on_intranet_only": service.instructions_on_intranet_only,
            "schools": list(service.schools),
            "affiliations": [each.value for each in service.affiliations],
            "needs_activation": service.needs_activation,
            "service_passwords": service.service_passwords.value,
            "most_service_passwords": service.most_service_passwords,
            "grace_days": service.grace_days,
            "notice_days": service.notice_days,
        }
        for position, service in enumerate(services)
    ]
    upsert(tx, it_services, rows, key=["code"])


def drop_it_services(tx: Transaction, codes: Iterable[str]) -> None:
    """Removes services from the directory."""
    tx.execute(delete(it_services).where(it_services.c.code.in_(list(codes))))


def _service(row: Row[Any]) -> ItService:
    return ItService(
        code=row.code,
        name=row.name,
        purpose=row.purpose,
        account=AccountKind(row.account),
        planned_account=AccountKind(row.planned_account) if row.planned_account else None,
        url=row.url,
        support=row.support,
        information_url=row.information_url,
        instructions_url=row.instructions_url,
        instructions_on_intranet_only=row.instructions_on_intranet_only,
        schools=tuple(row.schools),
        affiliations=tuple(map(Affiliation, row.affiliations)),
        needs_activation=row.needs_activation,
        service_passwords=ServicePasswordUse(row.service_passwords),
        most_service_passwords=row.most_service_passwords,
        grace_days=row.grace_days,
        notice_days=row.notice_days,
    )
