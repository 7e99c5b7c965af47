"""The mails about long-term fees that changed."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import Semester, euros_in_words

from records.domain.payment_to_make import PaymentToMake
from records.domain.person import Person
from records.domain.settlement import SettledCharge
from records.mail.payment_to_make import payment_facts
from records.texts import long_term_fee_mails as texts


def mail_long_term_fee_changed(
    tx: Transaction,
    person: Person,
    semester: Semester,
    fee: SettledCharge | None,
    payment: PaymentToMake | None,
) -> None:
    """Tells what is to be paid now; `fee` is the charge that stands, None where none does.

    `payment` says how to pay what is still open of it; None where nothing is.
    """
    facts: list[Fact] = [(texts.STUDENT, same(person.matriculation_number))]
    opening, advice = texts.NOT_DUE, texts.PAID_BACK
    if fee is not None:
        opening = texts.WAIVED if fee.waived else texts.DUE
        advice = texts.EXPLAINED
        facts.append((texts.FEE, euros_in_words(fee.due)))
        if payment is not None:
            facts.extend(payment_facts(payment))
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind="long_term_fee_changed",
        subject=texts.SUBJECT.format(semester=semester.name),
        opening=opening.format(semester=semester.name),
        facts=facts,
        advice=advice,
    )
