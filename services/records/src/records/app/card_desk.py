"""What becomes of a student card: handed over or sent, blocked, returned, checked."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.database import Transaction
from chassis.values import end_of_day, local_date

from records.app import late_leave
from records.app.addresses import envelope_lines, letter_to
from records.app.contribution_refunds import note_card_returned
from records.app.contributions import contribution_in
from records.app.deregistration_accounts import name_account_from_application
from records.app.persons import person_with_id
from records.app.student_cards import blocked
from records.domain.contribution import PlannedEnrolment, Stays, parts_due
from records.domain.enrolment import Enrolment
from records.domain.student_cards import (
    CardDelivery,
    CardLoss,
    CardNote,
    CardState,
    StudentCard,
    is_card_number,
    note_on,
    state_on,
    valid_until,
)
from records.mail.student_cards import mail_card_blocked, mail_card_sent
from records.store import persons
from records.store import student_cards as store
from records.store.catalogue import load_semesters
from records.store.enrolments import load_enrolments_of
from records.store.rules import load_rules
from records.texts import student_cards as texts


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as it stands today, with its note field."""

    card: StudentCard
    state: CardState
    note: CardNote


@dataclass(frozen=True, slots=True)
class CheckedCard:
    """How a card stands today, and the last day on which it is, or was, valid."""

    card: StudentCard
    state: CardState
    valid_until: date


@dataclass(frozen=True, slots=True)
class DeliveredCard:
    """A card that was handed over or sent, with the lines of the envelope where it was sent."""

    shown: ShownCard
    envelope: tuple[str, ...]


def cards_of(tx: Transaction, person_id: UUID) -> tuple[ShownCard, ...]:
    """The cards that a person had, the newest first. Raises PERSON_UNKNOWN."""
    person_with_id(tx, person_id)
    own = load_enrolments_of(tx, person_id)
    return tuple(_shown(tx, each, own) for each in store.cards_of(tx, person_id))


def card_with_id(tx: Transaction, student_card_id: UUID) -> ShownCard:
    """A card with its note field. Raises STUDENT_CARD_UNKNOWN."""
    card = _card(tx, student_card_id)
    return _shown(tx, card, load_enrolments_of(tx, card.person_id))


def owner_of_card(tx: Transaction, student_card_id: UUID) -> UUID | None:
    """Whose card it is; None where there is no such card."""
    card = store.load_card(tx, student_card_id)
    return None if card is None else card.person_id


def deliver_card(tx: Transaction, student_card_id: UUID, delivery: CardDelivery) -> DeliveredCard:
    """Notes that a card was handed over, or sent: as was wished, else to the address of the day.

    Raises STUDENT_CARD_ENDED, STUDENT_CARD_DELIVERED and NO_ADDRESS.
    """
    card = _locked(tx, student_card_id)
    state = state_on(local_date(tx.now), card, load_enrolments_of(tx, card.person_id))
    if state is not CardState.ACTIVE:
        raise texts.card_ended(state)
    if card.deliver_time is not None:
        raise texts.card_delivered()
    person = person_with_id(tx, card.person_id)
    lines: tuple[str, ...] = ()
    if delivery is CardDelivery.POST and card.send_to is not None:
        lines = envelope_lines(person.name.full, card.send_to)
    elif delivery is CardDelivery.POST:
        _, lines = letter_to(tx, card.person_id, local_date(tx.now))
    delivered = replace(card, delivery=delivery, deliver_time=tx.now, version=card.version + 1)
    store.change_card(tx, delivered)
    if delivery is CardDelivery.POST:
        mail_card_sent(tx, person, delivered)
    return DeliveredCard(card_with_id(tx, student_card_id), lines)


def block_card(
    tx: Transaction, student_card_id: UUID, reason: CardLoss, *, validate_only: bool = False
) -> ShownCard:
    """Blocks a card for good, and tells the student so. Raises STUDENT_CARD_ENDED."""
    card = _locked(tx, student_card_id)
    _require_active(card)
    ended = blocked(card, reason, tx)
    if not validate_only:
        store.change_card(tx, ended)
        mail_card_blocked(tx, person_with_id(tx, card.person_id), ended)
    return _shown(tx, ended, load_enrolments_of(tx, card.person_id))


def return_card(
    tx: Transaction, student_card_id: UUID, day: date, *, validate_only: bool = False
) -> ShownCard:
    """Notes that a card was handed in on a day, and proposes the refund that waited for it.

    Raises STUDENT_CARD_ENDED, and RETURN_DAY_WRONG for a day to come or before the card was made.
    """
    card = _locked(tx, student_card_id)
    _require_active(card)
    if not local_date(card.issue_time) <= day <= local_date(tx.now):
        raise texts.return_day_wrong()
    # A day that is over counts to its last moment.
    moment = min(tx.now, end_of_day(day) - timedelta(microseconds=1))
    returned = replace(card, state=CardState.RETURNED, end_time=moment, version=card.version + 1)
    if not validate_only:
        store.change_card(tx, returned)
        note_card_returned(tx, card.person_id)
        late_leave.note_card_returned(tx, card.person_id)
        name_account_from_application(tx, card.person_id)
    return _shown(tx, returned, load_enrolments_of(tx, card.person_id))


def check_card(tx: Transaction, card_number: str) -> CheckedCard:
    """How the card with a number stands today.

    Raises CARD_NUMBER_MISTYPED and STUDENT_CARD_UNKNOWN.
    """
    if not is_card_number(card_number):
        raise texts.card_number_mistyped()
    card = store.card_with_number(tx, card_number)
    if card is None:
        raise texts.card_unknown()
    own = load_enrolments_of(tx, card.person_id)
    state = state_on(local_date(tx.now), card, own)
    until = valid_until(card, own)
    if card.end_time is not None:
        until = min(until, local_date(card.end_time))
    return CheckedCard(card, state, until)


def _shown(tx: Transaction, card: StudentCard, own: tuple[Enrolment, ...]) -> ShownCard:
    note = note_on(card, own, load_semesters(tx), has_ticket=_has_ticket(tx, card, own))
    return ShownCard(card, state_on(local_date(tx.now), card, own), note)


def _has_ticket(tx: Transaction, card: StudentCard, own: tuple[Enrolment, ...]) -> bool:
    """Whether the contribution of the card's semester has a semester ticket among its parts."""
    rules = load_rules(tx)
    semester = card.valid_until_semester
    planned = [
        PlannedEnrolment(each.kind, recorded.status, each.end_date)
        for each in own
        if (recorded := each.recorded_in(semester)) is not None
    ]
    due = parts_due(contribution_in(tx, semester), semester, planned, rules)
    return due is Stays.AS_CHARGED or rules.student_card.ticket_part in due


def _locked(tx: Transaction, student_card_id: UUID) -> StudentCard:
    persons.lock_person(tx, _card(tx, student_card_id).person_id)
    return _card(tx, student_card_id)


def _card(tx: Transaction, student_card_id: UUID) -> StudentCard:
    card = store.load_card(tx, student_card_id)
    if card is None:
        raise texts.card_unknown()
    return card


def _require_active(card: StudentCard) -> None:
    if card.state is not CardState.ACTIVE:
        raise texts.card_ended(card.state)
