"""Cancelling a sitting: everybody registered is deregistered by the office."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.signing import Signer

from exams.app import seats
from exams.app.sittings import get_sitting, hold_registered, sitting_changed
from exams.domain.examinations import ExamForm, Sitting
from exams.domain.statuses import LIVE
from exams.store import sitting_plans, sittings
from exams.texts import sittings as texts


@dataclass(frozen=True)
class CancelledSitting:
    """A sitting as it is, or would be, and how many are deregistered."""

    sitting: Sitting
    deregistered_count: int


def cancel_sitting(
    tx: Transaction,
    signer: Signer,
    sitting_id: UUID,
    *,
    etag: str,
    reason: str,
    cancelled_by: UUID | None,
    dry_run: bool,
) -> CancelledSitting:
    """Cancels a sitting; nobody loses an attempt, and everybody gets a mail and a receipt.

    Raises SITTING_UNKNOWN, SITTING_CHANGED for an outdated etag, SITTING_CANCELLED,
    RESULTS_EXIST where a result was entered, and THESES_UNDER_WAY: each thesis has a working time
    of its own, so that it is ended by itself and never along with others.
    """
    sittings.lock_sitting(tx, sitting_id)
    before = get_sitting(tx, sitting_id)
    if before.cancel_time is not None:
        raise Failure(Code.FAILED_PRECONDITION, "SITTING_CANCELLED", texts.SITTING_CANCELLED)
    if etag != str(before.version):
        raise sitting_changed()
    if before.release_time is not None or sitting_plans.has_results(tx, sitting_id):
        raise Failure(Code.FAILED_PRECONDITION, "RESULTS_EXIST", texts.RESULTS_EXIST)
    registered = sitting_plans.people_of(tx, [sitting_id], LIVE)
    if before.form is ExamForm.THESIS and registered:
        message = texts.THESES_UNDER_WAY.format(count=len(registered))
        raise Failure(Code.FAILED_PRECONDITION, "THESES_UNDER_WAY", message)
    if dry_run:
        return CancelledSitting(before, len(registered))
    hold_registered(tx, [sitting_id])
    sitting_plans.cancel_sitting(tx, sitting_id, tx.now)
    sitting_plans.note_change(
        tx,
        sitting_id,
        before.version + 1,
        changes={"cancel_time": ("", tx.now.isoformat())},
        reason=reason,
        changed_by=cancelled_by,
    )
    ended = seats.deregister_all(tx, signer, sitting_id, reason)
    return CancelledSitting(get_sitting(tx, sitting_id), len(ended))
