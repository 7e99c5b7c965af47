"""The mails about IT services and service passwords. No password is in any of them."""

from datetime import date

from chassis.database import Transaction
from chassis.mail.letters import Fact, same
from chassis.values import LocalizedText, day_in_words

from identity.domain.accounts import Account
from identity.domain.it_services import ItService
from identity.domain.service_passwords import ServicePassword
from identity.mail.notices import notify
from identity.texts import it_services as texts


def mail_activated(tx: Transaction, account: Account, service: ItService) -> None:
    """Tells that a service was activated."""
    subject, opening = texts.ACTIVATED_SUBJECT, texts.ACTIVATED
    _send(tx, account, service, "it_service_activated", subject, opening, texts.NOT_YOU)


def mail_deactivated(tx: Transaction, account: Account, service: ItService) -> None:
    """Tells that the person deactivated a service."""
    subject, opening = texts.DEACTIVATED_SUBJECT, texts.DEACTIVATED
    _send(tx, account, service, "it_service_deactivated", subject, opening, texts.NOT_YOU)


def mail_end_is_near(tx: Transaction, account: Account, service: ItService, last_day: date) -> None:
    """Tells the last day of a service beforehand."""
    notify(
        tx,
        account,
        kind="it_service_ends",
        subject=texts.ENDS_SUBJECT,
        opening=texts.ENDS,
        facts=[(texts.SERVICE, service.name), (texts.LAST_DAY, day_in_words(last_day))],
        advice=texts.ENDS_ADVICE,
    )


def mail_ended(tx: Transaction, account: Account, service: ItService) -> None:
    """Tells that a service ended with the right to it."""
    subject, opening = texts.ENDED_SUBJECT, texts.ENDED
    _send(tx, account, service, "it_service_ended", subject, opening, texts.ENDED_ADVICE)


def mail_password_made(
    tx: Transaction, account: Account, service: ItService, password: ServicePassword
) -> None:
    """Tells that a service password was made."""
    notify(
        tx,
        account,
        kind="service_password_made",
        subject=texts.PASSWORD_MADE_SUBJECT,
        opening=texts.PASSWORD_MADE,
        facts=[(texts.SERVICE, service.name), (texts.DEVICE, same(password.name))],
        advice=texts.NOT_YOU,
    )


def mail_password_ended(
    tx: Transaction, account: Account, service: LocalizedText, password: ServicePassword
) -> None:
    """Tells that a service password was deleted."""
    notify(
        tx,
        account,
        kind="service_password_ended",
        subject=texts.PASSWORD_ENDED_SUBJECT,
        opening=texts.PASSWORD_ENDED,
        facts=[(texts.SERVICE, service), (texts.DEVICE, same(password.name))],
        advice=texts.NOT_YOU,
    )


def _send(
    tx: Transaction,
    account: Account,
    service: ItService,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    advice: LocalizedText,
) -> None:
    facts: list[Fact] = [(texts.SERVICE, service.name)]
    notify(tx, account, kind=kind, subject=subject, opening=opening, facts=facts, advice=advice)
