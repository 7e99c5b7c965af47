"""The results that a student reads."""

from uuid import UUID

from chassis.database import Transaction

from exams.app.lists import ListPage, page_of
from exams.domain.student_results import ResultPosition, StudentResult
from exams.store.student_results import results_of_student


def list_results(
    tx: Transaction,
    *,
    person_id: UUID,
    enrolment_id: UUID | None,
    passed_only: bool,
    after: ResultPosition | None,
    size: int,
) -> ListPage[StudentResult, ResultPosition]:
    """A student's released results and recognised ones, the newest first."""
    found = results_of_student(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        passed_only=passed_only,
        after=after,
        limit=size + 1,
    )
    return page_of(found, size, lambda last: last.position)
