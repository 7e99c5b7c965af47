"""Seats freed outside the desk: who moves up, and what everybody is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Transaction
from exams.app import seats
from exams.app.desk import Done, decide_together
from exams.app.receipts import keep_receipts
from exams.app.seats import deregister_all, fill_seats, free_seat, hold_seats
from exams.domain.desk import Register, Withdraw
from exams.domain.examinations import Registration
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import SEATED, Status
from exams.store import desk
from exams.store.registrations import change_status, get_registration
from exams.store.tables import receipts, registrations, sittings
from sqlalchemy import update

HELD = {status.value for status in SEATED}


class SmallSitting:
    """The sitting 1004 A with two seats and a waiting list."""

    def __init__(self, campus: Any, **values: Any) -> None:
        self.campus = campus
        self.sitting_id: UUID = campus.sitting("1004", group="A")
        self.change(**({"has_waiting_list": True} | values))

    def change(self, **values: Any) -> None:
        self.campus.run(
            lambda tx: tx.execute(
                update(sittings).where(sittings.c.sitting_id == self.sitting_id).values(**values)
            )
        )

    def ask(self, count: int) -> list[Registration]:
        return [self.campus.register(self.campus.student(), self.sitting_id) for _ in range(count)]

    def end(
        self, registration: Registration, status: Status = Status.DEREGISTERED
    ) -> tuple[Registration, ...]:
        self.campus.clock.advance(timedelta(milliseconds=1))
        promoted: tuple[Registration, ...] = self.campus.run(
            _end, self.campus.signer, registration.registration_id, self.sitting_id, status
        )
        return promoted

    def fill(self) -> list[UUID]:
        def fill(tx: Transaction) -> list[UUID]:
            hold_seats(tx, self.sitting_id)
            promoted = fill_seats(tx, self.campus.signer, self.sitting_id)
            return [one.registration_id for one in promoted]

        found: list[UUID] = self.campus.run(fill)
        return found

    def status(self, registration: Registration) -> str:
        [row] = [
            row
            for row in self.campus.rows(registrations)
            if row.registration_id == registration.registration_id
        ]
        return str(row.status)

    def counts(self) -> tuple[int, int]:
        [row] = [r for r in self.campus.rows(sittings) if r.sitting_id == self.sitting_id]
        return row.taken, row.waiting


def _end(
    tx: Transaction, signer: Any, registration_id: UUID, sitting_id: UUID, status: Status
) -> tuple[Registration, ...]:
    """As the office ends a registration."""
    hold_seats(tx, sitting_id, [get_registration(tx, registration_id).person_id])
    was = get_registration(tx, registration_id).status
    if was not in (Status.REGISTERED, Status.WAITING):
        return ()
    change_status(tx, [registration_id], status)
    ended = get_registration(tx, registration_id)
    keep_receipts(tx, signer, [(ended, ReceiptAction.DEREGISTERED)])
    return free_seat(tx, signer, sitting_id, was)


def test_the_first_of_the_waiting_list_gets_the_seat_in_the_same_moment(campus: Any) -> None:
    """domain.md "Exams" 7: "first come first served, promoted in the same transaction that frees a
    seat"."""
    sitting = SmallSitting(campus)
    asked = sitting.ask(5)
    [promoted] = sitting.end(asked[0])
    assert promoted.registration_id == asked[2].registration_id
    assert (promoted.status, promoted.status_code) == (Status.REGISTERED, "AN")
    assert [sitting.status(one) for one in asked] == [
        "deregistered",
        "registered",
        "registered",
        "waiting",
        "waiting",
    ]
    assert sitting.counts() == (2, 2)
    last = max(campus.rows(receipts), key=lambda row: row.seq)
    assert (last.action, last.registration_id) == ("promoted", asked[2].registration_id)
    assert campus.events()[-1].event_type.endswith(".Promoted")
    assert (campus.mails()[-1].kind, campus.mails()[-1].person_id) == (
        "promoted",
        asked[2].person_id,
    )
    stored = campus.run(get_registration, promoted.registration_id)
    assert stored == promoted, "what was told is what is stored"


def test_an_approved_sick_note_frees_a_seat_too(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(3)
    [promoted] = sitting.end(asked[1], Status.WITHDRAWAL_APPROVED)
    assert promoted.registration_id == asked[2].registration_id


def test_leaving_the_waiting_list_gives_nobody_a_seat(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(4)
    assert sitting.end(asked[2]) == ()
    assert sitting.counts() == (2, 1)


def test_a_raised_capacity_is_filled_first_come_first_served(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(6)
    sitting.change(capacity=4)
    assert sitting.fill() == [one.registration_id for one in asked[2:4]]
    assert sitting.counts() == (4, 2)
    assert sitting.fill() == []
    sitting.change(capacity=0)
    assert sitting.fill() == [one.registration_id for one in asked[4:]]
    assert sitting.counts() == (6, 0)


def test_who_may_no_longer_register_is_passed_over_and_keeps_the_place(campus: Any) -> None:
    sitting = SmallSitting(campus)
    seated = sitting.ask(2)
    on_leave = campus.student()
    passed_over = campus.register(on_leave, sitting.sitting_id)
    [next_one] = sitting.ask(1)
    campus.enrol(
        on_leave.person_id,
        "KUWI-BA-2024",
        {"2026W": campus.on_leave},
        enrolment_id=on_leave.enrolment_id,
    )
    [promoted] = sitting.end(seated[0])
    assert promoted.registration_id == next_one.registration_id
    assert sitting.status(passed_over) == "waiting"
    assert sitting.counts() == (2, 1)


def test_many_who_are_passed_over_do_not_hide_the_one_who_may(
    campus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is looked at piece by piece; here each piece is one entry longer than the seats."""
    monkeypatch.setattr(seats, "SPARE_ENTRIES", 1)
    monkeypatch.setattr(seats, "MORE", 2)
    sitting = SmallSitting(campus)
    seated = sitting.ask(2)
    leaving = [campus.student() for _ in range(5)]
    for one in leaving:
        campus.register(one, sitting.sitting_id)
    [last] = sitting.ask(1)
    for one in leaving:
        campus.enrol(
            one.person_id,
            "KUWI-BA-2024",
            {"2026W": campus.on_leave},
            enrolment_id=one.enrolment_id,
        )
    [promoted] = sitting.end(seated[0])
    assert promoted.registration_id == last.registration_id


def test_after_the_window_people_still_move_up_but_not_into_an_exam_that_began(
    campus: Any,
) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(4)
    campus.at(2027, 1, 20)
    assert len(sitting.end(asked[0])) == 1
    [row] = [r for r in campus.rows(sittings) if r.sitting_id == sitting.sitting_id]
    campus.clock.set(row.start_time)
    assert sitting.end(asked[1]) == ()
    assert sitting.counts() == (1, 1)


def test_a_cancelled_sitting_promotes_nobody_and_deregisters_everybody(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(5)
    campus.withdraw(asked[4])
    sitting.change(cancel_time=campus.clock.now())
    assert sitting.end(asked[0]) == ()

    def cancel(tx: Transaction) -> tuple[Registration, ...]:
        hold_seats(tx, sitting.sitting_id)
        return deregister_all(tx, campus.signer, sitting.sitting_id, "Raum gesperrt")

    ended = campus.run(cancel)
    assert [one.registration_id for one in ended] == [one.registration_id for one in asked[1:4]]
    assert [sitting.status(one) for one in asked[:4]] == ["deregistered"] * 4
    assert sitting.counts() == (0, 0)
    assert all(one.withdraw_time == campus.clock.now() for one in ended)
    told = [mail for mail in campus.mails() if mail.kind == "deregistered"]
    assert {mail.person_id for mail in told} == {one.person_id for one in asked[1:4]}
    assert all("Raum gesperrt" in mail.body for mail in told)
    assert campus.run(cancel) == ()


def test_receipts_stay_without_a_gap(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(6)
    for one in asked[:3]:
        sitting.end(one)
    numbers = sorted(r.seq for r in campus.rows(receipts) if r.sitting_id == sitting.sitting_id)
    assert numbers == list(range(1, len(numbers) + 1))


THREADS = 8
ROUNDS = 12


def test_office_and_desk_together_never_oversell_and_keep_the_order(campus: Any) -> None:
    """Registrations, withdrawals and deregistrations at once; the end is checked as a history.

    Never more seats than there are, counts that are true, and nobody moved up before somebody who
    had waited longer and still waits.
    """
    sitting = SmallSitting(campus)
    first = sitting.ask(4)
    people = [campus.student() for _ in range(THREADS * ROUNDS // 2)]
    known: list[UUID] = [one.registration_id for one in first]
    start = Barrier(THREADS)

    def work(number: int) -> list[int]:
        own = Random(number)
        mine = people[number::THREADS]
        start.wait()
        seen = []
        for _ in range(ROUNDS):
            if mine and own.random() < 0.6:
                [outcome] = campus.database.write_now(
                    decide_together,
                    campus.signer,
                    [Register(mine.pop().person_id, sitting.sitting_id)],
                )
                assert isinstance(outcome, Done), outcome
                known.append(outcome.registration.registration_id)
            elif own.random() < 0.5:
                campus.database.write_now(
                    decide_together, campus.signer, [Withdraw(own.choice(known))]
                )
            else:
                campus.database.write_now(
                    _end,
                    campus.signer,
                    own.choice(known),
                    sitting.sitting_id,
                    Status.DEREGISTERED,
                )
            seen.append(sitting.counts()[0])
        return seen

    with ThreadPoolExecutor(THREADS) as pool:
        taken = [count for seen in pool.map(work, range(THREADS)) for count in seen]
    assert max(taken) <= 2
    rows = [r for r in campus.rows(registrations) if r.sitting_id == sitting.sitting_id]
    held = sum(row.status in HELD for row in rows)
    waiting = [row for row in rows if row.status == "waiting"]
    assert sitting.counts() == (held, len(waiting))
    assert held == min(2, held + len(waiting)), "no seat is free while somebody waits"
    _check_order(campus, sitting.sitting_id)


def _check_order(campus: Any, sitting_id: UUID) -> None:
    """Replays the receipts: whoever moves up is the first of those who wait at that moment."""
    book = sorted(
        (row for row in campus.rows(receipts) if row.sitting_id == sitting_id),
        key=lambda row: row.seq,
    )
    assert [row.seq for row in book] == list(range(1, len(book) + 1))
    waiting: list[UUID] = []
    moved_up = 0
    for row in book:
        if row.action == "waiting":
            waiting.append(row.registration_id)
        elif row.action == "promoted":
            assert waiting[0] == row.registration_id
            waiting.pop(0)
            moved_up += 1
        elif row.action in ("withdrawn", "deregistered") and row.registration_id in waiting:
            waiting.remove(row.registration_id)
    assert moved_up > 0


def test_control_a_list_served_from_its_end_is_found_by_the_replay(
    campus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check above can fail."""
    first_waiting = desk.first_waiting

    def last_first(*args: Any) -> list[Any]:
        return first_waiting(*args)[::-1]

    sitting = SmallSitting(campus)
    asked = sitting.ask(5)
    monkeypatch.setattr(desk, "first_waiting", last_first)
    sitting.end(asked[0])
    with pytest.raises(AssertionError):
        _check_order(campus, sitting.sitting_id)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_raised_capacities_at_once_give_each_seat_once(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(8)
    sitting.change(capacity=5)
    start = Barrier(4)

    def fill(_: int) -> list[UUID]:
        start.wait()
        return sitting.fill()

    with ThreadPoolExecutor(4) as pool:
        filled = [one for found in pool.map(fill, range(4)) for one in found]
    assert filled == [one.registration_id for one in asked[2:5]]
    assert sitting.counts() == (5, 3)


def test_the_clock_of_a_promotion_is_that_of_its_transaction(campus: Any) -> None:
    sitting = SmallSitting(campus)
    asked = sitting.ask(3)
    campus.clock.advance(timedelta(hours=1))
    sitting.end(asked[0])
    last = max(campus.rows(receipts), key=lambda row: row.seq)
    assert last.receipt_time == campus.clock.now()
