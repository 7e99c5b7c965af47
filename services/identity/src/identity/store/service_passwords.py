"""Reads and writes the passwords of single services and devices, as digests."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, delete, func, insert, or_, select, update

from identity.domain.service_passwords import ServicePassword
from identity.store.tables import accounts, service_passwords


def service_passwords_of(tx: Transaction, person_id: UUID) -> tuple[ServicePassword, ...]:
    """The service passwords of a person, by service and the newest first."""
    rows = tx.execute(
        select(service_passwords)
        .where(service_passwords.c.person_id == person_id)
        .order_by(
            service_passwords.c.it_service_code,
            service_passwords.c.created_at.desc(),
            service_passwords.c.service_password_id,
        )
    )
    return tuple(map(_password, rows))


def count_service_passwords(tx: Transaction, person_id: UUID, code: str) -> int:
    """How many service passwords the person has for the service."""
    count: int = tx.execute(
        select(func.count())
        .select_from(service_passwords)
        .where(
            service_passwords.c.person_id == person_id,
            service_passwords.c.it_service_code == code,
        )
    ).scalar_one()
    return count


def find_service_password(tx: Transaction, service_password_id: UUID) -> ServicePassword | None:
    """A service password by its id, or None."""
    row = tx.execute(
        select(service_passwords).where(
            service_passwords.c.service_password_id == service_password_id
        )
    ).one_or_none()
    return _password(row) if row else None


def digests_of(
    tx: Transaction, user_name: str, code: str
) -> tuple[tuple[ServicePassword, str], ...]:
    """The service passwords for a service under a user name, each with its digest.

    One query whether or not there is such an account: its time must not tell.
    """
    rows = tx.execute(
        select(service_passwords)
        .join(accounts, accounts.c.person_id == service_passwords.c.person_id)
        .where(accounts.c.user_name == user_name, service_passwords.c.it_service_code == code)
    )
    return tuple((_password(row), row.digest) for row in rows)


def add_service_password(tx: Transaction, password: ServicePassword, digest: str) -> None:
    """Stores a new service password."""
    tx.execute(
        insert(service_passwords).values(
            service_password_id=password.service_password_id,
            person_id=password.person_id,
            it_service_code=password.it_service_code,
            name=password.name,
            digest=digest,
            created_at=password.created_at,
            last_used_on=None,
        )
    )


def note_use(tx: Transaction, service_password_id: UUID, day: date) -> None:
    """Notes the day of a use; writes once a day."""
    tx.execute(
        update(service_passwords)
        .where(
            service_passwords.c.service_password_id == service_password_id,
            or_(
                service_passwords.c.last_used_on.is_(None),
                service_passwords.c.last_used_on < day,
            ),
        )
        .values(last_used_on=day)
    )


def drop_service_password(tx: Transaction, service_password_id: UUID) -> bool:
    """Removes a service password; False where it was removed before."""
    dropped = tx.execute(
        delete(service_passwords).where(
            service_passwords.c.service_password_id == service_password_id
        )
    )
    return dropped.rowcount == 1


def drop_service_passwords(tx: Transaction, person_id: UUID, code: str = "") -> int:
    """Removes a person's passwords for a service, or all of them; returns how many."""
    which = [service_passwords.c.person_id == person_id]
    if code:
        which.append(service_passwords.c.it_service_code == code)
    return tx.execute(delete(service_passwords).where(*which)).rowcount


def drop_service_passwords_for(tx: Transaction, codes: list[str]) -> None:
    """Removes the passwords for services that the directory no longer has."""
    tx.execute(delete(service_passwords).where(service_passwords.c.it_service_code.in_(codes)))


def _password(row: Row[Any]) -> ServicePassword:
    return ServicePassword(
        service_password_id=row.service_password_id,
        person_id=row.person_id,
        it_service_code=row.it_service_code,
        name=row.name,
        created_at=row.created_at,
        last_used_on=row.last_used_on,
    )
