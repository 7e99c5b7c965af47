"""Finds accounts by words, state and role, and those that wait for a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import folded
from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from identity.domain.accounts import Account, AccountState
from identity.domain.roles import Role
from identity.store.accounts import find_accounts
from identity.store.tables import account_roles, accounts, initial_codes


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts are wanted: those that fit everything that is given."""

    query: str = ""
    state: AccountState | None = None
    role: Role | None = None
    winding_down: bool = False
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class AccountPosition:
    """The last account of a page in the order of names."""

    search_key: str
    user_name: str


def search_accounts(
    tx: Transaction, wanted: AccountFilter, after: AccountPosition | None, limit: int
) -> list[tuple[Account, AccountPosition]]:
    """At most `limit` accounts by family name, given names and user name, with their positions."""
    statement = (
        select(accounts.c.person_id, accounts.c.search_key, accounts.c.user_name)
        .where(*_conditions(wanted))
        .order_by(accounts.c.search_key, accounts.c.user_name)
        .limit(limit)
    )
    if after is not None:
        key, name = accounts.c.search_key, accounts.c.user_name
        statement = statement.where(
            key >= after.search_key,
            or_(key > after.search_key, and_(key == after.search_key, name > after.user_name)),
        )
    rows = tx.execute(statement).all()
    found = find_accounts(tx, [row.person_id for row in rows])
    return [(found[row.person_id], AccountPosition(row.search_key, row.user_name)) for row in rows]


def accounts_without_code(tx: Transaction, after: str, limit: int) -> list[Account]:
    """Accounts of students that wait for activation without a usable code, by user name."""
    rows = tx.execute(
        select(accounts.c.person_id)
        .where(*_without_code(tx.now), accounts.c.user_name > after)
        .order_by(accounts.c.user_name)
        .limit(limit)
    ).scalars()
    ids: Sequence[UUID] = list(rows)
    found = find_accounts(tx, ids)
    return [found[each] for each in ids]


def count_accounts_without_code(tx: Transaction) -> int:
    """How many accounts of students wait for activation without a usable code."""
    counted: int = tx.execute(
        select(func.count()).select_from(accounts).where(*_without_code(tx.now))
    ).scalar_one()
    return counted


def _without_code(now: datetime) -> tuple[ColumnElement[bool], ...]:
    usable = exists().where(
        initial_codes.c.person_id == accounts.c.person_id,
        initial_codes.c.used_at.is_(None),
        initial_codes.c.expires_at > now,
    )
    return (
        accounts.c.state == AccountState.ASSIGNED.value,
        accounts.c.employment == "no",
        not_(usable),
    )


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    conditions = [_begins(word) for word in folded(wanted.query).split()]
    if wanted.user_name:
        conditions.append(accounts.c.user_name == wanted.user_name)
    if wanted.state:
        conditions.append(accounts.c.state == wanted.state.value)
    if wanted.role:
        conditions.append(
            exists().where(
                account_roles.c.person_id == accounts.c.person_id,
                account_roles.c.role == wanted.role.value,
            )
        )
    if wanted.winding_down:
        conditions.append(accounts.c.wind_down_stage != "")
    return conditions


def _begins(word: str) -> ColumnElement[bool]:
    """Whether user name, mailbox or any part of the name begins with the word."""
    return or_(
        accounts.c.user_name.startswith(word, autoescape=True),
        accounts.c.mailbox.startswith(word, autoescape=True),
        accounts.c.search_key.startswith(word, autoescape=True),
        accounts.c.search_key.contains(f" {word}", autoescape=True),
    )
