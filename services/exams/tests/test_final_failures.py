"""Which attempts count, and which one fails finally."""

from datetime import date
from uuid import UUID

import pytest
from exams.domain.final_failures import (
    SettledAttempt,
    counts_as_attempt,
    standing_of_attempts,
)
from exams.domain.rules import FreeAttemptRule
from exams.domain.statuses import ATTEMPT, FAILED_ATTEMPT, Status
from hypothesis import given
from hypothesis import strategies as st

FREE = FreeAttemptRule(until_programme_semester=4)


def attempt(number: int, status: Status, *, counts: bool = True) -> SettledAttempt:
    return SettledAttempt(UUID(int=number), status, date(2027, 1, number), counts)


ATTEMPTS = st.lists(
    st.builds(
        attempt,
        st.integers(1, 28),
        st.sampled_from(sorted(ATTEMPT - {Status.FINALLY_FAILED})),
        counts=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.registration_id,
)


@given(ATTEMPTS, st.integers(1, 4))
def test_at_most_one_attempt_fails_finally_and_only_when_none_is_left(
    attempts: list[SettledAttempt], allowed: int
) -> None:
    standing = standing_of_attempts(attempts, allowed)
    final = [one for one in attempts if standing[one.registration_id] is Status.FINALLY_FAILED]
    used = [one for one in attempts if one.counts_as_attempt and one.status in FAILED_ATTEMPT]
    passed = any(one.status is Status.PASSED for one in attempts)
    assert bool(final) == (not passed and len(used) >= allowed)
    if final:
        assert final == [max(used, key=lambda one: one.exam_date)]
    for one in attempts:
        if one not in final:
            assert standing[one.registration_id] is one.status


def test_a_failed_grade_improvement_fails_nothing_finally() -> None:
    attempts = [attempt(1, Status.FAILED), attempt(2, Status.PASSED), attempt(3, Status.FAILED)]
    assert Status.FINALLY_FAILED not in standing_of_attempts(attempts, 2).values()


@pytest.mark.parametrize(
    ("status", "is_first", "semester", "counts"),
    [
        (Status.FAILED, True, 4, False),
        (Status.FAILED, True, 5, True),
        (Status.FAILED, True, 0, True),
        (Status.FAILED, False, 1, True),
        (Status.NO_SHOW, True, 1, True),
        (Status.CHEATED, True, 1, True),
        (Status.PASSED, True, 1, True),
        (Status.HANDED_IN, True, 1, False),
    ],
)
def test_a_failed_free_attempt_does_not_count(
    status: Status, is_first: bool, semester: int, counts: bool
) -> None:
    assert (
        counts_as_attempt(status, is_first=is_first, programme_semester=semester, rule=FREE)
        is counts
    )


def test_without_the_rule_every_attempt_counts() -> None:
    assert counts_as_attempt(Status.FAILED, is_first=True, programme_semester=1, rule=None)
