"""Several people at the results of one sitting at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Failure
from exams.app.corrections import decide_correction, propose_correction
from exams.app.release import release_results
from exams.app.results import RequestedEntry, enter_results
from exams.domain.grades import parse_grade
from exams.domain.statuses import Status
from exams.store.tables import result_versions

from .results_factories import (
    EXAMINER_ID,
    OFFICE_ID,
    SECOND_ID,
    after_the_exam,
    enter,
    entry,
    listed,
    released,
    seated,
    status_of,
)

GRADES = ("1.3", "1.7", "2.0", "2.3", "2.7", "3.0")


def at_once(campus: Any, *calls: Any) -> list[str]:
    """Runs use cases at the same moment; returns "OK" or the reason of each."""
    ready = Barrier(len(calls))

    def run(call: Any) -> str:
        def together(tx: Transaction) -> None:
            call(tx)

        ready.wait()
        try:
            campus.database.write_now(together)
        except Failure as failure:
            return failure.reason
        return "OK"

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def entering(sitting: UUID, registration_id: UUID, grade: str, version: int) -> Any:
    requested = [RequestedEntry(registration_id, entry(grade, version=version))]
    return lambda tx: enter_results(tx, sitting, requested, EXAMINER_ID)


def test_of_several_changes_for_one_version_one_takes_effect(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("1.0")))
    told = at_once(campus, *(entering(sitting, seat.registration_id, grade, 1) for grade in GRADES))
    assert sorted(told) == ["OK"] + ["RESULT_CHANGED"] * (len(GRADES) - 1)
    assert [row.change for row in campus.rows(result_versions)] == ["entered", "changed"]


def test_what_is_released_was_looked_at_or_the_release_is_refused(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    enter(campus, sitting, (seat, entry("1.0")))
    etag = listed(campus, sitting).etag
    told = at_once(
        campus,
        entering(sitting, seat.registration_id, "5.0", 1),
        lambda tx: release_results(tx, sitting, etag, OFFICE_ID),
    )
    if told[1] == "OK":
        assert told[0] == "RESULT_RELEASED" or told[0] == "RESULT_CHANGED"
        assert status_of(campus, seat) is Status.PASSED
    else:
        assert told == ["OK", "RESULTS_CHANGED"]
        assert status_of(campus, seat) is Status.REGISTERED


def test_a_correction_is_decided_once(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("5.0"))
    correction = campus.run(
        propose_correction,
        seat.registration_id,
        grade=parse_grade("3.7"),
        status=None,
        reason="Punkte verrechnet",
        version=2,
        by=OFFICE_ID,
    )

    def decide(tx: Transaction) -> None:
        decide_correction(tx, correction.correction_id, confirm=True, reason="", by=SECOND_ID)

    told = at_once(campus, *[decide] * 4)
    assert sorted(told) == ["CORRECTION_DECIDED"] * 3 + ["OK"]
    assert len([one for one in campus.mails() if one.kind == "result_corrected"]) == 1
