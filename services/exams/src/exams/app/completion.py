"""Noting which enrolments are complete, and telling records of each change once."""

from collections.abc import Collection
from uuid import UUID

from chassis.database import Transaction

from exams.domain.completion import changed_completion
from exams.domain.progress import completed_studies
from exams.events.outgoing import tell_enrolments_completed
from exams.store.completions import completions_of, keep_completions, lock_students_of
from exams.store.progress import studies_of


def note_completion(tx: Transaction, enrolment_ids: Collection[UUID]) -> None:
    """Notes for each enrolment whether it is complete now; tells what changed, and only that.

    For whatever changes results: releases, corrections, recognitions. Set-based, in a fixed number
    of statements for any number of enrolments. Holds the students: call it after sittings were
    locked, and after the results are stored.
    """
    if not enrolment_ids:
        return
    lock_students_of(tx, enrolment_ids)
    known = completions_of(tx, enrolment_ids)
    changed = []
    for study in studies_of(tx, enrolment_ids).values():
        done = completed_studies(study.plan, study.record)
        completion = changed_completion(
            known.get(study.enrolment_id),
            enrolment_id=study.enrolment_id,
            person_id=study.person_id,
            last_exam_date=done.last_exam_date if done is not None else None,
            average=done.average if done is not None else None,
        )
        if completion is not None:
            changed.append(completion)
    changed.sort(key=lambda one: one.enrolment_id)
    keep_completions(tx, changed)
    tell_enrolments_completed(tx, changed)
