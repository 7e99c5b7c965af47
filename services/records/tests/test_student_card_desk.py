"""Cards from the issue to the return, as Student Services and the semester jobs handle them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import Semester
from records.app import card_desk
from records.app.addresses import set_home_address
from records.app.contributions import bring_contributions_up_to_date
from records.app.payments import book_payment
from records.app.student_cards import (
    can_be_replaced,
    card_returned_by,
    extend_cards,
    issue_card,
    replace_card,
)
from records.domain.student_cards import CardDelivery, CardLoss, CardState, StudentCard
from records.store.student_cards import cards_of
from records.texts.ledger import PAYMENT

from services.records.tests.persons_factories import ABROAD, HOME, Enrol, mails_to

TODAY = date(2026, 11, 2)
WINTER, SUMMER = Semester.parse("2026W"), Semester.parse("2027S")


@pytest.fixture
def person_id(enrol: Enrol) -> UUID:
    return enrol().person.person_id


@pytest.fixture
def cards(loaded: Database, person_id: UUID) -> Callable[[], tuple[StudentCard, ...]]:
    return lambda: within(loaded, cards_of, person_id)


def issue(database: Database, person_id: UUID) -> StudentCard:
    issued = within(database, issue_card, person_id, CardDelivery.POST)
    assert isinstance(issued, StudentCard)
    return issued


def refusal(database: Database, use_case: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(Failure) as refused:
        within(database, use_case, *arguments)
    assert refused.value.message.de != refused.value.message.en
    return refused.value.reason


def test_a_card_is_issued_extended_and_shown_with_its_note_field(
    loaded: Database, person_id: UUID, cards: Callable[[], tuple[StudentCard, ...]]
) -> None:
    issued = issue(loaded, person_id)
    assert issued.valid_until_semester == WINTER
    within(loaded, extend_cards, [person_id], SUMMER)
    within(loaded, extend_cards, [person_id], SUMMER)
    within(loaded, extend_cards, [person_id], WINTER)
    (extended,) = cards()
    assert (extended.valid_until_semester, extended.version) == (SUMMER, 2)
    shown = within(loaded, card_desk.card_with_id, issued.student_card_id)
    assert shown.state is CardState.ACTIVE
    assert shown.note.valid_until == date(2027, 9, 30)
    assert mails_to(loaded, person_id) == ["student_card_issued"]


def test_an_open_contribution_and_a_card_that_is_there_stand_against_another_one(
    loaded: Database, person_id: UUID
) -> None:
    issue(loaded, person_id)
    within(loaded, bring_contributions_up_to_date, WINTER, [person_id])
    refused = within(loaded, issue_card, person_id, CardDelivery.POST)
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == ["CONTRIBUTION_OPEN", "CARD_THERE"]
    assert "243.15" in refused[0].explanation.en


def test_a_card_follows_once_the_contribution_is_complete(
    loaded: Database, person_id: UUID
) -> None:
    within(loaded, bring_contributions_up_to_date, WINTER, [person_id])
    within(loaded, book_payment, person_id, 24315, TODAY, text=PAYMENT)
    assert within(loaded, issue_card, person_id, CardDelivery.IN_PERSON)


def test_many_get_their_first_cards_at_once_with_different_numbers(
    loaded: Database, enrol: Enrol
) -> None:
    several = [enrol(f"Ida {letter}", "Groß").person.person_id for letter in "ABCDE"]
    within(loaded, extend_cards, several, WINTER)
    within(loaded, extend_cards, several, WINTER)
    numbers = [each.card_number for one in several for each in within(loaded, cards_of, one)]
    assert len(set(numbers)) == len(numbers) == 5


def test_a_stolen_card_is_replaced_at_once_and_the_old_one_is_blocked(
    loaded: Database, person_id: UUID, cards: Callable[[], tuple[StudentCard, ...]]
) -> None:
    old = issue(loaded, person_id)
    new = within(loaded, replace_card, person_id, CardLoss.STOLEN, CardDelivery.IN_PERSON)
    assert new.replaces_card_id == old.student_card_id
    assert new.valid_until_semester == old.valid_until_semester
    blocked = within(loaded, card_desk.card_with_id, old.student_card_id)
    assert (blocked.state, blocked.card.block_reason) == (CardState.BLOCKED, CardLoss.STOLEN)
    assert len(cards()) == 2
    within(loaded, extend_cards, [person_id], SUMMER)
    extended = within(loaded, card_desk.card_with_id, new.student_card_id)
    assert extended.card.valid_until_semester == SUMMER
    blocked = within(loaded, card_desk.card_with_id, old.student_card_id)
    assert blocked.card.valid_until_semester == WINTER


def test_a_lost_card_that_the_student_blocked_is_replaced_by_post_to_the_address_named(
    loaded: Database, person_id: UUID
) -> None:
    old = issue(loaded, person_id)
    within(loaded, card_desk.block_card, old.student_card_id, CardLoss.LOST)
    assert within(loaded, can_be_replaced, person_id)
    in_person = CardDelivery.IN_PERSON
    assert refusal(loaded, replace_card, person_id, CardLoss.LOST, in_person) == "DELIVERY_BY_POST"
    new = within(loaded, replace_card, person_id, CardLoss.LOST, CardDelivery.POST, ABROAD)
    sent = within(loaded, card_desk.deliver_card, new.student_card_id, CardDelivery.POST)
    assert sent.envelope == ("Ayşe Öztürk", "Rue de l’Université 5", "75007 Paris", "FRANCE")
    assert mails_to(loaded, person_id) == [
        "student_card_blocked",
        "student_card_issued",
        "student_card_issued",
        "student_card_sent",
    ]


def test_who_blocked_the_card_is_not_issued_another_one_by_re_registering(
    loaded: Database, person_id: UUID, cards: Callable[[], tuple[StudentCard, ...]]
) -> None:
    old = issue(loaded, person_id)
    within(loaded, card_desk.block_card, old.student_card_id, CardLoss.LOST)
    within(loaded, extend_cards, [person_id], SUMMER)
    assert [each.state for each in cards()] == [CardState.BLOCKED]
    refused = within(loaded, issue_card, person_id, CardDelivery.POST)
    assert isinstance(refused, tuple)
    assert [each.reason for each in refused] == ["CARD_TO_REPLACE"]


def test_a_card_is_sent_once_to_the_address_of_the_day(loaded: Database, person_id: UUID) -> None:
    new = issue(loaded, person_id)
    deliver = card_desk.deliver_card
    assert refusal(loaded, deliver, new.student_card_id, CardDelivery.POST) == "NO_ADDRESS"
    within(loaded, set_home_address, person_id, HOME, TODAY, "sservice")
    sent = within(loaded, deliver, new.student_card_id, CardDelivery.POST)
    assert sent.envelope == ("Ayşe Öztürk", "Am Sande 1", "21335 Lüneburg")
    again = refusal(loaded, deliver, new.student_card_id, CardDelivery.POST)
    assert again == "STUDENT_CARD_DELIVERED"


def test_an_expired_card_is_given_to_nobody(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    new = issue(loaded, person_id)
    clock.set(datetime(2027, 4, 1, tzinfo=UTC))
    in_person = CardDelivery.IN_PERSON
    refused = refusal(loaded, card_desk.deliver_card, new.student_card_id, in_person)
    assert refused == "STUDENT_CARD_ENDED"


def test_a_card_is_handed_in_on_its_day(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    new = issue(loaded, person_id)
    within(loaded, card_desk.deliver_card, new.student_card_id, CardDelivery.IN_PERSON)
    clock.set(datetime(2026, 11, 10, 9, tzinfo=UTC))
    hand_in = card_desk.return_card
    for day in (date(2026, 11, 1), date(2026, 11, 11)):
        assert refusal(loaded, hand_in, new.student_card_id, day) == "RETURN_DAY_WRONG"
    assert not within(loaded, card_returned_by, person_id, date(2026, 11, 9))

    def tried(tx: Transaction) -> CardState:
        day = date(2026, 11, 9)
        return hand_in(tx, new.student_card_id, day, validate_only=True).state

    assert within(loaded, tried) is CardState.RETURNED
    assert not within(loaded, card_returned_by, person_id, date(2026, 11, 9))
    within(loaded, hand_in, new.student_card_id, date(2026, 11, 9))
    assert within(loaded, card_returned_by, person_id, date(2026, 11, 9))
    assert not within(loaded, card_returned_by, person_id, date(2026, 11, 8))
    again = refusal(loaded, hand_in, new.student_card_id, date(2026, 11, 9))
    assert again == "STUDENT_CARD_ENDED"


def test_a_card_can_be_checked_by_its_number(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    new = issue(loaded, person_id)
    checked = within(loaded, card_desk.check_card, new.card_number)
    assert (checked.state, checked.valid_until) == (CardState.ACTIVE, date(2027, 3, 31))
    clock.set(datetime(2027, 4, 1, tzinfo=UTC))
    expired = within(loaded, card_desk.check_card, new.card_number)
    assert (expired.state, expired.valid_until) == (CardState.EXPIRED, date(2027, 3, 31))
    within(loaded, card_desk.block_card, new.student_card_id, CardLoss.STOLEN)
    blocked = within(loaded, card_desk.check_card, new.card_number)
    assert blocked.state is CardState.BLOCKED
    assert refusal(loaded, card_desk.check_card, "1000000014") == "CARD_NUMBER_MISTYPED"
    assert refusal(loaded, card_desk.check_card, "9999999991") == "STUDENT_CARD_UNKNOWN"


def test_nothing_is_known_of_a_card_that_there_is_not(loaded: Database, person_id: UUID) -> None:
    assert refusal(loaded, card_desk.card_with_id, uuid4()) == "STUDENT_CARD_UNKNOWN"
    stolen = (person_id, CardLoss.STOLEN, CardDelivery.POST)
    assert refusal(loaded, replace_card, *stolen) == "NO_CARD_TO_REPLACE"
    assert not within(loaded, can_be_replaced, person_id)
