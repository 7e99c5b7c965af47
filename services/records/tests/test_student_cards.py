"""Student cards: numbers, validity, and what stands against issuing one."""

from datetime import UTC, date, datetime

import pytest
from chassis.values import Semester
from hypothesis import given
from hypothesis import strategies as st
from records.domain.student_cards import (
    CardLoss,
    CardObstacle,
    CardState,
    all_handed_in,
    card_number,
    deliveries_after,
    is_card_number,
    latest_semester,
    note_on,
    obstacles_to_issue,
    state_on,
    valid_until,
)

from services.records.tests.persons_factories import card
from services.records.tests.study_factories import enrolment

WINTER = Semester.parse("2026W")


def test_the_check_digit_is_that_of_iso_7064() -> None:
    # The example of the standard for MOD 11,10.
    assert is_card_number("07945")
    assert not is_card_number("07946")
    assert card_number(100_000_001) == "1000000013"
    assert is_card_number("1000000013")


@given(st.integers(100_000_001, 999_999_999), st.integers(0, 9), st.integers(0, 9))
def test_no_single_mistyped_digit_goes_unseen(number: int, place: int, digit: int) -> None:
    right = card_number(number)
    typed = right[:place] + str(digit) + right[place + 1 :]
    assert is_card_number(typed) == (typed == right)


@pytest.mark.parametrize("text", ["", "3", "10000000x3", "１000000013", "-100000001"])
def test_what_is_no_number_is_no_card_number(text: str) -> None:
    assert not is_card_number(text)


def test_a_card_is_valid_until_the_end_of_its_semester() -> None:
    made, own = card(), [enrolment()]
    assert valid_until(made, own) == date(2027, 3, 31)
    assert state_on(date(2027, 3, 31), made, own) is CardState.ACTIVE
    assert state_on(date(2027, 4, 1), made, own) is CardState.EXPIRED


def test_a_card_ends_with_the_last_enrolment() -> None:
    ended, earlier = enrolment(end_date=date(2026, 12, 15)), enrolment(end_date=date(2026, 9, 30))
    assert state_on(date(2026, 12, 15), card(), [ended, earlier]) is CardState.ACTIVE
    assert state_on(date(2026, 12, 16), card(), [ended, earlier]) is CardState.EXPIRED
    assert state_on(date(2026, 12, 16), card(), [ended, enrolment()]) is CardState.ACTIVE


def test_a_blocked_card_stays_blocked_when_its_time_is_over() -> None:
    blocked = card(state=CardState.BLOCKED, block_reason=CardLoss.LOST)
    assert state_on(date(2027, 4, 1), blocked, [enrolment()]) is CardState.BLOCKED


def test_the_note_field_has_no_ticket_where_none_was_paid_for() -> None:
    with_ticket = note_on(card(), [enrolment()], [], has_ticket=True)
    assert (with_ticket.ticket_from, with_ticket.ticket_until) == (
        date(2026, 10, 1),
        date(2027, 3, 31),
    )
    without = note_on(card(), [enrolment()], [], has_ticket=False)
    assert (without.ticket_from, without.ticket_until) == (None, None)
    assert without.valid_until == date(2027, 3, 31)
    assert without.next_semester is None


def test_everything_that_stands_against_a_card_is_named() -> None:
    there = card()
    assert obstacles_to_issue(None, 0, None) == (CardObstacle.NOT_ENROLLED,)
    assert obstacles_to_issue(WINTER, 1, there) == (
        CardObstacle.CONTRIBUTION_OPEN,
        CardObstacle.CARD_THERE,
    )
    blocked = card(state=CardState.BLOCKED, block_reason=CardLoss.STOLEN)
    assert obstacles_to_issue(WINTER, 0, blocked) == (CardObstacle.CARD_TO_REPLACE,)
    returned = card(state=CardState.RETURNED)
    assert obstacles_to_issue(WINTER, 0, returned) == ()


def test_the_latest_semester_is_one_of_an_enrolment_that_has_not_ended() -> None:
    ended = enrolment(first="2026S", last="2026W", end_date=date(2026, 10, 31))
    running = enrolment(first="2026S", last="2026S")
    assert latest_semester([ended, running], date(2026, 11, 2)) == Semester.parse("2026S")
    assert latest_semester([ended], date(2026, 11, 2)) is None


def test_only_after_theft_a_new_card_is_handed_over() -> None:
    assert len(deliveries_after(CardLoss.STOLEN)) == 2
    assert {len(deliveries_after(each)) for each in (CardLoss.LOST, CardLoss.DAMAGED)} == {1}


def test_cards_are_handed_in_once_nobody_holds_one() -> None:
    day = date(2026, 11, 2)
    returned = card(state=CardState.RETURNED, end_time=datetime(2026, 11, 2, 22, tzinfo=UTC))
    assert all_handed_in([], day)
    assert not all_handed_in([card()], day)
    assert all_handed_in([card(deliver_time=None)], day)
    assert all_handed_in([card(state=CardState.BLOCKED, block_reason=CardLoss.LOST)], day)
    assert all_handed_in([returned], day)
    assert not all_handed_in([returned], date(2026, 11, 1))
