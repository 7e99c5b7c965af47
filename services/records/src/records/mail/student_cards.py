"""The mails about student cards. They never name the address that a card goes to."""

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText, day_in_words

from records.domain.person import Person
from records.domain.student_cards import CardDelivery, StudentCard
from records.texts import student_cards as texts


def mail_card_issued(tx: Transaction, person: Person, card: StudentCard) -> None:
    """Tells how the new card comes to the student."""
    by_post = card.delivery is CardDelivery.POST
    advice = texts.ADVICE_POST if by_post else texts.ADVICE_IN_PERSON
    _send(tx, person, card, "student_card_issued", texts.ISSUED, advice)


def mail_card_sent(tx: Transaction, person: Person, card: StudentCard) -> None:
    """Tells that the card is on its way."""
    _send(tx, person, card, "student_card_sent", texts.SENT, texts.ADVICE_SENT)


def mail_card_blocked(tx: Transaction, person: Person, card: StudentCard) -> None:
    """Tells that the card is blocked, whoever asked for it."""
    _send(tx, person, card, "student_card_blocked", texts.BLOCKED, texts.ADVICE_BLOCKED)


def _send(
    tx: Transaction,
    person: Person,
    card: StudentCard,
    kind: str,
    opening: LocalizedText,
    advice: LocalizedText,
) -> None:
    facts: list[Fact] = [(texts.CARD_NUMBER, same(card.card_number))]
    if card.block_reason is None:
        until = day_in_words(card.valid_until_semester.last_date)
        facts.append((texts.VALID_UNTIL, until))
    else:
        facts.append((texts.REASON, texts.LOSSES[card.block_reason]))
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind=kind,
        subject=texts.SUBJECT,
        opening=opening,
        facts=facts,
        advice=advice,
    )
