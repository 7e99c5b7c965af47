"""Reads and writes failures in a row, over all networks and secrets."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore
from sqlalchemy import and_, delete, or_, select, update

from identity.domain.throttling import FAILURES_IN_A_ROW, Streak
from identity.store.tables import accounts, failure_streaks


@dataclass(frozen=True, slots=True)
class PasswordBlock:
    """An account whose password is off for devices that it does not know."""

    person_id: UUID
    user_name: str
    failures: int
    since: datetime


def count_in_a_row(tx: Transaction, name_key: str, person_id: UUID | None) -> Streak:
    """Counts one more attempt on a user name and returns the count with it.

    One statement counts, so that parallel guesses are all counted. `person_id` is None for a name
    that no account has.
    """
    counted = _count(tx, name_key)
    if counted is None:
        first = {"name_key": name_key, "person_id": person_id, "failures": 0, "last_at": tx.now}
        insert_or_ignore(tx, failure_streaks, [first])
        counted = _count(tx, name_key)
    if counted is None:
        raise AssertionError("the row was there or was made")
    return counted


def take_back_in_a_row(tx: Transaction, name_key: str) -> None:
    """Takes back an attempt that was no failure."""
    tx.execute(
        update(failure_streaks)
        .where(failure_streaks.c.name_key == name_key, failure_streaks.c.failures > 0)
        .values(failures=failure_streaks.c.failures - 1)
    )


def forget_in_a_row(tx: Transaction, name_key: str) -> None:
    """Begins to count anew; the password is on again."""
    tx.execute(delete(failure_streaks).where(failure_streaks.c.name_key == name_key))


def switch_password_off(tx: Transaction, name_key: str) -> bool:
    """Switches the password off after too many failures; True the one time that it does."""
    switched = tx.execute(
        update(failure_streaks)
        .where(
            failure_streaks.c.name_key == name_key,
            failure_streaks.c.failures >= FAILURES_IN_A_ROW,
            failure_streaks.c.password_off_at.is_(None),
        )
        .values(password_off_at=tx.now)
    )
    return switched.rowcount == 1


def is_password_off(tx: Transaction, name_key: str) -> bool:
    """Whether the password is off for unknown devices."""
    off = select(failure_streaks.c.password_off_at).where(failure_streaks.c.name_key == name_key)
    return tx.execute(off).scalar_one_or_none() is not None


def password_blocks(
    tx: Transaction, before: tuple[datetime, UUID] | None, limit: int
) -> list[PasswordBlock]:
    """Accounts whose password is off, the latest first, those behind the one given."""
    since = failure_streaks.c.password_off_at
    query = (
        select(failure_streaks, accounts.c.user_name)
        .join(accounts, accounts.c.person_id == failure_streaks.c.person_id)
        .where(since.is_not(None))
        .order_by(since.desc(), failure_streaks.c.person_id)
        .limit(limit)
    )
    if before is not None:
        moment, person_id = before
        query = query.where(
            or_(since < moment, and_(since == moment, failure_streaks.c.person_id > person_id))
        )
    return [
        PasswordBlock(row.person_id, row.user_name, row.failures, row.password_off_at)
        for row in tx.execute(query)
    ]


def drop_streaks_of_nobody_before(tx: Transaction, moment: datetime) -> None:
    """Removes what was counted for names that no account has; those of accounts stay."""
    tx.execute(
        delete(failure_streaks).where(
            failure_streaks.c.person_id.is_(None), failure_streaks.c.last_at < moment
        )
    )


def _count(tx: Transaction, name_key: str) -> Streak | None:
    row = tx.execute(
        update(failure_streaks)
        .where(failure_streaks.c.name_key == name_key)
        .values(failures=failure_streaks.c.failures + 1, last_at=tx.now)
        .returning(failure_streaks.c.failures, failure_streaks.c.password_off_at)
    ).one_or_none()
    return Streak(row.failures, row.password_off_at) if row else None
