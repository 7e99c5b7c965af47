"""A registration that a batch changes several times: each change tells how it stood then."""

from typing import Any
from uuid import UUID

from exams.domain.desk import Register, Withdraw
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import Status
from exams.store.tables import registrations
from matrikel.exams.v1 import events_pb2, status_pb2

from services.exams.tests.desk_factories import (
    change_rules,
    read,
    receipts_of,
    row_of,
    with_waiting_list,
)

EVENTS = {
    f"matrikel.exams.v1.{one.__name__}": one
    for one in (events_pb2.Registered, events_pb2.Withdrawn, events_pb2.Promoted)
}
WAITING = status_pb2.REGISTRATION_STATUS_WAITING
REGISTERED = status_pb2.REGISTRATION_STATUS_REGISTERED
WITHDRAWN = status_pb2.REGISTRATION_STATUS_WITHDRAWN


def wish(campus: Any, sitting_id: UUID) -> Register:
    return Register(campus.student().person_id, sitting_id)


def told_of(campus: Any, registration_id: object) -> list[tuple[str, Any]]:
    """The events of a registration, in order: their names and what they carry."""
    told = []
    for event in campus.events():
        if event.event_type in EVENTS:
            carried = EVENTS[event.event_type].FromString(event.body).registration
            if carried.registration_id == str(registration_id):
                told.append((event.event_type.rsplit(".", 1)[1], carried))
    return told


def steps_of(campus: Any, registration_id: object) -> list[tuple[str, int, int, int]]:
    """Of each event of a registration: its name, the version, the status, the waiting place."""
    return [
        (name, one.version, one.status, one.waiting_place)
        for name, one in told_of(campus, registration_id)
    ]


def mails_to(campus: Any, person_id: UUID) -> dict[str, str]:
    """What a student was mailed, by kind; lines broken anywhere."""
    return {
        mail.kind: " ".join(mail.body.split())
        for mail in campus.mails()
        if mail.person_id == person_id
    }


def stored(campus: Any, registration_id: UUID) -> Any:
    [row] = [one for one in campus.rows(registrations) if one.registration_id == registration_id]
    return row


def test_who_waits_and_moves_up_at_once_is_answered_what_the_request_led_to(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held = campus.done(wish(campus, sitting_id)).registration
    asked, _left = campus.decide(wish(campus, sitting_id), Withdraw(held.registration_id))
    answered = asked.told
    assert (answered.status, answered.version, answered.waiting_place) == (WAITING, 1, 1)
    assert answered.can_withdraw
    receipt = read(campus, asked.receipt)
    assert (receipt.action, receipt.seq) == (ReceiptAction.WAITING, answered.seq)
    assert str(receipt.registration_id) == answered.registration_id
    assert (asked.registration.status, asked.registration.version) == (Status.WAITING, 1)


def test_who_waits_and_moves_up_at_once_is_told_of_both_one_after_the_other(campus: Any) -> None:
    """Whoever hears of both drops what is not newer than what it knows."""
    sitting_id = with_waiting_list(campus)
    held = campus.done(wish(campus, sitting_id)).registration
    asked, _left = campus.decide(wish(campus, sitting_id), Withdraw(held.registration_id))
    registration_id = asked.registration.registration_id
    assert steps_of(campus, registration_id) == [
        ("Registered", 1, WAITING, 1),
        ("Promoted", 2, REGISTERED, 0),
    ]
    # As it is printed, it differs as well.
    codes = [one.status_code for _, one in told_of(campus, registration_id)]
    assert len(set(codes)) == 2
    row = stored(campus, registration_id)
    assert (row.status, row.version, row.seq) == ("registered", 2, asked.registration.seq)
    assert [one.action for one in receipts_of(campus, sitting_id)] == [
        *("registered", "waiting", "withdrawn", "promoted")
    ]


def test_who_waits_and_moves_up_at_once_gets_a_mail_of_each(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held = campus.done(wish(campus, sitting_id)).registration
    asked, _left = campus.decide(wish(campus, sitting_id), Withdraw(held.registration_id))
    mails = mails_to(campus, asked.registration.person_id)
    assert set(mails) == {"waiting", "promoted"}
    assert "Platz auf der Warteliste: 1 " in mails["waiting"]
    assert "Place in the waiting list: 1 " in mails["waiting"]
    assert "Angemeldet am:" not in mails["waiting"]
    assert "aufgerückt" in mails["promoted"]
    assert "Angemeldet am:" in mails["promoted"]
    assert "Warteliste:" not in mails["promoted"]


def test_each_is_told_the_place_that_was_free_when_the_request_was_decided(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held = campus.done(wish(campus, sitting_id)).registration
    outcomes = campus.decide(
        wish(campus, sitting_id),
        wish(campus, sitting_id),
        Withdraw(held.registration_id),
        wish(campus, sitting_id),
    )
    first, second, _left, third = (one.registration for one in outcomes)
    assert [one.waiting_place for one in (first, second, third)] == [1, 2, 2]
    for one in (first, second, third):
        told = mails_to(campus, one.person_id)["waiting"]
        assert f"Platz auf der Warteliste: {one.waiting_place} " in told
    assert steps_of(campus, second.registration_id) == [("Registered", 1, WAITING, 2)]
    assert (row_of(campus, sitting_id).taken, row_of(campus, sitting_id).waiting) == (1, 2)


def test_who_moves_up_and_withdraws_at_once_is_told_of_both(campus: Any) -> None:
    sitting_id = with_waiting_list(campus)
    held, waits = (
        one.registration
        for one in campus.decide(wish(campus, sitting_id), wish(campus, sitting_id))
    )
    _, left = campus.decide(Withdraw(held.registration_id), Withdraw(waits.registration_id))
    assert steps_of(campus, waits.registration_id) == [
        ("Registered", 1, WAITING, 1),
        ("Promoted", 2, REGISTERED, 0),
        ("Withdrawn", 3, WITHDRAWN, 0),
    ]
    promoted, withdrawn = (one for _, one in told_of(campus, waits.registration_id)[1:])
    assert not promoted.HasField("withdraw_time")
    assert (promoted.can_withdraw, withdrawn.can_withdraw) == (True, False)
    assert left.told == withdrawn
    assert read(campus, left.receipt).action is ReceiptAction.WITHDRAWN
    mails = mails_to(campus, waits.person_id)
    assert set(mails) == {"waiting", "promoted", "withdrawn"}
    assert "Rücktritt möglich bis:" in mails["promoted"]
    assert "Abgemeldet am:" not in mails["promoted"]
    assert "Abgemeldet am:" in mails["withdrawn"]
    row = stored(campus, waits.registration_id)
    assert (row.status, row.version) == ("withdrawn", 3)
    assert row.withdraw_time is not None
    assert (row_of(campus, sitting_id).taken, row_of(campus, sitting_id).waiting) == (0, 0)


def test_who_leaves_the_waiting_list_before_a_seat_is_freed_is_told_of_nothing_else(
    campus: Any,
) -> None:
    sitting_id = with_waiting_list(campus)
    held, waits = (
        one.registration
        for one in campus.decide(wish(campus, sitting_id), wish(campus, sitting_id))
    )
    campus.decide(Withdraw(waits.registration_id), Withdraw(held.registration_id))
    assert steps_of(campus, waits.registration_id) == [
        ("Registered", 1, WAITING, 1),
        ("Withdrawn", 2, WITHDRAWN, 0),
    ]


def test_who_moves_up_and_leaves_the_first_period_at_once_is_registered_for_the_second(
    campus: Any,
) -> None:
    """domain.md "Exams" 8: "may auto-register for the second, where the regulations say so"."""
    change_rules(campus, "KUWI-BA-2024", repeat_registration={"after_withdrawal": True})
    sitting_id, again = with_waiting_list(campus), campus.sitting("1001", period=2)
    held, waits = (
        one.registration
        for one in campus.decide(wish(campus, sitting_id), wish(campus, sitting_id))
    )
    campus.at(2026, 11, 20)
    outcomes = campus.decide(Withdraw(held.registration_id), Withdraw(waits.registration_id))
    for one in outcomes:
        assert (one.told.status, one.told.sitting.sitting_id) == (WITHDRAWN, str(sitting_id))
        assert (one.repeat.status, one.repeat.sitting.sitting_id) == (REGISTERED, str(again))
        assert steps_of(campus, one.repeat.registration_id) == [("Registered", 1, REGISTERED, 0)]
    assert [one.told.version for one in outcomes] == [2, 3]
    assert steps_of(campus, waits.registration_id)[1:] == [
        ("Promoted", 2, REGISTERED, 0),
        ("Withdrawn", 3, WITHDRAWN, 0),
    ]
    assert set(mails_to(campus, waits.person_id)) == {
        *("waiting", "promoted", "withdrawn", "repeat_registered")
    }
    assert (row_of(campus, sitting_id).taken, row_of(campus, again).taken) == (0, 2)
