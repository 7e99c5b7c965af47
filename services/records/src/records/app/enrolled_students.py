"""Who is enrolled in a semester, for what is issued to all of them."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction

from records.domain.enrolled import EnrolledIn, EnrolledStudent
from records.store import enrolled_students as store


@dataclass(frozen=True, slots=True)
class EnrolledPage:
    """A page of students by matriculation number and enrolment, and how many there are in all."""

    students: list[EnrolledStudent]
    has_next: bool
    total: int


def enrolled_students(
    tx: Transaction, enrolled_in: EnrolledIn, after: tuple[str, UUID] | None, page_size: int
) -> EnrolledPage:
    """Everybody who is enrolled in the semester, in the school and programme where they are named.

    Whoever has two enrolments is there twice. A semester, school or programme that is not known
    has nobody.
    """
    # One more than asked for shows whether another page follows.
    found = store.find_enrolled(tx, enrolled_in, after, page_size + 1)
    return EnrolledPage(
        found[:page_size],
        has_next=len(found) > page_size,
        total=store.count_enrolled(tx, enrolled_in),
    )
