"""Ending enrolments whose studies are complete."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.database import Transaction

from records.app.enrolments import enrolment_with_id
from records.app.persons import person_with_id
from records.domain.enrolment import Enrolment
from records.events.outgoing import tell_enrolled
from records.store import enrolments, persons
from records.texts import refusals


def note_completion(tx: Transaction, enrolment_id: UUID, last_exam_date: date | None) -> None:
    """Lets the enrolment end with the semester of the last examination, or takes that back.

    `last_exam_date` is None where the studies are not complete any more. What changes nothing
    tells nothing. Raises ENROLMENT_UNKNOWN, and ALREADY_ENROLLED where the person has begun the
    programme anew before the completion is taken back.
    """
    person_id = enrolment_with_id(tx, enrolment_id).person_id
    persons.lock_person(tx, person_id)
    enrolment = enrolment_with_id(tx, enrolment_id)
    changed = enrolment.with_completion(last_exam_date)
    if changed == enrolment:
        return
    if changed.end_date is None:
        _refuse_second_one(tx, changed)
    changed = replace(changed, version=enrolment.version + 1)
    enrolments.update_end(tx, changed)
    tell_enrolled(tx, changed, person_with_id(tx, person_id))


def _refuse_second_one(tx: Transaction, reopened: Enrolment) -> None:
    for each in enrolments.load_enrolments_of(tx, reopened.person_id):
        if (
            each.enrolment_id != reopened.enrolment_id
            and each.programme.code == reopened.programme.code
            and each.end_date is None
        ):
            raise refusals.already_enrolled(str(each.enrolment_id), each.programme.name)
