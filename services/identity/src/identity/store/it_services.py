"""Reads and writes the directory of IT services."""

from collections.abc import Iterable, Sequence

from chassis.database import Transaction, upsert
from sqlalchemy import delete, select

from identity.domain.it_services import AccountKind, ItService
from identity.store.tables import it_services


def all_it_services(tx: Transaction) -> tuple[ItService, ...]:
    """Every IT service in the order of the directory."""
    rows = tx.execute(select(it_services).order_by(it_services.c.position))
    return tuple(
        ItService(
            code=row.code,
            name=row.name,
            purpose=row.purpose,
            account=AccountKind(row.account),
            planned_account=AccountKind(row.planned_account) if row.planned_account else None,
            url=row.url,
            support=row.support,
            instructions_on_intranet_only=row.instructions_on_intranet_only,
            schools=tuple(row.schools),
        )
        for row in rows
    )


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
            "instructions_on_intranet_only": service.instructions_on_intranet_only,
            "schools": list(service.schools),
        }
        for position, service in enumerate(services)
    ]
    upsert(tx, it_services, rows, key=["code"])


def drop_it_services(tx: Transaction, codes: Iterable[str]) -> None:
    """Removes services from the directory."""
    tx.execute(delete(it_services).where(it_services.c.code.in_(list(codes))))
