"""Reads and writes library cards."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Transaction, insert_many, is_one_of
from sqlalchemy import Row, select, update

from identity.domain.library import (
    CardLoss,
    CardState,
    IdentityDocument,
    LibraryCard,
    Pickup,
)
from identity.store.tables import library_cards


def find_card(tx: Transaction, card_number: str) -> LibraryCard | None:
    """The card with a number, or None."""
    row = tx.execute(
        select(library_cards).where(library_cards.c.card_number == card_number)
    ).one_or_none()
    return _card(row) if row else None


def cards_of(tx: Transaction, person_id: UUID) -> tuple[LibraryCard, ...]:
    """Every card of a person, the newest first."""
    return cards_of_persons(tx, [person_id]).get(person_id, ())


def cards_of_persons(
    tx: Transaction, person_ids: Collection[UUID]
) -> dict[UUID, tuple[LibraryCard, ...]]:
    """Every card of the persons, the newest first; persons without are left out."""
    rows = tx.execute(
        select(library_cards)
        .where(is_one_of(tx, library_cards.c.person_id, list(person_ids)))
        .order_by(library_cards.c.issued_at.desc(), library_cards.c.card_number.desc())
    )
    found: dict[UUID, list[LibraryCard]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_card(row))
    return {person_id: tuple(cards) for person_id, cards in found.items()}


def numbers_taken(tx: Transaction, card_numbers: Collection[str]) -> frozenset[str]:
    """Those of the numbers that cards were issued with."""
    rows = tx.execute(
        select(library_cards.c.card_number).where(
            is_one_of(tx, library_cards.c.card_number, list(card_numbers))
        )
    )
    return frozenset(rows.scalars())


def successor_of(tx: Transaction, card_number: str) -> str:
    """The number of the card that took this one's place; empty where none did."""
    number: str | None = tx.execute(
        select(library_cards.c.card_number).where(
            library_cards.c.replaces_card_number == card_number
        )
    ).scalar_one_or_none()
    return number or ""


def add_cards(tx: Transaction, cards: Sequence[LibraryCard]) -> None:
    """Stores new cards."""
    insert_many(tx, library_cards, [_row(each) for each in cards])


def change_card(tx: Transaction, card: LibraryCard) -> None:
    """Stores a card that has changed."""
    tx.execute(
        update(library_cards)
        .where(library_cards.c.card_number == card.card_number)
        .values(**_row(card))
    )


def _row(card: LibraryCard) -> dict[str, Any]:
    return {
        "card_number": card.card_number,
        "person_id": card.person_id,
        "state": card.state.value,
        "loss": card.loss.value if card.loss else "",
        "issued_at": card.issued_at,
        "ended_at": card.ended_at,
        "pickup": card.pickup.value,
        "identity_document": card.identity_document.value if card.identity_document else "",
        "replaces_card_number": card.replaces_card_number,
        "version": card.version,
    }


def _card(row: Row[Any]) -> LibraryCard:
    document = row.identity_document
    return LibraryCard(
        card_number=row.card_number,
        person_id=row.person_id,
        state=CardState(row.state),
        issued_at=row.issued_at,
        pickup=Pickup(row.pickup),
        identity_document=IdentityDocument(document) if document else None,
        loss=CardLoss(row.loss) if row.loss else None,
        ended_at=row.ended_at,
        replaces_card_number=row.replaces_card_number,
        version=row.version,
    )
