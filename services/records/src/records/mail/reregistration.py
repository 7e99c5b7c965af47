"""The mails about re-registration, to the university mailbox only.

Source: guide 002, "Re-registration": all enrolled students receive a call by e-mail; only the
university's mailbox is used.
"""

from collections.abc import Iterable

from chassis.mail import Mail
from chassis.mail.letters import Fact, letter, same
from chassis.values import LocalizedText, day_in_words, euros_in_words

from records.domain.payment_to_make import PaymentToMake
from records.domain.person import Person
from records.domain.reregistration import Reregistration
from records.mail.payment_to_make import payment_facts
from records.texts import payment_to_make as payment_texts
from records.texts import reregistration_mails as texts


def call_mail(
    person: Person, called: Reregistration, payment: PaymentToMake, link: str = ""
) -> Mail:
    """The call to re-register; `link` is the page of the portal, empty to name none."""
    return _mail(
        person,
        called,
        kind="reregistration_called",
        subject=texts.CALL_SUBJECT,
        opening=texts.CALL,
        facts=(*payment_facts(payment), (payment_texts.LINK, same(link))),
        advice=texts.CALL_ADVICE,
    )


def reminder_mail(
    person: Person,
    reminded: Reregistration,
    payment: PaymentToMake,
    fee_cents: int,
    link: str = "",
) -> Mail:
    """The reminder with its charge, in cents, and the new deadline."""
    return _mail(
        person,
        reminded,
        kind="reregistration_reminded",
        subject=texts.REMINDER_SUBJECT,
        opening=texts.REMINDER.format(
            fee=euros_in_words(fee_cents), semester=reminded.semester.name
        ),
        facts=(*payment_facts(payment), (payment_texts.LINK, same(link))),
        advice=texts.REMINDER_ADVICE,
    )


def done_mail(person: Person, done: Reregistration) -> Mail:
    """Confirms the re-registration."""
    value_date = same("") if done.value_date is None else day_in_words(done.value_date)
    return _mail(
        person,
        done,
        kind="reregistered",
        subject=texts.DONE_SUBJECT,
        opening=texts.DONE,
        facts=((texts.VALUE_DATE, value_date),),
        advice=texts.DONE_ADVICE,
    )


def undone_mail(person: Person, undone: Reregistration, payment: PaymentToMake) -> Mail:
    """Tells that the payment went back."""
    return _mail(
        person,
        undone,
        kind="reregistration_undone",
        subject=texts.UNDONE_SUBJECT,
        opening=texts.UNDONE,
        facts=payment_facts(payment),
        advice=texts.CALL_ADVICE,
    )


def reopened_mail(person: Person, reopened: Reregistration) -> Mail:
    """Tells that the de-registration is taken back, as the money was there."""
    return _mail(
        person,
        reopened,
        kind="reregistration_reopened",
        subject=texts.REOPENED_SUBJECT,
        opening=texts.REOPENED,
        facts=(),
        advice=texts.REOPENED_ADVICE,
    )


def _mail(
    person: Person,
    about: Reregistration,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Iterable[Fact],
    advice: LocalizedText,
) -> Mail:
    semester = about.semester.name
    return letter(
        person.person_id,
        person.mailbox,
        kind=kind,
        subject=subject.format(semester=semester),
        opening=opening.format(semester=semester),
        facts=(
            (texts.STUDENT, same(f"{person.name.full} ({person.matriculation_number})")),
            (texts.SEMESTER, semester),
            *facts,
        ),
        advice=advice,
    )
