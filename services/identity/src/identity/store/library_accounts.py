"""Reads and writes library accounts, and the people whom only the library knows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_or_ignore, is_one_of, upsert
from chassis.values import PersonName, folded, search_key
from sqlalchemy import (
    ColumnElement,
    Row,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    union_all,
    update,
)

from identity.domain.library import HELD, LibraryAccount, LibraryUser
from identity.store.tables import accounts, library_accounts, library_cards, library_users


def find_library_account_for_change(tx: Transaction, person_id: UUID) -> LibraryAccount:
    """The library account, made without a registration where it is missing, locked."""
    row = {
        "person_id": person_id,
        "registered_at": None,
        "secret_hash": "",
        "start_code_digest": "",
        "start_code_expires_at": None,
    }
    insert_or_ignore(tx, library_accounts, [row])
    tx.lock(library_accounts.c.person_id, [person_id])
    stored = tx.execute(
        select(library_accounts).where(library_accounts.c.person_id == person_id)
    ).one()
    return _account(stored)


def library_accounts_of(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, LibraryAccount]:
    """The library accounts of persons; those without are left out."""
    rows = tx.execute(
        select(library_accounts).where(
            is_one_of(tx, library_accounts.c.person_id, list(person_ids))
        )
    )
    return {row.person_id: _account(row) for row in rows}


def find_library_account_of_card(tx: Transaction, card_number: str) -> LibraryAccount | None:
    """The library account whose user name a card's number was or is, or None."""
    row = tx.execute(
        select(library_accounts)
        .join(library_cards, library_cards.c.person_id == library_accounts.c.person_id)
        .where(library_cards.c.card_number == card_number)
    ).one_or_none()
    return _account(row) if row else None


def store_library_account(tx: Transaction, account: LibraryAccount) -> None:
    """Stores a library account that is locked."""
    row = {
        "person_id": account.person_id,
        "registered_at": account.registered_at,
        "secret_hash": account.secret_hash,
        "start_code_digest": account.start_code_digest,
        "start_code_expires_at": account.start_code_expires_at,
    }
    upsert(tx, library_accounts, [row], key=["person_id"])


def use_start_code(
    tx: Transaction, person_id: UUID, digest: str, secret_hash: str, now: datetime
) -> bool:
    """Sets the secret and uses the start code up; False where somebody else was first.

    One statement decides, so that of parallel uses of one code exactly one wins.
    """
    used = tx.execute(
        update(library_accounts)
        .where(
            library_accounts.c.person_id == person_id,
            library_accounts.c.start_code_digest == digest,
            library_accounts.c.start_code_expires_at > now,
        )
        .values(secret_hash=secret_hash, start_code_digest="", start_code_expires_at=None)
    )
    return used.rowcount == 1


def change_secret(tx: Transaction, person_id: UUID, former_hash: str, secret_hash: str) -> bool:
    """Replaces the secret; False where it was changed meanwhile. A waiting start code ends."""
    changed = tx.execute(
        update(library_accounts)
        .where(
            library_accounts.c.person_id == person_id,
            library_accounts.c.secret_hash == former_hash,
        )
        .values(secret_hash=secret_hash, start_code_digest="", start_code_expires_at=None)
    )
    return changed.rowcount == 1


def renew_hash(tx: Transaction, person_id: UUID, former_hash: str, secret_hash: str) -> None:
    """Stores the same secret under newer hashing parameters."""
    tx.execute(
        update(library_accounts)
        .where(
            library_accounts.c.person_id == person_id,
            library_accounts.c.secret_hash == former_hash,
        )
        .values(secret_hash=secret_hash)
    )


def library_users_of(tx: Transaction, person_ids: Collection[UUID]) -> dict[UUID, LibraryUser]:
    """Those of the persons who are from outside the university."""
    rows = tx.execute(
        select(library_users).where(is_one_of(tx, library_users.c.person_id, list(person_ids)))
    )
    return {row.person_id: _user(row) for row in rows}


def find_library_user_named(tx: Transaction, name: PersonName, email: str) -> LibraryUser | None:
    """Somebody from outside with this name and e-mail address, or None."""
    row = tx.execute(
        select(library_users)
        .where(
            library_users.c.sought_name == search_key(name),
            func.lower(library_users.c.email) == email.lower(),
        )
        .limit(1)
    ).one_or_none()
    return _user(row) if row else None


def add_library_user(tx: Transaction, user: LibraryUser) -> None:
    """Stores somebody from outside the university."""
    tx.execute(
        insert(library_users).values(
            person_id=user.person_id,
            given_names=user.name.given_names,
            family_name=user.name.family_name,
            title=user.name.title,
            sought_name=search_key(user.name),
            email=user.email,
            created_at=user.created_at,
        )
    )


def library_person_exists(tx: Transaction, person_id: UUID) -> bool:
    """Whether the person has a university account or is registered with the library."""
    return bool(
        tx.execute(
            select(
                or_(
                    exists().where(accounts.c.person_id == person_id),
                    exists().where(library_users.c.person_id == person_id),
                )
            )
        ).scalar_one()
    )


def holders_among(tx: Transaction, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the persons who hold a library card, active or blocked."""
    rows = tx.execute(
        select(library_cards.c.person_id).where(
            is_one_of(tx, library_cards.c.person_id, list(person_ids)),
            library_cards.c.state.in_([each.value for each in HELD]),
        )
    )
    return frozenset(rows.scalars())


def find_people(
    tx: Transaction, query: str, after: tuple[str, UUID] | None, limit: int
) -> list[tuple[str, UUID]]:
    """At most `limit` people by name behind the place given, each with the place.

    Found by the number of any of their cards, by user name, by mailbox or e-mail address, or by the
    beginning of the family name.
    """
    sought = query.strip().lower()
    cards = select(library_cards.c.person_id).where(library_cards.c.card_number == sought)
    name = folded(query)
    with_account = select(
        accounts.c.search_key.label("place"), accounts.c.person_id.label("person_id")
    ).where(
        or_(
            accounts.c.search_key.startswith(name, autoescape=True) if name else ~true(),
            accounts.c.user_name == sought,
            func.lower(accounts.c.mailbox) == sought,
            accounts.c.person_id.in_(cards),
        )
    )
    outside = select(
        library_users.c.sought_name.label("place"), library_users.c.person_id.label("person_id")
    ).where(
        or_(
            library_users.c.sought_name.startswith(name, autoescape=True) if name else ~true(),
            func.lower(library_users.c.email) == sought,
            library_users.c.person_id.in_(cards),
        )
    )
    both = union_all(with_account, outside).subquery()
    statement = select(both).order_by(both.c.place, both.c.person_id).limit(limit)
    if after is not None:
        statement = statement.where(_behind(both.c.place, both.c.person_id, after))
    return [(row.place, row.person_id) for row in tx.execute(statement)]


def _behind(
    place: ColumnElement[str], person_id: ColumnElement[UUID], after: tuple[str, UUID]
) -> ColumnElement[bool]:
    return or_(place > after[0], (place == after[0]) & (person_id > after[1]))


def _account(row: Row[Any]) -> LibraryAccount:
    return LibraryAccount(
        person_id=row.person_id,
        registered_at=row.registered_at,
        secret_hash=row.secret_hash,
        start_code_digest=row.start_code_digest,
        start_code_expires_at=row.start_code_expires_at,
    )


def _user(row: Row[Any]) -> LibraryUser:
    return LibraryUser(
        person_id=row.person_id,
        name=PersonName(row.given_names, row.family_name, "", row.title),
        email=row.email,
        created_at=row.created_at,
    )
