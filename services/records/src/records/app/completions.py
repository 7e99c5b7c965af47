"""Ending enrolments whose studies are complete."""

from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails

from records.app.deregistering import refuse_second_one
from records.app.enrolment_changes import end_enrolments
from records.app.enrolment_ends import follow_end, follow_end_taken_back
from records.app.enrolments import enrolment_with_id
from records.domain.enrolment import EndReason, Enrolment
from records.mail.deregistration import deregistered_mail
from records.store import ledger, persons


def note_completion(tx: Transaction, enrolment_id: UUID, last_exam_date: date | None) -> None:
    """Lets the enrolment end with the semester of the last examination, or takes that back.

    Source: guide 002, "De-registration". Open re-registrations, reminders and charges of later
    semesters fall away. `last_exam_date` is None where the studies are not complete any more: the
    student is called again. What changes nothing tells nothing. Raises ENROLMENT_UNKNOWN, and
    ALREADY_ENROLLED where the person has begun the programme anew before the completion is taken
    back.
    """
    person_id = enrolment_with_id(tx, enrolment_id).person_id
    ledger.lock_accounts(tx, [person_id])
    enrolment = enrolment_with_id(tx, enrolment_id)
    changed = enrolment.with_completion(last_exam_date)
    if changed == enrolment:
        return
    if changed.end_date is None:
        refuse_second_one(tx, changed)
    changed = end_enrolments(tx, [changed])[enrolment_id]
    if changed.end_date == enrolment.end_date:
        return
    if _goes_on_longer(enrolment, changed):
        follow_end_taken_back(tx, person_id)
    else:
        follow_end(tx, person_id)
    if changed.end_reason is EndReason.COMPLETION:
        person = persons.load_persons(tx, [person_id])[person_id]
        send_mails(tx, [deregistered_mail(person, changed)])


def _goes_on_longer(before: Enrolment, after: Enrolment) -> bool:
    """Whether a correction takes an end back, or moves it to a later semester."""
    if before.end_date is None:
        return False
    return after.end_date is None or after.end_date > before.end_date
