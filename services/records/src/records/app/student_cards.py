"""Student cards: issued and extended with the contribution, replaced after a loss."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.person_accounts import account_of
from records.app.persons import person_with_id
from records.domain.addresses import MailingAddress, tidied_address
from records.domain.ledger import CONTRIBUTION
from records.domain.obstacles import Obstacle
from records.domain.student_cards import (
    CardDelivery,
    CardLoss,
    CardState,
    StudentCard,
    all_handed_in,
    deliveries_after,
    last_card,
    latest_semester,
    obstacles_to_issue,
)
from records.mail.student_cards import mail_card_issued
from records.store import enrolments, persons
from records.store import student_cards as store
from records.texts import student_cards as texts


def extend_cards(tx: Transaction, person_ids: Collection[UUID], semester: Semester) -> None:
    """Makes the cards of persons valid until a semester whose contribution is complete.

    Who has none, or handed it in, is issued one, to be sent by post; who blocked the last one has
    to apply for its replacement. The number of queries does not depend on that of the persons; run
    again it changes nothing. The persons have to be locked.
    """
    cards = store.cards_of_persons(tx, person_ids)
    extended, without = [], []
    for person_id in sorted(set(person_ids)):
        last = last_card(cards.get(person_id, ()))
        if last is None or last.state is CardState.RETURNED:
            without.append(person_id)
        elif last.state is CardState.ACTIVE and last.valid_until_semester < semester:
            version = last.version + 1
            extended.append(replace(last, valid_until_semester=semester, version=version))
    store.extend_cards(tx, extended)
    numbers = store.take_card_numbers(tx, len(without))
    new = [
        _new_card(tx, person_id, number, semester, CardDelivery.POST)
        for person_id, number in zip(without, numbers, strict=True)
    ]
    store.add_cards(tx, new)


def shorten_cards(tx: Transaction, person_ids: Collection[UUID], semester: Semester) -> None:
    """Takes back that cards are valid in a semester whose contribution went back.

    The persons have to be locked.
    """
    cards = store.cards_of_persons(tx, person_ids)
    shortened = [
        replace(each, valid_until_semester=semester.previous(), version=each.version + 1)
        for several in cards.values()
        for each in several
        if each.state is CardState.ACTIVE and each.valid_until_semester == semester
    ]
    store.extend_cards(tx, shortened)


def issue_card(
    tx: Transaction, person_id: UUID, delivery: CardDelivery
) -> StudentCard | tuple[Obstacle, ...]:
    """Issues a card to somebody who has none, for the latest semester that is recorded.

    Returns the card, or everything that stands against it. Raises PERSON_UNKNOWN.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    today = local_date(tx.now)
    semester = latest_semester(enrolments.load_enrolments_of(tx, person_id), today)
    last = last_card(store.cards_of(tx, person_id))
    open_cents = _open_contribution(tx, person_id, semester)
    obstacles = obstacles_to_issue(semester, open_cents, last)
    if obstacles or semester is None:
        return tuple(texts.explained(each, semester, open_cents) for each in obstacles)
    (number,) = store.take_card_numbers(tx, 1)
    card = _new_card(tx, person_id, number, semester, delivery)
    store.add_cards(tx, [card])
    mail_card_issued(tx, person, card)
    return card


def replace_card(
    tx: Transaction,
    person_id: UUID,
    reason: CardLoss,
    delivery: CardDelivery,
    send_to: MailingAddress | None = None,
) -> StudentCard:
    """Blocks the card and issues another one that is valid as long.

    It is sent to the address given, else to the correspondence address of the day. One that was
    blocked before stays as it is. Raises NO_CARD_TO_REPLACE and, where it cannot be
    handed over, DELIVERY_BY_POST. The fee is charged by whoever approves the replacement.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    last = last_card(store.cards_of(tx, person_id))
    if last is None or last.state is CardState.RETURNED:
        raise texts.no_card_to_replace()
    if delivery not in deliveries_after(reason):
        raise texts.delivery_by_post()
    if last.state is CardState.ACTIVE:
        store.change_card(tx, blocked(last, reason, tx))
    (number,) = store.take_card_numbers(tx, 1)
    card = replace(
        _new_card(tx, person_id, number, last.valid_until_semester, delivery),
        replaces_card_id=last.student_card_id,
        send_to=None if send_to is None else tidied_address(send_to),
    )
    store.add_cards(tx, [card])
    mail_card_issued(tx, person, card)
    return card


def can_be_replaced(tx: Transaction, person_id: UUID) -> bool:
    """Whether somebody has a card, or had one that was blocked and not replaced."""
    last = last_card(store.cards_of(tx, person_id))
    return last is not None and last.state is not CardState.RETURNED


def card_returned_by(tx: Transaction, person_id: UUID, day: date) -> bool:
    """Whether nobody holds a card of the person that could be used after the day."""
    return all_handed_in(store.cards_of(tx, person_id), day)


def blocked(card: StudentCard, reason: CardLoss, tx: Transaction) -> StudentCard:
    """The card as it is once it is blocked."""
    return replace(
        card,
        state=CardState.BLOCKED,
        block_reason=reason,
        end_time=tx.now,
        version=card.version + 1,
    )


def _open_contribution(tx: Transaction, person_id: UUID, semester: Semester | None) -> int:
    charges = account_of(tx, person_id).charges_of(CONTRIBUTION, semester) if semester else ()
    return sum(each.open for each in charges)


def _new_card(
    tx: Transaction, person_id: UUID, number: str, semester: Semester, delivery: CardDelivery
) -> StudentCard:
    return StudentCard(
        student_card_id=tx.new_id(),
        person_id=person_id,
        card_number=number,
        state=CardState.ACTIVE,
        block_reason=None,
        valid_until_semester=semester,
        delivery=delivery,
        deliver_time=None,
        issue_time=tx.now,
        end_time=None,
        replaces_card_id=None,
        version=1,
    )
