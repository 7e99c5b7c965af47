"""Releasing the entered results of a sitting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure

from exams.app.attempt_standings import NewOutcome, change_statuses, standings_after
from exams.app.completion import note_completion
from exams.app.results import etag_of, get_sitting, releasable
from exams.domain.examinations import Sitting
from exams.domain.final_failures import SettledAttempt, counts_as_attempt
from exams.domain.results import Examinee
from exams.domain.statuses import ATTEMPT, Status
from exams.events.outgoing import tell_results_released
from exams.mail.results import mail_results_released
from exams.store import desk, sittings
from exams.store import results as stored
from exams.store.examinees import (
    FormerAttempt,
    attempts_at_exam,
    examinees_of,
    programme_semesters,
)
from exams.store.results import KeptResult
from exams.store.rules import rules_of
from exams.store.student_results import results_of_registrations
from exams.texts import results as texts


@dataclass(frozen=True)
class ReleaseReport:
    """What a release did, or would do."""

    released_count: int
    # Participants without an entered result.
    missing_count: int
    finally_failed_count: int


@dataclass(frozen=True)
class _Released:
    examinee: Examinee
    kept: KeptResult
    status: Status


def release_results(
    tx: Transaction, sitting_id: UUID, etag: str, by: UUID, *, validate_only: bool = False
) -> ReleaseReport:
    """Releases everything that is entered, in a fixed number of statements.

    Registrations get their final status, a failed last attempt fails finally, students get a mail
    without the grade. Raises NOTHING_TO_RELEASE, and RESULTS_CHANGED for an outdated etag.
    """
    sittings.lock_sitting(tx, sitting_id)
    sitting = get_sitting(tx, sitting_id)
    every = examinees_of(tx, sitting)
    chosen = releasable(every)
    if not chosen:
        raise Failure(Code.FAILED_PRECONDITION, "NOTHING_TO_RELEASE", texts.NOTHING_TO_RELEASE)
    if etag != etag_of(chosen):
        raise Failure(Code.ABORTED, "RESULTS_CHANGED", texts.RESULTS_CHANGED)
    person_ids = [one.person_id for one in chosen]
    addressees = desk.hold_students(tx, person_ids)
    attempts = attempts_at_exam(tx, sitting.exam_number, person_ids)
    released, others = _decide(tx, sitting, chosen, attempts)
    report = ReleaseReport(
        released_count=len(released),
        missing_count=sum(one.result is None for one in every if not one.is_settled),
        finally_failed_count=sum(one.status is Status.FINALLY_FAILED for one in released),
    )
    if validate_only:
        return report
    stored.release_results(tx, [one.kept for one in released], by)
    stored.note_release(tx, sitting_id)
    change_statuses(
        tx, {one.examinee.registration_id: one.status for one in released} | dict(others)
    )
    tell_results_released(
        tx, results_of_registrations(tx, [one.examinee.registration_id for one in released])
    )
    mail_results_released(tx, sitting, addressees, person_ids)
    note_completion(tx, sorted({one.enrolment_id for one in chosen}))
    return report


def _decide(
    tx: Transaction,
    sitting: Sitting,
    chosen: Sequence[Examinee],
    attempts: Mapping[UUID, Sequence[FormerAttempt]],
) -> tuple[list[_Released], dict[UUID, Status]]:
    """What becomes of each result, and of other registrations for the same exam."""
    rules = rules_of(tx, {one.regulations_version_code for one in chosen})
    semesters = programme_semesters(tx, (one.enrolment_id for one in chosen), sitting.semester)
    kept: list[tuple[Examinee, KeptResult]] = []
    outcomes: list[NewOutcome] = []
    for examinee in chosen:
        result = examinee.result
        if result is None:
            raise AssertionError("only entered results are releasable")
        status = result.outcome.status
        counts = counts_as_attempt(
            status,
            is_first=not attempts.get(examinee.person_id),
            programme_semester=semesters.get(examinee.enrolment_id, 0),
            rule=rules[examinee.regulations_version_code].free_attempt,
        )
        kept.append(
            (
                examinee,
                KeptResult(
                    registration_id=examinee.registration_id,
                    sitting_id=sitting.sitting_id,
                    person_id=examinee.person_id,
                    enrolment_id=examinee.enrolment_id,
                    exam_number=sitting.exam_number,
                    outcome=result.outcome,
                    exam_date=result.exam_date,
                    counts_as_attempt=counts,
                    remark=result.remark,
                    release_time=tx.now,
                    version=result.version + 1,
                ),
            )
        )
        if status in ATTEMPT:
            settled = SettledAttempt(examinee.registration_id, status, result.exam_date, counts)
            outcomes.append(
                NewOutcome(examinee.person_id, settled, examinee.rules.attempts_allowed)
            )
    standings = standings_after(attempts, outcomes)
    released = [
        _Released(examinee, one, standings.pop(one.registration_id, one.outcome.status))
        for examinee, one in kept
    ]
    return released, standings
