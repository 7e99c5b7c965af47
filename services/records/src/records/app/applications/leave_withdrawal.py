"""Withdrawal of a leave of absence: who decides, what stands against it, and its effect."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, euros_in_words

from records.app import semester_states
from records.app.applications.handler import Handler
from records.app.applications.leave import leave_facts
from records.app.applications.study_facts import enrolment_of
from records.app.contributions import full_contribution_of
from records.app.person_accounts import account_of
from records.app.persons import person_with_id
from records.domain.applications.contents import LeaveWithdrawal
from records.domain.applications.kinds import ApplicationKind, Office, Step
from records.domain.applications.leave import obstacles_to_withdrawal
from records.domain.applications.workflow import Application
from records.domain.ledger import CONTRIBUTION
from records.domain.obstacles import Obstacle
from records.domain.semester_plan import DecisionKind
from records.mail.semester_states import mail_leave_withdrawn
from records.store.rules import load_rules
from records.texts import semester_notices as texts


class LeaveWithdrawalHandler(Handler):
    """Giving an approved leave up (guide 002, "Withdrawal of leave of absence")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.LEAVE_WITHDRAWAL

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide."""
        return (Step(Office.STUDENT_SERVICES),)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.applications.leave`."""
        content = application.asking(LeaveWithdrawal)
        rules = load_rules(tx).leave_of_absence
        return obstacles_to_withdrawal(content.semester, leave_facts(tx, application), rules)

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """What it costs, said before it is sent."""
        content = application.asking(LeaveWithdrawal)
        enrolment = enrolment_of(tx, application)
        full = full_contribution_of(tx, enrolment, content.semester)
        charges = account_of(tx, enrolment.person_id).charges_of(CONTRIBUTION, content.semester)
        more = full - sum(each.due for each in charges)
        text = texts.LEAVE_WITHDRAWAL_COST if more > 0 else texts.LEAVE_WITHDRAWAL_SAME
        return (
            text.format(
                semester=content.semester.name,
                full=euros_in_words(full),
                more=euros_in_words(more),
            ),
            texts.LEAVE_WITHDRAWAL_EFFECT,
        )

    def apply(self, tx: Transaction, application: Application) -> None:
        """The semester is spent as if it had never been one of leave."""
        content = application.asking(LeaveWithdrawal)
        enrolment = enrolment_of(tx, application)
        after = semester_states.withdraw_decision(
            tx, enrolment.enrolment_id, content.semester, DecisionKind.LEAVE
        )
        person = person_with_id(tx, enrolment.person_id)
        mail_leave_withdrawn(tx, person, enrolment.programme.name, content.semester, after)
