"""The count of look-ups that missed, by network and by number."""

from datetime import datetime, timedelta
from typing import Any

from chassis.database import Transaction, insert_or_ignore
from matrikel_verify.number import VerificationNumber
from sqlalchemy import ColumnElement, Table, case, delete, func, select, update

from certificates.domain.guessing import (
    KEPT,
    NUMBER_WINDOW,
    NUMBERS_KEPT,
    WINDOW,
    Misses,
    Place,
)
from certificates.store.tables import number_misses, verification_alarms, verification_misses


def load_misses(tx: Transaction, place: Place) -> tuple[Misses | None, Misses | None]:
    """The current windows of the address and of the network around it; None where there is none."""
    names = verification_misses.c.client_network
    found = select(verification_misses).where(names.in_((place.address, place.prefix)))
    rows = {row.client_network: Misses(row.window_start, row.misses) for row in tx.execute(found)}
    return rows.get(place.address), rows.get(place.prefix)


def load_number_misses(tx: Transaction, number: VerificationNumber) -> Misses | None:
    """The number's current window; None where it has none."""
    found = select(number_misses).where(number_misses.c.verification_number == number.digits)
    row = tx.execute(found).first()
    return None if row is None else Misses(row.window_start, row.misses)


def count_miss(tx: Transaction, place: Place, number: VerificationNumber) -> Misses:
    """Counts one more everywhere, in a new window where the old one is over.

    The rows are locked from here to the end of the transaction, address before network before
    number, so that misses at the same moment are all counted. Returns those of the address.
    """
    of_address = _count(
        tx, verification_misses, {"client_network": place.address, "is_prefix": False}, WINDOW
    )
    _count(tx, verification_misses, {"client_network": place.prefix, "is_prefix": True}, WINDOW)
    _count(tx, number_misses, {"verification_number": number.digits}, NUMBER_WINDOW)
    return of_address


def forget_misses(tx: Transaction) -> int:
    """Forgets who missed, and what, once the limits need it no more; returns how many rows."""
    networks = delete(verification_misses).where(verification_misses.c.window_start < tx.now - KEPT)
    numbers = delete(number_misses).where(number_misses.c.window_start < tx.now - NUMBERS_KEPT)
    return tx.execute(networks).rowcount + tx.execute(numbers).rowcount


def misses_since(tx: Transaction, moment: datetime) -> int:
    """The misses of all addresses in windows that began after the moment."""
    found = select(func.coalesce(func.sum(verification_misses.c.misses), 0)).where(
        verification_misses.c.is_prefix.is_(False), verification_misses.c.window_start > moment
    )
    return int(tx.execute(found).scalar_one())


def is_tight(tx: Transaction) -> bool:
    """Whether the limits of larger networks are tighter at the moment."""
    until = tx.execute(select(verification_alarms.c.tight_until)).scalar_one_or_none()
    return until is not None and until > tx.now


def tighten(tx: Transaction, until: datetime) -> None:
    """The limits of larger networks are tighter until then."""
    tx.execute(update(verification_alarms).values(tight_until=until))


def claim_alarm(tx: Transaction, raised_before: datetime) -> bool:
    """Notes that the alarm is raised now; False where it was raised since that moment.

    One statement decides, so that of several processes one raises it.
    """
    first = {"only_row": 1, "raise_time": tx.now, "tight_until": tx.now}
    if insert_or_ignore(tx, verification_alarms, [first]) == 1:
        return True
    claimed = tx.execute(
        update(verification_alarms)
        .where(verification_alarms.c.raise_time <= raised_before)
        .values(raise_time=tx.now)
    )
    return claimed.rowcount == 1


def _count(tx: Transaction, table: Table, key: dict[str, Any], window: timedelta) -> Misses:
    insert_or_ignore(tx, table, [{**key, "window_start": tx.now, "misses": 0}])
    over: ColumnElement[bool] = table.c.window_start <= tx.now - window
    name, value = next(iter(key.items()))
    row = tx.execute(
        update(table)
        .where(table.c[name] == value)
        .values(
            window_start=case((over, tx.now), else_=table.c.window_start),
            misses=case((over, 1), else_=table.c.misses + 1),
        )
        .returning(table.c.window_start, table.c.misses)
    ).one()
    return Misses(row.window_start, row.misses)
