"""Lotteries from the commitment to the draw, on both databases."""

import base64
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chassis.database import Transaction
from chassis.errors import Failure
from exams.app.lottery import close_lottery, draw_lottery, get_lottery, lotteries_to_close
from exams.domain.examinations import Seating
from exams.domain.lottery import Outcome, commitment_of, pseudonym_of
from exams.domain.lottery_documents import Publication
from exams.domain.lottery_reading import read_closing, read_publication
from exams.domain.lottery_verification import Noted, verify
from exams.domain.receipts import ReceiptAction, receipt_of
from exams.domain.statuses import Status
from exams.store.registrations import change_status
from exams.store.sittings import find_sitting
from exams.store.tables import (
    lotteries,
    preselection_rights,
    receipts,
    registrations,
    sitting_changes,
)
from matrikel.exams.v1 import events_pb2

from services.exams.tests.lottery_factories import (
    PUBLIC_TIME,
    SOURCE,
    VALUE,
    LotteryOf,
    give_right,
    nobody,
    study_part_time,
)


def reason(problem: pytest.ExceptionInfo[Failure]) -> str:
    return problem.value.reason


def published(campus: Any, lottery: LotteryOf) -> Publication:
    return read_publication(campus.run(get_lottery, lottery.sitting_id).publication)


def lot_of(publication: Publication, registration: Any) -> Any:
    pseudonym = pseudonym_of(registration.sitting.sitting_id, registration.registration_id)
    [lot] = [lot for lot in publication.lots if lot.pseudonym == pseudonym]
    return lot


def test_a_lottery_commits_before_the_window_and_shows_no_seed(campus: Any) -> None:
    lottery = LotteryOf.created(campus, percent=20)
    shown = campus.run(get_lottery, lottery.sitting_id)
    [row] = campus.rows(lotteries)
    assert shown.commitment.seed_commitment == commitment_of(bytes.fromhex(row.seed))
    assert (shown.commitment.public_source, shown.commitment.public_time) == (SOURCE, PUBLIC_TIME)
    assert shown.sitting.seating is Seating.LOTTERY
    assert (shown.seed, shown.publication, shown.closing) == ("", "", "")
    assert row.seed not in repr(shown)
    [change] = campus.rows(sitting_changes)
    assert change.changes == {"seating": ["first_come", "lottery"]}
    assert change.version == shown.sitting.version


def test_seeds_are_as_wide_as_their_digest_and_never_the_same(campus: Any) -> None:
    campus.at(2026, 10, 1)
    for group in "AB":
        LotteryOf(campus, campus.sitting("1004", group=group)).create()
    seeds = {row.seed for row in campus.rows(lotteries)}
    assert {len(bytes.fromhex(seed)) for seed in seeds} == {32}
    assert len(seeds) == 2


@pytest.mark.parametrize(
    ("sitting", "reason_code"),
    [
        ({"registration_open_time": PUBLIC_TIME - timedelta(days=90)}, "WINDOW_OPEN"),
        ({"capacity": 0}, "NO_CAPACITY"),
        ({"cancel_time": PUBLIC_TIME}, "SITTING_CANCELLED"),
        ({"seating": "admission"}, "SEATS_BY_ADMISSION"),
        ({"registration_close_time": PUBLIC_TIME}, "PUBLIC_TIME_TOO_EARLY"),
        (
            {"registration_close_time": PUBLIC_TIME - timedelta(minutes=59)},
            "PUBLIC_TIME_TOO_EARLY",
        ),
        ({"start_time": PUBLIC_TIME}, "PUBLIC_TIME_TOO_LATE"),
    ],
)
def test_a_lottery_that_could_be_steered_or_makes_no_sense_is_not_made(
    campus: Any, sitting: dict[str, Any], reason_code: str
) -> None:
    with pytest.raises(Failure) as refused:
        LotteryOf.created(campus, **sitting)
    assert reason(refused) == reason_code
    assert "{" not in refused.value.message.de + refused.value.message.en
    assert not campus.rows(lotteries)


def test_a_lottery_is_made_once(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    campus.at(2026, 10, 2)
    with pytest.raises(Failure) as refused:
        lottery.create()
    assert reason(refused) == "LOTTERY_EXISTS"


def test_requests_collect_until_the_window_ends(campus: Any) -> None:
    """domain.md "Exams" 7: "requests collect until the draw"."""
    lottery = LotteryOf.created(campus)
    asked = lottery.ask(4)
    assert set(lottery.statuses().values()) == {"in_lottery"}
    campus.withdraw(asked[0])
    assert (lottery.row().taken, lottery.row().waiting) == (0, 0)
    assert campus.run(close_lottery, lottery.sitting_id) is False
    assert lottery.close()
    assert campus.run(get_lottery, lottery.sitting_id).request_count == 3


def test_closing_fixes_everything_and_makes_everybody_a_witness(campus: Any) -> None:
    """The digest goes to each student before anybody can know the public value."""
    lottery = LotteryOf.created(campus, percent=50, has_waiting_list=True)
    asked = lottery.ask(3)
    give_right(campus, asked[1].person_id)
    assert campus.run(lotteries_to_close) == ()
    lottery.close()
    shown = campus.run(get_lottery, lottery.sitting_id)
    closing = read_closing(shown.closing)
    assert shown.closing_digest == closing.digest
    assert (closing.seats, closing.has_waiting_list) == (2, True)
    assert {one.pseudonym: one.preselected for one in closing.requests} == {
        pseudonym_of(lottery.sitting_id, one.registration_id): one is asked[1] for one in asked
    }
    told = [mail for mail in campus.mails() if mail.kind == "lottery_closed"]
    assert {mail.person_id for mail in told} == {one.person_id for one in asked}
    for mail in told:
        [own] = [one for one in asked if one.person_id == mail.person_id]
        assert closing.digest in mail.body
        assert closing.commitment.seed_commitment in mail.body
        assert pseudonym_of(lottery.sitting_id, own.registration_id) in mail.body
    assert str(asked[0].registration_id) not in shown.closing
    assert str(asked[0].person_id) not in shown.closing


def test_closing_happens_once_and_never_after_the_value_can_be_known(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask(3)
    campus.clock.set(PUBLIC_TIME)
    assert campus.run(lotteries_to_close) == ()
    assert campus.run(close_lottery, lottery.sitting_id) is False
    campus.clock.set(PUBLIC_TIME - timedelta(seconds=1))
    assert campus.run(lotteries_to_close) == (lottery.sitting_id,)
    assert campus.run(close_lottery, lottery.sitting_id) is True
    before = campus.run(get_lottery, lottery.sitting_id)
    assert campus.run(close_lottery, lottery.sitting_id) is False
    assert campus.run(get_lottery, lottery.sitting_id) == before


def test_a_request_of_the_last_moment_is_durable_before_the_closing(campus: Any) -> None:
    """Its transaction may end after the window that it began in."""
    lottery = LotteryOf.created(campus)
    campus.at(2026, 11, 15, 23, 59)
    lottery.ask()
    campus.at(2026, 11, 16, 0, 1)
    assert campus.run(lotteries_to_close) == ()
    assert campus.run(close_lottery, lottery.sitting_id) is False
    campus.at(2026, 11, 16, 0, 2)
    assert campus.run(lotteries_to_close) == (lottery.sitting_id,)


def test_the_draw_gives_the_seats_and_can_be_replayed(campus: Any) -> None:
    """domain.md "Exams" 7: "all published, so that anyone can replay it and nobody can steer
    it"."""
    lottery = LotteryOf.created(campus)
    asked = lottery.ask(5)
    publication = lottery.close_and_draw()
    statuses = lottery.statuses()
    assert sorted(statuses.values()) == ["not_drawn"] * 3 + ["registered"] * 2
    for one in asked:
        seated = lot_of(publication, one).outcome.has_seat
        assert seated == (statuses[one.registration_id] == "registered")
        assert verify(publication, Noted(registration_id=one.registration_id)).fits
    assert (lottery.row().taken, lottery.row().waiting) == (2, 0)
    shown = campus.run(get_lottery, lottery.sitting_id)
    assert (shown.request_count, shown.drawn_count, shown.public_value) == (5, 2, VALUE)
    assert commitment_of(bytes.fromhex(shown.seed)) == shown.commitment.seed_commitment


def test_everybody_gets_receipt_event_and_mail_in_the_order_of_the_tickets(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    asked = lottery.ask(4)
    publication = lottery.close_and_draw()
    drawn = [row for row in campus.rows(receipts) if row.action in ("drawn", "not_drawn")]
    in_order = sorted(drawn, key=lambda row: row.seq)
    by_rank = sorted(asked, key=lambda one: lot_of(publication, one).rank)
    assert [row.registration_id for row in in_order] == [one.registration_id for one in by_rank]
    assert [row.seq for row in in_order] == [5, 6, 7, 8]
    assert lottery.row().last_seq == 8
    assert [row.action for row in in_order] == ["drawn"] * 2 + ["not_drawn"] * 2
    told = [event.event_type.rsplit(".", 1)[1] for event in campus.events()]
    assert told[-5:] == ["Promoted"] * 2 + ["RegistrationChanged"] * 2 + ["LotteryDrawn"]
    kinds = {mail.person_id: mail.kind for mail in campus.mails()}
    assert [kinds[one.person_id] for one in by_rank] == ["drawn"] * 2 + ["not_drawn"] * 2
    told_event = events_pb2.LotteryDrawn.FromString(campus.events()[-1].body)
    assert told_event.lottery.publication == ""
    assert told_event.lottery.drawn_count == 2


def test_a_receipt_holds_what_a_student_needs_to_find_the_own_line(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    [one] = lottery.ask()
    publication = lottery.close_and_draw()
    row = next(r for r in campus.rows(receipts) if r.action == ReceiptAction.LOTTERY_REQUESTED)
    payload = row.signed.split(".")[1]
    receipt = receipt_of(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert receipt.registration_id == one.registration_id
    own = pseudonym_of(receipt.sitting_id, receipt.registration_id)
    assert own in {lot.pseudonym for lot in publication.lots}


def test_with_a_waiting_list_the_tickets_decide_who_is_next(campus: Any) -> None:
    lottery = LotteryOf.created(campus, has_waiting_list=True)
    asked = lottery.ask(6)
    publication = lottery.close_and_draw()
    by_rank = sorted(asked, key=lambda one: lot_of(publication, one).rank)
    rows = {row.registration_id: row for row in campus.rows(registrations)}
    waiting = [rows[one.registration_id] for one in by_rank[2:]]
    assert {row.status for row in waiting} == {"waiting"}
    assert [row.seq for row in waiting] == sorted(row.seq for row in waiting)
    assert (lottery.row().taken, lottery.row().waiting) == (2, 4)
    places = {mail.person_id: mail.body for mail in campus.mails() if mail.kind == "waiting"}
    assert re.search(r"Place in the waiting list: +1\n", places[by_rank[2].person_id])
    campus.withdraw(by_rank[0])
    assert lottery.statuses()[by_rank[2].registration_id] == "registered"


def test_the_share_goes_to_part_time_students_and_students_with_children(campus: Any) -> None:
    """Half of two seats: one goes to a holder of a right, whatever the tickets of the others.

    domain.md "Exams" 7: "pre-selection for part-time students and students with children"."""
    lottery = LotteryOf.created(campus, percent=50)
    students = [campus.student() for _ in range(2)]
    study_part_time(campus, students[0])
    give_right(campus, students[1].person_id)
    holders = [campus.register(one, lottery.sitting_id) for one in students]
    others = lottery.ask(8)
    publication = lottery.close_and_draw()
    flags = {one.pseudonym: one.preselected for one in publication.closing.requests}
    for one in (*holders, *others):
        assert flags[lot_of(publication, one).pseudonym] == (one in holders)
    first = min(holders, key=lambda one: lot_of(publication, one).ticket)
    assert lot_of(publication, first).outcome is Outcome.PRESELECTED
    assert sum(lot.outcome is Outcome.PRESELECTED for lot in publication.lots) == 1


def test_a_right_of_another_semester_or_one_taken_back_does_not_count(campus: Any) -> None:
    lottery = LotteryOf.created(campus, percent=100)
    [one] = lottery.ask()
    give_right(campus, one.person_id)
    assert [row.ground for row in campus.rows(preselection_rights)] == ["child_care"]
    give_right(campus, one.person_id, holds=False, version=2)
    assert not campus.rows(preselection_rights)
    assert not lottery.close_and_draw().closing.requests[0].preselected


def test_a_right_given_after_the_closing_changes_nothing(campus: Any) -> None:
    lottery = LotteryOf.created(campus, percent=100)
    asked = lottery.ask(3)
    lottery.close()
    give_right(campus, asked[0].person_id)
    lottery.draw()
    shown = campus.run(get_lottery, lottery.sitting_id)
    assert '"preselected":true' not in shown.publication


def test_a_request_that_the_office_ends_after_the_closing_keeps_its_line_and_gets_no_seat(
    campus: Any,
) -> None:
    lottery = LotteryOf.created(campus)
    asked = lottery.ask(4)
    assert lottery.close()
    assert campus.withdrawal_refused(asked[0]) == ["LOTTERY_CLOSED"]
    campus.run(change_status, [asked[2].registration_id], Status.DEREGISTERED)
    lottery.draw()
    publication = published(campus, lottery)
    assert lot_of(publication, asked[2]).outcome is Outcome.WITHDRAWN
    assert verify(publication).fits
    assert sorted(lottery.statuses().values()) == [
        "deregistered",
        "not_drawn",
        "registered",
        "registered",
    ]


def test_seats_that_the_office_gave_before_are_not_drawn(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask(3)
    lottery.change(capacity=5, taken=4)
    publication = lottery.close_and_draw()
    assert publication.seats == 1
    assert lottery.row().taken == 5


def test_seats_added_after_the_closing_help_and_seats_taken_away_show(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask(4)
    assert lottery.close()
    lottery.change(capacity=3)
    lottery.draw()
    publication = published(campus, lottery)
    assert (publication.closing.seats, publication.seats) == (2, 3)
    assert verify(publication).fits
    assert not verify(replace(publication, seats=1)).fits


def test_requests_of_a_window_opened_again_get_what_is_left_over(campus: Any) -> None:
    """They are not part of what was fixed, so they cannot take a seat from anybody who is."""
    lottery = LotteryOf.created(campus)
    [early] = lottery.ask()
    assert lottery.close()
    lottery.change(registration_close_time=PUBLIC_TIME)
    late = lottery.ask(2)
    lottery.draw()
    statuses = lottery.statuses()
    assert statuses[early.registration_id] == "registered"
    assert [statuses[one.registration_id] for one in late] == ["registered", "not_drawn"]
    assert len(published(campus, lottery).lots) == 1


def test_a_lottery_without_requests_is_drawn_too(campus: Any) -> None:
    publication = LotteryOf.created(campus).close_and_draw()
    assert publication.lots == ()
    assert verify(publication).fits


def test_drawing_needs_its_time(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask()

    def refused(value: str = VALUE) -> str:
        with pytest.raises(Failure) as problem:
            campus.run(draw_lottery, campus.signer, lottery.sitting_id, value, validate_only=False)
        assert "{" not in problem.value.message.de
        return reason(problem)

    assert refused() == "WINDOW_NOT_CLOSED"
    assert lottery.close()
    assert refused() == "PUBLIC_TIME_NOT_REACHED"
    campus.clock.set(PUBLIC_TIME)
    assert refused(" – ") == "PUBLIC_VALUE_EMPTY"
    lottery.draw()
    assert refused("1, 2, 3, 4, 5, 6") == "ALREADY_DRAWN"
    with pytest.raises(Failure) as problem:
        campus.run(draw_lottery, campus.signer, campus.sitting("1003"), VALUE, validate_only=False)
    assert reason(problem) == "LOTTERY_UNKNOWN"


def test_nobody_draws_a_seat_for_an_exam_that_has_begun(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask()
    assert lottery.close()
    sitting = campus.run(find_sitting, lottery.sitting_id)
    campus.clock.set(sitting.start_time)
    with pytest.raises(Failure) as problem:
        campus.run(draw_lottery, campus.signer, lottery.sitting_id, VALUE, validate_only=False)
    assert reason(problem) == "EXAM_HAS_BEGUN"
    assert "{" not in problem.value.message.de + problem.value.message.en


def test_asking_whether_it_can_be_drawn_draws_nothing_and_tells_nothing(campus: Any) -> None:
    """Whoever could see the outcome first could try values."""
    lottery = LotteryOf.created(campus)
    lottery.ask(3)
    assert lottery.close()
    events = len(campus.events())
    shown = lottery.draw(validate_only=True)
    assert (shown.seed, shown.publication, shown.drawn_count) == ("", "", 0)
    assert set(lottery.statuses().values()) == {"in_lottery"}
    assert len(campus.events()) == events


def test_a_missed_closing_needs_a_later_source_and_keeps_the_commitment(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask(3)
    before = campus.run(get_lottery, lottery.sitting_id)
    with pytest.raises(Failure) as refused:
        lottery.draw()
    assert reason(refused) == "LOTTERY_NOT_CLOSED"
    with pytest.raises(Failure) as refused:
        lottery.create(public_time=campus.clock.now() + timedelta(minutes=30))
    assert reason(refused) == "PUBLIC_TIME_TOO_EARLY"
    later = PUBLIC_TIME + timedelta(days=7)
    shown = lottery.create(public_time=later)
    assert shown.commitment.seed_commitment == before.commitment.seed_commitment
    assert (shown.commitment.public_time, shown.commitment.postponed) == (later, True)
    assert shown.close_time == campus.clock.now()
    campus.clock.set(later)
    drawn = campus.run(draw_lottery, campus.signer, lottery.sitting_id, VALUE, validate_only=False)
    assert drawn.commitment.postponed
    assert verify(published(campus, lottery)).fits


def test_a_cancelled_sitting_is_neither_closed_nor_drawn(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask()
    lottery.change(cancel_time=PUBLIC_TIME - timedelta(days=1))
    assert not lottery.close()
    with pytest.raises(Failure) as refused:
        lottery.draw()
    assert reason(refused) == "SITTING_CANCELLED"


def test_a_sitting_without_a_lottery_has_none_to_show(campus: Any) -> None:
    for sitting_id in (campus.sitting("1003"), nobody()):
        with pytest.raises(Failure) as refused:
            campus.run(get_lottery, sitting_id)
        assert reason(refused) == "LOTTERY_UNKNOWN"


def test_a_draw_takes_the_same_number_of_statements_for_many_as_for_few(
    campus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = [0]
    execute = Transaction.execute

    def counting(self: Transaction, *args: Any, **kwargs: Any) -> Any:
        counted[0] += 1
        return execute(self, *args, **kwargs)

    def statements(group: str, requests: int) -> int:
        lottery = LotteryOf(campus, campus.sitting("1004", group=group))
        lottery.change(has_waiting_list=True)
        campus.at(2026, 10, 1)
        lottery.create()
        campus.at(2026, 11, 2)
        lottery.ask(requests)
        assert lottery.close()
        with monkeypatch.context() as patch:
            patch.setattr(Transaction, "execute", counting)
            counted[0] = 0
            lottery.draw()
        return counted[0]

    few, many = statements("A", 6), statements("B", 30)
    assert few - 3 <= many <= few + 3
