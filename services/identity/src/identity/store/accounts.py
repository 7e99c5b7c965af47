"""Reads and writes accounts, their roles and their initial codes."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, is_one_of, upsert
from chassis.values import PersonName, search_key
from sqlalchemy import ColumnElement, Row, delete, exists, insert, select, update

from identity.domain.accounts import (
    FIRST_STUDENT_NUMBER,
    Account,
    AccountState,
    DisableReason,
    Employment,
)
from identity.domain.initial_codes import InitialCode
from identity.domain.roles import Role
from identity.store.role_grants import keep_in_step
from identity.store.tables import (
    account_roles,
    accounts,
    initial_codes,
    recovery_addresses,
    student_numbers,
)

_NOT_EMPLOYED = "no"


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account with its password hash, which stays inside this service.

    `needs_second_factor` tells that the password is too short to be used alone.
    """

    account: Account
    password_hash: str = field(repr=False)
    needs_second_factor: bool = False


def find_account(tx: Transaction, person_id: UUID) -> StoredAccount | None:
    """The account of a person, or None."""
    return _one(tx, accounts.c.person_id == person_id)


def find_account_for_change(tx: Transaction, person_id: UUID) -> StoredAccount | None:
    """The account of a person, locked until the transaction ends, or None."""
    tx.lock(accounts.c.person_id, [person_id])
    return find_account(tx, person_id)


def find_account_by_user_name(tx: Transaction, user_name: str) -> StoredAccount | None:
    """The account with this user name in its known form, or None."""
    return _one(tx, accounts.c.user_name == user_name)


def owner_of_mailbox(tx: Transaction, mailbox: str) -> UUID | None:
    """Whose mailbox it is, in small letters; None where nobody has it."""
    chosen = select(accounts.c.person_id).where(accounts.c.mailbox == mailbox)
    return tx.execute(chosen).scalar_one_or_none()


def accounts_after(tx: Transaction, after: UUID | None, limit: int) -> list[Account]:
    """At most `limit` accounts in the order of their persons' ids, those behind the one given."""
    person_id = accounts.c.person_id
    page = select(person_id).order_by(person_id).limit(limit)
    if after is not None:
        page = page.where(person_id > after)
    ids = list(tx.execute(page).scalars())
    found = find_accounts(tx, ids)
    return [found[each] for each in ids]


def find_accounts(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, Account]:
    """The accounts of these persons; persons without one are left out."""
    these = is_one_of(tx, accounts.c.person_id, list(person_ids))
    return {each.account.person_id: each.account for each in _many(tx, these)}


def account_exists(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has an account."""
    return bool(tx.execute(select(exists().where(accounts.c.person_id == person_id))).scalar_one())


def add_account(tx: Transaction, account: Account, password_hash: str = "") -> None:
    """Stores a new account."""
    tx.execute(
        insert(accounts).values(
            **_row(account),
            changed_at=tx.now,
            password_hash=password_hash,
            announced_stage="",
            told_affiliations=[],
        )
    )
    _add_roles(tx, account)
    keep_in_step(tx, account)


def change_account(tx: Transaction, account: Account) -> None:
    """Stores an account's changed facts and roles. The password stays."""
    tx.execute(
        update(accounts)
        .where(accounts.c.person_id == account.person_id)
        .values(**_row(account), changed_at=tx.now)
    )
    lost = (
        account_roles.c.person_id == account.person_id,
        account_roles.c.role.not_in([role.value for role in account.roles]),
    )
    tx.execute(delete(account_roles).where(*lost))
    _add_roles(tx, account)
    keep_in_step(tx, account)


def set_password_hash(
    tx: Transaction,
    person_id: UUID,
    password_hash: str,
    *,
    needs_second_factor: bool | None = None,
) -> None:
    """Replaces the password, or the hash of the same one where `needs_second_factor` is None.

    `needs_second_factor` tells that the new password is too short to be used alone.
    """
    values: dict[str, Any] = {"password_hash": password_hash}
    if needs_second_factor is not None:
        values["needs_second_factor"] = needs_second_factor
    tx.execute(update(accounts).where(accounts.c.person_id == person_id).values(**values))


def lock_student_numbers(tx: Transaction) -> None:
    """Lets nobody else take a number, and so make a student's account, until this ends."""
    insert_or_ignore(
        tx, student_numbers, [{"name": "student", "last_number": FIRST_STUDENT_NUMBER - 1}]
    )
    tx.lock(student_numbers.c.name, ["student"])


def next_student_number(tx: Transaction) -> int:
    """Takes the next number for a student's user name; rolled back with the transaction.

    The caller holds the lock of the numbers.
    """
    taken: int = tx.execute(
        update(student_numbers)
        .values(last_number=student_numbers.c.last_number + 1)
        .returning(student_numbers.c.last_number)
    ).scalar_one()
    return taken


def find_initial_code(tx: Transaction, user_name: str) -> InitialCode | None:
    """The code that was issued last for the account with this user name, or None.

    One query whether or not there is such an account: its time must not tell.
    """
    row = tx.execute(
        select(initial_codes)
        .join(accounts, accounts.c.person_id == initial_codes.c.person_id)
        .where(accounts.c.user_name == user_name)
    ).one_or_none()
    return InitialCode(row.digest, row.expires_at, row.used_at) if row else None


def replace_initial_code(tx: Transaction, person_id: UUID, code: InitialCode) -> None:
    """Stores a new code; the former one of the account is gone."""
    upsert(
        tx,
        initial_codes,
        [
            {
                "person_id": person_id,
                "digest": code.digest,
                "expires_at": code.expires_at,
                "used_at": code.used_at,
            }
        ],
        key=["person_id"],
    )


def claim_initial_code(tx: Transaction, person_id: UUID, digest: str, now: datetime) -> bool:
    """Marks the code as used; False when somebody else was first or the code was replaced.

    One statement decides, so that of parallel uses of one code exactly one wins.
    """
    claimed = tx.execute(
        update(initial_codes)
        .where(
            initial_codes.c.person_id == person_id,
            initial_codes.c.digest == digest,
            initial_codes.c.used_at.is_(None),
            initial_codes.c.expires_at > now,
        )
        .values(used_at=now)
    )
    return claimed.rowcount == 1


def _one(tx: Transaction, which: ColumnElement[bool]) -> StoredAccount | None:
    return next(iter(_many(tx, which)), None)


def _many(tx: Transaction, which: ColumnElement[bool]) -> list[StoredAccount]:
    """Accounts with their roles, in one query: one more for those that exist would tell so."""
    rows = tx.execute(
        select(
            accounts,
            account_roles.c.role,
            recovery_addresses.c.address.label("recovery_address"),
        )
        .outerjoin(account_roles, account_roles.c.person_id == accounts.c.person_id)
        .outerjoin(recovery_addresses, recovery_addresses.c.person_id == accounts.c.person_id)
        .where(which)
    ).all()
    roles: dict[UUID, set[Role]] = defaultdict(set)
    for row in rows:
        if row.role is not None:
            roles[row.person_id].add(Role(row.role))
    firsts = {row.person_id: row for row in reversed(rows)}
    return [
        StoredAccount(
            _account(row, frozenset(roles[row.person_id])),
            row.password_hash,
            row.needs_second_factor,
        )
        for row in firsts.values()
    ]


def _account(row: Row[Any], roles: frozenset[Role]) -> Account:
    return Account(
        person_id=row.person_id,
        user_name=row.user_name,
        mailbox=row.mailbox,
        name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
        roles=roles,
        state=AccountState(row.state),
        created_at=row.created_at,
        version=row.version,
        person_version=row.person_version,
        employment=None if row.employment == _NOT_EMPLOYED else Employment(row.employed_until),
        disable_reason=DisableReason(row.disable_reason) if row.disable_reason else None,
        disable_note=row.disable_note,
        wind_down_from=row.wind_down_from,
        wind_down_stage=row.wind_down_stage,
        recovery_address=row.recovery_address or "",
    )


def _row(account: Account) -> dict[str, Any]:
    return {
        "person_id": account.person_id,
        "user_name": account.user_name,
        "mailbox": account.mailbox,
        "given_names": account.name.given_names,
        "family_name": account.name.family_name,
        "birth_name": account.name.birth_name,
        "title": account.name.title,
        "search_key": search_key(account.name),
        "person_version": account.person_version,
        "state": account.state.value,
        "disable_reason": account.disable_reason.value if account.disable_reason else "",
        "disable_note": account.disable_note,
        "employment": _employment(account.employment),
        "employed_until": account.employment.until if account.employment else None,
        "wind_down_from": account.wind_down_from,
        "wind_down_stage": account.wind_down_stage,
        "created_at": account.created_at,
        "version": account.version,
    }


def _employment(employment: Employment | None) -> str:
    if employment is None:
        return _NOT_EMPLOYED
    return "open" if employment.until is None else "until"


def _add_roles(tx: Transaction, account: Account) -> None:
    insert_or_ignore(
        tx,
        account_roles,
        [{"person_id": account.person_id, "role": role.value} for role in sorted(account.roles)],
    )
