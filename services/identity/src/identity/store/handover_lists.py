"""Reads and writes the lists of library cards that tutors hand out."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, upsert
from chassis.values import PersonName
from sqlalchemy import Row, and_, exists, func, insert, or_, select, update

from identity.domain.accounts import AccountState
from identity.domain.library import HELD
from identity.domain.library_handover import HandoverEntry, HandoverList, Newcomer
from identity.store.tables import (
    accounts,
    handover_entries,
    handover_lists,
    library_cards,
    library_newcomers,
)


def store_newcomer(tx: Transaction, newcomer: Newcomer) -> None:
    """Keeps what the lists need of an enrolment."""
    upsert(tx, library_newcomers, [asdict(newcomer)], key=["enrolment_id"])


def schools_of_programme(tx: Transaction, programme_code: str) -> frozenset[str]:
    """The schools that students of a programme belong to; empty where nobody studies it."""
    rows = tx.execute(
        select(library_newcomers.c.school_code)
        .where(library_newcomers.c.programme_code == programme_code)
        .distinct()
    )
    return frozenset(rows.scalars())


def newcomers_without_card(
    tx: Transaction, programme_code: str, semester: str, today: date, limit: int
) -> list[UUID]:
    """At most `limit` students who begin then, by name: without a card and on no open list."""
    held = exists().where(
        library_cards.c.person_id == accounts.c.person_id,
        library_cards.c.state.in_([each.value for each in HELD]),
    )
    listed = exists().where(
        handover_entries.c.person_id == accounts.c.person_id,
        handover_entries.c.handover_list_id == handover_lists.c.handover_list_id,
        handover_lists.c.closed_at.is_(None),
    )
    begins = exists().where(
        library_newcomers.c.person_id == accounts.c.person_id,
        library_newcomers.c.programme_code == programme_code,
        library_newcomers.c.first_semester == semester,
        or_(library_newcomers.c.end_date.is_(None), library_newcomers.c.end_date >= today),
    )
    rows = tx.execute(
        select(accounts.c.person_id)
        .where(begins, ~held, ~listed, accounts.c.state != AccountState.DISABLED.value)
        .order_by(accounts.c.search_key, accounts.c.person_id)
        .limit(limit)
    )
    return list(rows.scalars())


def add_list(tx: Transaction, new: HandoverList, person_ids: Sequence[UUID]) -> None:
    """Stores a new list with its people in their order."""
    tx.execute(
        insert(handover_lists).values(
            handover_list_id=new.handover_list_id,
            name=new.name,
            programme_code=new.programme_code,
            semester=new.semester,
            created_at=new.created_at,
        )
    )
    insert_many(
        tx,
        handover_entries,
        [
            {
                "handover_list_id": new.handover_list_id,
                "person_id": person_id,
                "position": position,
                "card_number": None,
                "handed_over_at": None,
            }
            for position, person_id in enumerate(person_ids)
        ],
    )


def lock_list(tx: Transaction, handover_list_id: UUID) -> None:
    """Lets nobody else change the list until this ends."""
    tx.lock(handover_lists.c.handover_list_id, [handover_list_id])


def list_exists(tx: Transaction, handover_list_id: UUID) -> bool:
    """Whether there is such a list."""
    return bool(
        tx.execute(
            select(exists().where(handover_lists.c.handover_list_id == handover_list_id))
        ).scalar_one()
    )


def find_list(tx: Transaction, handover_list_id: UUID) -> HandoverList | None:
    """A list with its entries in order, or None."""
    row = tx.execute(
        _lists().where(handover_lists.c.handover_list_id == handover_list_id)
    ).one_or_none()
    return replace(_list(row), entries=_entries(tx, handover_list_id)) if row else None


def lists_before(
    tx: Transaction, before: tuple[datetime, UUID] | None, limit: int
) -> list[HandoverList]:
    """At most `limit` lists without entries, the newest first, those behind the one given."""
    created_at, list_id = handover_lists.c.created_at, handover_lists.c.handover_list_id
    page = _lists().order_by(created_at.desc(), list_id.desc()).limit(limit)
    if before is not None:
        page = page.where(
            or_(created_at < before[0], and_(created_at == before[0], list_id < before[1]))
        )
    return [_list(row) for row in tx.execute(page)]


def numbers_assigned_to_others(
    tx: Transaction, card_numbers: Collection[str], person_id: UUID | None = None
) -> frozenset[str]:
    """Those of the numbers that are assigned on a list, to others than the person named."""
    statement = select(handover_entries.c.card_number).where(
        is_one_of(tx, handover_entries.c.card_number, list(card_numbers))
    )
    if person_id is not None:
        statement = statement.where(handover_entries.c.person_id != person_id)
    return frozenset(tx.execute(statement).scalars())


def open_list_of(tx: Transaction, person_id: UUID) -> tuple[str, str] | None:
    """Name of the open list and number of the card that waits there for a person, or None."""
    row = tx.execute(
        select(handover_lists.c.name, handover_entries.c.card_number)
        .join(
            handover_entries,
            handover_entries.c.handover_list_id == handover_lists.c.handover_list_id,
        )
        .where(
            handover_entries.c.person_id == person_id,
            handover_entries.c.handed_over_at.is_(None),
            handover_lists.c.closed_at.is_(None),
        )
        .limit(1)
    ).one_or_none()
    return (row.name, row.card_number or "") if row else None


def assign_card(
    tx: Transaction, handover_list_id: UUID, person_id: UUID, card_number: str | None
) -> None:
    """Assigns a card to an entry, or takes it back (None)."""
    _change(tx, handover_list_id, person_id, card_number=card_number)


def note_handed_over(tx: Transaction, handover_list_id: UUID, person_id: UUID) -> None:
    """Notes that an entry's card was handed over now."""
    _change(tx, handover_list_id, person_id, handed_over_at=tx.now)


def close_list(tx: Transaction, handover_list_id: UUID) -> None:
    """Closes a list; cards that were not handed over are free again."""
    tx.execute(
        update(handover_entries)
        .where(
            handover_entries.c.handover_list_id == handover_list_id,
            handover_entries.c.handed_over_at.is_(None),
        )
        .values(card_number=None)
    )
    tx.execute(
        update(handover_lists)
        .where(handover_lists.c.handover_list_id == handover_list_id)
        .values(closed_at=tx.now)
    )


def _change(tx: Transaction, handover_list_id: UUID, person_id: UUID, **values: Any) -> None:
    tx.execute(
        update(handover_entries)
        .where(
            handover_entries.c.handover_list_id == handover_list_id,
            handover_entries.c.person_id == person_id,
        )
        .values(**values)
    )


def _lists() -> Any:
    own = handover_entries.c.handover_list_id == handover_lists.c.handover_list_id
    people = select(func.count()).where(own).scalar_subquery()
    done = select(func.count(handover_entries.c.handed_over_at)).where(own).scalar_subquery()
    return select(handover_lists, people.label("people"), done.label("done"))


def _entries(tx: Transaction, handover_list_id: UUID) -> tuple[HandoverEntry, ...]:
    holds = (
        exists()
        .where(
            library_cards.c.person_id == handover_entries.c.person_id,
            library_cards.c.state.in_([each.value for each in HELD]),
        )
        .label("holds")
    )
    rows = tx.execute(
        select(
            handover_entries,
            accounts.c.user_name,
            accounts.c.given_names,
            accounts.c.family_name,
            accounts.c.birth_name,
            accounts.c.title,
            holds,
        )
        .join(accounts, accounts.c.person_id == handover_entries.c.person_id)
        .where(handover_entries.c.handover_list_id == handover_list_id)
        .order_by(handover_entries.c.position)
    )
    return tuple(
        HandoverEntry(
            person_id=row.person_id,
            name=PersonName(row.given_names, row.family_name, row.birth_name, row.title),
            user_name=row.user_name,
            card_number=row.card_number or "",
            handed_over_at=row.handed_over_at,
            served_at_desk=row.holds and row.handed_over_at is None,
        )
        for row in rows
    )


def _list(row: Row[Any]) -> HandoverList:
    return HandoverList(
        handover_list_id=row.handover_list_id,
        name=row.name,
        programme_code=row.programme_code,
        semester=row.semester,
        created_at=row.created_at,
        closed_at=row.closed_at,
        people=row.people,
        handed_over=row.done,
    )
