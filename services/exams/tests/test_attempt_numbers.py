"""Which attempt an examination is goes by its day, not by when it was registered for."""

from datetime import date
from typing import Any

import pytest
from exams.app.student_results import list_results
from exams.domain.statuses import Status
from exams.store.participants import list_participants
from exams.store.sittings import find_sitting

from .results_factories import Seat, entry, listed, released, seated, status_of
from .rules_factories import change_sitting, set_rules


def registered_in_reverse(campus: Any) -> tuple[Seat, Seat]:
    """Seats in both periods of one of two allowed attempts each, the second one taken first."""
    set_rules(campus, attempts=2)
    student = campus.student()
    campus.at(2026, 11, 25)
    second = seated(campus, campus.sitting("1001", period=2), student=student)
    campus.at(2026, 11, 26)
    return seated(campus, campus.sitting("1001"), student=student), second


def participant_attempt(campus: Any, period: int) -> int:
    sitting = campus.run(find_sitting, campus.sitting("1001", period=period))
    [one] = campus.run(
        lambda tx: list_participants(tx, sitting, everybody=False, after=None, limit=None)
    )
    return int(one.attempt)


@pytest.mark.parametrize("dated", [True, False])
def test_the_later_exam_is_the_last_attempt_though_registered_for_first(
    campus: Any, dated: bool
) -> None:
    """domain.md "Exams" 10: "oral supplementary exam"."""
    first, second = registered_in_reverse(campus)
    later = campus.sitting("1001", period=2)
    if not dated:
        change_sitting(campus, later, start_time=None)
    campus.at(2027, 2, 3)
    released(campus, campus.sitting("1001"), first, entry("5.0"))
    campus.at(2027, 4, 20)
    [examinee] = listed(campus, later).examinees
    assert (examinee.attempt, examinee.is_last_attempt) == (2, True)
    assert [participant_attempt(campus, period) for period in (1, 2)] == [1, 2]
    day = None if dated else date(2027, 3, 20)
    released(campus, later, second, entry(status=Status.ORAL_SUPPLEMENTARY, exam_date=day))
    assert status_of(campus, second) is Status.ORAL_SUPPLEMENTARY


def test_students_read_attempts_numbered_by_the_day_of_the_exam(campus: Any) -> None:
    first, second = registered_in_reverse(campus)
    campus.at(2027, 4, 20)
    released(campus, campus.sitting("1001"), first, entry("5.0"))
    released(campus, campus.sitting("1001", period=2), second, entry("5.0"))
    found = campus.run(
        list_results,
        person_id=first.person_id,
        enrolment_id=None,
        passed_only=False,
        after=None,
        size=50,
    ).items
    assert {one.result_id: one.attempt for one in found} == {
        first.registration_id: 1,
        second.registration_id: 2,
    }
    assert [listed(campus, campus.sitting("1001")).examinees[0].attempt] == [1]
    assert status_of(campus, second) is Status.FINALLY_FAILED
