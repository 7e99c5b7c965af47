"""The mails about library accounts and cards. No code and no secret is in any of them."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from chassis.database import Transaction
from chassis.mail.letters import Fact, same, send_letter
from chassis.values import LocalizedText, euros_in_words

from identity.domain.accounts import Account
from identity.domain.library import LibraryCard
from identity.mail.notices import notify
from identity.texts import library as texts


class Recipient(Protocol):
    """Who is written to. `account` is None for somebody from outside the university."""

    @property
    def person_id(self) -> UUID:
        """The person."""
        ...

    @property
    def email(self) -> str:
        """Where mails go."""
        ...

    @property
    def account(self) -> Account | None:
        """The university account."""
        ...


def mail_registered(tx: Transaction, to: Recipient) -> None:
    """Confirms the online registration."""
    subject, opening = texts.REGISTERED_SUBJECT, texts.REGISTERED
    _send(tx, to, "library_registered", subject, opening, (), texts.REGISTERED_ADVICE)


def mail_card_issued(tx: Transaction, to: Recipient, card: LibraryCard, deposit: int) -> None:
    """Tells the number of the card; `deposit` in cents."""
    facts = [(texts.CARD_NUMBER, same(card.card_number)), (texts.DEPOSIT, euros_in_words(deposit))]
    subject, opening = texts.ISSUED_SUBJECT, texts.ISSUED
    _send(tx, to, "library_card_issued", subject, opening, facts, texts.ISSUED_ADVICE)


def mail_card_blocked(tx: Transaction, to: Recipient, card: LibraryCard) -> None:
    """Tells that the card is blocked, whoever asked for it."""
    facts = [_number(card)]
    if card.loss:
        facts.append((texts.REASON, texts.LOSSES[card.loss]))
    subject, opening = texts.BLOCKED_SUBJECT, texts.BLOCKED
    _send(tx, to, "library_card_blocked", subject, opening, facts, texts.BLOCKED_ADVICE)


def mail_card_unblocked(tx: Transaction, to: Recipient, card: LibraryCard) -> None:
    """Tells that the card is open again."""
    subject, opening = texts.UNBLOCKED_SUBJECT, texts.UNBLOCKED
    _send(tx, to, "library_card_unblocked", subject, opening, [_number(card)], texts.NOT_YOU)


def mail_card_replaced(tx: Transaction, to: Recipient, card: LibraryCard) -> None:
    """Tells the number of the new card."""
    facts = [_number(card), (texts.FORMER_CARD, same(card.replaces_card_number))]
    subject, opening = texts.REPLACED_SUBJECT, texts.REPLACED
    _send(tx, to, "library_card_replaced", subject, opening, facts, texts.NOT_YOU)


def mail_card_returned(tx: Transaction, to: Recipient, card: LibraryCard) -> None:
    """Tells that the library account has ended and where the deposit goes."""
    opening = texts.RETURNED if to.account else texts.RETURNED_OUTSIDE
    subject = texts.RETURNED_SUBJECT
    _send(tx, to, "library_card_returned", subject, opening, [_number(card)], texts.NOT_YOU)


def mail_start_code(tx: Transaction, to: Recipient) -> None:
    """Tells that a start code was handed out."""
    _send(tx, to, "library_start_code", texts.CODE_SUBJECT, texts.CODE, (), texts.NOT_YOU)


def mail_secret_set(tx: Transaction, to: Recipient) -> None:
    """Tells that a secret was chosen."""
    _send(tx, to, "library_secret_set", texts.SECRET_SUBJECT, texts.SECRET, (), texts.NOT_YOU)


def mail_come_to_library(tx: Transaction, to: Recipient) -> None:
    """Tells that the card was not handed over in the opening week."""
    _send(tx, to, "library_come", texts.COME_SUBJECT, texts.COME, (), texts.COME_ADVICE)


def _number(card: LibraryCard) -> Fact:
    return texts.CARD_NUMBER, same(card.card_number)


def _send(
    tx: Transaction,
    to: Recipient,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact],
    advice: LocalizedText,
) -> None:
    if to.account:
        notify(
            tx, to.account, kind=kind, subject=subject, opening=opening, facts=facts, advice=advice
        )
        return
    send_letter(
        tx,
        to.person_id,
        to.email,
        kind=kind,
        subject=subject,
        opening=opening,
        facts=facts,
        advice=advice,
    )
