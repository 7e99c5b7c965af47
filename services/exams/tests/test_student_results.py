"""The results that students read: released and recognised ones, on both databases."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from chassis.database import Transaction
from exams.app.student_results import list_results
from exams.domain.statuses import Status
from exams.domain.student_results import StudentResult
from exams.store.tables import recognitions
from sqlalchemy import insert

from .results_factories import (
    Seat,
    after_the_exam,
    correct,
    enter,
    entry,
    released,
    seated,
    third_attempt,
)


def read(campus: Any, seat: Seat, **more: Any) -> tuple[StudentResult, ...]:
    chosen = {"enrolment_id": None, "passed_only": False, "after": None, "size": 50, **more}
    found: tuple[StudentResult, ...] = campus.run(
        list_results, person_id=seat.person_id, **chosen
    ).items
    return found


def recognise(tx: Transaction, seat: Seat, exam_number: str, day: date) -> UUID:
    recognition_id = uuid4()
    tx.execute(
        insert(recognitions).values(
            recognition_id=recognition_id,
            person_id=seat.person_id,
            enrolment_id=seat.enrolment_id,
            regulations_version_code="KUWI-BA-2024",
            module_code="KUWI-02",
            exam_number=exam_number,
            credits_tenths=75,
            grade="1.7",
            institution="Universität Bologna",
            original_title="Progetto",
            achieve_date=day,
            reason="gleichwertig",
            recognise_time=tx.now,
            recognised_by=uuid4(),
            version=1,
        )
    )
    return recognition_id


def test_results_and_recognised_ones_come_together_the_newest_first(campus: Any) -> None:
    """QIS guide, "Notenspiegel": "alle bisher erbrachten Leistungen".

    QIS guide, "Notenspiegel": "allen bisher erbrachten Leistungen"."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("2.0"))
    newer = campus.run(recognise, seat, "1003", date(2027, 2, 3))
    older = campus.run(recognise, seat, "", date(2025, 7, 1))
    found = read(campus, seat)
    assert [one.result_id for one in found] == [newer, seat.registration_id, older]
    assert [one.exam_name.de for one in found] == ["Projektarbeit", "Statistik", "Projekt"]
    assert [one.institution for one in found] == ["Universität Bologna", "", "Universität Bologna"]
    assert [one.attempt for one in found] == [0, 1, 0]
    assert {one.outcome.status for one in found} == {Status.PASSED}
    first = campus.run(
        list_results,
        person_id=seat.person_id,
        enrolment_id=seat.enrolment_id,
        passed_only=True,
        after=None,
        size=1,
    )
    second = read(campus, seat, after=first.next_position)
    assert [one.result_id for one in (*first.items, *second)] == [one.result_id for one in found]
    assert read(campus, seat, enrolment_id=uuid4()) == ()


def test_what_is_entered_is_not_read_before_its_release(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0")))
    assert read(campus, seat) == ()


def test_a_provisional_result_stays_while_its_successor_waits_for_release(campus: Any) -> None:
    last, sitting = third_attempt(campus)
    released(campus, sitting, last, entry(status=Status.ORAL_SUPPLEMENTARY))
    enter(campus, sitting, (last, entry("4.0", version=2)))
    [result] = read(campus, last)
    assert result.outcome.status is Status.ORAL_SUPPLEMENTARY
    assert result.outcome.grade is None
    assert result.release_time is None


def test_the_last_failed_attempt_reads_as_finally_failed(campus: Any) -> None:
    last, sitting = third_attempt(campus)
    released(campus, sitting, last, entry("5.0"))
    [result] = read(campus, last)
    assert (result.outcome.status, result.status_code) == (Status.FINALLY_FAILED, "EN")
    assert (result.attempt, result.counts_as_attempt) == (3, True)
    assert read(campus, last, passed_only=True) == ()


def test_a_corrected_result_reads_as_corrected(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("5.0"))
    correct(campus, seat, "3.7")
    [result] = read(campus, seat)
    assert (str(result.outcome.grade), result.version) == ("3.7", 3)
