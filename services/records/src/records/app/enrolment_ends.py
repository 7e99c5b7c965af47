"""What the end of an enrolment, and its being taken back, does to re-registration and money.

Source: guide 002, "De-registration".
"""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.calling import exempt_who_leave, resume
from records.app.contribution_refunds import refund_contributions
from records.app.enrolment_changes import record_semesters
from records.app.reregistering import record_staying
from records.app.semester_states import adjust_contribution, decisions_of
from records.domain.enrolment import semesters_to_record
from records.domain.reregistration import WAITING, ReregistrationState
from records.domain.semester_plan import TimeModel, time_model_in
from records.store.enrolments import load_enrolments_of
from records.store.reregistrations import load_reregistrations_of


def follow_end(tx: Transaction, person_id: UUID) -> None:
    """After an end was stored: who leaves is not called any more, and what comes back goes back.

    Who stays for another programme pays for a semester to come what that one asks for, such as the
    Studentenwerk's part only where it is spent on leave there. The person has to be locked.
    """
    exempt_who_leave(tx, [person_id])
    _adjust_contributions_to_come(tx, person_id)
    refund_contributions(tx, person_id)


def follow_end_taken_back(tx: Transaction, person_id: UUID) -> None:
    """After an end was taken back: the person is called again, and stays re-registered.

    The person has to be locked.
    """
    _record_begin(tx, person_id)
    resume(tx, [person_id])
    today = local_date(tx.now)
    for row in load_reregistrations_of(tx, [person_id]):
        if row.state is ReregistrationState.DONE and row.semester.last_date >= today:
            record_staying(tx, [person_id], row.semester)
    _adjust_contributions_to_come(tx, person_id)


def _adjust_contributions_to_come(tx: Transaction, person_id: UUID) -> None:
    """A semester in progress costs what it cost (guide 002: no reimbursement otherwise)."""
    today = local_date(tx.now)
    for row in load_reregistrations_of(tx, [person_id]):
        concerned = row.state in WAITING or row.state is ReregistrationState.DONE
        if concerned and row.semester.first_date > today:
            adjust_contribution(tx, person_id, row.semester, None)


def _record_begin(tx: Transaction, person_id: UUID) -> None:
    """Who left before the first semester begins it after all, and pays for it."""
    current = Semester.of(local_date(tx.now))
    for each in load_enrolments_of(tx, person_id):
        if each.semesters or each.end_date is not None:
            continue
        first = Semester.of(each.first_enrolment_date)
        decisions = decisions_of(tx, each.enrolment_id)
        record_semesters(
            tx,
            {
                each.enrolment_id: [
                    replace(
                        one, part_time=time_model_in(decisions, one.semester) is TimeModel.PART_TIME
                    )
                    for one in semesters_to_record(first, current)
                ]
            },
        )
        adjust_contribution(tx, person_id, first, None)
