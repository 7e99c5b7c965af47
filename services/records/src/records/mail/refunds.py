"""The mails about refunds."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, send_letter
from chassis.values import euros_in_words

from records.domain.account_holder import AccountHolder
from records.domain.refunds import Refund
from records.texts import refund_mails as texts
from records.texts.refunds import REASONS


def mail_account_wanted(
    tx: Transaction, to: AccountHolder, refund: Refund, *, bounced: bool = False
) -> None:
    """Asks for the account that the money is to go to."""
    send_letter(
        tx,
        to.person_id,
        to.email,
        kind="refund_account_wanted",
        subject=texts.WANTED_SUBJECT,
        opening=texts.BOUNCED if bounced else texts.WANTED,
        facts=_facts(refund),
        advice=texts.WANTED_ADVICE,
    )


def mail_refund_paid(tx: Transaction, to: AccountHolder, refund: Refund) -> None:
    """Tells that the money is on its way."""
    send_letter(
        tx,
        to.person_id,
        to.email,
        kind="refund_paid",
        subject=texts.PAID_SUBJECT,
        opening=texts.PAID,
        facts=_facts(refund),
        advice=texts.PAID_ADVICE,
    )


def _facts(refund: Refund) -> tuple[Fact, ...]:
    return (
        (texts.AMOUNT, euros_in_words(refund.cents)),
        (texts.REASON, REASONS[refund.reason]),
    )
