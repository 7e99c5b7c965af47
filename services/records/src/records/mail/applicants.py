"""The mails to applicants, at their private address: there is no university mailbox yet."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText, euros_in_words

from records.domain.applicants import Applicant
from records.domain.payment_to_make import PaymentToMake
from records.mail.credit_left import credit_fact, with_credit
from records.mail.payment_to_make import payment_facts
from records.texts import applicant_mails as texts


def mail_accepted(
    tx: Transaction, applicant: Applicant, programme: LocalizedText, payment: PaymentToMake
) -> None:
    """Tells how to pay."""
    due = payment.cents > 0
    _mail(
        tx,
        applicant,
        programme,
        kind="applicant_accepted",
        subject=texts.ACCEPTED_SUBJECT,
        opening=texts.ACCEPTED if due else texts.NOTHING_DUE,
        facts=payment_facts(payment) if due else (),
        advice=texts.ACCEPTED_ADVICE if due else texts.ENROLLED_ADVICE,
    )


def mail_extended(
    tx: Transaction, applicant: Applicant, programme: LocalizedText, payment: PaymentToMake
) -> None:
    """Tells the new deadline."""
    _mail(
        tx,
        applicant,
        programme,
        kind="applicant_deadline_extended",
        subject=texts.EXTENDED_SUBJECT,
        opening=texts.EXTENDED,
        facts=payment_facts(payment),
        advice=texts.ACCEPTED_ADVICE,
    )


def mail_enrolled(
    tx: Transaction, applicant: Applicant, programme: LocalizedText, matriculation_number: str
) -> None:
    """Tells the matriculation number."""
    _mail(
        tx,
        applicant,
        programme,
        kind="applicant_enrolled",
        subject=texts.ENROLLED_SUBJECT,
        opening=texts.ENROLLED,
        facts=((texts.MATRICULATION_NUMBER, same(matriculation_number)),),
        advice=texts.ENROLLED_ADVICE,
    )


def mail_lapsed(
    tx: Transaction, applicant: Applicant, programme: LocalizedText, credit_cents: int
) -> None:
    """Tells that the acceptance has lapsed, and what lies unused on the account."""
    _mail(
        tx,
        applicant,
        programme,
        kind="applicant_lapsed",
        subject=texts.LAPSED_SUBJECT,
        opening=texts.LAPSED,
        facts=(credit_fact(credit_cents),),
        advice=with_credit(texts.LAPSED_ADVICE, credit_cents),
    )


def mail_withdrawn(
    tx: Transaction,
    applicant: Applicant,
    programme: LocalizedText,
    refund_cents: int,
    credit_cents: int,
) -> None:
    """Confirms that the applicant does not come; what goes back, and what lies unused besides."""
    refund = euros_in_words(refund_cents) if refund_cents else same("")
    _mail(
        tx,
        applicant,
        programme,
        kind="applicant_withdrawn",
        subject=texts.WITHDRAWN_SUBJECT,
        opening=texts.WITHDRAWN,
        facts=((texts.REFUND, refund), credit_fact(credit_cents)),
        advice=with_credit(
            texts.REFUND_ADVICE if refund_cents else texts.WITHDRAWN_ADVICE, credit_cents
        ),
    )


def _mail(
    tx: Transaction,
    applicant: Applicant,
    programme: LocalizedText,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: tuple[Fact, ...],
    advice: LocalizedText,
) -> None:
    about: tuple[Fact, ...] = (
        (texts.APPLICANT_NUMBER, same(applicant.applicant_number)),
        (texts.PROGRAMME, programme),
        (texts.FIRST_SEMESTER, applicant.first_semester.name),
    )
    send_letter(
        tx,
        applicant.person_id,
        applicant.email,
        kind=kind,
        subject=subject.format(programme=programme),
        opening=opening,
        facts=(*about, *facts),
        advice=advice,
    )
