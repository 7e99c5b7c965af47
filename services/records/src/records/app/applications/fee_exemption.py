"""Exemption from the long-term fee, its waiver for hardship, and grounds that save study credit."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, euros_in_words, local_date

from records.app.applications.handler import Handler
from records.app.grounds import enter_ground, what_stands_against
from records.app.study_credit import credit_rules_of
from records.domain.applications.contents import Content, FeeExemption
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.workflow import Application
from records.domain.credit_facts import (
    CREDIT_GROUNDS,
    FEE_GROUNDS,
    HARDSHIPS,
    Ground,
    SemesterGround,
)
from records.domain.grounds import PROOF_NAMES, PROOFS, GroundAsked, waived
from records.domain.obstacles import Obstacle
from records.store.rules import load_rules
from records.texts import study_credit as texts


class FeeExemptionHandler(Handler):
    """A ground in a semester (guide 002, "Tuition fees for long-term students" and "equity")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.FEE_EXEMPTION

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """Those of the ground, all of them."""
        if not isinstance(content, FeeExemption):
            return ()
        named = PROOFS[Ground(content.ground.value)]
        return tuple(ProofNeeded(each, PROOF_NAMES[each]) for each in named)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.grounds`."""
        asked = _asked(application)
        today = local_date(tx.now)
        return what_stands_against(tx, application.person_id, asked, today=today)

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """What the ground changes: the credit, the fee, or how much of it is waived."""
        asked = _asked(application)
        found: list[LocalizedText] = []
        if asked.ground in CREDIT_GROUNDS:
            found.append(texts.SAVES_CREDIT.format(semester=asked.semester.name))
        if asked.ground in FEE_GROUNDS:
            found.append(texts.SAVES_FEE.format(semester=asked.semester.name))
        if asked.ground in HARDSHIPS:
            fee = credit_rules_of(tx, load_rules(tx)).fee_cents
            found.append(
                texts.WAIVES.format(
                    waived=euros_in_words(min(waived(asked, fee), fee)),
                    fee=euros_in_words(fee),
                    semester=asked.semester.name,
                )
            )
        return tuple(found)

    def apply(self, tx: Transaction, application: Application) -> None:
        """The ground is entered; credit and fee follow."""
        entered = enter_ground(
            tx,
            application.person_id,
            _asked(application),
            reason=application.decision_reason,
            by=application.decided_by,
            application_id=application.application_id,
        )
        if not isinstance(entered, SemesterGround):
            reasons = ", ".join(each.reason for each in entered)
            raise ValueError(f"approved against {reasons}")


def _asked(application: Application) -> GroundAsked:
    content = application.asking(FeeExemption)
    return GroundAsked(
        semester=content.semester,
        ground=Ground(content.ground.value),
        waived_cents=content.waived_cents,
        child_birth_date=content.child_birth_date,
    )
