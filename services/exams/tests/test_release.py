"""Releasing results: statuses, attempts, mails, events."""

from datetime import date
from typing import Any

import pytest
from chassis.errors import Failure
from exams.app.release import release_results
from exams.domain.statuses import Status
from exams.store.registrations import change_status
from exams.store.tables import result_versions, results
from matrikel.exams.v1 import events_pb2

from .results_factories import (
    OFFICE_ID,
    after_the_exam,
    change_rules,
    correct,
    enter,
    entry,
    listed,
    release_all,
    released,
    seated,
    status_of,
    third_attempt,
)


def test_a_released_result_decides_how_the_registration_stands(campus: Any) -> None:
    sitting = campus.sitting("1001")
    passed, failed, absent = (seated(campus, sitting) for _ in range(3))
    after_the_exam(campus)
    enter(
        campus,
        sitting,
        (passed, entry("1.3")),
        (failed, entry("5.0")),
        (absent, entry(status=Status.NO_SHOW)),
    )
    assert status_of(campus, passed) is Status.REGISTERED
    report = release_all(campus, sitting)
    assert (report.released_count, report.missing_count, report.finally_failed_count) == (3, 0, 0)
    assert status_of(campus, passed) is Status.PASSED
    assert status_of(campus, failed) is Status.FAILED
    assert status_of(campus, absent) is Status.NO_SHOW


def test_the_mail_tells_that_there_is_a_result_and_never_which(campus: Any) -> None:
    """QIS guide, "Notenspiegel": results are read in the portal; "Grundsätzliches": "Fehlende,
    falsche oder missverständlichen Angaben zu Ihren Prüfungsleistungen" go to the Info-Portal.

    domain.md "Exams" 12: "The student gets a mail without the grade"."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("2.7", remark="knapp"))
    [mail] = [one for one in campus.mails() if one.kind == "result_released"]
    assert mail.person_id == seat.person_id
    assert mail.address == "lg100001@stud.leuphana.example"
    assert (
        mail.subject == "Prüfungsergebnis liegt vor: Statistik / exam result available: Statistics"
    )
    assert "Notenspiegel" in mail.body
    assert "Info-Portal" in mail.body
    for secret in ("2,7", "2.7", "knapp", "bestanden", "passed"):
        assert secret not in mail.body + mail.subject


def test_a_release_tells_of_each_result_and_registration(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("2.0"))
    told = [one.event_type.rsplit(".", 1)[-1] for one in campus.events()]
    assert told[-2:] == ["RegistrationChanged", "ResultReleased"]


def test_only_what_was_looked_at_is_released(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0")))
    seen = listed(campus, sitting).etag
    enter(campus, sitting, (seat, entry("2.3", version=1)))
    with pytest.raises(Failure) as refused:
        campus.run(release_results, sitting, seen, OFFICE_ID)
    assert refused.value.reason == "RESULTS_CHANGED"
    assert status_of(campus, seat) is Status.REGISTERED


def test_a_dry_run_of_a_release_changes_nothing(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0")))
    etag = listed(campus, sitting).etag
    report = campus.run(release_results, sitting, etag, OFFICE_ID, validate_only=True)
    assert (report.released_count, report.missing_count) == (1, 1)
    assert status_of(campus, seat) is Status.REGISTERED
    assert campus.mails() == []
    assert listed(campus, sitting).etag == etag


def test_nothing_entered_is_nothing_to_release(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seated(campus, sitting)
    after_the_exam(campus)
    with pytest.raises(Failure) as refused:
        release_all(campus, sitting)
    assert refused.value.reason == "NOTHING_TO_RELEASE"


def test_a_result_under_a_sick_note_is_held_back(campus: Any) -> None:
    """A sick note that is filed after the entry waits for its decision first."""
    sitting = campus.sitting("1001")
    ill, well = seated(campus, sitting), seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (ill, entry("5.0")), (well, entry("2.0")))
    campus.run(change_status, [ill.registration_id], Status.SICK_NOTE_FILED)
    assert release_all(campus, sitting).released_count == 1
    assert status_of(campus, ill) is Status.SICK_NOTE_FILED
    assert {row.registration_id for row in campus.rows(results) if row.release_time} == {
        well.registration_id
    }


def test_the_third_failed_attempt_fails_finally(campus: Any) -> None:
    """domain.md "Exams" 8: "After the last failed attempt: finally failed"."""
    third, sitting = third_attempt(campus)
    [examinee] = listed(campus, sitting).examinees
    assert (examinee.attempt, examinee.rules.attempts_allowed) == (3, 3)
    enter(campus, sitting, (third, entry(status=Status.NO_SHOW)))
    assert release_all(campus, sitting).finally_failed_count == 1
    assert status_of(campus, third) is Status.FINALLY_FAILED
    [result] = campus.rows(results)
    assert (result.status, result.grade) == ("no_show", "5.0")


def test_a_passed_third_attempt_is_passed(campus: Any) -> None:
    third, sitting = third_attempt(campus)
    released(campus, sitting, third, entry("4.0"))
    assert status_of(campus, third) is Status.PASSED


def test_every_version_of_a_result_is_kept(campus: Any) -> None:
    """domain.md "Exams" 12: "Every version is kept"."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("2.0")))
    enter(campus, sitting, (seat, entry("2.3", version=1)))
    release_all(campus, sitting)
    versions = sorted(campus.rows(result_versions), key=lambda row: row.version)
    assert [(row.change, row.grade) for row in versions] == [
        ("entered", "2.0"),
        ("changed", "2.3"),
        ("released", "2.3"),
    ]


def test_a_failed_free_attempt_does_not_count(campus: Any) -> None:
    """Freiversuch: of three attempts all three are left."""
    change_rules(campus, free_attempt={"until_programme_semester": 2})
    first, second = campus.sitting("1001"), campus.sitting("1001", period=2)
    early = campus.student(programme_semester=2)
    late = campus.student(programme_semester=3)
    seats = [seated(campus, first, student=student) for student in (early, late)]
    after_the_exam(campus)
    enter(campus, first, *((seat, entry("5.0")) for seat in seats))
    release_all(campus, first)
    assert [status_of(campus, seat) for seat in seats] == [Status.FAILED, Status.FAILED]
    for student in (early, late):
        seated(campus, second, student=student)
    attempts = {one.person_id: one.attempt for one in listed(campus, second).examinees}
    assert (attempts[early.person_id], attempts[late.person_id]) == (1, 2)


def test_the_last_result_that_is_asked_for_completes_the_studies(campus: Any) -> None:
    """The event names the day of the last examination, not that of its release."""
    student = campus.student()
    seats = {}
    for number, group in (("1001", ""), ("1002", ""), ("1003", ""), ("1004", "A")):
        sitting = campus.sitting(number, group=group)
        seats[number] = seated(campus, sitting, student=student)
        campus.at(2027, 2, 20)
        day = date(2027, 2, 15) if number != "1003" else date(2027, 2, 18)
        released(campus, sitting, seats[number], entry("2.0", exam_date=day))
        campus.at(2026, 11, 2)
    assert completions_told(campus) == [(True, (2027, 2, 18))]
    campus.at(2027, 3, 30)
    correct(campus, seats["1001"], "5.0")
    assert [complete for complete, _ in completions_told(campus)] == [True, False]


def completions_told(campus: Any) -> list[tuple[bool, tuple[int, int, int]]]:
    """What was told of completed studies, with the day of the last examination."""
    told = []
    for row in campus.events():
        if row.event_type.endswith(".EnrolmentCompleted"):
            completed = events_pb2.EnrolmentCompleted.FromString(row.body)
            day = completed.last_exam_date
            told.append((completed.complete, (day.year, day.month, day.day)))
    return told
