"""Registrations and withdrawals decided together: in order, completely, and none at the cost of
another."""

from typing import Any
from uuid import uuid4

import exams.app.desk
import pytest
from exams.app.desk import Done
from exams.domain.desk import Refusal, Register, Unknown, Withdraw
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import Status
from exams.store.tables import registration_attempts, registrations
from matrikel.exams.v1 import events_pb2
from sqlalchemy import Engine, event

from services.exams.tests.desk_factories import (
    change_rules,
    change_sitting,
    read,
    receipts_of,
    row_of,
    statuses,
    with_waiting_list,
)


def wishes(campus: Any, sitting_id: Any, count: int) -> list[Register]:
    return [Register(campus.student().person_id, sitting_id) for _ in range(count)]


def test_the_last_seats_go_to_those_who_came_first(campus: Any) -> None:
    sitting_id = campus.sitting("1004", group="A")
    commands = wishes(campus, sitting_id, 5)
    outcomes = campus.decide(*commands)
    assert [type(one) for one in outcomes] == [Done, Done, Refusal, Refusal, Refusal]
    assert [o.reason.value for o in outcomes[2].obstacles] == ["SITTING_FULL"]
    assert row_of(campus, sitting_id).taken == 2
    assert set(statuses(campus, sitting_id)) == {one.person_id for one in commands[:2]}


def test_a_student_who_asks_twice_at_once_is_registered_once(campus: Any) -> None:
    [command] = wishes(campus, campus.sitting("1001"), 1)
    first, second = campus.decide(command, command)
    assert isinstance(first, Done)
    assert [o.reason.value for o in second.obstacles] == ["ALREADY_REGISTERED"]


def test_what_one_command_does_is_seen_by_the_next_one_for_another_sitting(campus: Any) -> None:
    person_id = campus.student().person_id
    first, second = campus.decide(
        *(Register(person_id, campus.sitting("1004", group=group)) for group in "AB")
    )
    assert isinstance(first, Done)
    assert [o.reason.value for o in second.obstacles] == ["OTHER_SITTING_REGISTERED"]


def test_what_nobody_knows_harms_no_neighbour(campus: Any) -> None:
    [good, other] = wishes(campus, campus.sitting("1001"), 2)
    foreign = Register(other.person_id, other.sitting_id, uuid4())
    unknown = Register(uuid4(), uuid4())
    outcomes = campus.decide(unknown, good, foreign, Register(uuid4(), good.sitting_id))
    assert outcomes[0] is Unknown.SITTING
    assert isinstance(outcomes[1], Done)
    assert outcomes[2] is Unknown.ENROLMENT
    assert "NOT_ENROLLED_IN_SEMESTER" in [o.reason.value for o in outcomes[3].obstacles]
    assert len(campus.rows(registrations)) == 1


def test_the_receipts_of_a_sitting_are_numbered_without_a_gap(campus: Any) -> None:
    sitting_id = with_waiting_list(campus, capacity=2)
    first = [one.registration for one in campus.decide(*wishes(campus, sitting_id, 4))]
    assert [one.seq for one in first] == [1, 2, 3, 4]
    campus.decide(
        Withdraw(first[0].registration_id),
        *wishes(campus, sitting_id, 1),
        Withdraw(first[3].registration_id),
    )
    kept = receipts_of(campus, sitting_id)
    assert [row.seq for row in kept] == list(range(1, 9))
    assert [row.action for row in kept] == [
        *("registered", "registered", "waiting", "waiting"),
        *("withdrawn", "promoted", "waiting", "withdrawn"),
    ]
    assert row_of(campus, sitting_id).last_seq == 8


def test_a_receipt_says_who_did_what_and_when_and_is_signed(campus: Any) -> None:
    [command] = wishes(campus, campus.sitting("1001"), 1)
    done = campus.done(command)
    receipt = read(campus, done.receipt)
    assert receipt.action is ReceiptAction.REGISTERED
    assert receipt.registration_id == done.registration.registration_id
    assert receipt.receipt_time == done.registration.register_time == campus.clock.now()
    assert receipt.matriculation_number == campus.person(command.person_id).matriculation_number
    assert (receipt.exam_number, receipt.seq) == ("1001", 1)
    [kept] = receipts_of(campus, command.sitting_id)
    assert kept.signed == done.receipt
    head, payload, signature = done.receipt.split(".")
    with pytest.raises(ValueError, match=r"."):
        read(campus, f"{head}.{payload}.{signature[::-1]}")


def test_a_refused_attempt_is_kept_as_signed_evidence(campus: Any) -> None:
    student = campus.student(accepts=False)
    [outcome] = campus.decide(Register(student.person_id, campus.sitting("1001")))
    [row] = campus.rows(registration_attempts)
    assert (row.attempt_id, row.person_id) == (outcome.attempt_id, student.person_id)
    assert [one["reason"] for one in row.obstacles] == ["TERMS_NOT_ACCEPTED"]
    receipt = read(campus, row.signed)
    assert (receipt.action, receipt.seq) == (ReceiptAction.REFUSED, 0)
    assert receipt.reasons == ("TERMS_NOT_ACCEPTED",)
    assert receipt.receipt_time == campus.clock.now()


def test_a_full_sitting_with_a_waiting_list_gives_places_in_order(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    outcomes = campus.decide(*wishes(campus, sitting_id, 3))
    outcomes += campus.decide(*wishes(campus, sitting_id, 2))
    found = [(one.registration.status, one.registration.waiting_place) for one in outcomes]
    assert found == [
        (Status.REGISTERED, 0),
        *((Status.WAITING, place) for place in (1, 2, 3, 4)),
    ]
    row = row_of(campus, sitting_id)
    assert (row.taken, row.waiting) == (1, 4)
    assert [mail.kind for mail in campus.mails()].count("waiting") == 4
    assert outcomes[4].told.waiting_place == 4


def test_a_freed_seat_goes_to_the_first_who_waits_at_once(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held, first, second = (
        one.registration for one in campus.decide(*wishes(campus, sitting_id, 3))
    )
    campus.done(Withdraw(held.registration_id))
    assert statuses(campus, sitting_id) == {
        held.person_id: "withdrawn",
        first.person_id: "registered",
        second.person_id: "waiting",
    }
    row = row_of(campus, sitting_id)
    assert (row.taken, row.waiting) == (1, 1)
    told = campus.events()[-1]
    assert told.event_type == "matrikel.exams.v1.Promoted"
    promoted = events_pb2.Promoted.FromString(told.body).registration
    assert (promoted.person_id, promoted.version) == (str(first.person_id), 2)
    assert promoted.waiting_place == 0
    [mail] = [one for one in campus.mails() if one.kind == "promoted"]
    assert mail.person_id == first.person_id
    assert "aufgerückt" in mail.body
    assert receipts_of(campus, sitting_id)[-1].action == "promoted"


def test_a_seat_freed_in_a_batch_goes_to_who_waits_before_who_comes(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held, waits = (one.registration for one in campus.decide(*wishes(campus, sitting_id, 2)))
    outcomes = campus.decide(Withdraw(held.registration_id), *wishes(campus, sitting_id, 1))
    assert outcomes[1].registration.status is Status.WAITING
    assert outcomes[1].registration.waiting_place == 1
    assert statuses(campus, sitting_id)[waits.person_id] == "registered"


def test_who_began_to_wait_in_the_same_batch_moves_up_too(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held = campus.done(*wishes(campus, sitting_id, 1)).registration
    [waits] = wishes(campus, sitting_id, 1)
    asked, left = campus.decide(waits, Withdraw(held.registration_id))
    assert asked.registration.status is Status.WAITING
    assert statuses(campus, sitting_id)[waits.person_id] == "registered"
    assert left.registration.status is Status.WITHDRAWN
    row = row_of(campus, sitting_id)
    assert (row.taken, row.waiting, row.last_seq) == (1, 0, 4)


@pytest.mark.parametrize("looked_at", [1, 8])
def test_who_may_no_longer_register_is_passed_over_and_keeps_the_place(
    campus: Any, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    """However many stand before the first who may: the list is looked through to its end."""
    monkeypatch.setattr(exams.app.desk, "SPARE_ENTRIES", looked_at)
    monkeypatch.setattr(exams.app.desk, "MORE", 2)
    sitting_id = change_sitting(
        campus, campus.sitting("1004", group="A"), capacity=1, has_waiting_list=True
    )
    held, *blocked, free = (
        one.registration for one in campus.decide(*wishes(campus, sitting_id, 5))
    )
    for one in blocked:
        campus.enrol(
            one.person_id,
            "KUWI-BA-2024",
            {"2026W": campus.on_leave},
            enrolment_id=one.enrolment_id,
        )
    campus.done(Withdraw(held.registration_id))
    found = statuses(campus, sitting_id)
    assert [found[one.person_id] for one in blocked] == ["waiting"] * 3
    assert found[free.person_id] == "registered"


def test_leaving_the_waiting_list_frees_no_seat(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held, first, second = (
        one.registration for one in campus.decide(*wishes(campus, sitting_id, 3))
    )
    campus.done(Withdraw(first.registration_id))
    row = row_of(campus, sitting_id)
    assert (row.taken, row.waiting) == (1, 1)
    assert statuses(campus, sitting_id)[second.person_id] == "waiting"
    assert statuses(campus, sitting_id)[held.person_id] == "registered"


def test_requests_for_a_draw_are_collected_and_take_no_seat(campus: Any) -> None:
    sitting_id = change_sitting(campus, campus.sitting("1001"), capacity=1, seating="lottery")
    outcomes = campus.decide(*wishes(campus, sitting_id, 3))
    assert {one.registration.status for one in outcomes} == {Status.IN_LOTTERY}
    assert row_of(campus, sitting_id).taken == 0
    assert {row.action for row in receipts_of(campus, sitting_id)} == {"lottery_requested"}
    assert {mail.kind for mail in campus.mails()} == {"lottery_requested"}


def test_who_leaves_the_first_period_is_registered_for_the_second_where_regulations_say_so(
    campus: Any,
) -> None:
    """domain.md "Exams" 8: "may auto-register for the second, where the regulations say so"."""
    change_rules(
        campus,
        "KUWI-BA-2024",
        repeat_registration={"after_withdrawal": True, "after_excused_absence": True},
    )
    first = campus.register(campus.student(), campus.sitting("1001"))
    campus.at(2026, 11, 20)
    done = campus.done(Withdraw(first.registration_id))
    assert done.repeat is not None
    assert done.repeat.sitting.sitting_id == str(campus.sitting("1001", period=2))
    assert statuses(campus, campus.sitting("1001", period=2)) == {first.person_id: "registered"}
    assert {mail.kind for mail in campus.mails()} == {
        "registered",
        "withdrawn",
        "repeat_registered",
    }


def test_without_such_a_rule_nobody_is_registered_again(campus: Any) -> None:
    first = campus.register(campus.student(), campus.sitting("1001"))
    campus.at(2026, 11, 20)
    assert campus.done(Withdraw(first.registration_id)).repeat is None


def test_withdrawing_twice_at_once_is_done_once(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    command = Withdraw(registration.registration_id)
    first, second = campus.decide(command, command)
    assert isinstance(first, Done)
    assert [o.reason.value for o in second.obstacles] == ["NOT_REGISTERED"]
    assert row_of(campus, registration.sitting.sitting_id).taken == 0


def test_one_may_leave_and_come_back_in_one_batch(campus: Any) -> None:
    student, sitting_id = campus.student(), campus.sitting("1001")
    registration = campus.register(student, sitting_id)
    outcomes = campus.decide(
        Withdraw(registration.registration_id), Register(student.person_id, sitting_id)
    )
    assert [type(one) for one in outcomes] == [Done, Done]
    assert statuses(campus, sitting_id) == {student.person_id: "registered"}
    assert row_of(campus, sitting_id).taken == 1


def test_a_batch_takes_as_many_statements_for_one_as_for_many(campus: Any) -> None:
    counts = []
    for count in (5, 50):
        commands = wishes(campus, campus.sitting("1001"), count)
        seen: list[str] = []

        def note(
            _connection: Any, _cursor: Any, statement: str, *_rest: Any, seen: Any = seen
        ) -> None:
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            campus.decide(*commands)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_a_waiting_list_that_is_shorter_than_its_count_is_looked_through_once(
    campus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A count that is wrong must not keep a batch, and all that wait for it, for ever."""
    asked: list[int] = []
    first_waiting = exams.app.desk.stored.first_waiting

    def counted(tx: Any, sitting_ids: Any, limit: int) -> Any:
        asked.append(limit)
        assert len(asked) < 5
        return first_waiting(tx, sitting_ids, limit)

    monkeypatch.setattr(exams.app.desk.stored, "first_waiting", counted)
    sitting_id = with_waiting_list(campus)
    held, waits = (one.registration for one in campus.decide(*wishes(campus, sitting_id, 2)))
    change_sitting(campus, sitting_id, waiting=3)
    campus.enrol(
        waits.person_id,
        "KUWI-BA-2024",
        {"2026W": campus.on_leave},
        enrolment_id=waits.enrolment_id,
    )
    asked.clear()
    campus.done(Withdraw(held.registration_id))
    assert len(asked) == 2
    assert statuses(campus, sitting_id)[held.person_id] == "withdrawn"
