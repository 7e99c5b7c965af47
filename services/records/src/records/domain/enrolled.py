"""Who is enrolled in a semester."""

from dataclasses import dataclass
from uuid import UUID

from chassis.values import PersonName, Semester


@dataclass(frozen=True, slots=True)
class EnrolledIn:
    """Whom to find; an empty code does not restrict."""

    semester: Semester
    school_code: str = ""
    programme_code: str = ""


@dataclass(frozen=True, slots=True)
class EnrolledStudent:
    """Somebody who is enrolled, with the enrolment."""

    person_id: UUID
    matriculation_number: str
    name: PersonName
    enrolment_id: UUID
