"""A new student card in place of one that was stolen, lost or damaged."""

from typing import ClassVar

from chassis.database import Transaction
from chassis.values import LocalizedText, euros_in_words, local_date

from records.app.addresses import address_on, problems_of_letter_address
from records.app.applications.handler import Handler
from records.app.charging import cancel_charge, charge_fee
from records.app.person_accounts import account_of
from records.app.reregistering import note_account_changed
from records.app.student_cards import blocked, can_be_replaced, replace_card
from records.domain.applications.card_replacement import (
    BLOCKED_AT_ONCE,
    FEE,
    NO_NEW_CARD,
    SOURCE,
    CardFacts,
    obstacles_to_replacing,
    proofs_of,
)
from records.domain.applications.contents import CardReplacement, Content
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.workflow import Application
from records.domain.obstacles import NOTHING_HELPS, Obstacle
from records.domain.student_cards import CardState, last_card
from records.mail.student_cards import mail_card_blocked
from records.store import enrolments, fees, persons
from records.store import student_cards as cards
from records.store.rules import load_rules
from records.texts.contact import explained


class CardReplacementHandler(Handler):
    """Student Services replace the card; the old one is blocked when the application is sent."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.CARD_REPLACEMENT

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """Student Services decide, after theft at the counter and at once."""
        return (Step(Office.STUDENT_SERVICES),)

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """The report to the police after theft."""
        return proofs_of(content) if isinstance(content, CardReplacement) else ()

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """What the rules say, and what is wrong with the address."""
        content = application.asking(CardReplacement)
        today = local_date(tx.now)
        studies = enrolments.load_enrolments_of(tx, application.person_id)
        letters_go_to = address_on(tx, application.person_id, today)
        facts = CardFacts(
            has_card=can_be_replaced(tx, application.person_id),
            is_enrolled=any(each.is_current(today) for each in studies),
            has_letter_address=letters_go_to is not None and letters_go_to.address is not None,
        )
        found = problems_of_letter_address(content.address) if content.address else ()
        return (
            *obstacles_to_replacing(content, facts),
            *(
                Obstacle(
                    each.fault.value,
                    explained(each),
                    NOTHING_HELPS,
                    SOURCE,
                    f"address.{each.field}",
                )
                for each in found
            ),
        )

    def notices(
        self,
        tx: Transaction,
        application: Application,  # noqa: ARG002
    ) -> tuple[LocalizedText, ...]:
        """That the present card is blocked at once, and the fee."""
        code = load_rules(tx).fees.card_replacement
        named = [each for each in fees.load_fees(tx) if each.code == code]
        return (
            BLOCKED_AT_ONCE,
            *(
                FEE.format(euros=euros_in_words(each.amount.amount), fee=each.name)
                for each in named
            ),
        )

    def on_submission(self, tx: Transaction, application: Application) -> None:
        """Blocks the card at once, so that nobody who finds it can use it, and charges the fee.

        Guide 002, "Replacing the student ID card": the fee becomes due with the application.
        """
        charge_fee(
            tx,
            application.person_id,
            load_rules(tx).fees.card_replacement,
            occasion=str(application.application_id),
            due_date=application.received_on,
        )
        note_account_changed(tx, [application.person_id])
        last = last_card(cards.cards_of(tx, application.person_id))
        person = persons.load_person(tx, application.person_id)
        if last is None or person is None or last.state is not CardState.ACTIVE:
            return
        ended = blocked(last, application.asking(CardReplacement).loss, tx)
        cards.change_card(tx, ended)
        mail_card_blocked(tx, person, ended)

    def on_letting_go(self, tx: Transaction, application: Application) -> None:
        """There is no new card, so that nothing is due for one; what was paid is credit."""
        for each in account_of(tx, application.person_id).charges:
            if each.charge.occasion == str(application.application_id) and each.due:
                cancel_charge(tx, each.charge.charge_id, NO_NEW_CARD)
        note_account_changed(tx, [application.person_id])

    def apply(self, tx: Transaction, application: Application) -> None:
        """Issues the new card."""
        content = application.asking(CardReplacement)
        replace_card(tx, application.person_id, content.loss, content.delivery, content.address)
