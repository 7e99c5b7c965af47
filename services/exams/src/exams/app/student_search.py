"""Finding the students whose registrations and results the office and advisers look at."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.paging import page_token_invalid

from exams.app.lists import ListPage, page_of
from exams.domain.examinations import Enrolment
from exams.store import student_search, students
from exams.store.student_search import FoundStudent
from exams.texts import office_registration as texts


@dataclass(frozen=True)
class StudentWithEnrolments:
    """A student with everything that the student is or was enrolled in."""

    student: FoundStudent
    enrolments: tuple[Enrolment, ...]


def list_students(
    tx: Transaction,
    *,
    matriculation_number: str,
    family_name_prefix: str,
    after: UUID | None,
    size: int,
) -> ListPage[FoundStudent, UUID]:
    """Students by name. Raises PAGE_TOKEN_INVALID where nobody has the id `after`."""
    if after is not None and student_search.find_student(tx, after) is None:
        raise page_token_invalid()
    found = student_search.find_students(
        tx,
        matriculation_number=matriculation_number,
        family_name_prefix=family_name_prefix,
        after=after,
        limit=size + 1,
    )
    return page_of(found, size, lambda last: last.person_id)


def get_student(tx: Transaction, person_id: UUID) -> StudentWithEnrolments:
    """The student with the enrolments, running ones first. Raises STUDENT_UNKNOWN."""
    found = student_search.find_student(tx, person_id)
    if found is None:
        raise Failure(Code.NOT_FOUND, "STUDENT_UNKNOWN", texts.STUDENT_UNKNOWN)
    return StudentWithEnrolments(found, students.enrolments_of(tx, person_id))
