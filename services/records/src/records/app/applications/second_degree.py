"""Studying for two degrees: the approved application is an acceptance for the second one."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.applicants import Acceptance, accept_applicant
from records.app.applications.handler import Handler
from records.app.applications.study_facts import calendar
from records.app.enrolling import EnrolmentOrder
from records.app.persons import person_with_id
from records.domain.applications.contents import Content, SecondDegree
from records.domain.applications.kinds import ApplicationKind, ProofNeeded, Step
from records.domain.applications.second_degree import (
    TRANSCRIPT,
    WHAT_FOLLOWS,
    SecondDegreeFacts,
    obstacles_to_second_degree,
    steps_of,
)
from records.domain.applications.workflow import Application
from records.domain.catalogue import ContactFunction
from records.domain.obstacles import Obstacle
from records.store import applicants, catalogue, enrolments, persons
from records.store.programme_contacts import contacts_of

_ADVISING = frozenset({ContactFunction.ADVISER, ContactFunction.DIRECTOR_OF_STUDIES})
# The person is known and keeps the number, so that no number is taken.
_NO_NEW_NUMBER = 1


class SecondDegreeHandler(Handler):
    """Two degrees (guide 002, "Procedure for applying to study for two degrees")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.SECOND_DEGREE

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:
        """First the adviser of the first programme, then that of the second, then the office."""
        content = application.asking(SecondDegree)
        return steps_of(_first_programme_code(tx, application), content.programme_code)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """The performance record."""
        return (TRANSCRIPT,)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """What the two programmes, the semester and the person's studies say."""
        content = application.asking(SecondDegree)
        first = _first_programme_code(tx, application)
        programmes = catalogue.load_programmes(tx, [first, content.programme_code])
        second = programmes.get(content.programme_code)
        today = local_date(tx.now)
        known = persons.load_person(tx, application.person_id) is not None
        facts = SecondDegreeFacts(
            first_programme_code=first,
            second_programme=second,
            version_known=(
                second is not None
                and second.regulations_version(content.regulations_version_code) is not None
            ),
            enrolled_in={
                each.programme.code
                for each in enrolments.load_enrolments_of(tx, application.person_id)
                if each.is_current(today)
            },
            accepted_for={
                each.programme_code
                for each in applicants.load_applicants_of(tx, application.person_id)
                if each.is_open and each.programme_code != first
            },
            without_adviser=[
                each.name
                for each in programmes.values()
                if not any(one.function in _ADVISING for one in contacts_of(tx, each.code))
            ],
            semester_published=content.first_semester in calendar(tx),
            today=today,
            # Advisers may review it before; its effect needs the person.
            first_enrolment_pending=application.is_open and not known,
        )
        return obstacles_to_second_degree(content, facts)

    def notices(
        self,
        tx: Transaction,  # noqa: ARG002
        application: Application,  # noqa: ARG002
    ) -> tuple[LocalizedText, ...]:
        """What follows from an approval."""
        return (WHAT_FOLLOWS,)

    def apply(self, tx: Transaction, application: Application) -> None:
        """Accepts the person for the second programme; the contribution completes the enrolment."""
        content = application.asking(SecondDegree)
        person = person_with_id(tx, application.person_id)
        order = EnrolmentOrder(
            person=person.matriculation_number,
            programme_code=content.programme_code,
            regulations_version_code=content.regulations_version_code,
            first_semester=content.first_semester,
            major=content.major,
            minor=content.minor,
        )
        acceptance = Acceptance(
            applicant_number="",
            order=order,
            email="",
            part_time=False,
            prior_semesters=0,
            payment_deadline_date=None,
        )
        accept_applicant(tx, acceptance, application.decided_by, _NO_NEW_NUMBER)


def _first_programme_code(tx: Transaction, application: Application) -> str:
    """The programme of the enrolment, or that of an applicant before it."""
    if application.enrolment_id is not None:
        for each in enrolments.load_enrolments_of(tx, application.person_id):
            if each.enrolment_id == application.enrolment_id:
                return each.programme.code
    applicant = applicants.load_applicant(tx, application.person_id)
    if applicant is None:
        raise LookupError(f"application {application.application_id} is about no studies")
    return applicant.programme_code
