"""Students whose semesters are to be spent otherwise, for tests of effects on both databases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.testing import within
from chassis.values import Semester
from records.app.enrolling import PersonEnrolled
from records.app.semester_states import decisions_of
from records.domain.applications.contents import Content
from records.domain.applications.files import Caller
from records.domain.applications.workflow import Application
from records.domain.enrolment import Enrolment
from records.domain.semester_plan import SemesterDecision
from records.store.catalogue import load_semesters, store_semesters

from services.records.tests.application_factories import (
    approved,
    clerk,
    student,
    submitted,
    with_document,
)
from services.records.tests.enrol_factories import University
from services.records.tests.study_factories import dates_of

S = Semester.parse
# Enrolled before, so that no semester asked for is the first one.
FIRST = S("2025W")


@dataclass
class Student:
    """An enrolled student who applies, and the office that decides."""

    at: University
    enrolled: PersonEnrolled

    @property
    def person_id(self) -> UUID:
        """The person."""
        return self.enrolled.person.person_id

    @property
    def enrolment_id(self) -> UUID:
        """The enrolment."""
        return self.enrolled.enrolment.enrolment_id

    @property
    def caller(self) -> Caller:
        """The student as a caller."""
        return student(self.person_id)

    def submits(self, content: Content, *proofs: str) -> UUID:
        """Submits an application with its proofs."""
        return submitted(self.at.database, self.caller, content, self.enrolment_id, proofs)

    def is_granted(self, content: Content, *proofs: str) -> Application:
        """Submits an application, which Student Services approve."""
        application_id = self.submits(content, *proofs)
        return approved(self.at.database, clerk(), application_id)

    def adds(self, application_id: UUID, proof: str) -> None:
        """Attaches a further document."""
        with_document(self.at.database, self.caller, application_id, proof)

    @property
    def enrolment(self) -> Enrolment:
        """The enrolment as it is stored."""
        found = self.at.enrolments(self.person_id)
        return next(each for each in found if each.enrolment_id == self.enrolment_id)

    def spends(self, code: str) -> str:
        """The status recorded for a semester; "" where none is."""
        recorded = self.enrolment.recorded_in(S(code))
        return "" if recorded is None else recorded.status.value

    def contribution(self, code: str) -> tuple[int, int] | None:
        """What is due and what is open of a contribution, in cents; None where none is charged."""
        charges = self.at.account(self.person_id).charges_of("contribution", S(code))
        if not charges:
            return None
        return sum(each.due for each in charges), sum(each.open for each in charges)

    def decisions(self) -> tuple[SemesterDecision, ...]:
        """What was decided about the semesters."""

        def read(tx: Transaction) -> tuple[SemesterDecision, ...]:
            return decisions_of(tx, self.enrolment_id)

        return within(self.at.database, read)


def publish_until(at: University, last: str) -> None:
    """Publishes the semesters behind those of the profile, up to one."""

    def publish(tx: Transaction) -> None:
        known = load_semesters(tx)
        each, more = known[-1].semester.next(), []
        while each <= S(last):
            more.append(dates_of(each))
            each = each.next()
        store_semesters(tx, [*known, *more])

    at.do(publish)


def someone(at: University, number: int = 0) -> Student:
    """A student in the third semester, on 2 November 2026."""
    return Student(at.on(date(2026, 11, 2)), at.student(number, first=FIRST))
