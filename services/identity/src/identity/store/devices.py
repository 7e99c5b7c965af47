"""Reads and writes the devices that accounts know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from sqlalchemy import Row, Select, and_, bindparam, delete, exists, insert, or_, select, update

from identity.domain.devices import Device
from identity.store.tables import accounts, devices


@dataclass(frozen=True, slots=True)
class Place:
    """Who is behind a user name, and what the account knows of where an attempt comes from.

    The ids are None for a name that no account has, and for a device that it does not know.
    """

    person_id: UUID | None
    device_id: UUID | None
    known_network: bool


def add_device(tx: Transaction, device: Device, token_digest: str) -> None:
    """Stores a device under the digest of its token."""
    tx.execute(
        insert(devices).values(
            device_id=device.device_id,
            person_id=device.person_id,
            token_digest=token_digest,
            browser=device.browser,
            operating_system=device.operating_system,
            network=device.network,
            created_at=device.created_at,
            last_used_at=device.last_used_at,
            expires_at=device.expires_at,
        )
    )


def find_place(tx: Transaction, user_name: str, token_digest: str, network: str) -> Place:
    """What the account with this user name knows of the place that an attempt comes from.

    One query whatever there is: one more for names that exist would tell so.
    """
    asked = {
        "user_name": user_name,
        "token_digest": token_digest,
        "network": network,
        "now": tx.now,
    }
    row = tx.execute(_PLACE, asked).one_or_none()
    if row is None:
        return Place(None, None, known_network=False)
    return Place(row.person_id, row.device_id, known_network=bool(network and row.known_network))


def find_device_of_person(tx: Transaction, person_id: UUID, token_digest: str) -> Device | None:
    """The device with this token that the person's account knows, or None."""
    row = tx.execute(
        select(devices).where(
            devices.c.person_id == person_id, devices.c.token_digest == token_digest
        )
    ).one_or_none()
    return _device(row) if row else None


def find_device(tx: Transaction, device_id: UUID) -> Device | None:
    """The device with this id, or None."""
    row = tx.execute(select(devices).where(devices.c.device_id == device_id)).one_or_none()
    return _device(row) if row else None


def is_given_out(tx: Transaction, token_digest: str) -> bool:
    """Whether any account knows a device with this token."""
    known = select(exists().where(devices.c.token_digest == token_digest))
    return bool(tx.execute(known).scalar_one())


def note_device_used(tx: Transaction, device: Device) -> None:
    """Stores where and when a device was used, and until when it is known."""
    tx.execute(
        update(devices)
        .where(devices.c.device_id == device.device_id)
        .values(
            browser=device.browser,
            operating_system=device.operating_system,
            network=device.network,
            last_used_at=device.last_used_at,
            expires_at=device.expires_at,
        )
    )


def devices_of(
    tx: Transaction, person_id: UUID, after: tuple[datetime, UUID] | None, limit: int
) -> list[Device]:
    """The devices that the person's account knows, the last used first, behind the one given."""
    used = devices.c.last_used_at
    query = (
        select(devices)
        .where(devices.c.person_id == person_id, devices.c.expires_at > tx.now)
        .order_by(used.desc(), devices.c.device_id)
        .limit(limit)
    )
    if after is not None:
        moment, device_id = after
        query = query.where(
            or_(used < moment, and_(used == moment, devices.c.device_id > device_id))
        )
    return [_device(row) for row in tx.execute(query)]


def drop_device(tx: Transaction, device_id: UUID) -> None:
    """Forgets a device."""
    tx.execute(delete(devices).where(devices.c.device_id == device_id))


def drop_other_devices(tx: Transaction, person_id: UUID, kept: UUID | None) -> None:
    """Forgets the person's devices but one; all of them where none is given."""
    others = delete(devices).where(devices.c.person_id == person_id)
    tx.execute(others.where(devices.c.device_id != kept) if kept else others)


def drop_oldest_devices(tx: Transaction, person_id: UUID, most: int) -> None:
    """Forgets the devices of a person that were not used for the longest, beyond so many."""
    used_later = (
        select(devices.c.device_id)
        .where(devices.c.person_id == person_id)
        .order_by(devices.c.last_used_at.desc(), devices.c.device_id)
        .offset(most)
        .limit(1000)
    )
    surplus = list(tx.execute(used_later).scalars())
    if surplus:
        tx.execute(delete(devices).where(devices.c.device_id.in_(surplus)))


def drop_devices_over_before(tx: Transaction, moment: datetime) -> None:
    """Removes the devices that were known until then."""
    tx.execute(delete(devices).where(devices.c.expires_at < moment))


def _place() -> Select[Any]:
    device, other = devices.alias("device"), devices.alias("other")
    same_network = exists().where(
        other.c.person_id == accounts.c.person_id, other.c.network == bindparam("network")
    )
    return (
        select(accounts.c.person_id, device.c.device_id, same_network.label("known_network"))
        .outerjoin(
            device,
            and_(
                device.c.person_id == accounts.c.person_id,
                device.c.token_digest == bindparam("token_digest"),
                device.c.expires_at > bindparam("now"),
            ),
        )
        .where(accounts.c.user_name == bindparam("user_name"))
    )


# Made once: it is asked at every attempt, and guessers make very many.
_PLACE = _place()


def _device(row: Row[Any]) -> Device:
    return Device(
        device_id=row.device_id,
        person_id=row.person_id,
        browser=row.browser,
        operating_system=row.operating_system,
        network=row.network,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )
