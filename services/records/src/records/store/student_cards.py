"""Storing and reading student cards."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of, update_many
from chassis.values import Semester
from sqlalchemy import Row, select, update

from records.domain.addresses import MailingAddress
from records.domain.student_cards import (
    FIRST_NUMBER,
    CardDelivery,
    CardLoss,
    CardState,
    StudentCard,
    card_number,
)
from records.store import tables
from records.store.number_counters import take_numbers

COUNTER = "student_cards"


def take_card_numbers(tx: Transaction, count: int) -> list[str]:
    """So many new card numbers with their check digits."""
    if not count:
        return []
    return [card_number(each) for each in take_numbers(tx, COUNTER, FIRST_NUMBER, count)]


def add_cards(tx: Transaction, cards: Sequence[StudentCard]) -> None:
    """Stores new cards."""
    insert_many(tx, tables.student_cards, [_row(each) for each in cards])


def change_card(tx: Transaction, card: StudentCard) -> None:
    """Stores what became of a card."""
    row = _row(card)
    tx.execute(
        update(tables.student_cards)
        .where(tables.student_cards.c.student_card_id == row.pop("student_card_id"))
        .values(**row)
    )


def extend_cards(tx: Transaction, cards: Sequence[StudentCard]) -> None:
    """Stores until when cards are valid."""
    rows = [
        {
            "student_card_id": each.student_card_id,
            "valid_until_semester": each.valid_until_semester.code,
            "version": each.version,
        }
        for each in cards
    ]
    update_many(tx, tables.student_cards, rows, key=["student_card_id"])


def load_card(tx: Transaction, student_card_id: UUID) -> StudentCard | None:
    """The card with the id."""
    table = tables.student_cards
    row = tx.execute(select(table).where(table.c.student_card_id == student_card_id)).one_or_none()
    return None if row is None else _card(row)


def card_with_number(tx: Transaction, number: str) -> StudentCard | None:
    """The card with the number."""
    table = tables.student_cards
    row = tx.execute(select(table).where(table.c.card_number == number)).one_or_none()
    return None if row is None else _card(row)


def cards_of(tx: Transaction, person_id: UUID) -> tuple[StudentCard, ...]:
    """The cards that a person had, the newest first."""
    return cards_of_persons(tx, [person_id]).get(person_id, ())


def cards_of_persons(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[StudentCard, ...]]:
    """The cards that persons had, by person, the newest first."""
    table = tables.student_cards
    rows = tx.execute(
        select(table)
        .where(is_one_of(tx, table.c.person_id, person_ids))
        .order_by(table.c.issue_time.desc(), table.c.card_number.desc())
    )
    found: dict[UUID, list[StudentCard]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_card(row))
    return {person_id: tuple(several) for person_id, several in found.items()}


def _row(card: StudentCard) -> dict[str, Any]:
    return {
        "student_card_id": card.student_card_id,
        "person_id": card.person_id,
        "card_number": card.card_number,
        "state": card.state.value,
        "block_reason": "" if card.block_reason is None else card.block_reason.value,
        "valid_until_semester": card.valid_until_semester.code,
        "delivery": card.delivery.value,
        "deliver_time": card.deliver_time,
        "issue_time": card.issue_time,
        "end_time": card.end_time,
        "send_to": None if card.send_to is None else asdict(card.send_to),
        "replaces_card_id": card.replaces_card_id,
        "version": card.version,
    }


def _card(row: Row[Any]) -> StudentCard:
    return StudentCard(
        student_card_id=row.student_card_id,
        person_id=row.person_id,
        card_number=row.card_number,
        state=CardState(row.state),
        block_reason=CardLoss(row.block_reason) if row.block_reason else None,
        valid_until_semester=Semester.parse(row.valid_until_semester),
        delivery=CardDelivery(row.delivery),
        deliver_time=row.deliver_time,
        issue_time=row.issue_time,
        end_time=row.end_time,
        replaces_card_id=row.replaces_card_id,
        version=row.version,
        send_to=None if row.send_to is None else MailingAddress(**row.send_to),
    )
