"""Correcting released results by four eyes."""

from decimal import Decimal
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem

from exams.app.attempt_standings import (
    NewOutcome,
    change_statuses,
    remaining_standings,
    standings_after,
)
from exams.app.completion import note_completion
from exams.app.lists import ListPage, page_of
from exams.app.results import get_sitting
from exams.domain.corrections import (
    Correction,
    CorrectionPosition,
    CorrectionRefusal,
    CorrectionState,
    refusal_of_decision,
    refusal_of_proposal,
)
from exams.domain.entering import decide_outcome
from exams.domain.examinations import Sitting
from exams.domain.final_failures import SettledAttempt, counts_as_attempt
from exams.domain.results import Examinee, Outcome, ResultProblem
from exams.domain.statuses import ATTEMPT, Status
from exams.events.outgoing import tell_results_corrected
from exams.mail.results import mail_result_corrected
from exams.store import corrections as stored
from exams.store import desk, sittings
from exams.store.examinees import (
    FormerAttempt,
    attempts_at_exam,
    examinee_of,
    programme_semesters,
    sitting_of_registration,
)
from exams.store.results import KeptResult, VersionNote, correct_result
from exams.store.rules import rules_of
from exams.store.student_results import results_of_registrations
from exams.texts import results as texts

# Which refusals are no precondition but something else, or about one field.
_CODES = {
    CorrectionRefusal.RESULT_CHANGED: Code.ABORTED,
    CorrectionRefusal.REASON_MISSING: Code.INVALID_ARGUMENT,
    CorrectionRefusal.CORRECTION_CHANGES_NOTHING: Code.INVALID_ARGUMENT,
}
_FIELDS = {
    CorrectionRefusal.REASON_MISSING: "reason",
    CorrectionRefusal.CORRECTION_CHANGES_NOTHING: "grade",
}


def propose_correction(
    tx: Transaction,
    registration_id: UUID,
    *,
    grade: Decimal | None,
    status: Status | None,
    reason: str,
    version: int,
    by: UUID,
) -> Correction:
    """Proposes another result for a registration; nothing changes before somebody else agrees.

    Raises RESULT_NOT_RELEASED, CORRECTION_OPEN, RESULT_CHANGED, CORRECTION_CHANGES_NOTHING, and
    CORRECTION_INVALID naming the field.
    """
    sitting, examinee = _held(tx, registration_id)
    outcome = decide_outcome(status, grade, examinee)
    if isinstance(outcome, ResultProblem):
        raise _invalid(outcome)
    refusal = refusal_of_proposal(examinee, outcome, version)
    if refusal is not None:
        raise _refused(refusal)
    correction_id = stored.add_correction(
        tx,
        registration_id=registration_id,
        sitting_id=sitting.sitting_id,
        result_version=version,
        outcome=outcome,
        reason=reason,
        proposed_by=by,
    )
    return _found(tx, correction_id)


def decide_correction(
    tx: Transaction, correction_id: UUID, *, confirm: bool, reason: str, by: UUID
) -> Correction:
    """Confirms or rejects a correction; confirmed, it is the result, and what follows from it is
    worked out anew: attempts, final failure, completion.

    Raises SAME_PERSON, CORRECTION_DECIDED, RESULT_CHANGED, REASON_MISSING.
    """
    sitting, examinee = _held(tx, _found(tx, correction_id).registration_id)
    # Read under the lock: another one may have decided in the meantime.
    correction = _found(tx, correction_id)
    refusal = refusal_of_decision(
        correction,
        by,
        confirm=confirm,
        reason=reason,
        version=examinee.result.version if examinee.result else 0,
    )
    if refusal is not None:
        raise _refused(refusal)
    state = CorrectionState.CONFIRMED if confirm else CorrectionState.REJECTED
    stored.decide_correction(tx, correction_id, state, by, reason)
    if confirm:
        _apply(tx, sitting, examinee, correction, agreed_by=by)
    return _found(tx, correction_id)


def list_corrections(
    tx: Transaction, *, open_only: bool, after: CorrectionPosition | None, size: int
) -> ListPage[Correction, CorrectionPosition]:
    """Corrections, open ones first, then the newest first."""
    found = stored.list_corrections(tx, open_only=open_only, after=after, limit=size + 1)
    return page_of(found, size, lambda last: last.position)


def _held(tx: Transaction, registration_id: UUID) -> tuple[Sitting, Examinee]:
    """The examinee as nobody else can change it now. Raises RESULT_NOT_RELEASED without one."""
    sitting_id = sitting_of_registration(tx, registration_id)
    if sitting_id is not None:
        sittings.lock_sitting(tx, sitting_id)
    found = examinee_of(tx, registration_id)
    if found is None or sitting_id is None:
        raise _refused(CorrectionRefusal.RESULT_NOT_RELEASED)
    return get_sitting(tx, sitting_id), found[1]


def _apply(
    tx: Transaction, sitting: Sitting, examinee: Examinee, correction: Correction, agreed_by: UUID
) -> None:
    result, outcome = examinee.result, correction.outcome
    if result is None:
        raise AssertionError("a correction of nothing was refused before")
    person_id, registration_id = examinee.person_id, examinee.registration_id
    addressee = desk.hold_students(tx, [person_id])[person_id]
    attempts = attempts_at_exam(tx, sitting.exam_number, [person_id])
    others = [
        one for one in attempts.get(person_id, ()) if one.settled.registration_id != registration_id
    ]
    counts = counts_as_attempt(
        outcome.status,
        is_first=all(one.settled.exam_date > result.exam_date for one in others),
        programme_semester=programme_semesters(tx, [examinee.enrolment_id], sitting.semester).get(
            examinee.enrolment_id, 0
        ),
        rule=rules_of(tx, [examinee.regulations_version_code])[
            examinee.regulations_version_code
        ].free_attempt,
    )
    correct_result(
        tx,
        KeptResult(
            registration_id=registration_id,
            sitting_id=sitting.sitting_id,
            person_id=person_id,
            enrolment_id=examinee.enrolment_id,
            exam_number=sitting.exam_number,
            outcome=outcome,
            exam_date=result.exam_date,
            counts_as_attempt=counts,
            remark=result.remark,
            release_time=result.release_time,
            version=result.version + 1,
        ),
        VersionNote(correction.proposed_by, "corrected", correction.reason, agreed_by),
    )
    change_statuses(tx, _statuses(examinee, outcome, {person_id: others}, counts=counts))
    tell_results_corrected(tx, results_of_registrations(tx, [registration_id]))
    mail_result_corrected(tx, sitting, person_id, addressee)
    note_completion(tx, [examinee.enrolment_id])


def _statuses(
    examinee: Examinee,
    outcome: Outcome,
    others: dict[UUID, list[FormerAttempt]],
    *,
    counts: bool,
) -> dict[UUID, Status]:
    """How this registration and others for the same exam stand with the new outcome."""
    result = examinee.result
    if result is None:
        raise AssertionError("a correction of nothing was refused before")
    if outcome.status in ATTEMPT:
        settled = SettledAttempt(examinee.registration_id, outcome.status, result.exam_date, counts)
        new = NewOutcome(examinee.person_id, settled, examinee.rules.attempts_allowed)
        return standings_after(others, [new])
    return {
        **remaining_standings(others.get(examinee.person_id, ()), examinee.rules.attempts_allowed),
        examinee.registration_id: outcome.status,
    }


def _found(tx: Transaction, correction_id: UUID) -> Correction:
    correction = stored.find_correction(tx, correction_id)
    if correction is None:
        raise Failure(Code.NOT_FOUND, "CORRECTION_UNKNOWN", texts.CORRECTION_UNKNOWN)
    return correction


def _refused(refusal: CorrectionRefusal) -> Failure:
    message = texts.CORRECTIONS[refusal]
    field = _FIELDS.get(refusal)
    return Failure(
        _CODES.get(refusal, Code.FAILED_PRECONDITION),
        refusal.value,
        message,
        fields=(FieldProblem(field, refusal.value, message),) if field else (),
    )


def _invalid(problem: ResultProblem) -> Failure:
    message = texts.sentence_of(problem)
    return Failure(
        Code.INVALID_ARGUMENT,
        "CORRECTION_INVALID",
        message,
        fields=(FieldProblem(problem.part or "grade", problem.reason.value, message),),
    )
