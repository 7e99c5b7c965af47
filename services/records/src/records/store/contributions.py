"""The applicants whose semester contribution is due before they are enrolled."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from chassis.database import Transaction, is_one_of
from chassis.values import Semester
from sqlalchemy import select

from records.domain.applicants import ApplicantState
from records.domain.catalogue import EnrolmentKind
from records.store import tables


class ExpectedEnrolment(NamedTuple):
    """An accepted applicant's enrolment to come."""

    person_id: UUID
    kind: EnrolmentKind
    payment_deadline_date: date


def load_expected_enrolments(
    tx: Transaction, semester: Semester, person_ids: Collection[UUID]
) -> list[ExpectedEnrolment]:
    """The accepted applicants among the persons who begin in the semester."""
    applicants, programmes = tables.applicants, tables.programmes
    statement = (
        select(applicants.c.person_id, programmes.c.kind, applicants.c.payment_deadline_date)
        .join(programmes, programmes.c.programme_code == applicants.c.programme_code)
        .where(
            applicants.c.state == ApplicantState.ACCEPTED.value,
            applicants.c.first_semester == semester.code,
            is_one_of(tx, applicants.c.person_id, person_ids),
        )
    )
    return [
        ExpectedEnrolment(row.person_id, EnrolmentKind(row.kind), row.payment_deadline_date)
        for row in tx.execute(statement)
    ]
