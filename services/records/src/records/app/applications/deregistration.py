"""De-registration on application: who decides, what stands against it, and its effect."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, day_in_words, local_date

from records.app.applications.handler import Handler
from records.app.applications.study_facts import calendar, enrolment_of
from records.app.calling import resume
from records.app.card_desk import return_card
from records.app.deregistering import deregister
from records.app.deregistration_accounts import account_faults, name_account_from_application
from records.domain.applications.contents import Deregistration
from records.domain.applications.deregistration import (
    DeregistrationFacts,
    last_day,
    obstacles_to_deregistration,
)
from records.domain.applications.kinds import ApplicationKind, Office, Step
from records.domain.applications.workflow import Application
from records.domain.deregistration import refund_deadline
from records.domain.enrolment import EndReason
from records.domain.obstacles import Obstacle
from records.domain.student_cards import CardState
from records.store.rules import load_rules
from records.store.student_cards import cards_of
from records.texts import semester_notices as texts


class DeregistrationHandler(Handler):
    """Leaving the university (guide 002, "De-registration")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.DEREGISTRATION

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide."""
        return (Step(Office.STUDENT_SERVICES),)

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.applications.deregistration`."""
        content = application.asking(Deregistration)
        return (
            *obstacles_to_deregistration(content, _facts(tx, application)),
            *account_faults(tx, content),
        )

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:
        """When membership ends, what comes back, and that no reminder comes meanwhile."""
        content = application.asking(Deregistration)
        end = last_day(content, _facts(tx, application))
        if end is None:
            return (texts.DEREGISTRATION_REMINDERS,)
        notices = [texts.DEREGISTRATION_END.format(day=day_in_words(end))]
        months = load_rules(tx).deregistration.refund_months
        published = calendar(tx)
        for semester in (Semester.of(end), Semester.of(end).next()):
            if semester in published:
                limit = refund_deadline(published[semester], months)
                text = texts.DEREGISTRATION_REFUND
                if end > limit:
                    text = texts.DEREGISTRATION_NO_REFUND
                notices.append(text.format(semester=semester.name, limit=day_in_words(limit)))
        if content.card_returned:
            notices.append(texts.CARD_HANDED_IN)
        if content.everything_done_but_results:
            notices.append(texts.EVERYTHING_DONE)
        return (*notices, texts.DEREGISTRATION_REMINDERS)

    def on_letting_go(self, tx: Transaction, application: Application) -> None:
        """Who was not called to re-register, as the application was undecided, is called now."""
        resume(tx, [application.person_id])

    def apply(self, tx: Transaction, application: Application) -> None:
        """The enrolment ends, with everything that hangs on it."""
        content = application.asking(Deregistration)
        facts = _facts(tx, application)
        end = last_day(content, facts)
        if end is None:
            raise ValueError(f"application {application.application_id} names no day")
        if content.card_returned:
            _take_card(tx, application)
        deregister(
            tx,
            facts.enrolment.enrolment_id,
            end,
            EndReason.APPLICATION,
            received=application.received_on,
        )
        name_account_from_application(tx, application.person_id, content)


def _take_card(tx: Transaction, application: Application) -> None:
    """The card came with the application, as Student Services confirm by approving it."""
    for card in cards_of(tx, application.person_id):
        if card.state is CardState.ACTIVE:
            day = max(application.received_on, local_date(card.issue_time))
            return_card(tx, card.student_card_id, day)


def _facts(tx: Transaction, application: Application) -> DeregistrationFacts:
    return DeregistrationFacts(enrolment_of(tx, application), application.received_on)
