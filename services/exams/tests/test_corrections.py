"""Corrections of released results by four eyes."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from chassis.errors import Failure
from exams.app.corrections import decide_correction, list_corrections, propose_correction
from exams.app.results import list_result_versions
from exams.domain.corrections import CorrectionState
from exams.domain.statuses import Status
from exams.store.tables import results

from .results_factories import (
    OFFICE_ID,
    SECOND_ID,
    Seat,
    after_the_exam,
    correct,
    enter,
    entry,
    release_all,
    released,
    seated,
    status_of,
    third_attempt,
)


def proposed(campus: Any, seat: Seat, grade: str, version: int = 2) -> Any:
    return campus.run(
        propose_correction,
        seat.registration_id,
        grade=Decimal(grade),
        status=None,
        reason="Punkte verrechnet",
        version=version,
        by=OFFICE_ID,
    )


def reason_of(campus: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Failure) as refused:
        campus.run(*args, **kwargs)
    return refused.value.reason


@pytest.fixture
def failed(campus: Any) -> Seat:
    """A student whose 5.0 is released."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("5.0"))
    return seat


def test_a_proposal_changes_nothing_before_a_second_person_agrees(
    campus: Any, failed: Seat
) -> None:
    correction = proposed(campus, failed, "3.7")
    assert correction.state is CorrectionState.PROPOSED
    assert status_of(campus, failed) is Status.FAILED
    campus.run(decide_correction, correction.correction_id, confirm=True, reason="", by=SECOND_ID)
    assert status_of(campus, failed) is Status.PASSED
    [result] = campus.rows(results)
    assert (result.grade, result.version) == ("3.7", 3)


def test_nobody_agrees_to_their_own_proposal(campus: Any, failed: Seat) -> None:
    """domain.md "Exams" 12: "a correction after release needs a reason and a second person"."""
    correction = proposed(campus, failed, "3.7")
    for confirm in (True, False):
        told = reason_of(
            campus,
            decide_correction,
            correction.correction_id,
            confirm=confirm,
            reason="doch nicht",
            by=OFFICE_ID,
        )
        assert told == "SAME_PERSON"
    assert status_of(campus, failed) is Status.FAILED


def test_a_rejection_needs_a_reason_and_leaves_the_result(campus: Any, failed: Seat) -> None:
    correction = proposed(campus, failed, "3.7")
    decide = (decide_correction, correction.correction_id)
    assert reason_of(campus, *decide, confirm=False, reason=" ", by=SECOND_ID) == "REASON_MISSING"
    rejected = campus.run(*decide, confirm=False, reason="kein Fehler", by=SECOND_ID)
    assert (rejected.state, rejected.decision_reason) == (CorrectionState.REJECTED, "kein Fehler")
    assert status_of(campus, failed) is Status.FAILED
    again = reason_of(campus, *decide, confirm=True, reason="", by=SECOND_ID)
    assert again == "CORRECTION_DECIDED"


def test_there_is_one_open_correction_of_a_result(campus: Any, failed: Seat) -> None:
    proposed(campus, failed, "3.7")
    with pytest.raises(Failure) as refused:
        proposed(campus, failed, "4.0")
    assert refused.value.reason == "CORRECTION_OPEN"


@pytest.mark.parametrize(
    ("grade", "version", "told"),
    [("5.0", 2, "CORRECTION_CHANGES_NOTHING"), ("3.7", 1, "RESULT_CHANGED")],
)
def test_a_proposal_has_to_change_the_result_as_it_is(
    campus: Any, failed: Seat, grade: str, version: int, told: str
) -> None:
    with pytest.raises(Failure) as refused:
        proposed(campus, failed, grade, version)
    assert refused.value.reason == told


def test_what_is_not_released_is_changed_and_not_corrected(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("5.0")))
    with pytest.raises(Failure) as refused:
        proposed(campus, seat, "3.7", version=1)
    assert refused.value.reason == "RESULT_NOT_RELEASED"


def test_every_version_names_who_made_it_who_agreed_and_why(campus: Any, failed: Seat) -> None:
    campus.account(OFFICE_ID, "okaya", "okaya@leuphana.example")
    campus.account(SECOND_ID, "bwolf", "bwolf@leuphana.example")
    correct(campus, failed, "3.7")
    versions = campus.run(list_result_versions, failed.registration_id)
    assert [one.version.change for one in versions] == ["entered", "released", "corrected"]
    last = versions[-1]
    assert (last.changed_by_name, last.agreed_by_name) == ("Dr. Anna Okaya", "Dr. Anna Bwolf")
    assert last.version.reason == "Punkte verrechnet"


def test_the_mail_about_a_correction_names_no_grade(campus: Any, failed: Seat) -> None:
    correct(campus, failed, "3.7")
    [mail] = [one for one in campus.mails() if one.kind == "result_corrected"]
    assert "wurde korrigiert" in mail.body
    assert "3,7" not in mail.body + mail.subject
    assert "3.7" not in mail.body + mail.subject
    assert [e.event_type for e in campus.events()][-2:] == [
        "matrikel.exams.v1.RegistrationChanged",
        "matrikel.exams.v1.ResultCorrected",
    ]


def test_a_correction_ends_a_final_failure_and_begins_one(campus: Any) -> None:
    third, sitting = third_attempt(campus)
    released(campus, sitting, third, entry("5.0"))
    assert status_of(campus, third) is Status.FINALLY_FAILED
    correct(campus, third, "4.0")
    assert status_of(campus, third) is Status.PASSED
    correct(campus, third, status=Status.CHEATED, version=3)
    assert status_of(campus, third) is Status.FINALLY_FAILED


def test_correcting_an_earlier_attempt_ends_the_final_failure_of_the_last(campus: Any) -> None:
    student = campus.student()
    seats = []
    for period, semester, day in (
        (1, "2026W", (2027, 2, 3)),
        (2, "2026W", (2027, 3, 30)),
        (1, "2027S", (2027, 8, 2)),
    ):
        sitting = campus.sitting("1001", period=period, semester=semester)
        seats.append(seated(campus, sitting, student=student))
        campus.at(*day)
        released(campus, sitting, seats[-1], entry("5.0"))
    assert [status_of(campus, seat) for seat in seats] == [
        Status.FAILED,
        Status.FAILED,
        Status.FINALLY_FAILED,
    ]
    correct(campus, seats[1], "4.0")
    assert [status_of(campus, seat) for seat in seats] == [
        Status.FAILED,
        Status.PASSED,
        Status.FAILED,
    ]


def test_open_corrections_come_first(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seats = [seated(campus, sitting) for _ in range(3)]
    after_the_exam(campus)
    enter(campus, sitting, *((seat, entry("5.0")) for seat in seats))
    release_all(campus, sitting)
    correct(campus, seats[0], "3.7")
    waiting = [proposed(campus, seat, "3.7").correction_id for seat in seats[1:]]
    found: list[Any] = []
    after: Any = None
    while not found or after is not None:
        page = campus.run(list_corrections, open_only=False, after=after, size=1)
        found += [one.correction_id for one in page.items]
        after = page.next_position
    assert set(found[:2]) == set(waiting)
    assert len(found) == 3
    only_open = campus.run(list_corrections, open_only=True, after=None, size=10)
    assert {one.correction_id for one in only_open.items} == set(waiting)


def test_an_unknown_correction_is_not_decided(campus: Any) -> None:
    told = reason_of(campus, decide_correction, uuid4(), confirm=True, reason="", by=SECOND_ID)
    assert told == "CORRECTION_UNKNOWN"
