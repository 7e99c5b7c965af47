"""Who leaves the first period's sitting is registered for the second, where the rules say so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from chassis.values import LocalizedText, Semester
from exams.domain.examinations import ExamForm, Seating, Sitting
from exams.domain.rules import RepeatRegistrationRule
from exams.domain.windows import Window
from exams.domain.withdrawing import RepeatCause, repeat_sitting

OPEN = datetime(2026, 10, 12, tzinfo=UTC)
CLOSE = datetime(2026, 11, 15, tzinfo=UTC)
AFTER = CLOSE + timedelta(days=3)
BOTH = RepeatRegistrationRule(after_withdrawal=True, after_excused_absence=True)
FIRST = Sitting(
    sitting_id=uuid4(),
    exam_number="1001",
    exam_name=LocalizedText(de="Statistik", en="Statistics"),
    form=ExamForm.WRITTEN,
    semester=Semester.parse("2026W"),
    period=1,
    start_time=datetime(2027, 2, 2, 9, tzinfo=UTC),
    duration_minutes=90,
    room="HS 1",
    examiner_user_name="ameier",
    examiner_name="",
    registration=Window(OPEN, CLOSE),
    withdrawal_close_time=None,
    own_window=False,
    seating=Seating.FIRST_COME,
    capacity=0,
    has_waiting_list=False,
    taken=0,
    waiting=0,
    cancel_time=None,
    release_time=None,
    version=1,
)
SECOND = replace(
    FIRST, sitting_id=uuid4(), period=2, start_time=datetime(2027, 3, 9, 9, tzinfo=UTC)
)


def led_to(
    *offered: Sitting,
    rule: RepeatRegistrationRule | None = BOTH,
    cause: RepeatCause = RepeatCause.WITHDRAWAL,
    now: datetime = AFTER,
    left: Sitting = FIRST,
) -> UUID | None:
    found = repeat_sitting(left, offered, rule, cause, now)
    return None if found is None else found.sitting_id


@pytest.mark.parametrize("cause", list(RepeatCause))
def test_leaving_the_first_sitting_leads_to_the_second_period(cause: RepeatCause) -> None:
    assert led_to(SECOND, cause=cause) == SECOND.sitting_id


def test_without_the_rule_nothing_follows() -> None:
    neither = RepeatRegistrationRule(after_withdrawal=False, after_excused_absence=False)
    assert led_to(SECOND, rule=None) is None
    for cause in RepeatCause:
        assert led_to(SECOND, rule=neither, cause=cause) is None


def test_withdrawing_inside_the_window_leads_to_nothing() -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Während dieser Zeit können Sie sich beliebig oft
    an- und wieder abmelden"; a student who changes plans has not missed anything."""
    inside = CLOSE - timedelta(minutes=1)
    assert led_to(SECOND, now=inside) is None
    assert led_to(SECOND, now=inside, cause=RepeatCause.EXCUSED_ABSENCE) == SECOND.sitting_id


def test_leaving_the_second_period_leads_nowhere() -> None:
    assert led_to(SECOND, left=SECOND) is None


@pytest.mark.parametrize(
    "unfit",
    [
        replace(SECOND, exam_number="1002"),
        replace(SECOND, semester=Semester.parse("2027S")),
        replace(SECOND, cancel_time=OPEN),
        replace(SECOND, capacity=2, taken=2),
        replace(SECOND, seating=Seating.LOTTERY),
        replace(SECOND, start_time=AFTER),
        replace(SECOND, start_time=None, registration=Window(OPEN, AFTER)),
    ],
)
def test_a_sitting_that_cannot_be_taken_is_passed_over(unfit: Sitting) -> None:
    assert led_to(unfit) is None
    assert led_to(unfit, replace(SECOND, sitting_id=SECOND.sitting_id)) == SECOND.sitting_id


def test_the_first_of_several_sittings_is_taken() -> None:
    assert SECOND.start_time is not None
    later = replace(SECOND, sitting_id=uuid4(), start_time=SECOND.start_time + timedelta(days=1))
    undated = replace(
        SECOND,
        sitting_id=uuid4(),
        start_time=None,
        registration=Window(OPEN, AFTER + timedelta(days=9)),
    )
    assert led_to(undated, later, SECOND) == SECOND.sitting_id
