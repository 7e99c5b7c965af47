"""The places of the status list in the database."""

from collections.abc import Iterator

from chassis.database import Transaction, insert_or_ignore
from matrikel_verify.status_list import Status
from sqlalchemy import func, select, update

from certificates.store.tables import status_places as places


def take_place(tx: Transaction, status_index: int) -> bool:
    """Takes a place for a certificate that stands; False where it is taken."""
    row = {"status_index": status_index, "status": Status.VALID.value}
    return insert_or_ignore(tx, places, [row]) == 1


def highest_place(tx: Transaction) -> int:
    """The highest place that was ever taken; -1 where none was."""
    highest = tx.execute(select(func.max(places.c.status_index))).scalar_one_or_none()
    return -1 if highest is None else int(highest)


def note_status(tx: Transaction, status_index: int, status: Status) -> None:
    """Says at a place how its certificate stands from now on."""
    tx.execute(
        update(places).where(places.c.status_index == status_index).values(status=status.value)
    )


def status_at(tx: Transaction, status_index: int) -> Status | None:
    """What the list says at a place; None at one that was never taken."""
    found = select(places.c.status).where(places.c.status_index == status_index)
    status = tx.execute(found).scalar_one_or_none()
    return None if status is None else Status(status)


def noted_statuses(tx: Transaction) -> Iterator[tuple[int, Status]]:
    """Every place that says anything but that its certificate stands."""
    rows = tx.execute(
        select(places.c.status_index, places.c.status).where(places.c.status > Status.VALID.value)
    )
    for row in rows:
        yield int(row.status_index), Status(row.status)
