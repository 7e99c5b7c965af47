"""Reads and writes the counters of failed attempts."""

from datetime import datetime

from chassis.database import Transaction, insert_or_ignore, upsert
from sqlalchemy import delete, select, update

from identity.domain.throttling import AccountFailures, AddressFailures
from identity.store.tables import account_failures, address_failures


def lock_account_failures(tx: Transaction, key: str) -> AccountFailures:
    """The counter of an account and network or device, made where it is missing, locked.

    The lock makes parallel guesses count one after the other.
    """
    insert_or_ignore(
        tx,
        account_failures,
        [
            {
                "attempt_key": key,
                "network": "",
                "failures": 0,
                "last_at": tx.now,
                "blocked_until": tx.now,
            }
        ],
    )
    tx.lock(account_failures.c.attempt_key, [key])
    row = tx.execute(
        select(account_failures).where(account_failures.c.attempt_key == key)
    ).one_or_none()
    if row is None:  # forgotten by another transaction since the insert
        return AccountFailures(0, tx.now, tx.now)
    return AccountFailures(row.failures, row.last_at, row.blocked_until)


def store_account_failures(
    tx: Transaction, key: str, network: str, failures: AccountFailures
) -> None:
    """Stores a counter that was locked."""
    row = {
        "attempt_key": key,
        "network": network,
        "failures": failures.failures,
        "last_at": failures.last_at,
        "blocked_until": failures.blocked_until,
    }
    upsert(tx, account_failures, [row], key=["attempt_key"])


def forget_account_failures(tx: Transaction, key: str) -> None:
    """Removes the counter of an account and network or device."""
    tx.execute(delete(account_failures).where(account_failures.c.attempt_key == key))


def take_back_account_failure(tx: Transaction, key: str, before: AccountFailures) -> None:
    """Takes back the failure that was counted in advance; `before` was the count then."""
    tx.lock(account_failures.c.attempt_key, [key])
    row = tx.execute(
        select(account_failures).where(account_failures.c.attempt_key == key)
    ).one_or_none()
    if row is None:
        return
    now = AccountFailures(row.failures, row.last_at, row.blocked_until).one_less(before)
    tx.execute(
        update(account_failures)
        .where(account_failures.c.attempt_key == key)
        .values(failures=now.failures, last_at=now.last_at, blocked_until=now.blocked_until)
    )


def find_address_failures(tx: Transaction, address: str) -> AddressFailures | None:
    """The counter of an address, or None."""
    row = tx.execute(
        select(address_failures).where(address_failures.c.address == address)
    ).one_or_none()
    return AddressFailures(row.failures, row.window_start) if row else None


def lock_address_failures(tx: Transaction, address: str) -> AddressFailures:
    """The counter of an address, made where it is missing, locked."""
    insert_or_ignore(
        tx, address_failures, [{"address": address, "failures": 0, "window_start": tx.now}]
    )
    tx.lock(address_failures.c.address, [address])
    return find_address_failures(tx, address) or AddressFailures(0, tx.now)


def store_address_failures(tx: Transaction, address: str, failures: AddressFailures) -> None:
    """Stores a counter that was locked."""
    row = {
        "address": address,
        "failures": failures.failures,
        "window_start": failures.window_start,
    }
    upsert(tx, address_failures, [row], key=["address"])


def drop_account_failures_before(tx: Transaction, moment: datetime) -> None:
    """Removes the counters of accounts whose last failure is older."""
    tx.execute(delete(account_failures).where(account_failures.c.last_at < moment))


def drop_address_failures_before(tx: Transaction, moment: datetime) -> None:
    """Removes the counters of addresses whose window began earlier."""
    tx.execute(delete(address_failures).where(address_failures.c.window_start < moment))
