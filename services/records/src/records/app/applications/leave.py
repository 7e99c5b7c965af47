"""Leave of absence: who decides, what stands against it, and its effect."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, day_in_words

from records.app import late_leave, semester_states
from records.app.applications.handler import Handler
from records.app.applications.study_facts import calendar, enrolment_of, proofs_attached
from records.app.persons import person_with_id
from records.domain.applications.contents import Content, Leave
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.leave import (
    LeaveFacts,
    is_late,
    leave_taken,
    obstacles_to_leave,
    proofs_of,
    refund_deadline,
)
from records.domain.applications.study_proofs import PROOF_NAMES
from records.domain.applications.workflow import Application
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.rules import StudyProof
from records.domain.semester_plan import DecisionKind
from records.mail.semester_states import mail_leave_registered
from records.store import enrolments
from records.store.rules import load_rules
from records.texts import semester_notices as texts


class LeaveHandler(Handler):
    """Leave of absence for whole semesters (guide 002, "Leave of absence")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.LEAVE_OF_ABSENCE

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:
        """Those of the ground, and that of an exceptional case.

        None is required by itself: whether one is missing depends on the number of semesters and
        on the day, which the obstacles say.
        """
        if not isinstance(content, Leave):
            return ()
        rules = load_rules(tx).leave_of_absence
        named = (*proofs_of(content.ground, rules), StudyProof.EXCEPTION_PROOF)
        return tuple(ProofNeeded(each, PROOF_NAMES[each], required=False) for each in named)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.applications.leave`."""
        content = application.asking(Leave)
        rules = load_rules(tx).leave_of_absence
        facts = leave_facts(tx, application)
        return obstacles_to_leave(
            content.semesters, content.ground, content.explanation, facts, rules
        )

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """What leave means, and what a refund after a late application needs."""
        content = application.asking(Leave)
        rules = load_rules(tx).leave_of_absence
        published = calendar(tx)
        late = [
            published[each]
            for each in content.semesters
            if each in published and is_late(published[each], application.received_on)
        ]
        own = enrolments.load_enrolments_of(tx, application.person_id)
        several = sum(each.is_current(application.received_on) for each in own) > 1
        return (
            texts.LEAVE_EFFECT,
            *((texts.LEAVE_IN_ONE_OF_SEVERAL,) if several else ()),
            *(
                texts.LATE_LEAVE_REFUND.format(
                    semester=each.semester.name, limit=day_in_words(refund_deadline(each, rules))
                )
                for each in late
            ),
            texts.STUDENTENWERK_EXEMPTION,
        )

    def apply(self, tx: Transaction, application: Application) -> None:
        """The semesters become semesters on leave, with what follows for the contribution."""
        content = application.asking(Leave)
        enrolment = enrolment_of(tx, application)
        rules = load_rules(tx).leave_of_absence
        published = calendar(tx)
        for semester in sorted(set(content.semesters)):
            dates = published[semester]
            stays = late_leave.contribution_stays(tx, application, dates, rules)
            after = semester_states.decide_semester(
                tx,
                enrolment.enrolment_id,
                semester,
                DecisionKind.LEAVE,
                content.ground.value,
                application.application_id,
                contribution_stays=stays,
            )
            mail_leave_registered(
                tx,
                person_with_id(tx, enrolment.person_id),
                enrolment.programme.name,
                semester,
                after,
                card_until=late_leave.card_until(tx, application, dates, rules) if stays else None,
            )


def leave_facts(tx: Transaction, application: Application) -> LeaveFacts:
    """What decides about leave in the programme of an application."""
    enrolment = enrolment_of(tx, application)
    earlier = _earlier_in_programme(tx, enrolment)
    return LeaveFacts(
        enrolment=enrolment,
        decisions=semester_states.decisions_of(tx, enrolment.enrolment_id),
        taken_earlier=earlier,
        calendar=calendar(tx),
        received=application.received_on,
        proofs=proofs_attached(tx, application),
    )


def _earlier_in_programme(tx: Transaction, enrolment: Enrolment) -> frozenset[Semester]:
    """Leave is counted in each degree programme, over all enrolments in it."""
    others = [
        each
        for each in enrolments.load_enrolments_of(tx, enrolment.person_id)
        if each.programme.code == enrolment.programme.code
        and each.enrolment_id != enrolment.enrolment_id
    ]
    return frozenset(semester for each in others for semester in leave_taken(each, ()))
