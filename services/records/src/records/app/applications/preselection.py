"""The right of pre-selection in lotteries, for students who care for a child."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, local_date

from records.app.applications.handler import Handler
from records.app.preselection import give_preselection_right, what_stands_against
from records.domain.applications.contents import Content, Preselection
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.workflow import Application
from records.domain.credit_facts import Ground
from records.domain.grounds import PROOF_NAMES, PROOFS
from records.domain.obstacles import Obstacle
from records.domain.preselection import (
    PreselectionAsked,
    PreselectionGround,
    PreselectionRight,
    obstacles_to_application,
)
from records.store.rules import load_rules
from records.texts import study_credit as texts


class PreselectionHandler(Handler):
    """The right for a semester (guide 002, "Right of pre-selection").

    Part-time students have it without an application: it follows from part-time study.
    """

    kind: ClassVar[ApplicationKind] = ApplicationKind.PRESELECTION

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide, on behalf of the equal opportunities office."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """Those of child care; part-time study is known."""
        if not isinstance(content, Preselection):
            return ()
        if content.ground is PreselectionGround.PART_TIME:
            return ()
        return tuple(ProofNeeded(each, PROOF_NAMES[each]) for each in PROOFS[Ground.CHILD_CARE])

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """The deadline, and everything in `domain.preselection`."""
        asked = _asked(application)
        rules = load_rules(tx).preselection
        today = local_date(tx.now)
        return (
            *obstacles_to_application(asked.semester, application.received_on, rules),
            *what_stands_against(tx, application.person_id, asked, today=today),
        )

    def notices(
        self,
        tx: Transaction,  # noqa: ARG002
        application: Application,
    ) -> tuple[LocalizedText, ...]:
        """For which lotteries the right holds."""
        semester = application.asking(Preselection).semester
        return (texts.PRESELECTION_HOLDS.format(semester=semester.name),)

    def apply(self, tx: Transaction, application: Application) -> None:
        """The right is given and told."""
        given = give_preselection_right(
            tx,
            application.person_id,
            _asked(application),
            reason=application.decision_reason,
            by=application.decided_by,
        )
        if not isinstance(given, PreselectionRight):
            raise ValueError(f"approved against {', '.join(each.reason for each in given)}")


def _asked(application: Application) -> PreselectionAsked:
    content = application.asking(Preselection)
    return PreselectionAsked(content.semester, content.ground, content.child_birth_date)
