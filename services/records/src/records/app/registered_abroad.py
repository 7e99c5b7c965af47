"""Semesters abroad after they were registered: what was recognised, and what does not take place.

Guide 002, "Semester abroad".
"""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.contributions import full_contribution_of
from records.app.enrolment_changes import record_semesters
from records.app.enrolments import enrolment_with_id
from records.app.persons import person_with_id
from records.app.semester_states import decisions_of, locked_enrolment, withdraw_decision
from records.domain.applications.leave import spent_abroad
from records.domain.enrolment import (
    Enrolment,
    RecordedSemester,
    SemesterStatus,
    count_semesters,
)
from records.domain.semester_plan import DecisionKind
from records.mail.semester_states import mail_abroad_cancelled
from records.store import enrolments
from records.texts import semester_states as texts


def record_recognition(
    tx: Transaction,
    enrolment_id: UUID,
    semester: Semester,
    *,
    recognised: bool,
    validate_only: bool = False,
) -> Enrolment:
    """Records whether work from a semester abroad was recognised; the programme semesters follow.

    Guide 002, "Semester abroad": it is a semester of the programme if recognisable work is
    completed abroad. With `validate_only` it answers how the enrolment would be counted. Raises
    ENROLMENT_UNKNOWN, and NOT_ABROAD where the semester is not recorded as one abroad.
    """
    enrolment = locked_enrolment(tx, enrolment_id)
    recorded = enrolment.recorded_in(semester)
    if recorded is None or recorded.status is not SemesterStatus.ABROAD:
        raise texts.not_abroad(semester)
    changed = replace(recorded, abroad_counts=recognised)
    if validate_only:
        return _counted_with(tx, enrolment, changed)
    if changed != recorded:
        record_semesters(tx, {enrolment_id: [changed]})
    return enrolment_with_id(tx, enrolment_id)


def cancel_semester_abroad(
    tx: Transaction, enrolment_id: UUID, semester: Semester, reason: str, *, validate_only: bool
) -> tuple[Enrolment, int]:
    """Cancels a registered semester abroad that does not take place, and tells the student.

    Returns the enrolment and the contribution that is due for the semester then, in cents. With
    `validate_only` nothing changes. Raises ENROLMENT_UNKNOWN, NOT_ABROAD, and SEMESTER_OVER for one
    that has ended.
    """
    enrolment = locked_enrolment(tx, enrolment_id)
    if semester not in spent_abroad(enrolment, decisions_of(tx, enrolment_id)):
        raise texts.not_abroad(semester)
    if semester.last_date < local_date(tx.now):
        raise texts.semester_over(semester)
    due = full_contribution_of(tx, enrolment, semester)
    if validate_only:
        return enrolment, due
    after = withdraw_decision(tx, enrolment_id, semester, DecisionKind.ABROAD)
    person = person_with_id(tx, enrolment.person_id)
    mail_abroad_cancelled(tx, person, enrolment.programme.name, semester, after, reason)
    return enrolment_with_id(tx, enrolment_id), due


def _counted_with(tx: Transaction, enrolment: Enrolment, changed: RecordedSemester) -> Enrolment:
    of_the_person = {
        each.recorded.semester
        for one in enrolments.load_enrolments_of(tx, enrolment.person_id)
        for each in one.semesters
    }
    recorded = [
        changed if each.recorded.semester == changed.semester else each.recorded
        for each in enrolment.semesters
    ]
    return replace(enrolment, semesters=count_semesters(recorded, of_the_person))
