"""The mails about de-registration."""

from datetime import date

from chassis.mail import Mail
from chassis.mail.letters import letter, same
from chassis.values import day_in_words, euros_in_words

from records.domain.enrolment import EndReason, Enrolment
from records.domain.person import Person
from records.mail.credit_left import credit_fact, with_credit
from records.texts import deregistration_mails as texts
from records.texts import reregistration_mails


def deregistered_mail(
    person: Person,
    ended: Enrolment,
    *,
    explanation: str = "",
    refund_cents: int = 0,
    card_return_date: date | None = None,
    credit_cents: int = 0,
) -> Mail:
    """Tells the end of an enrolment, and what comes back.

    `explanation` is the office's reason. With a `card_return_date` the contribution waits for the
    student card. `credit_cents` lie unused on the account.
    """
    assert ended.end_date is not None, "an ended enrolment has an end"
    refund = euros_in_words(refund_cents) if refund_cents else same("")
    card = day_in_words(card_return_date) if card_return_date and refund_cents else same("")
    return letter(
        person.person_id,
        person.mailbox,
        kind="deregistered",
        subject=texts.SUBJECT.format(programme=ended.programme.name),
        opening=texts.OPENINGS[ended.end_reason or EndReason.OFFICE],
        facts=(
            (
                reregistration_mails.STUDENT,
                same(f"{person.name.full} ({person.matriculation_number})"),
            ),
            (texts.PROGRAMME, ended.programme.name),
            (texts.END, day_in_words(ended.end_date)),
            (texts.REASON, same(explanation)),
            (texts.REFUND, refund),
            (texts.CARD_UNTIL, card),
            credit_fact(credit_cents),
        ),
        advice=with_credit(texts.REFUND_ADVICE if card.de else texts.ADVICE, credit_cents),
    )


def taken_back_mail(person: Person, enrolment: Enrolment) -> Mail:
    """Tells that the enrolment goes on."""
    return letter(
        person.person_id,
        person.mailbox,
        kind="deregistration_taken_back",
        subject=texts.TAKEN_BACK_SUBJECT.format(programme=enrolment.programme.name),
        opening=texts.TAKEN_BACK,
        facts=((texts.PROGRAMME, enrolment.programme.name),),
        advice=texts.TAKEN_BACK_ADVICE,
    )
