"""Sittings as the examinations office offers, changes and cancels them."""

from typing import Any

import pytest
from chassis.errors import Failure
from chassis.values import Semester
from exams.app.lists import list_sittings
from exams.app.load_profile import load_profile
from exams.app.lottery import close_lottery, create_lottery
from exams.domain.examinations import ExamForm, Seating
from exams.domain.sitting_plans import DraftFault
from exams.domain.statuses import Status
from exams.store.tables import receipts, registrations, sitting_changes

from services.exams.tests.lottery_factories import LotteryOf
from services.exams.tests.office_factories import OFFICE, Office, local


@pytest.fixture
def office(campus: Any) -> Office:
    return Office(campus)


def refused(call: Any, *args: Any, **named: Any) -> list[str]:
    """The reason of a failure, and those of its fields."""
    with pytest.raises(Failure) as failure:
        call(*args, **named)
    assert failure.value.message.de
    assert failure.value.message.en
    return [failure.value.reason, *(f"{one.path} {one.reason}" for one in failure.value.fields)]


def test_a_new_sitting_has_the_dates_of_its_period(office: Office, campus: Any) -> None:
    """Withdrawal until five working days before: 3 February is a Wednesday."""
    sitting = office.create()
    like = office.sitting(campus.sitting("1001"))
    assert sitting.registration == like.registration
    assert sitting.withdrawal_close_time == local(2027, 1, 28)
    assert (sitting.own_window, sitting.version, sitting.form) == (False, 1, ExamForm.WRITTEN)
    campus.register(campus.student(), sitting.sitting_id)


def test_a_sitting_may_have_dates_of_its_own(office: Office) -> None:
    """domain.md "Exams" 3: "Windows are set per period and may be overridden per sitting"."""
    sitting = office.create(
        registration_open_time=local(2026, 11, 1),
        registration_close_time=local(2026, 12, 1),
        withdrawal_close_time=local(2027, 2, 1),
    )
    assert sitting.own_window
    assert sitting.registration.close_time == local(2026, 12, 1)
    assert sitting.withdrawal_close_time == local(2027, 2, 1)


def test_a_limit_follows_from_the_sittings_own_window(office: Office) -> None:
    sitting = office.create(
        registration_open_time=local(2026, 11, 1), registration_close_time=local(2026, 12, 1)
    )
    assert sitting.withdrawal_close_time == local(2027, 1, 28)
    later = office.update(sitting.sitting_id, start_time=local(2027, 2, 10, 14)).sitting
    assert later.withdrawal_close_time == local(2027, 2, 4)
    back = office.update(
        sitting.sitting_id, registration_open_time=None, registration_close_time=None
    ).sitting
    assert not back.own_window
    assert back.registration.close_time == local(2026, 11, 16)


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"registration_open_time": local(2026, 11, 1)}, "registration_close_time",
         DraftFault.WINDOW_INCOMPLETE),
        ({"registration_open_time": local(2026, 12, 1),
          "registration_close_time": local(2026, 11, 1)}, "registration_close_time",
         DraftFault.WINDOW_BACKWARDS),
        ({"registration_open_time": local(2026, 3, 1),
          "registration_close_time": local(2026, 12, 1)}, "registration_open_time",
         DraftFault.WINDOW_OUTSIDE_SEMESTER),
        ({"start_time": None, "registration_open_time": local(2026, 11, 1),
          "registration_close_time": local(2199, 12, 31)}, "registration_close_time",
         DraftFault.WINDOW_OUTSIDE_SEMESTER),
        ({"start_time": None, "withdrawal_close_time": local(2027, 4, 2)},
         "withdrawal_close_time", DraftFault.WITHDRAWAL_OUTSIDE_SEMESTER),
        ({"start_time": local(2027, 4, 1, 10)}, "start_time", DraftFault.START_OUTSIDE_SEMESTER),
        ({"start_time": local(2026, 11, 5, 10)}, "start_time",
         DraftFault.START_BEFORE_WINDOW_CLOSES),
        ({"withdrawal_close_time": local(2026, 11, 1)}, "withdrawal_close_time",
         DraftFault.WITHDRAWAL_BEFORE_WINDOW_CLOSES),
        ({"withdrawal_close_time": local(2027, 2, 4)}, "withdrawal_close_time",
         DraftFault.WITHDRAWAL_AFTER_START),
        ({"seating": Seating.LOTTERY}, "seating", DraftFault.LOTTERY_NOT_SET_UP),
        ({"capacity": 0}, "has_waiting_list", DraftFault.WAITING_LIST_WITHOUT_LIMIT),
        ({"room": "\u200b\u202e"}, "room", DraftFault.ROOM_NOT_TEXT),
        ({"room": "HS\x00 2"}, "room", DraftFault.ROOM_NOT_TEXT),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_by_its_field(
    office: Office, changes: dict[str, Any], field: str, fault: DraftFault
) -> None:
    assert refused(office.create, **changes) == [
        "SITTING_REFUSED",
        f"sitting.{field} {fault.value}",
    ]


def test_unknown_exams_periods_and_examiners_are_named(office: Office) -> None:
    assert refused(office.create, exam_number="9999") == [
        "EXAM_UNKNOWN",
        "sitting.exam_number EXAM_UNKNOWN",
    ]
    assert refused(office.create, semester=Semester.parse("2027S"), period=2) == [
        "PERIOD_UNKNOWN",
        "sitting.examination_period PERIOD_UNKNOWN",
    ]
    assert refused(office.create, examiner_user_name="nobody") == [
        "SITTING_REFUSED",
        "sitting.examiner_user_name EXAMINER_UNKNOWN",
    ]


def test_whoever_is_registered_is_told_of_another_time_or_room(office: Office, campus: Any) -> None:
    sitting = office.create()
    campus.register(campus.student(), sitting.sitting_id)
    changed = office.update(
        sitting.sitting_id,
        reason="Bauarbeiten im Hörsaal",
        room="HS 5",
        start_time=local(2027, 2, 4, 9),
    )
    assert (changed.told_count, changed.sitting.version) == (1, 2)
    [mail] = [one for one in campus.mails() if one.kind == "sitting_changed"]
    for part in ("HS 5", "HS 3", "4 February 2027, 09:00", "3 February 2027, 14:00", "Bauarbeiten"):
        assert part in mail.body
    assert "Prüfungstermin geändert: Statistik" in mail.subject


def test_other_changes_are_told_to_nobody(office: Office, campus: Any) -> None:
    sitting = office.create()
    campus.register(campus.student(), sitting.sitting_id)
    before = len(campus.mails())
    assert office.update(sitting.sitting_id, examiner_user_name="bschulz").told_count == 0
    assert len(campus.mails()) == before


def test_every_change_is_kept_with_its_reason(office: Office, campus: Any) -> None:
    sitting = office.create()
    office.update(sitting.sitting_id, room="HS 5", capacity=40, reason="größerer Raum")
    office.update(sitting.sitting_id, room="HS 5")
    history = sorted(campus.rows(sitting_changes), key=lambda row: row.version)
    assert [(row.version, row.changed_by) for row in history] == [(1, OFFICE), (2, OFFICE)]
    assert history[1].changes == {"room": ["HS 3", "HS 5"], "capacity": ["30", "40"]}
    assert history[1].reason == "größerer Raum"


def test_more_seats_let_the_waiting_list_move_up_at_once(office: Office, campus: Any) -> None:
    sitting = office.create(capacity=1)
    students = [campus.student() for _ in range(4)]
    for student in students:
        campus.register(student, sitting.sitting_id)
    full = office.sitting(sitting.sitting_id)
    assert (full.taken, full.waiting) == (1, 3)
    changed = office.update(sitting.sitting_id, capacity=3)
    assert changed.promoted_count == 2
    assert (changed.sitting.taken, changed.sitting.waiting) == (3, 1)
    seated = {
        row.person_id for row in campus.rows(registrations) if row.status == Status.REGISTERED
    }
    assert seated == {student.person_id for student in students[:3]}


def test_seats_that_are_taken_stay(office: Office, campus: Any) -> None:
    sitting = office.create(capacity=2)
    for _ in range(2):
        campus.register(campus.student(), sitting.sitting_id)
    assert refused(office.update, sitting.sitting_id, capacity=1) == ["CAPACITY_BELOW_TAKEN"]
    assert office.sitting(sitting.sitting_id).version == 1


def test_a_waiting_list_that_is_used_stays(office: Office, campus: Any) -> None:
    sitting = office.create(capacity=1)
    for _ in range(2):
        campus.register(campus.student(), sitting.sitting_id)
    assert refused(office.update, sitting.sitting_id, has_waiting_list=False) == [
        "WAITING_LIST_IN_USE"
    ]


def test_the_way_seats_are_given_is_fixed_once_anybody_registered(
    office: Office, campus: Any
) -> None:
    sitting = office.create()
    assert office.update(sitting.sitting_id, seating=Seating.ADMISSION).sitting.seating is (
        Seating.ADMISSION
    )
    office.update(sitting.sitting_id, seating=Seating.FIRST_COME)
    campus.register(campus.student(), sitting.sitting_id)
    assert refused(office.update, sitting.sitting_id, seating=Seating.ADMISSION) == [
        "SEATING_IN_USE"
    ]


def test_two_clerks_do_not_overwrite_each_other(office: Office) -> None:
    sitting = office.create()
    office.update(sitting.sitting_id, room="HS 5")
    changed = ["SITTING_CHANGED", "etag SITTING_CHANGED"]
    assert refused(office.update, sitting.sitting_id, etag="1", room="HS 9") == changed
    assert refused(office.cancel, sitting.sitting_id, etag="1") == changed


def test_a_cancelled_sitting_deregisters_everybody_with_mail_and_receipt(
    office: Office, campus: Any
) -> None:
    sitting = office.create(capacity=1)
    for _ in range(3):
        campus.register(campus.student(), sitting.sitting_id)
    before, signed = len(campus.mails()), len(campus.rows(receipts))
    rehearsed = office.cancel(sitting.sitting_id, dry_run=True)
    assert (rehearsed.deregistered_count, rehearsed.sitting.cancel_time) == (3, None)
    assert len(campus.mails()) == before
    cancelled = office.cancel(sitting.sitting_id)
    assert cancelled.deregistered_count == 3
    assert cancelled.sitting.cancel_time == campus.clock.now()
    assert (cancelled.sitting.taken, cancelled.sitting.waiting) == (0, 0)
    assert {row.status for row in campus.rows(registrations)} == {Status.DEREGISTERED}
    assert len(campus.mails()) == before + 3
    assert len(campus.rows(receipts)) == signed + 3
    assert refused(office.cancel, sitting.sitting_id) == ["SITTING_CANCELLED"]
    assert refused(office.update, sitting.sitting_id, room="HS 5") == ["SITTING_CANCELLED"]


def test_the_profile_does_not_undo_what_the_office_decided(office: Office, campus: Any) -> None:
    sitting_id = campus.sitting("1001")
    office.update(sitting_id, room="HS 9")
    campus.run(load_profile, campus.profile())
    assert office.sitting(sitting_id).room == "HS 9"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("1004", {"1004"}),
        ("buchfuhrung", {"2001"}),
        ("STATIST", {"1001"}),
        ("c 1", {"1003"}),
        ("%", set()),
        ("", {"1001", "1002", "1003", "1004", "2001"}),
    ],
)
def test_sittings_are_found_by_a_part_of_number_name_or_room(
    campus: Any, query: str, numbers: set[str]
) -> None:
    found = campus.run(
        list_sittings,
        examiner_id=None,
        semester=Semester.parse("2026W"),
        after=None,
        size=50,
        query=query,
        period=1,
    )
    assert {one.exam_number for one in found.items} == numbers
    assert {one.period for one in found.items} <= {1}


def test_a_draw_by_lot_fixes_the_window_that_it_was_committed_to(
    office: Office, campus: Any
) -> None:
    """Nobody may ask for a seat once the public random value can be known."""
    sitting = office.create(
        registration_open_time=local(2026, 11, 10), registration_close_time=local(2026, 12, 1)
    )
    campus.run(
        create_lottery,
        sitting.sitting_id,
        public_source="Lotto 6aus49, 2026-12-05",
        public_time=local(2026, 12, 5, 20),
        preselection_percent=30,
        created_by=OFFICE,
    )
    later: dict[str, Any] = {
        "registration_open_time": local(2026, 11, 10),
        "registration_close_time": local(2026, 12, 6),
    }
    fixed = ["SITTING_REFUSED", "sitting.registration_close_time LOTTERY_FIXES_WINDOW"]
    assert refused(office.update, sitting.sitting_id, **later) == fixed
    longer: dict[str, Any] = {**later, "registration_close_time": local(2026, 12, 4)}
    assert office.update(sitting.sitting_id, **longer).sitting.seating is Seating.LOTTERY
    assert refused(office.update, sitting.sitting_id, seating=Seating.FIRST_COME) == [
        "SEATING_IN_USE"
    ]
    campus.at(2026, 12, 4)
    campus.run(close_lottery, sitting.sitting_id)
    assert refused(office.update, sitting.sitting_id, capacity=60) == ["LOTTERY_CLOSED"]
    shorter = {**later, "registration_close_time": local(2026, 12, 3)}
    assert refused(office.update, sitting.sitting_id, **shorter) == fixed


def test_an_exam_whose_seats_are_drawn_begins_after_the_draw(office: Office, campus: Any) -> None:
    """Otherwise the seats would be drawn for an exam that is being written."""
    sitting = office.create(
        registration_open_time=local(2026, 11, 10), registration_close_time=local(2026, 12, 1)
    )
    public_time = local(2026, 12, 5, 20)
    campus.run(
        create_lottery,
        sitting.sitting_id,
        public_source="Lotto 6aus49, 2026-12-05",
        public_time=public_time,
        preselection_percent=0,
        created_by=OFFICE,
    )
    too_early = ["SITTING_REFUSED", "sitting.start_time LOTTERY_BEFORE_START"]
    for start in (local(2026, 12, 3, 9), public_time):
        assert refused(office.update, sitting.sitting_id, start_time=start) == too_early
    assert office.sitting(sitting.sitting_id).start_time == sitting.start_time
    later = local(2026, 12, 7, 9)
    assert office.update(sitting.sitting_id, start_time=later).sitting.start_time == later
    undated = office.update(sitting.sitting_id, start_time=None).sitting
    assert (undated.start_time, undated.seating) == (None, Seating.LOTTERY)


def test_an_exam_is_not_moved_before_the_draw_of_its_seats(office: Office, campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    office.update(lottery.sitting_id, start_time=local(2026, 12, 7, 9))
    lottery.ask(3)
    lottery.close_and_draw()
    # The public value was known at 19:25, the seats were drawn five minutes later.
    early, late = (local(2026, 11, 21, 19, minute) for minute in (28, 31))
    assert refused(office.update, lottery.sitting_id, start_time=early) == [
        "SITTING_REFUSED",
        "sitting.start_time LOTTERY_BEFORE_START",
    ]
    assert office.update(lottery.sitting_id, start_time=late).sitting.start_time == late
